using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

/// <summary>Variables that are moved along their gradients, with what all such optimizers can do: decay of weights, and ascent.</summary>
public abstract class DescentGroup(IEnumerable<Variable> parameters, double learningRate) : ParameterGroup(parameters, learningRate)
{
    /// <summary>λ, the pull of every weight towards 0: λ·p is added to the gradient, unless the optimizer says otherwise.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative or not finite.</exception>
    public double WeightDecay
    {
        get;
        set => field = NotNegative(value);
    }

    /// <summary>Makes the loss greater rather than smaller.</summary>
    public bool Maximize { get; set; }

    /// <inheritdoc/>
    protected internal override IEnumerable<Setting> Settings =>
    [
        .. base.Settings,
        Setting.Of("weightDecay", () => WeightDecay, value => WeightDecay = value),
        Setting.Of("maximize", () => Maximize, value => Maximize = value),
    ];

    /// <summary>The direction of a step, with the pull towards 0 in the gradient.</summary>
    internal Slope Slope => new(Maximize, WeightDecay != 0, WeightDecay);

    /// <summary>The direction of a step whose pull towards 0 is elsewhere.</summary>
    internal Slope BareSlope => new(Maximize, false, 0);

    /// <summary>What a decoupled pull towards 0 leaves of a weight, 1 − η·λ; Loshchilov and Hutter 2019.</summary>
    internal double Shrinking => 1 - LearningRate * WeightDecay;
}

/// <summary>The gradient that a step follows: turned round where the loss is to grow, and with the pull of weight decay.</summary>
internal readonly record struct Slope(bool IsAscent, bool Decays, Parameter Decay)
{
    public Vector<T> Of<T>(Vector<T> gradient, Vector<T> weight) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (IsAscent)
            gradient = -gradient;
        // Without decay nothing at all: also not of an infinite weight.
        return Decays ? gradient + Decay.Lanes<T>() * weight : gradient;
    }
}
