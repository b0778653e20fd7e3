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

    /// <summary>The numbers of one step, and the step for as many weights as a vector holds.</summary>
    private readonly record struct Step<T>(T Rate, T Fresh1, T Beta2, T Fresh2, T Correction, T Epsilon, T Decay)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public void Take(ref T p, ref T m, ref T v, ref readonly T g)
        {
            var (weights, d) = (Vector.LoadUnsafe(ref p), Vector.LoadUnsafe(in g));
            if (!T.IsZero(Decay))
                d += Vector.Create(Decay) * weights;
            var mean = Vector.LoadUnsafe(ref m);
            mean += Vector.Create(Fresh1) * (d - mean);
            var square = Vector.Create(Beta2) * Vector.LoadUnsafe(ref v) + Vector.Create(Fresh2) * d * d;
            mean.StoreUnsafe(ref m);
            square.StoreUnsafe(ref v);
            var scale = Vector.SquareRoot(square) / Vector.Create(Correction) + Vector.Create(Epsilon);
            (weights - Vector.Create(Rate) * mean / scale).StoreUnsafe(ref p);
        }
    }

    private readonly struct Pass(Adam adam, int index, Variable parameter, Tensor gradient) : IRealWork
    {
        public Storage Invoke<T>() where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T>
        {
            var p = parameter.Storage.Typed<T>().Span;
            var g = gradient.Dense<T>();
            var state = adam._states[index] ??= new State(Remembered<T>(p.Length), Remembered<T>(p.Length));
            var m = state.Mean.Typed<T>().Span;
            var v = state.Square.Typed<T>().Span;
            var t = ++state.Steps;
            var step = new Step<T>(
                T.CreateTruncating(adam.LearningRate / (1 - Math.Pow(adam._beta1, t))), T.CreateTruncating(1 - adam._beta1), T.CreateTruncating(adam._beta2),
                T.CreateTruncating(1 - adam._beta2), T.CreateTruncating(Math.Sqrt(1 - Math.Pow(adam._beta2, t))), T.CreateTruncating(adam._epsilon),
                T.CreateTruncating(adam._weightDecay));
            var i = 0;
            for (; Vector.IsHardwareAccelerated && i <= p.Length - Vector<T>.Count; i += Vector<T>.Count)
                step.Take(ref p[i], ref m[i], ref v[i], in g[i]);
            for (; i < p.Length; i++)
            {
                var d = Decayed(g[i], p[i], step.Decay);
                m[i] += step.Fresh1 * (d - m[i]);
                v[i] = step.Beta2 * v[i] + step.Fresh2 * d * d;
                p[i] -= step.Rate * m[i] / (T.Sqrt(v[i]) / step.Correction + step.Epsilon);
            }
            return parameter.Storage;
        }
    }
}
