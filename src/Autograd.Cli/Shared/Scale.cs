namespace Autograd.Cli;

/// <summary>A column's mean and (population) standard deviation.</summary>
internal readonly record struct Scale(double Mean, double Deviation)
{
    /// <summary>Values beyond it, or differences below its inverse, have no square in the range of a double that could be worked with.</summary>
    private const double LargestValue = 1e100;

    /// <summary>Measures a column. The deviation is exactly 0 where all values are the same.</summary>
    /// <param name="values">The values.</param>
    /// <param name="location">Where they come from, for messages.</param>
    /// <exception cref="CommandException">The values are too large or too close to each other to compute with.</exception>
    public static Scale Of(double[] values, string location)
    {
        if (values.All(value => value == values[0]))
            return new Scale(values[0], 0);
        // Divided by the largest value first, so that no square leaves the range of a double.
        var unit = Math.Max(values.Max(), -values.Min());
        var mean = new CompensatedSum();
        foreach (var value in values)
            mean.Add(value / unit / values.Length);
        var variance = new CompensatedSum();
        foreach (var value in values)
        {
            var distance = value / unit - mean.Value;
            variance.Add(distance * distance / values.Length);
        }
        var scale = new Scale(mean.Value * unit, Math.Sqrt(variance.Value) * unit);
        return unit <= LargestValue && scale.Deviation >= 1 / LargestValue
            ? scale
            : throw new CommandException($"{location}: the values are too {(unit > LargestValue ? "large" : "close to each other")} to be squared; use other units.");
    }
}
