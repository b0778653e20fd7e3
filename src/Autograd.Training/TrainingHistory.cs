using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Autograd;

/// <summary>What came out of each epoch.</summary>
public sealed class TrainingHistory
{
    private const int FixedColumns = 6;

    private readonly List<EpochResult> _epochs = [];

    /// <summary>The epochs so far.</summary>
    public IReadOnlyList<EpochResult> Epochs => _epochs;

    /// <summary>Why the training ended; null before it runs, and while it does.</summary>
    public TrainingEnd? End { get; internal set; }

    internal void Add(EpochResult epoch) => _epochs.Add(epoch);

    /// <summary>The numbers, a row for each epoch, without loss of a bit, and the names of the metrics.</summary>
    internal (Tensor Numbers, string[] Metrics) ToTensor()
    {
        var metrics = MetricNames;
        var rows = _epochs.SelectMany(epoch => (double[])
        [
            epoch.Epoch, epoch.TrainLoss, epoch.ValidationLoss is null ? 0 : 1, epoch.ValidationLoss ?? 0, epoch.LearningRate, epoch.Seconds,
            .. metrics.Select(name => epoch.Metrics.GetValueOrDefault(name, double.NaN)),
        ]).ToArray();
        return (Tensor.From(rows, [_epochs.Count, FixedColumns + metrics.Length]), metrics);
    }

    /// <summary>Takes back what <see cref="ToTensor"/> gave.</summary>
    internal void Restore(Tensor numbers, string[] metrics)
    {
        if (numbers.Rank != 2 || numbers.Shape[1] != FixedColumns + metrics.Length || metrics.Distinct().Count() != metrics.Length)
            throw new FormatException($"The history of a training has shape {numbers.Shape}, which does not fit its {metrics.Length} metrics.");
        _epochs.Clear();
        foreach (var row in numbers.ToArray<double>().Chunk(FixedColumns + metrics.Length))
        {
            var values = metrics.Select((name, i) => (name, row[FixedColumns + i])).ToDictionary(pair => pair.name, pair => pair.Item2);
            _epochs.Add(new EpochResult((int)row[0], row[1], row[2] == 0 ? null : row[3], values, row[4], row[5]));
        }
    }

    private string[] MetricNames => [.. _epochs.SelectMany(epoch => epoch.Metrics.Keys).Distinct()];

    /// <summary>A table with a row for each epoch: epoch, train_loss, validation_loss, the metrics, learning_rate, seconds.</summary>
    public string ToCsv()
    {
        var metrics = MetricNames;
        var text = new StringBuilder();
        text.AppendJoin(',', ["epoch", "train_loss", "validation_loss", .. metrics.Select(name => Quoted(name.Replace(' ', '_'))), "learning_rate", "seconds"]).Append('\n');
        foreach (var epoch in _epochs)
        {
            var cells = new List<string> { epoch.Epoch.ToString(CultureInfo.InvariantCulture), Text(epoch.TrainLoss), Text(epoch.ValidationLoss) };
            cells.AddRange(metrics.Select(name => Text(epoch.Metrics.TryGetValue(name, out var value) ? value : null)));
            cells.AddRange([Text(epoch.LearningRate), epoch.Seconds.ToString("F3", CultureInfo.InvariantCulture)]);
            text.AppendJoin(',', cells).Append('\n');
        }
        return text.ToString();
    }

    /// <summary>A list with an object for each epoch; numbers that JSON cannot write are null.</summary>
    public string ToJson()
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartArray();
            foreach (var epoch in _epochs)
            {
                json.WriteStartObject();
                json.WriteNumber("epoch", epoch.Epoch);
                WriteNumber(json, "trainLoss", epoch.TrainLoss);
                if (epoch.ValidationLoss is { } loss)
                    WriteNumber(json, "validationLoss", loss);
                json.WriteStartObject("metrics");
                foreach (var (name, value) in epoch.Metrics)
                    WriteNumber(json, name, value);
                json.WriteEndObject();
                WriteNumber(json, "learningRate", epoch.LearningRate);
                WriteNumber(json, "seconds", epoch.Seconds);
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }
        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    /// <summary>Draws the losses, and beside them the metrics, over the epochs.</summary>
    /// <returns>The content of a PNG file.</returns>
    public byte[] Draw(int width = 1300, int height = 550) => Canvas.Png(width, height, canvas => HistoryPlot.Render(canvas, _epochs, width, height));

    /// <summary>The same picture as <see cref="Draw"/>, of lines and letters.</summary>
    /// <returns>The content of an SVG file.</returns>
    public byte[] DrawSvg(int width = 1300, int height = 550) => Canvas.Svg(width, height, canvas => HistoryPlot.Render(canvas, _epochs, width, height));

    private static void WriteNumber(Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value))
            json.WriteNumber(name, value);
        else
            json.WriteNull(name);
    }

    /// <summary>A cell that may hold commas and quotation marks: RFC 4180.</summary>
    private static string Quoted(string cell) => cell.AsSpan().ContainsAny(",\"\r\n") ? $"\"{cell.Replace("\"", "\"\"")}\"" : cell;

    private static string Text(double? value) => value?.ToString("R", CultureInfo.InvariantCulture) ?? "";
}
