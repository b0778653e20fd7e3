namespace Autograd;

/// <summary>A gradient differs from what finite differences say.</summary>
public sealed class GradientCheckException : Exception
{
    internal GradientCheckException(string message, int input, int index, double got, double expected) : base(message) =>
        (Input, Index, Got, Expected) = (input, index, got, expected);

    /// <summary>The place of the input in the list of inputs.</summary>
    public int Input { get; }

    /// <summary>The place of the worst element in that input, counted row by row.</summary>
    public int Index { get; }

    /// <summary>What the backward pass gave for that element.</summary>
    public double Got { get; }

    /// <summary>What finite differences give for that element.</summary>
    public double Expected { get; }
}
