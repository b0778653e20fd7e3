namespace Autograd;

/// <summary>The PyTorch function that an operation equals, in value, gradient and special cases.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class TorchAttribute(string name) : Attribute
{
    /// <summary>The function's name, for example <c>relu</c> or <c>nn.functional.gelu</c>.</summary>
    public string Name { get; } = name;
}

/// <summary>An operation as mathematics: what it computes, and what each input's gradient is, where g is the gradient of the result y.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class FormulaAttribute(string forward, params string[] backward) : Attribute
{
    /// <summary>The value, in terms of x, or of left and right, and of the parameters.</summary>
    public string Forward { get; } = forward;

    /// <summary>The gradient for each input, in order; empty if no gradient flows.</summary>
    public IReadOnlyList<string> Backward { get; } = backward;

    /// <summary>Where the function is real and finite, for example <c>x &gt; 0</c>; everywhere if left out.</summary>
    public string? Domain { get; init; }

    /// <summary>The shapes of inputs and result, where the kind of operation does not tell.</summary>
    public string? Shapes { get; init; }
}
