namespace Autograd;

/// <summary>An operation that shows the elements of its input in another order or selection, without copying: it shares the storage.</summary>
public abstract class View : UnaryOperation
{
    /// <summary>Shows the input's storage through another layout.</summary>
    protected View(Tensor x, Layout layout) : base(x, layout, x.DType) { }

    /// <inheritdoc/>
    public override OperationFamily Family => OperationFamily.Shaping;

    /// <inheritdoc/>
    protected sealed override Storage Forward() => X.Storage;
}
