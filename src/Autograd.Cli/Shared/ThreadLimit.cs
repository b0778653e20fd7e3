namespace Autograd.Cli;

/// <summary>The number of threads that <c>--threads</c> asks for, until the command is over.</summary>
internal sealed class ThreadLimit : IDisposable
{
    private readonly int _before = Computation.Threads;

    /// <summary>Sets the number; null leaves it.</summary>
    public ThreadLimit(int? threads) => Computation.Threads = threads ?? _before;

    /// <inheritdoc/>
    public void Dispose() => Computation.Threads = _before;
}
