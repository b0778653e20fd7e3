using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

/// <summary>The average of each window. Its gradient is handed out in equal shares.</summary>
public abstract class WindowAverage : UnaryOperation
{
    private readonly WindowGrid _grid;
    private readonly Divisor _divisor;

    private protected WindowAverage(Tensor x, WindowGrid grid, Divisor divisor) : base(x, grid.Result(x.Shape), x.DType) =>
        (_grid, _divisor) = (grid, divisor);

    /// <inheritdoc/>
    public override OperationFamily Family => OperationFamily.Reduction;

    /// <inheritdoc/>
    protected internal sealed override IReadOnlyList<KeyValuePair<string, object>> Parameters =>
    [
        .. PoolingWindows.Parameters(_grid),
        .. _divisor.Fixed != 0 ? [new("n =", _divisor.Fixed)] : Array.Empty<KeyValuePair<string, object>>(),
        .. _divisor.Fixed == 0 && !_divisor.CountsPadding ? [new("n without", "padding")] : Array.Empty<KeyValuePair<string, object>>(),
    ];

    /// <inheritdoc/>
    protected sealed override Storage Forward() => Dispatch.Number(DType, new Work(X, _grid, _divisor), this);

    /// <inheritdoc/>
    protected sealed override Tensor Backward(Tensor gradient) => Run(new AveragePoolGradient(gradient, XShape, _grid, _divisor));

    private readonly struct Work(Tensor x, WindowGrid grid, Divisor divisor) : INumberWork
    {
        public Storage Invoke<T>() where T : unmanaged, INumber<T>, IMinMaxValue<T> =>
            AveragePooling.Run(Planes<T>.Of(x.Storage, x.Layout), grid, grid.Outer(x.Shape).ElementCount, divisor);
    }
}

/// <summary>The gradient of an average over windows: each element gets its share of every window that holds it. Linear; its own gradient is the average.</summary>
[Torch("avg_pool2d_backward")]
[Formula("Σ x / n over the windows that hold the place", "Σ g / n over each window", Shapes = "the pooled → the input's")]
public sealed class AveragePoolGradient : UnaryOperation
{
    private readonly WindowGrid _grid;
    private readonly Divisor _divisor;

    internal AveragePoolGradient(Tensor x, Shape shape, WindowGrid grid, Divisor divisor) : base(x, shape, x.DType) => (_grid, _divisor) = (grid, divisor);

    /// <inheritdoc/>
    public override OperationFamily Family => OperationFamily.Shaping;

    /// <inheritdoc/>
    protected override Storage Forward() => Dispatch.Number(DType, new Work(X, _grid, _divisor), this);

    /// <inheritdoc/>
    protected override Tensor Backward(Tensor gradient) => Run(new AveragePool(gradient, _grid, _divisor));

    private readonly struct Work(Tensor x, WindowGrid grid, Divisor divisor) : INumberWork
    {
        public Storage Invoke<T>() where T : unmanaged, INumber<T>, IMinMaxValue<T> =>
            AveragePooling.Share(Planes<T>.Of(x.Storage, x.Layout), grid, grid.Outer(x.Shape).ElementCount, divisor);
    }
}
