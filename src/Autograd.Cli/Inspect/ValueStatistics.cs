namespace Autograd.Cli;

/// <summary>What the values of a tensor are like. Where there are no finite ones, the numbers are NaN.</summary>
/// <param name="Least">The least finite value.</param>
/// <param name="Greatest">The greatest finite value.</param>
/// <param name="Mean">The mean of the finite values.</param>
/// <param name="Deviation">Their standard deviation, √(Σ(x − mean)² / n).</param>
/// <param name="NotFinite">How many values are NaN or infinite.</param>
internal sealed record ValueStatistics(double Least, double Greatest, double Mean, double Deviation, int NotFinite)
{
    /// <summary>Looks at all values.</summary>
    public static ValueStatistics Of(Tensor tensor)
    {
        var values = tensor.Cast(DType.Float64).ToArray<double>();
        var finite = Array.FindAll(values, double.IsFinite);
        if (finite.Length == 0)
            return new(double.NaN, double.NaN, double.NaN, double.NaN, values.Length);
        var mean = finite.Average();
        return new(finite.Min(), finite.Max(), mean, Math.Sqrt(finite.Average(value => (value - mean) * (value - mean))), values.Length - finite.Length);
    }
}
