using System.Text;
using System.Text.Json.Nodes;
using Spectre.Console;
using static System.FormattableString;

namespace Autograd.Cli;

/// <summary>Predictions on the console and as JSON.</summary>
internal static class PredictionReport
{
    private const int LongestName = 300;

    // From paper to ink.
    private const string Shades = " .:-=+*#%@";

    /// <summary>Prints a line for each picture; a single one is shown as the network sees it.</summary>
    public static void Print(IAnsiConsole console, IReadOnlyList<Prediction> predictions)
    {
        if (predictions is [var only])
        {
            console.WriteLine($"{Wording.OneLine(only.Drawing.File, LongestName)}, as the network sees it{(only.Drawing.Change.Length == 0 ? "" : $" ({only.Drawing.Change})")}:");
            console.WriteLine(Picture(only.Drawing));
        }
        var table = new Table().Border(TableBorder.Simple).AddColumn("picture");
        foreach (var column in (string[])["it is", "probability", "or else", "probability"])
            table.AddColumn(new TableColumn(column).RightAligned().NoWrap());
        foreach (var prediction in predictions)
        {
            var (first, second) = (prediction.Ranking[0], prediction.Ranking.Length > 1 ? prediction.Ranking[1] : (int?)null);
            table.AddRow(
                Markup.Escape(Wording.OneLine(prediction.Drawing.File, LongestName)), Invariant($"{first}"), Invariant($"{prediction.Probabilities[first]:P1}"), Invariant($"{second}"),
                second is { } k ? Invariant($"{prediction.Probabilities[k]:P1}") : "");
        }
        console.Write(table);
    }

    /// <summary>The object that docs/15-digits.md describes.</summary>
    public static string Json(string checkpoint, IReadOnlyList<Prediction> predictions) => new JsonObject
    {
        ["checkpoint"] = checkpoint,
        ["predictions"] = new JsonArray([.. predictions.Select(prediction => new JsonObject
        {
            ["image"] = prediction.Drawing.File,
            ["class"] = prediction.Ranking[0],
            ["probability"] = JsonStyle.Number(prediction.Probabilities[prediction.Ranking[0]]),
            ["probabilities"] = new JsonArray([.. prediction.Probabilities.Select(probability => JsonStyle.Number(probability))]),
        })]),
    }.ToJsonString(JsonStyle.Shared);

    private static string Picture(DigitDrawing drawing)
    {
        var pixels = drawing.Pixels.ToArray<float>();
        var (height, width) = (drawing.Pixels.Shape[1], drawing.Pixels.Shape[2]);
        var text = new StringBuilder();
        for (var row = 0; row < height; row++)
        {
            text.Append("  ");
            // Letters are twice as high as wide.
            for (var column = 0; column < width; column++)
                text.Append(Shades[Math.Clamp((int)(pixels[row * width + column] * Shades.Length), 0, Shades.Length - 1)], 2);
            text.Append('\n');
        }
        return text.ToString();
    }
}
