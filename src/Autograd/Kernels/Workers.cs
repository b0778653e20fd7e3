using System.Diagnostics;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace Autograd.Kernels;

/// <summary>
/// Threads that help a caller with one problem at a time. The problem is cut into pieces, of which the caller and each worker have a share;
/// whoever is done with his own takes what others have not come to, then the caller waits for those that still have a piece.
/// <code>
/// caller     call ─ piece 0 ─ piece 1 ─ piece 2 ─ wait ─▶
/// worker 0     └──▶ piece 3 ─ piece 4 ─ piece 5 ──┘   spins a moment, then parks
/// </code>
/// Whoever finds the workers with another caller, or is one of them, is refused and does its work alone: nobody waits for a busy crew, and a
/// piece may itself have pieces. A worker that just had work spins for the next, which then costs less than a microsecond to hand over; one
/// that parked costs a call into the system. Nothing is allocated.
/// </summary>
internal static class Workers
{
    /// <summary>How long a worker looks for the next problem before it parks.</summary>
    private static readonly long _patience = Stopwatch.Frequency / 20_000;      // 50 µs

    private static Worker[] _workers = [];

    // 1 while a caller has the workers.
    private static int _taken;

    private static Problem? _problem;

    // Workers that may be looking at the problem.
    private static int _inside;

    /// <summary>Runs all pieces of some work on this thread and others, or does nothing and returns false if they are not to be had.</summary>
    public static bool TryRun<TWork>(in Pieces<TWork> pieces, int threads) where TWork : struct, IRangeWork
    {
        if (Interlocked.CompareExchange(ref _taken, 1, 0) != 0)
            return false;
        var problem = Problem<TWork>.Only;
        try
        {
            problem.Pose(pieces, helpers: Math.Min(threads, pieces.Count) - 1);
            Hire(problem.Helpers);
            Volatile.Write(ref _problem, problem);
            _workers[0].Call();
            problem.Solve(0);
            // A worker enters before it looks at the problem, so either it finds none, or it is seen here.
            Interlocked.Exchange(ref _problem, null);
            for (var i = 0; Volatile.Read(ref _inside) > 0; i++)
                Wait(i);
        }
        finally
        {
            problem.Forget();
            Volatile.Write(ref _taken, 0);
        }
        problem.ThrowIfFailed();
        return true;
    }

    private static void Hire(int count)
    {
        if (_workers.Length >= count)
            return;
        var workers = _workers;
        Array.Resize(ref workers, count);
        for (var i = _workers.Length; i < count; i++)
            workers[i] = new Worker(i);
        _workers = workers;
    }

    /// <summary>A short pause at first; then others may need the processor more.</summary>
    private static void Wait(int time)
    {
        if (time < 1000)
            Thread.SpinWait(1);
        else
            Thread.Yield();
    }

    /// <summary>What all workers see of a problem, whatever the type of its work.</summary>
    private abstract class Problem
    {
        private Share[] _shares = [];
        private int _members;
        private bool _hasFailed;
        private ExceptionDispatchInfo? _failure;

        /// <summary>The workers that take part: the first ones.</summary>
        public int Helpers => _members - 1;

        /// <summary>Takes the pieces of a member's share, then what others have not come to, until none is left or one has failed.</summary>
        /// <param name="member">0 for the caller, then the workers.</param>
        public void Solve(int member)
        {
            try
            {
                for (var i = 0; i < _members; i++)
                {
                    ref var share = ref _shares[(member + i) % _members];
                    for (var piece = share.Take(); piece < share.End && !Volatile.Read(ref _hasFailed); piece = share.Take())
                        Run(piece);
                }
            }
            catch (Exception exception)
            {
                Interlocked.CompareExchange(ref _failure, ExceptionDispatchInfo.Capture(exception), null);
                Volatile.Write(ref _hasFailed, true);
            }
        }

        public void ThrowIfFailed() => Interlocked.Exchange(ref _failure, null)?.Throw();

        /// <summary>The same pieces for the same member each time: what it wrote last is still in its cache.</summary>
        protected void Divide(int pieces, int members)
        {
            (_members, _hasFailed) = (members, false);
            if (_shares.Length < members)
                _shares = new Share[members];
            for (var i = 0; i < members; i++)
                _shares[i] = new Share((int)((long)pieces * i / members), (int)((long)pieces * (i + 1) / members));
        }

        protected abstract void Run(int piece);
    }

    /// <summary>The pieces meant for one member of the crew, on cache lines of their own.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 128)]
    private struct Share(int start, int end)
    {
        private int _next = start;

        public readonly int End => end;

        public int Take() => Interlocked.Increment(ref _next) - 1;
    }

    private sealed class Problem<TWork> : Problem where TWork : struct, IRangeWork
    {
        // There is one crew, so one of each type is enough.
        public static readonly Problem<TWork> Only = new();

        private Pieces<TWork> _pieces;

        public void Pose(in Pieces<TWork> pieces, int helpers)
        {
            _pieces = pieces;
            Divide(pieces.Count, helpers + 1);
        }

        /// <summary>Lets go of the memory that the work reads and writes.</summary>
        public void Forget() => _pieces = default;

        protected override void Run(int piece) => _pieces.Run(piece);
    }

    private sealed class Worker
    {
        private const int Free = 0, Called = 1, Parked = 2;

        private readonly int _index;

        // Where every worker has a processor, the next problem may be waited for on it.
        private readonly bool _spins;
        private readonly object _bell = new();
        private int _state;

        public Worker(int index)
        {
            _index = index;
            _spins = index + 1 < Environment.ProcessorCount;
            new Thread(Serve) { IsBackground = true, Name = $"Autograd worker {index}" }.UnsafeStart();
        }

        public void Call()
        {
            if (Interlocked.Exchange(ref _state, Called) != Parked)
                return;
            lock (_bell)
                Monitor.Pulse(_bell);
        }

        private void Serve()
        {
            while (true)
            {
                AwaitCall();
                Interlocked.Increment(ref _inside);
                if (Volatile.Read(ref _problem) is { } problem && _index < problem.Helpers)
                {
                    // Each calls two more: the last of n hears of it after log n calls.
                    for (var next = 2 * _index + 1; next <= 2 * _index + 2 && next < problem.Helpers; next++)
                        _workers[next].Call();
                    problem.Solve(_index + 1);
                }
                Interlocked.Decrement(ref _inside);
            }
        }

        private void AwaitCall()
        {
            var end = _spins ? Stopwatch.GetTimestamp() + _patience : 0;
            while (Volatile.Read(ref _state) != Called)
            {
                if (Stopwatch.GetTimestamp() < end)
                    Thread.SpinWait(1);
                else
                    Park();
            }
            Volatile.Write(ref _state, Free);
        }

        private void Park()
        {
            lock (_bell)
            {
                if (Interlocked.CompareExchange(ref _state, Parked, Free) == Free)
                    Monitor.Wait(_bell);
            }
        }
    }
}
