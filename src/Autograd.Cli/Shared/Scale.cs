namespace Autograd.Cli;

/// <summary>A column's mean and (population) standard deviation.</summary>
internal readonly record struct Scale(double Mean, double Deviation)
{
    /// <summary>Measures a column; values of any size that a double holds will do.</summary>
    public static Scale Of(ReadOnlySpan<double> values)
    {
        // Divided by the largest value first, so that no square leaves the range of a double.
        var unit = 0.0;
        foreach (var value in values)
            unit = Math.Max(unit, Math.Abs(value));
        if (unit == 0)
            return default;
        var mean = new CompensatedSum();
        foreach (var value in values)
            mean.Add(value / unit / values.Length);
        var variance = new CompensatedSum();
        foreach (var value in values)
        {
            var distance = value / unit - mean.Value;
            variance.Add(distance * distance / values.Length);
        }
        return new Scale(mean.Value * unit, Math.Sqrt(variance.Value) * unit);
    }
}
