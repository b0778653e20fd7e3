namespace Autograd.Benchmarks.Measuring;

/// <summary>A weighted sum of numbers, to see whether two libraries computed the same.</summary>
/// <param name="Sum">Σ wᵢ·xᵢ with weights from 1 to 2 that depend on the place, so that it notices a change of order.</param>
/// <param name="Magnitude">Σ |xᵢ|, the scale on which sums are compared.</param>
public sealed record Checksum(double Sum, double Magnitude)
{
    // Float32 carries seven digits, and sums in another order lose one or two.
    private const double Tolerance = 1e-5;
    private const int Period = 97;

    /// <summary>The checksum of some arrays, taken as one.</summary>
    public static Checksum Of(params ReadOnlySpan<float[]> arrays)
    {
        var (sum, magnitude, place) = (0.0, 0.0, 0);
        foreach (var array in arrays)
        {
            foreach (var value in array)
            {
                sum += (1 + place++ % Period / (double)Period) * value;
                magnitude += Math.Abs(value);
            }
        }
        return new Checksum(sum, magnitude);
    }

    /// <summary>Whether two libraries computed the same but for rounding. NaN agrees with nothing.</summary>
    public bool AgreesWith(Checksum other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Math.Abs(Sum - other.Sum) <= Tolerance * Math.Max(Magnitude, other.Magnitude);
    }
}
