namespace Autograd;

/// <summary>What becomes of the losses of single elements.</summary>
public enum LossReduction
{
    /// <summary>They stay as they are.</summary>
    None,

    /// <summary>Their mean.</summary>
    Mean,

    /// <summary>Their sum.</summary>
    Sum,

    /// <summary>Their sum, divided by the size of the first axis: the mean over a batch of what each row sums to. For losses of single elements only.</summary>
    BatchMean,
}

public abstract partial class Tensor
{
    private Tensor Reduce(LossReduction reduction) => reduction switch
    {
        LossReduction.None => this,
        LossReduction.Mean => Mean(),
        LossReduction.Sum => Sum(),
        LossReduction.BatchMean when Rank > 0 => Sum() / Shape[0],
        _ => throw Undefined(reduction),
    };

    private protected static void RequireDefined(LossReduction reduction)
    {
        if (reduction is < LossReduction.None or > LossReduction.Sum)
            throw Undefined(reduction);
    }

    private static ArgumentOutOfRangeException Undefined(LossReduction reduction) =>
        new(nameof(reduction), reduction, $"This loss is reduced by None, Mean or Sum, not by {reduction}.");

    /// <summary>Losses do not broadcast: a prediction [n, 1] against a target [n] would silently compare all pairs.</summary>
    private Tensor RequireShapeOf(Tensor target, string operation)
    {
        ArgumentNullException.ThrowIfNull(target);
        return target.Shape == Shape
            ? target
            : throw new ShapeException(
                $"{operation}: the prediction has shape {Shape}, the target {target.Shape}; they must be the same, so Reshape or Expand one of them.");
    }
}
