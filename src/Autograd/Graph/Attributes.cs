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
    /// <summary>The value, in terms of the <see cref="Inputs"/> and of the parameters.</summary>
    public string Forward { get; } = forward;

    /// <summary>The gradient for each input, in order; empty if no gradient flows. The last one stands for all inputs that follow.</summary>
    public IReadOnlyList<string> Backward { get; } = backward;

    /// <summary>What the formula calls the inputs, in order; x where there is one, left and right where there are two, if left out.</summary>
    public string[]? Inputs { get; init; }

    /// <summary>Where the function is real and finite, for example <c>x &gt; 0</c>; everywhere if left out.</summary>
    public string? Domain { get; init; }

    /// <summary>The shapes of inputs and result, where the kind of operation does not tell.</summary>
    public string? Shapes { get; init; }
}
