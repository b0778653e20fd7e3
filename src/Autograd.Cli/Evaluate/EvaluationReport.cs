using System.Text.Json.Nodes;
using Spectre.Console;
using static System.FormattableString;

namespace Autograd.Cli;

/// <summary>How good a trained network is, on the console and as JSON.</summary>
internal static class EvaluationReport
{
    private const int MostMistakes = 5;

    /// <summary>Prints the numbers class by class, the table of what was taken for what, and the most frequent mistakes.</summary>
    public static void Print(IAnsiConsole console, string checkpoint, TrainSettings settings, double loss, ConfusionMatrix confusion)
    {
        console.WriteLine(Invariant($"{checkpoint}: {Wording.OneLine(settings.Model.Name)}, learned from {TrainReport.Name(settings.Source)} by {settings.Method.Name}"));
        console.WriteLine(Invariant(
            $"Test accuracy {confusion.Accuracy:P2} ({Hits(confusion):N0} of {confusion.Total:N0}), loss {loss:G4}, F1 {confusion.F1():F4}"));
        console.Write(Classes(confusion));
        console.WriteLine("What it is (rows), and what the network says (columns):");
        console.Write(Matrix(confusion));
        var mistakes = Mistakes(confusion).Take(MostMistakes).ToArray();
        if (mistakes.Length > 0)
            console.WriteLine($"Most often: {string.Join(", ", mistakes.Select(mistake => Invariant($"{mistake.Right} taken for {mistake.Said} ({mistake.Count})")))}.");
    }

    /// <summary>The object that docs/15-digits.md describes.</summary>
    public static string Json(string checkpoint, double loss, ConfusionMatrix confusion) => new JsonObject
    {
        ["checkpoint"] = checkpoint,
        ["testAccuracy"] = confusion.Accuracy,
        ["testLoss"] = JsonStyle.Number(loss),
        ["images"] = confusion.Total,
        ["precision"] = confusion.Precision(),
        ["recall"] = confusion.Recall(),
        ["f1"] = confusion.F1(),
        ["confusion"] = new JsonArray([.. Of(confusion, right => new JsonArray([.. Of(confusion, said => (JsonNode)confusion[right, said])]))]),
    }.ToJsonString(JsonStyle.Shared);

    private static Table Classes(ConfusionMatrix confusion)
    {
        var table = New("class", "precision", "recall", "F1", "images");
        foreach (var k in Of(confusion, k => k))
        {
            table.AddRow(
                Invariant($"{k}"), Invariant($"{confusion.PrecisionOf(k):P1}"), Invariant($"{confusion.RecallOf(k):P1}"), Invariant($"{confusion.F1Of(k):F3}"),
                Invariant($"{Of(confusion, said => confusion[k, said]).Sum()}"));
        }
        return table;
    }

    private static Table Matrix(ConfusionMatrix confusion)
    {
        var table = New(["", .. Of(confusion, said => Invariant($"{said}"))]);
        foreach (var right in Of(confusion, right => right))
            table.AddRow([Invariant($"{right}"), .. Of(confusion, said => confusion[right, said] == 0 ? "·" : Invariant($"{confusion[right, said]}"))]);
        return table;
    }

    private static Table New(params string[] columns)
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (var column in columns)
            table.AddColumn(new TableColumn(column).RightAligned().NoWrap());
        return table;
    }

    private static IEnumerable<(int Right, int Said, long Count)> Mistakes(ConfusionMatrix confusion) =>
        from right in Enumerable.Range(0, confusion.Classes)
        from said in Enumerable.Range(0, confusion.Classes)
        where right != said && confusion[right, said] > 0
        orderby confusion[right, said] descending
        select (right, said, confusion[right, said]);

    private static long Hits(ConfusionMatrix confusion) => Of(confusion, k => confusion[k, k]).Sum();

    private static IEnumerable<T> Of<T>(ConfusionMatrix confusion, Func<int, T> value) => Enumerable.Range(0, confusion.Classes).Select(value);
}
