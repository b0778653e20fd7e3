namespace Autograd;

public abstract partial class Tensor
{
    private List<Hook>? _hooks;
    private bool _retainsGradient;

    /// <summary>
    /// Computes ∂(this)/∂v for every variable v that this tensor was computed from, and adds it to <see cref="Gradient"/> of v.
    /// The graph is released afterwards. PyTorch's <c>backward</c>.
    /// </summary>
    /// <param name="gradient">
    /// The gradient of the final quantity with respect to this tensor, of this tensor's shape; 1 if left out, which only a tensor of one
    /// element allows.
    /// </param>
    /// <param name="keepGraph">Keeps the graph for further backward passes.</param>
    /// <param name="createGraph">Records the backward pass itself, so that gradients can be differentiated again; keeps the graph too.</param>
    /// <exception cref="GraphException">Nothing was recorded, the graph was released, or a saved value has changed since.</exception>
    /// <exception cref="ShapeException">The gradient is missing, or has another shape.</exception>
    public void Backward(Tensor? gradient = null, bool keepGraph = false, bool createGraph = false) =>
        BackwardPass.Run(this, SeedGradient(gradient, nameof(Backward)), keepGraph || createGraph, createGraph);

    /// <summary>
    /// The same values cut off from the graph: no gradient flows through. The memory is shared, so what is detached from a variable changes
    /// with it. PyTorch's <c>detach</c>.
    /// </summary>
    public Tensor Detach() => new Input(Layout, Storage);

    /// <summary>
    /// Stops recording on this thread until disposed: <c>using (Tensor.NoGradient()) { … }</c>. PyTorch's <c>no_grad</c>.
    /// </summary>
    public static GradientScope NoGradient() => Recording.Switch(on: false);

    /// <summary>Records on this thread until disposed, also inside <see cref="NoGradient"/>. PyTorch's <c>enable_grad</c>.</summary>
    public static GradientScope WithGradient() => Recording.Switch(on: true);

    /// <summary>
    /// Calls a function with the gradient of this tensor whenever a backward pass has it complete. What the function returns, unless
    /// null, is used instead. Disposing the result removes the hook. PyTorch's <c>register_hook</c>.
    /// </summary>
    /// <exception cref="GraphException">The tensor requires no gradient.</exception>
    public IDisposable OnGradient(Func<Tensor, Tensor?> hook)
    {
        ArgumentNullException.ThrowIfNull(hook);
        if (!RequiresGradient)
            throw new GraphException($"OnGradient: {Describe()} requires no gradient, the hook would never run; use a Variable, or compute it from one.");
        var entry = new Hook(this, hook);
        (_hooks ??= []).Add(entry);
        return entry;
    }

    /// <summary>Keeps the gradient of this tensor in <see cref="Gradient"/>, as variables do. PyTorch's <c>retain_grad</c>.</summary>
    /// <exception cref="GraphException">The tensor requires no gradient.</exception>
    public void RetainGradient()
    {
        if (!RequiresGradient)
            throw new GraphException($"RetainGradient: {Describe()} requires no gradient, none would ever arrive; use a Variable, or compute it from one.");
        _retainsGradient = true;
    }

    /// <summary>This tensor's part in a backward pass: to hand on the gradient, keep it or ignore it.</summary>
    internal abstract void Backpropagate(Tensor gradient, BackwardPass pass);

    /// <summary>The gradient to start from, checked.</summary>
    internal Tensor SeedGradient(Tensor? gradient, string method)
    {
        if (!RequiresGradient)
        {
            throw new GraphException(this is Operation operation
                ? operation.Gone(method).Message
                : $"{method}: {Describe()} requires no gradient; compute the loss from a Variable.");
        }
        if (gradient is null)
        {
            return Count == 1
                ? Ones(Shape, DType)
                : throw new ShapeException(
                    $"{method}: {Describe()} has {Count} elements; reduce it to one (Mean(), Sum()), or pass gradient: with its shape.");
        }
        if (gradient.Shape != Shape && !(gradient.IsScalarLiteral && Count == 1))
            throw new ShapeException($"{method}: the gradient has shape {gradient.Shape}, {Describe()} has {Shape}; they must be the same.");
        var seed = gradient.DType == DType ? gradient : gradient.PromoteTo(DType).Reshape(Shape);
        // A copy, unless it is to be differentiated itself: gradients that variables keep must not change with the tensor given.
        return seed.RequiresGradient ? seed : new Input(Shape.Contiguous, seed.CopyStorage());
    }

    internal bool HasHooks => _hooks is not null;

    internal Tensor RunHooks(Tensor gradient)
    {
        foreach (var hook in _hooks!.ToArray())
        {
            var replacement = hook.Function(gradient);
            if (replacement is null)
                continue;
            if (replacement.Shape != Shape || replacement.DType != DType)
            {
                throw new GraphException(
                    $"OnGradient: the hook returned {replacement.DType} {replacement.Shape} for the gradient of {Describe()}; return its shape and type, or null.");
            }
            gradient = replacement;
        }
        return gradient;
    }

    /// <summary>Keeps the gradient that a pass brought, if somebody asked for it; variables add theirs up by themselves.</summary>
    internal bool Retain(Tensor gradient)
    {
        if (!_retainsGradient || this is Variable)
            return false;
        Gradient = Gradient is { } sum ? sum.Add(gradient) : gradient;
        return true;
    }

    private sealed class Hook(Tensor tensor, Func<Tensor, Tensor?> function) : IDisposable
    {
        public Func<Tensor, Tensor?> Function { get; } = function;

        public void Dispose() => tensor._hooks?.Remove(this);
    }
}
