namespace Autograd;

/// <summary>
/// Values that a module keeps and changes without a gradient, such as the running mean of a batch normalization. They belong to the state of
/// the module, and optimizers do not see them. PyTorch's <c>register_buffer</c>.
/// </summary>
public sealed class ModuleBuffer : Tensor
{
    private readonly string _name;

    /// <summary>Creates a buffer with a copy of the values given, of any type.</summary>
    /// <param name="name">The name that messages show.</param>
    /// <param name="value">The first values.</param>
    public ModuleBuffer(string name, Tensor value) : base(NotNull(value).Shape.Contiguous, value.DType, value.CopyStorage())
    {
        RequireName(name);
        _name = name;
        Storage.MoveTo(null);
        Storage.Owner = name;
    }

    /// <inheritdoc/>
    public override string Name => _name;

    /// <summary>Replaces the values by a copy of others of the same shape and type.</summary>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    /// <exception cref="TypeException">The types differ.</exception>
    public void Assign(Tensor value) => AssignValues(value);

    internal override void Backpropagate(Tensor gradient, BackwardPass pass) { }
}
