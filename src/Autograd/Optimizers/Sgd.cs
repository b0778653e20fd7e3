using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

/// <summary>
/// Stochastic gradient descent, p ← p − η·d, where d = g + λ·p without momentum; with momentum μ, b ← μ·b + (1 − damping)·d (b = d at the
/// first step) takes the place of d, or d + μ·b in Nesterov's variant. PyTorch's <c>torch.optim.SGD</c>; Sutskever et al. 2013.
/// </summary>
public sealed class Sgd : Optimizer
{
    private readonly Storage?[] _momentum;
    private readonly double _mu, _damping, _weightDecay;
    private readonly bool _nesterov;

    /// <summary>Creates the optimizer.</summary>
    /// <param name="parameters">The variables to change.</param>
    /// <param name="learningRate">η, the length of a step.</param>
    /// <param name="momentum">μ, how much of the last step is kept.</param>
    /// <param name="damping">How much of the gradient the momentum leaves out; PyTorch's <c>dampening</c>.</param>
    /// <param name="weightDecay">λ, the pull of every weight towards 0.</param>
    /// <param name="nesterov">Looks ahead along the momentum; needs momentum and no damping.</param>
    /// <exception cref="ArgumentException">There is no variable, or Nesterov's variant lacks momentum.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative or not a number.</exception>
    public Sgd(
        IEnumerable<Variable> parameters, double learningRate, double momentum = 0, double damping = 0, double weightDecay = 0, bool nesterov = false)
        : base(parameters, learningRate)
    {
        _mu = CheckNotNegative(momentum, nameof(momentum));
        _weightDecay = CheckNotNegative(weightDecay, nameof(weightDecay));
        _damping = double.IsFinite(damping)
            ? damping
            : throw new ArgumentOutOfRangeException(nameof(damping), damping, $"Sgd: damping is {damping}; it must be a finite number.");
        _nesterov = nesterov;
        if (nesterov && (momentum == 0 || damping != 0))
            throw new ArgumentException($"Sgd: Nesterov's variant needs momentum above 0 and no damping, got {momentum} and {damping}.", nameof(nesterov));
        _momentum = new Storage?[Parameters.Count];
    }

    /// <inheritdoc/>
    protected override void Update(int index, Variable parameter, Tensor gradient) =>
        Dispatch.Real(parameter.DType, new Pass(this, index, parameter, gradient), this);

    private readonly struct Pass(Sgd sgd, int index, Variable parameter, Tensor gradient) : IRealWork
    {
        public Storage Invoke<T>() where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T>
        {
            var weights = parameter.Storage.Typed<T>();
            var (rate, decay) = (T.CreateTruncating(sgd.LearningRate), T.CreateTruncating(sgd._weightDecay));
            var (gradients, offset) = gradient.RowByRow<T>();
            if (sgd._mu == 0)
            {
                Updating.Run(weights, gradients, offset, null, null, new Descent<T>(rate, decay));
                return weights;
            }
            var isFirst = sgd._momentum[index] is null;
            var momentum = (sgd._momentum[index] ??= Remembered<T>(weights.Length)).Typed<T>();
            var step = new Momentum<T>(rate, decay, T.CreateTruncating(sgd._mu), T.CreateTruncating(1 - sgd._damping), sgd._nesterov, isFirst);
            Updating.Run(weights, gradients, offset, momentum, null, step);
            return weights;
        }
    }

    /// <summary>A step straight down.</summary>
    private readonly record struct Descent<T>(T Rate, T Decay) : IUpdate<T> where T : unmanaged, IFloatingPointIeee754<T>
    {
        public static int Remembered => 0;

        public void Invoke(Vector<T> gradient, ref Vector<T> weight, ref Vector<T> first, ref Vector<T> second) =>
            weight -= Vector.Create(Rate) * Decayed(gradient, weight, Decay);
    }

    /// <summary>A step with momentum.</summary>
    private readonly record struct Momentum<T>(T Rate, T Decay, T Mu, T Keep, bool LooksAhead, bool IsFirst) : IUpdate<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public static int Remembered => 1;

        public void Invoke(Vector<T> gradient, ref Vector<T> weight, ref Vector<T> momentum, ref Vector<T> second)
        {
            gradient = Decayed(gradient, weight, Decay);
            momentum = IsFirst ? gradient : Vector.Create(Mu) * momentum + Vector.Create(Keep) * gradient;
            weight -= Vector.Create(Rate) * (LooksAhead ? gradient + Vector.Create(Mu) * momentum : momentum);
        }
    }
}
