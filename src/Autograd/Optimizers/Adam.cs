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
            var weights = parameter.Storage.Typed<T>();
            var state = adam._states[index] ??= new State(Remembered<T>(weights.Length), Remembered<T>(weights.Length));
            var t = ++state.Steps;
            var step = new Step<T>(
                T.CreateTruncating(adam.LearningRate / (1 - Math.Pow(adam._beta1, t))), T.CreateTruncating(1 - adam._beta1), T.CreateTruncating(adam._beta2),
                T.CreateTruncating(1 - adam._beta2), T.CreateTruncating(Math.Sqrt(1 - Math.Pow(adam._beta2, t))), T.CreateTruncating(adam._epsilon),
                T.CreateTruncating(adam._weightDecay));
            var (gradients, offset) = gradient.RowByRow<T>();
            Updating.Run(weights, gradients, offset, state.Mean.Typed<T>(), state.Square.Typed<T>(), step);
            return weights;
        }
    }

    /// <summary>The numbers of one step.</summary>
    private readonly record struct Step<T>(T Rate, T Fresh1, T Beta2, T Fresh2, T Correction, T Epsilon, T Decay) : IUpdate<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public static int Remembered => 2;

        public void Invoke(Vector<T> gradient, ref Vector<T> weight, ref Vector<T> mean, ref Vector<T> square)
        {
            gradient = Decayed(gradient, weight, Decay);
            mean += Vector.Create(Fresh1) * (gradient - mean);
            square = Vector.Create(Beta2) * square + Vector.Create(Fresh2) * gradient * gradient;
            weight -= Vector.Create(Rate) * mean / (Vector.SquareRoot(square) / Vector.Create(Correction) + Vector.Create(Epsilon));
        }
    }
}
