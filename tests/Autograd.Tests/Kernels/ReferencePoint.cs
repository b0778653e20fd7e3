using System.Globalization;
using System.Reflection;

namespace Autograd.Tests.Kernels;

/// <summary>
/// One line of Golden/special-functions.csv: the exact value of a function at <paramref name="X"/>
/// is <paramref name="Value"/> plus <paramref name="Remainder"/> units in the last place of it.
/// </summary>
internal readonly record struct ReferencePoint(double X, double Value, double Remainder)
{
    private static readonly ILookup<string, ReferencePoint> _allPoints = Read();

    /// <summary>Whether x is a float as well, so that single precision can be tested at this point.</summary>
    public bool IsSingle => (float)X == X;

    public static IEnumerable<ReferencePoint> Of(string function) => _allPoints[function];

    /// <summary>The distance of a result from the exact value, in units in the last place of the exact value in double precision.</summary>
    public double ErrorOf(double result)
    {
        if (!double.IsFinite(result))
            return double.PositiveInfinity;
        return Math.Abs((result - Value) / UnitInTheLastPlace(Value, 52, -1074) - Remainder);
    }

    /// <summary>The same in single precision, where a value beyond the range must have become an infinity.</summary>
    public double ErrorOf(float result)
    {
        var rounded = (float)Value;
        if (float.IsInfinity(rounded) || float.IsNaN(result))
            return result.Equals(rounded) ? 0 : double.PositiveInfinity;
        return Math.Abs(result - Value) / UnitInTheLastPlace(Value, 23, -149);
    }

    public static double UnitInTheLastPlace(double value, int mantissaBits, int smallest) =>
        Math.ScaleB(1, value == 0 ? smallest : Math.Max(Math.ILogB(value) - mantissaBits, smallest));

    private static ILookup<string, ReferencePoint> Read()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("special-functions.csv")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd()
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Skip(1)
            .Select(line => line.Split(','))
            .ToLookup(fields => fields[0], fields => new ReferencePoint(Number(fields[1]), Number(fields[2]), Number(fields[3])));

        static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
    }
}
