namespace Autograd.Cli;

/// <summary>A mistake in what the user gave: one line on standard error and exit code 2, without a stack trace.</summary>
internal sealed class CommandException(string message) : Exception(message);
