using System.Globalization;

namespace Autograd;

/// <summary>Values on one line: all of a small tensor, how those of a large one are distributed.</summary>
internal static class ValueText
{
    /// <summary>The elements in brackets, <c>[[1, 2], [3, 4]]</c>, or a summary where there are more than the number given.</summary>
    public static string Write(Tensor x, int most)
    {
        if (x.Count == 0)
            return "no elements";
        if (x.Count > Math.Max(1, most))
            return Summary(x);
        var texts = x.DType switch
        {
            DType.Bool => [.. x.ToArray<bool>().Select(value => value ? "true" : "false")],
            DType.Int32 => [.. x.ToArray<int>().Select(value => value.ToString(CultureInfo.InvariantCulture))],
            DType.Int64 => [.. x.ToArray<long>().Select(value => value.ToString(CultureInfo.InvariantCulture))],
            _ => Array.ConvertAll(Doubles(x), Number),
        };
        // From the innermost axis outwards.
        for (var axis = x.Rank - 1; axis >= 0; axis--)
            texts = [.. texts.Chunk(x.Shape[axis]).Select(row => $"[{string.Join(", ", row)}]")];
        return texts[0];
    }

    /// <summary>A number in six digits.</summary>
    public static string Number(double value) =>
        double.IsInfinity(value) ? value > 0 ? "∞" : "-∞" : value.ToString("g6", CultureInfo.InvariantCulture);

    private static string Summary(Tensor x)
    {
        var all = Doubles(x);
        if (x.DType == DType.Bool)
            return string.Create(CultureInfo.InvariantCulture, $"{all.Count(value => value != 0):N0} of {all.Length:N0} true");
        double[] finite = [.. all.Where(double.IsFinite)];
        var others = all.Length - finite.Length;
        var range = finite.Length == 0 ? ""
            : $"min {Number(finite.Min())}, mean {Number(finite.Average())}, max {Number(finite.Max())}, norm {Number(Math.Sqrt(finite.Sum(value => value * value)))}";
        return others == 0 ? range : $"{range}{(range == "" ? "" : ", ")}{others} not finite";
    }

    private static double[] Doubles(Tensor x)
    {
        using var _ = Tensor.NoGradient();
        return x.Cast(DType.Float64).ToArray<double>();
    }
}
