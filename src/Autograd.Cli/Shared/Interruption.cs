using System.Runtime.InteropServices;

namespace Autograd.Cli;

/// <summary>Ctrl-C, or a request to terminate, as a cancellation: the first lets the work end in order, the second ends the program at once.</summary>
internal sealed class Interruption : IDisposable
{
    /// <summary>The exit code of what was interrupted: what shells have for Ctrl-C, 128 and the number of the signal, here for both.</summary>
    public const int ExitCode = 130;

    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _registrations;

    public Interruption() =>
        _registrations = [PosixSignalRegistration.Create(PosixSignal.SIGINT, Cancel), PosixSignalRegistration.Create(PosixSignal.SIGTERM, Cancel)];

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => _source.Token;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
        // The source is left to the garbage collector: a signal that has just come may still cancel it.
    }

    private void Cancel(PosixSignalContext signal)
    {
        signal.Cancel = !_source.IsCancellationRequested;
        _source.Cancel();
    }
}
