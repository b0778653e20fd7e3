namespace Autograd;

/// <summary>Sizes, axes or indices do not fit an operation. The message names the operation, the shapes, the rule and the remedy.</summary>
public sealed class ShapeException : ArgumentException
{
    /// <summary>Creates the exception with a message that names the operation, the shapes, the rule and the remedy.</summary>
    public ShapeException(string message) : base(message) { }
}
