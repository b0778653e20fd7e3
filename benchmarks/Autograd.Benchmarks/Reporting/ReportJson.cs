using System.Text.Encodings.Web;
using System.Text.Json;
using Autograd.Benchmarks.Measuring;

namespace Autograd.Benchmarks.Reporting;

/// <summary>Everything measured, for programs.</summary>
internal static class ReportJson
{
    private static readonly JsonSerializerOptions _options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    public static void Write(Report report, TextWriter output) => output.WriteLine(JsonSerializer.Serialize(
        new
        {
            report.Machine,
            report.Libraries,
            Peaks = report.Peaks.Select(pair => new { pair.Threads, pair.Peaks.Arithmetic, pair.Peaks.Copying }),
            Rows = report.Measurements.Select(measurement => new
            {
                measurement.Row.Name,
                measurement.Row.Group,
                measurement.Threads,
                measurement.Row.Bar,
                measurement.Ratio,
                measurement.ShareOfLimit,
                measurement.Row.Operations,
                Ours = Series(measurement.Ours),
                Peer = Series(measurement.Peer),
            }),
            GeometricMeans = report.Groups.ToDictionary(group => group, group => report.GeometricMean(group)),
            GeometricMean = report.Groups.Count > 0 ? report.GeometricMean() : (double?)null,
        },
        _options));

    private static object? Series(Series? series) => series is null ? null : new { series.Median, series.Checksum, series.WaitingShare, Samples = series.Nanoseconds };
}
