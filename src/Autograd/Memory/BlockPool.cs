using System.Diagnostics;

namespace Autograd;

/// <summary>
/// Lends blocks of memory to storages and takes them back, the last one first: it is still in the cache. A block comes back at once where its
/// last use is known (scopes, backward passes, temporaries of a kernel). Where it is not, the pool watches the storage; once it has lent a
/// budget of bytes that way, it asks for a collection of the young generations, some tens of microseconds, and takes back the blocks of all
/// storages that are gone. So a plain loop stays flat, and its results land in memory that was touched before.
/// </summary>
internal static class BlockPool
{
    /// <summary>True in a mode for tests: buffers of all sizes are blocks, start as NaN and lie between guards.</summary>
    public static readonly bool IsGuarded = Environment.GetEnvironmentVariable("AUTOGRAD_GUARD") == "1";

    private const long LeastBudget = 4 << 20;
    private const long MostBudget = 16 << 20;

    // A collection may cost half of what it saves: writing memory that left the caches takes 50 microseconds a megabyte more.
    private const long BytesPerMicrosecond = 40 << 10;

    [ThreadStatic]
    private static SpareBlocks? _spares;

    private static readonly Lock _lock = new();
    private static readonly Stack<Block>[] _free = [.. Enumerable.Range(0, SizeClasses.Count).Select(_ => new Stack<Block>(0))];

    // The blocks whose storages are watched.
    private static readonly List<Block> _watched = [];

    private static long _budget = LeastBudget;
    private static long _bytesFree, _bytesLent;

    // Bytes of watched blocks: lent since they were looked through, still in use then, and in use after the last full collection.
    private static long _fresh, _survived, _settled;
    private static int _collectionsSeen;

    /// <summary>A block for so many bytes, for the storage to keep until it is gone, or for the caller to <see cref="Return"/>.</summary>
    /// <exception cref="InsufficientMemoryException">There is not enough memory.</exception>
    public static Block Rent(long bytes, Storage? borrower)
    {
        var sizeClass = SizeClasses.For(bytes);
        if (borrower is null && _spares?.Take(sizeClass) is { } spare)
            return spare;
        lock (_lock)
        {
            // Before a free block is taken: one that was in use a moment ago is still in the cache.
            if (_fresh >= _budget)
                CollectAsNeeded();
            else if (GC.CollectionCount(0) != _collectionsSeen)
                TakeBackFromTheGone();
            var block = Take(sizeClass) ?? Fresh(sizeClass, bytes);
            _bytesLent += block.Size;
            if (borrower is not null)
                WatchUnlocked(block, borrower);
            if (IsGuarded)
                block.Guard(bytes);
            return block;
        }
    }

    /// <summary>Takes a block back that nobody uses any longer.</summary>
    public static void Return(Block block)
    {
        if (block is { Place: < 0, IsExposed: false } && !IsGuarded && (_spares ??= new SpareBlocks()).TryKeep(block))
            return;
        lock (_lock)
            Free(block);
    }

    /// <summary>Hands the decision when a block is free from the caller to the garbage collector.</summary>
    public static void Watch(Block block, Storage borrower)
    {
        lock (_lock)
            WatchUnlocked(block, borrower);
    }

    /// <summary>Collects what is gone and looks at the guards of every block that comes back.</summary>
    /// <returns>The bytes that watched storages still use.</returns>
    public static long Collect()
    {
        lock (_lock)
        {
            CollectGeneration(2);
            (_settled, _budget) = (_survived, LeastBudget);
            return _survived;
        }
    }

    private static void WatchUnlocked(Block block, Storage borrower)
    {
        block.Borrower = borrower;
        block.Place = _watched.Count;
        _watched.Add(block);
        _fresh += block.Size;
    }

    private static void Free(Block block)
    {
        _bytesLent -= block.Size;
        if (block.Place >= 0)
            Unwatch(block);
        if (block.IsExposed)
            return;
        if (IsGuarded)
            block.CheckGuards();
        _free[block.SizeClass].Push(block);
        _bytesFree += block.Size;
    }

    private static void Unwatch(Block block)
    {
        var last = _watched[^1];
        _watched[block.Place] = last;
        last.Place = block.Place;
        _watched.RemoveAt(_watched.Count - 1);
        block.Place = -1;
        block.Borrower = null;
    }

    private static Block? Take(int sizeClass)
    {
        // Up to a quarter larger is good enough.
        for (var i = sizeClass; i < Math.Min(sizeClass + 3, _free.Length); i++)
        {
            if (_free[i].TryPop(out var block))
            {
                _bytesFree -= block.Size;
                return block;
            }
        }
        return null;
    }

    private static Block Fresh(int sizeClass, long bytes)
    {
        // What was cached for another phase of the program is not cached for ever.
        if (_bytesFree > Math.Max(_budget, _bytesLent))
            DropFree(downTo: Math.Max(_budget, _bytesLent) / 2);
        try
        {
            return new Block(sizeClass);
        }
        catch (OutOfMemoryException)
        {
            DropFree(downTo: 0);
            CollectGeneration(2);
            return Take(sizeClass) ?? (GC.GetGCMemoryInfo().TotalAvailableMemoryBytes > bytes
                ? new Block(sizeClass)
                : throw new InsufficientMemoryException($"There is no memory for a tensor of {bytes:N0} bytes beside the {_bytesLent:N0} in use."));
        }
    }

    private static void DropFree(long downTo)
    {
        for (var i = _free.Length - 1; i >= 0 && _bytesFree > downTo; i--)
        {
            while (_bytesFree > downTo && _free[i].TryPop(out var block))
                _bytesFree -= block.Size;
        }
    }

    private static void CollectAsNeeded()
    {
        var start = Stopwatch.GetTimestamp();
        // What was in use at the last collection, such as the results of a step half done, is in generation 1 now.
        CollectGeneration(1);
        var worth = (long)Stopwatch.GetElapsedTime(start).TotalMicroseconds * BytesPerMicrosecond;
        if (_survived > 2 * _settled + _budget)
        {
            CollectGeneration(2);
            _settled = _survived;
        }
        // What waits for a collection is bounded, by what is in use if that is more.
        _budget = Math.Clamp((_budget + worth) / 2, LeastBudget, Math.Max(MostBudget, _survived));
    }

    private static void CollectGeneration(int generation)
    {
        GC.Collect(generation, GCCollectionMode.Forced, blocking: true, compacting: false);
        TakeBackFromTheGone();
    }

    private static void TakeBackFromTheGone()
    {
        _collectionsSeen = GC.CollectionCount(0);
        _survived = 0;
        // From behind, because the last one takes the place of the one that leaves.
        for (var i = _watched.Count - 1; i >= 0; i--)
        {
            if (_watched[i].Borrower is null)
                Free(_watched[i]);
            else
                _survived += _watched[i].Size;
        }
        _fresh = 0;
    }
}
