namespace Autograd;

/// <summary>A few small blocks that one thread keeps to itself: its short scopes then meet no lock. To the pool they are lent.</summary>
internal sealed class SpareBlocks
{
    private const long MostBytes = 1 << 20;

    private static readonly int _largest = SizeClasses.For(1 << 16);

    private readonly Stack<Block>?[] _blocks = new Stack<Block>?[_largest + 1];
    private long _bytes;

    /// <summary>A block of a class, or null.</summary>
    public Block? Take(int sizeClass)
    {
        if (sizeClass > _largest || _blocks[sizeClass] is not { } blocks || !blocks.TryPop(out var block))
            return null;
        _bytes -= block.Size;
        return block;
    }

    /// <summary>Keeps a block, unless it is large or there are enough.</summary>
    public bool TryKeep(Block block)
    {
        if (block.SizeClass > _largest || _bytes + block.Size > MostBytes)
            return false;
        _bytes += block.Size;
        (_blocks[block.SizeClass] ??= new Stack<Block>()).Push(block);
        return true;
    }
}
