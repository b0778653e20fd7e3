namespace Autograd;

/// <summary>An operation or a reader got a tensor of a type that it cannot take. The message names both types and the remedy.</summary>
public sealed class TypeException : ArgumentException
{
    /// <summary>Creates the exception with a message that names the operation, the types and the remedy.</summary>
    public TypeException(string message) : base(message) { }
}
