using System.Text.Json.Nodes;
using Spectre.Console;
using static System.FormattableString;

namespace Autograd.Cli;

/// <summary>What is in a safetensors file, on the console and as JSON.</summary>
internal static class InspectReport
{
    /// <summary>Prints a table of the tensors, and the texts beside them.</summary>
    public static void Print(IAnsiConsole console, string path, SafeTensorsFile file, IReadOnlyList<InspectedTensor> tensors, bool withValues)
    {
        console.WriteLine(Invariant(
            $"{path}: {Wording.Count(tensors.Count, "tensor")}, {tensors.Sum(tensor => tensor.Entry.ElementCount):N0} elements, {tensors.Sum(tensor => tensor.Entry.ByteCount):N0} bytes"));
        if (tensors.Count > 0)
            console.Write(Table(tensors, withValues));
        if (file.Metadata.Count == 0)
            return;
        console.WriteLine("Texts beside them:");
        foreach (var (name, text) in file.Metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            console.WriteLine(Wording.OneLine($"  {name} = {text}"));
    }

    /// <summary>The object that docs/15-digits.md describes.</summary>
    public static string Json(string path, SafeTensorsFile file, IReadOnlyList<InspectedTensor> tensors) => new JsonObject
    {
        ["file"] = path,
        ["tensors"] = new JsonArray([.. tensors.Select(Json)]),
        ["metadata"] = new JsonObject(file.Metadata.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value))),
    }.ToJsonString(JsonStyle.Shared);

    private static JsonObject Json(InspectedTensor tensor)
    {
        var json = new JsonObject
        {
            ["name"] = tensor.Entry.Name,
            ["type"] = tensor.Entry.Type.Code,
            ["shape"] = new JsonArray([.. tensor.Entry.Shape.Select(size => (JsonNode)size)]),
            ["bytes"] = tensor.Entry.ByteCount,
        };
        if (tensor.Values is { } values)
        {
            json["least"] = JsonStyle.Number(values.Least);
            json["greatest"] = JsonStyle.Number(values.Greatest);
            json["mean"] = JsonStyle.Number(values.Mean);
            json["deviation"] = JsonStyle.Number(values.Deviation);
            json["notFinite"] = values.NotFinite;
        }
        return json;
    }

    private static Table Table(IReadOnlyList<InspectedTensor> tensors, bool withValues)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("tensor", "type", "shape");
        foreach (var column in (string[])["elements", "bytes", .. withValues ? (string[])["least", "greatest", "mean", "deviation", "not finite"] : []])
            table.AddColumn(new TableColumn(column).RightAligned().NoWrap());
        foreach (var (entry, values) in tensors)
        {
            string[] cells =
            [
                Markup.Escape(Wording.OneLine(entry.Name)), entry.Type.Code, Markup.Escape($"[{string.Join(", ", entry.Shape)}]"), Invariant($"{entry.ElementCount:N0}"),
                Invariant($"{entry.ByteCount:N0}"),
                .. !withValues ? [] : values is null ? (string[])["–", "–", "–", "–", "–"] :
                    [Invariant($"{values.Least:G4}"), Invariant($"{values.Greatest:G4}"), Invariant($"{values.Mean:G4}"), Invariant($"{values.Deviation:G4}"), Invariant($"{values.NotFinite}")],
            ];
            table.AddRow(cells);
        }
        return table;
    }
}
