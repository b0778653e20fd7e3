using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

/// <summary>
/// Adaptive moment estimation: m ← β₁·m + (1 − β₁)·g, v ← β₂·v + (1 − β₂)·g², p ← p − η·m̂ / (√v̂ + ε), where m̂ = m / (1 − β₁ᵗ) and
/// v̂ = v / (1 − β₂ᵗ) undo the start from 0. PyTorch's <c>torch.optim.Adam</c>; Kingma and Ba 2015.
/// </summary>
public sealed class Adam : Optimizer
{
    private readonly State?[] _states;
    private readonly double _beta1, _beta2, _epsilon, _weightDecay;

    /// <summary>Creates the optimizer.</summary>
    /// <param name="parameters">The variables to change.</param>
    /// <param name="learningRate">η, about the change of a weight in one step.</param>
    /// <param name="beta1">β₁, how much of the mean gradient is kept.</param>
    /// <param name="beta2">β₂, how much of the mean square gradient is kept.</param>
    /// <param name="epsilon">ε, which keeps the division finite.</param>
    /// <param name="weightDecay">λ, added to the gradient as λ·p: the pull of every weight towards 0.</param>
    /// <exception cref="ArgumentException">There is no variable.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public Adam(
        IEnumerable<Variable> parameters, double learningRate = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8,
        double weightDecay = 0) : base(parameters, learningRate)
    {
        _beta1 = CheckFraction(beta1, nameof(beta1));
        _beta2 = CheckFraction(beta2, nameof(beta2));
        _epsilon = CheckNotNegative(epsilon, nameof(epsilon));
        _weightDecay = CheckNotNegative(weightDecay, nameof(weightDecay));
        _states = new State?[Parameters.Count];
    }

    /// <inheritdoc/>
    protected override void Update(int index, Variable parameter, Tensor gradient) =>
        Dispatch.Real(parameter.DType, new Pass(this, index, parameter, gradient), this);

    /// <summary>What is remembered of one variable.</summary>
    private sealed class State(Storage mean, Storage square)
    {
        public Storage Mean { get; } = mean;

        public Storage Square { get; } = square;

        public int Steps { get; set; }
    }

    private readonly struct Pass(Adam adam, int index, Variable parameter, Tensor gradient) : IRealWork
    {
        public Storage Invoke<T>() where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T>
        {
            var p = parameter.Storage.AsSpan<T>();
            var g = gradient.Dense<T>();
            var state = adam._states[index] ??= new State(Zeros<T>(p.Length), Zeros<T>(p.Length));
            var m = state.Mean.AsSpan<T>();
            var v = state.Square.AsSpan<T>();
            var t = ++state.Steps;
            var decay = T.CreateTruncating(adam._weightDecay);
            var (fresh1, beta2, fresh2) = (T.CreateTruncating(1 - adam._beta1), T.CreateTruncating(adam._beta2), T.CreateTruncating(1 - adam._beta2));
            var rate = T.CreateTruncating(adam.LearningRate / (1 - Math.Pow(adam._beta1, t)));
            var correction = T.CreateTruncating(Math.Sqrt(1 - Math.Pow(adam._beta2, t)));
            var epsilon = T.CreateTruncating(adam._epsilon);
            for (var i = 0; i < p.Length; i++)
            {
                var d = Decayed(g[i], p[i], decay);
                m[i] += fresh1 * (d - m[i]);
                v[i] = beta2 * v[i] + fresh2 * d * d;
                p[i] -= rate * m[i] / (T.Sqrt(v[i]) / correction + epsilon);
            }
            return parameter.Storage;
        }

        private static Storage<T> Zeros<T>(int length) where T : unmanaged
        {
            var storage = Storage.Allocate<T>(length);
            storage.Span.Clear();
            return storage;
        }
    }
}
