namespace Autograd;

/// <summary>The graph cannot do what was asked: it was released, never recorded, or a value it saved has changed since.</summary>
public sealed class GraphException : InvalidOperationException
{
    /// <summary>Creates the exception with a message that names the operation, the cause and the remedy.</summary>
    public GraphException(string message) : base(message) { }
}
