namespace Autograd.Benchmarks;

/// <summary>What keeps a command from running: one line on standard error and exit code 2, without a stack trace.</summary>
internal sealed class CommandException(string message) : Exception(message);
