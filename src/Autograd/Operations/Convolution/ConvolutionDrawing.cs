using System.Globalization;
using System.Text;

namespace Autograd;

/// <summary>Explained convolutions in letters.</summary>
internal static class ConvolutionDrawing
{
    private const int MostTerms = 25, MostSteps = 64, LargestDrawn = 24;

    /// <summary>The convolution in one line.</summary>
    public static string Describe(ConvolutionExplanation x)
    {
        var text = new StringBuilder($"{x.OutputName} {x.Output.Shape} = {x.ImageName} {x.Image.Shape}");
        string[] surroundings = [.. Between(x), .. Around(x)];
        if (surroundings.Length > 0)
            text.Append($" ({string.Join(", ", surroundings)})");
        text.Append($" ⋆ {x.KernelName} {x.Kernel.Shape}");
        if (x.IsFlipped)
            text.Append(" turned by 180°");
        if (x.Rows.Stride > 1 || x.Columns.Stride > 1)
            text.Append($", stride {Brief(x.Rows.Stride, x.Columns.Stride)}");
        if (x.Rows.Dilation > 1 || x.Columns.Dilation > 1)
            text.Append($", dilation {Brief(x.Rows.Dilation, x.Columns.Dilation)}");
        return text.ToString();
    }

    /// <summary>The products and their sum.</summary>
    public static string Equation(ConvolutionStep step)
    {
        var (window, weights) = (Values(step.Window), Values(step.Weights));
        var terms = window.Zip(weights, (pixel, weight) => $"{Factor(pixel)}·{Factor(weight)}");
        var text = string.Join(" + ", window.Length <= MostTerms ? terms : terms.Take(MostTerms / 2).Append($"… ({window.Length - MostTerms / 2} more)"));
        return $"{text} = {Number((double)step.Sum)}";

        static string Factor(double value) => value < 0 ? $"({Number(value)})" : Number(value);
    }

    /// <summary>The three tables, side by side, at a step or when all is done.</summary>
    public static string Draw(ConvolutionExplanation x, ConvolutionStep? step)
    {
        var image = Table(x.PaddedImage, (i, j) => step is not null && IsUnder(i - step.Row * x.Rows.Stride, x.Rows) && IsUnder(j - step.Column * x.Columns.Stride, x.Columns));
        var kernel = Table(x.Weights, isMarked: null);
        var result = Table(x.Output, (i, j) => (i, j) == (step?.Row, step?.Column), shown: step is null ? x.Output.Count : step.Row * x.Output.Shape[1] + step.Column + 1);
        var text = new StringBuilder();
        for (var i = 0; i < Math.Max(image.Length, Math.Max(kernel.Length, result.Length)); i++)
        {
            var line = $"{Line(image, i)}  {(i == 0 ? '⋆' : ' ')}  {Line(kernel, i)}  {(i == 0 ? '=' : ' ')}  {Line(result, i)}";
            text.Append(line.TrimEnd()).Append('\n');
        }
        return text.ToString();

        static bool IsUnder(int distance, ExplainedAxis axis) => distance >= 0 && distance < axis.Span && distance % axis.Dilation == 0;

        static string Line(string[] table, int i) => i < table.Length ? table[i] : new string(' ', table[0].Length);
    }

    /// <summary>The whole calculation.</summary>
    public static string Write(ConvolutionExplanation x)
    {
        var text = new StringBuilder($"{x.Description}\n");
        var isDrawn = x.PaddedImage.Shape[0] <= LargestDrawn && x.PaddedImage.Shape[1] <= LargestDrawn;
        foreach (var step in x.Steps.Take(MostSteps))
        {
            if (isDrawn)
                text.Append('\n').Append(Draw(x, step));
            text.Append($"[{step.Row}, {step.Column}]: {step}\n");
        }
        if (x.Steps.Count > MostSteps)
            text.Append($"… ({x.Steps.Count - MostSteps} more)\n");
        return text.ToString();
    }

    private static IEnumerable<string> Between(ConvolutionExplanation x)
    {
        var (rows, columns) = (x.Rows.Spacing - 1, x.Columns.Spacing - 1);
        if (rows == columns)
            return rows == 0 ? [] : [$"{Zeros(rows)} between neighbours"];
        return [.. rows > 0 ? [$"{Zeros(rows)} between rows"] : (string[])[], .. columns > 0 ? [$"{Zeros(columns)} between columns"] : (string[])[]];
    }

    private static IEnumerable<string> Around(ConvolutionExplanation x)
    {
        var (rows, columns) = (x.Rows, x.Columns);
        if (rows.Before >= 0 && rows.Before == rows.After && rows.Before == columns.Before && rows.Before == columns.After)
            return rows.Before == 0 ? [] : [$"{Zeros(rows.Before)} around"];
        return
        [
            .. Side(rows.Before, "above", "first", "row"),
            .. Side(rows.After, "below", "last", "row"),
            .. Side(columns.Before, "left", "first", "column"),
            .. Side(columns.After, "right", "last", "column"),
        ];

        static string[] Side(int count, string side, string end, string line) => count switch
        {
            0 => [],
            > 0 => [$"{Zeros(count)} {side}"],
            -1 => [$"without the {end} {line}"],
            _ => [$"without the {end} {-count} {line}s"],
        };
    }

    private static string Zeros(int count) => count == 1 ? "1 zero" : $"{count} zeros";

    private static string Brief(int rows, int columns) => rows == columns ? $"{rows}" : $"[{rows}, {columns}]";

    private static string[] Table(Tensor x, Func<int, int, bool>? isMarked, int shown = int.MaxValue)
    {
        string[] numbers = [.. Values(x).Select(Number)];
        var width = numbers.Max(number => number.Length);
        var lines = new string[x.Shape[0]];
        for (var i = 0; i < lines.Length; i++)
        {
            var line = new StringBuilder();
            for (var j = 0; j < x.Shape[1]; j++)
            {
                var place = i * x.Shape[1] + j;
                var number = (place < shown ? numbers[place] : "·").PadLeft(width);
                line.Append(isMarked is null ? (j > 0 ? " " : "") + number : isMarked(i, j) ? $"[{number}]" : $" {number} ");
            }
            lines[i] = line.ToString();
        }
        return lines;
    }

    /// <summary>Whole numbers as such, others short.</summary>
    private static string Number(double value) => value == 0
        ? "0"
        : value.ToString(double.IsInteger(value) && Math.Abs(value) < 1e15 ? "0" : "G5", CultureInfo.InvariantCulture);

    private static double[] Values(Tensor x)
    {
        using (Tensor.NoGradient())
            return x.Cast(DType.Float64).ToArray<double>();
    }
}
