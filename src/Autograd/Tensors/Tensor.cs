using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>
/// A multi-dimensional array of numbers that knows how it was computed: the central object. A tensor is an <see cref="Input"/>
/// (data), a <see cref="Variable"/> (a named leaf whose gradient is wanted) or an <see cref="Operation"/> (the result of an
/// operation and the node of the graph that computed it). Values never change, but for those of a <see cref="Variable"/>.
/// </summary>
[DebuggerDisplay("{DebuggerText,nq}")]
public abstract partial class Tensor
{
    private Storage? _storage;

    private protected Tensor(Layout layout, DType type, Storage? storage)
    {
        Layout = layout;
        DType = type;
        _storage = storage;
        storage?.Publish();
    }

    /// <summary>The sizes of the axes, outermost first.</summary>
    public Shape Shape => Layout.Shape;

    /// <summary>The type of the elements.</summary>
    public DType DType { get; }

    /// <summary>The number of axes: 0 for a single number, 1 for a vector, 2 for a matrix.</summary>
    public int Rank => Layout.Shape.Rank;

    /// <summary>The number of elements.</summary>
    public int Count => Layout.Shape.ElementCount;

    /// <summary>Where the elements lie in the <see cref="Storage"/>.</summary>
    public Layout Layout { get; }

    /// <summary>The memory that holds the elements; views share it.</summary>
    /// <exception cref="ObjectDisposedException">The memory was given back when a scope ended.</exception>
    public Storage Storage
    {
        get => _storage is { IsGone: false } storage ? storage : throw NoStorage();
        private protected set
        {
            _storage = value;
            value.Publish();
        }
    }

    /// <summary>True if the elements lie one after another in row-major order.</summary>
    public bool IsContiguous => Layout.IsContiguous;

    /// <summary>
    /// True if <see cref="Backward"/> from a tensor computed from this one brings a gradient here: for variables, and for operations
    /// on them recorded outside <see cref="NoGradient"/>.
    /// </summary>
    public bool RequiresGradient { get; private protected set; }

    /// <summary>
    /// The gradient that the last backward passes brought: for variables, and for tensors asked to keep theirs with <see cref="RetainGradient"/>.
    /// </summary>
    /// <exception cref="ShapeException">A gradient of another shape is set.</exception>
    /// <exception cref="TypeException">A gradient of another type is set.</exception>
    public Tensor? Gradient
    {
        get;
        set
        {
            if (value is not null && value.Shape != Shape)
                throw new ShapeException($"Gradient: {Describe()} cannot have a gradient of shape {value.Shape}; it must have the tensor's own.");
            if (value is not null && value.DType != DType)
                throw new TypeException($"Gradient: {Describe()} cannot have a gradient of type {value.DType}; convert it with Cast(DType.{DType}) first.");
            if (value is not null && this is Variable variable)
                variable.KeepBeyondForeignSteps(value.Storage);
            field = value;
            GradientUse = GradientUse.None;
        }
    }

    /// <summary>What became of the gradient since it was set or cleared.</summary>
    internal GradientUse GradientUse { get; set; }

    /// <summary>
    /// The place in the order of recording: above that of every input. Operations count up from 1; variables, which depend on nothing,
    /// count down from −1, and inputs have none.
    /// </summary>
    internal long Order { get; private protected set; }

    /// <summary>A name for messages, or null.</summary>
    public virtual string? Name => null;

    /// <summary>The tensors that this one was computed from: none for inputs, variables, and where nothing was recorded.</summary>
    public virtual IReadOnlyList<Tensor> Inputs => [];

    /// <summary>True for a C# number that met a tensor: it never widens the tensor's type.</summary>
    internal virtual bool IsScalarLiteral => false;

    /// <summary>The class, with the name if there is one, the type and the shape: how messages refer to a tensor.</summary>
    internal string Describe() =>
        Name is { } name ? $"{GetType().Name} '{name}' ({DType} {Shape})" : $"{GetType().Name} ({DType} {Shape})";

    /// <summary>Replaces the values of a tensor whose values may change.</summary>
    internal void AssignValues(Tensor value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (value.Shape != Shape)
            throw new ShapeException($"Assign: {(this is Variable ? "variable" : "buffer")} '{Name}' has shape {Shape}, the new values have {value.Shape}; they must be the same.");
        if (value.DType != DType)
        {
            if (!value.IsScalarLiteral)
                throw new TypeException($"Assign: {(this is Variable ? "variable" : "buffer")} '{Name}' is {DType}, the new values are {value.DType}; convert with Cast(DType.{DType}) first.");
            using (NoGradient())
                value = value.Cast(DType);
        }
        // Its own values in another order are read before they are written over.
        if (ReferenceEquals(value.Storage, Storage))
            value = new Input(Shape.Contiguous, value.CopyStorage());
        value.CopyInto(Storage);
        Storage.MarkChanged();
    }

    private Exception NoStorage() => _storage is null
        ? new GraphException($"{Describe()}: the operation was constructed but not run; write Operation.Run(new {GetType().Name}(…)).")
        : new ObjectDisposedException(null,
            $"{Describe()}: the values were given back when the memory scope ended that they were computed in (MemoryScope, an optimizer's Step(loss), or a "
            + "backward pass); call Keep() on the tensor inside, or read what you need there.");

    private protected static void RequireName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (string.IsNullOrWhiteSpace(name))
            throw new ArgumentException("A variable or input needs a name that messages can show, got an empty one.", nameof(name));
    }

    /// <summary>The value given, once it is known not to be null: for arguments of base constructors.</summary>
    private protected static TValue NotNull<TValue>(TValue value, [CallerArgumentExpression(nameof(value))] string? name = null) where TValue : class
    {
        ArgumentNullException.ThrowIfNull(value, name);
        return value;
    }
}
