using static Autograd.Tests.Samples.SampleWords;

namespace Autograd.Tests.Samples;

/// <summary>Inputs that gradient checks cannot see: zeros of both signs, infinities, NaN.</summary>
internal static class Edges
{
    public const double Infinity = double.PositiveInfinity;
    public const double NaN = double.NaN;

    /// <summary>One input with every special value, between some plain ones.</summary>
    public static SampleInput All => Values(0, -0.0, 1, -1, Infinity, -Infinity, NaN, 0.5, -0.5, 100, -100);

    /// <summary>The left of two inputs: with <see cref="Right"/>, ties and special values meet each other.</summary>
    public static SampleInput Left => Values(1, 1, 2, -1, 0, -0.0, NaN, 1, NaN, Infinity, -Infinity, Infinity, 1);

    /// <summary>The right of two inputs.</summary>
    public static SampleInput Right => Values(1, 2, 1, -1, -0.0, 0, 1, NaN, NaN, Infinity, -Infinity, -Infinity, Infinity);
}
