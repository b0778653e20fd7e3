namespace Autograd;

/// <summary>A value from outside, data or a constant. It takes no gradient.</summary>
public sealed class Input : Tensor
{
    private readonly bool _isScalarLiteral;
    private readonly string? _name;

    /// <summary>A named input, for messages. It shares the values of the tensor given.</summary>
    public Input(string name, Tensor value) : base(NotNull(value).Layout, value.DType, value.Storage)
    {
        RequireName(name);
        _name = name;
    }

    internal Input(Layout layout, Storage storage, bool isScalarLiteral = false) : base(layout, storage.Type, storage) =>
        _isScalarLiteral = isScalarLiteral;

    /// <inheritdoc/>
    public override string? Name => _name;

    internal override bool IsScalarLiteral => _isScalarLiteral;

    /// <summary>A single number as a tensor without axes.</summary>
    internal static Input Scalar<T>(T value, bool isLiteral = false) where T : unmanaged =>
        new(Shape.Scalar.Contiguous, new Storage<T>(value), isLiteral);

    internal override void Backpropagate(Tensor gradient, BackwardPass pass) { }
}
