using System.Globalization;
using Autograd.Benchmarks.Measuring;

namespace Autograd.Benchmarks.Reporting;

/// <summary>Numbers as people read them, to three digits.</summary>
internal static class Display
{
    /// <summary>A time in the unit that suits it.</summary>
    public static string Time(double nanoseconds) => nanoseconds switch
    {
        < 1e3 => $"{Digits(nanoseconds)} ns",
        < 1e6 => $"{Digits(nanoseconds / 1e3)} µs",
        < 1e9 => $"{Digits(nanoseconds / 1e6)} ms",
        _ => $"{Digits(nanoseconds / 1e9)} s",
    };

    /// <summary>How many times as fast.</summary>
    public static string Ratio(double ratio) => Digits(ratio);

    /// <summary>A number of threads.</summary>
    public static string Threads(int count) => count == 1 ? "1 thread" : string.Create(CultureInfo.InvariantCulture, $"{count} threads");

    /// <summary>A measurement in a line.</summary>
    public static string Summary(Measurement measurement) => $"{measurement.Row.Name}, {Threads(measurement.Threads)}: {Time(measurement.OurTime)}" + measurement switch
    {
        { PeerTime: null } => "",
        { Ratio: { } ratio } => $" beside {Time(measurement.PeerTime.Value)}, ratio {Ratio(ratio)}",
        _ => string.Create(CultureInfo.InvariantCulture, $", checksums differ: {measurement.Ours.Checksum.Sum:R} and {measurement.Peer!.Checksum.Sum:R}"),
    };

    private static string Digits(double value) =>
        value.ToString(value switch { < 0.995 => "0.000", < 9.995 => "0.00", < 99.95 => "0.0", _ => "0" }, CultureInfo.InvariantCulture);
}
