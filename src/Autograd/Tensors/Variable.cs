namespace Autograd;

/// <summary>
/// A named leaf of the graph whose gradient is wanted: a weight. The only tensor whose values change, through <see cref="Assign"/>
/// or an optimizer.
/// </summary>
public sealed class Variable : Tensor
{
    private static long _created;

    private readonly string _name;

    /// <summary>Creates a variable with a copy of the values given.</summary>
    /// <param name="name">The name that messages and printed values show.</param>
    /// <param name="value">The first values. Floating-point ones get a gradient; a variable of integers or booleans is refused.</param>
    /// <exception cref="TypeException">The values are not floating-point numbers.</exception>
    public Variable(string name, Tensor value) : base(Checked(name, value).Shape.Contiguous, value.DType, value.CopyStorage())
    {
        _name = name;
        Storage.MoveTo(null);
        Storage.Owner = name;
        RequiresGradient = true;
        Order = -Interlocked.Increment(ref _created);
    }

    /// <inheritdoc/>
    public override string Name => _name;

    /// <summary>True while the variable takes part in differentiation; false freezes it from the next forward pass on.</summary>
    public new bool RequiresGradient
    {
        get => base.RequiresGradient;
        set => base.RequiresGradient = value;
    }

    /// <summary>
    /// Replaces the values by a copy of others of the same shape. Graphs that saved the old values refuse to run backward afterwards.
    /// </summary>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    /// <exception cref="TypeException">The types differ.</exception>
    public void Assign(Tensor value) => AssignValues(value);

    /// <summary>Forgets the gradient, so that the next backward pass starts from nothing.</summary>
    public void ClearGradient() => Gradient = null;

    /// <summary>The last step of an optimizer that changes this variable. What gradients come within are the optimizer's to give back.</summary>
    internal Scope? Step { get; set; }

    /// <summary>Takes a gradient out of the steps of optimizers that do not change this variable: there it adds up until somebody clears it.</summary>
    internal void KeepBeyondForeignSteps(Storage gradient)
    {
        var scope = gradient.Scope;
        while (scope is { IsStep: true } && !ReferenceEquals(scope, Step))
            scope = scope.Outer;
        gradient.MoveTo(scope);
    }

    /// <summary>Puts another gradient in the place of the one that it was made of.</summary>
    internal void ChangeGradient(Tensor gradient)
    {
        var use = GradientUse;
        Gradient = gradient;
        GradientUse = use;
    }

    /// <summary>Puts the sum of all gradients so far in the place of the last one. If an optimizer used that, it is about to use it again.</summary>
    internal void SumGradient(Tensor sum)
    {
        ChangeGradient(sum);
        if (GradientUse == GradientUse.Used)
            GradientUse = GradientUse.UsedAndAddedTo;
    }

    internal override void Backpropagate(Tensor gradient, BackwardPass pass) => pass.Accumulate(this, gradient);

    private static Tensor Checked(string name, Tensor value)
    {
        RequireName(name);
        ArgumentNullException.ThrowIfNull(value);
        if (!value.DType.IsFloatingPoint)
        {
            throw new TypeException(
                $"Variable '{name}': gradients need floating-point numbers, got {value.DType}; convert with Cast(DType.Float32), or use an Input for data.");
        }
        return value;
    }
}
