using System.Text.Json;

namespace Autograd.Tests.Optimizers;

/// <summary>What PyTorch's optimizers and schedules do (tools/Parity/Learning.py writes the files), and the functions they are compared on.</summary>
internal static class Golden
{
    public static JsonElement Optimizers { get; } = Read("optimizers");

    public static JsonElement Schedules { get; } = Read("schedules");

    public static double[] Numbers(this JsonElement array) => [.. array.EnumerateArray().Select(number => number.GetDouble())];

    /// <summary>Σ scale·(w − target)² + 0.1·(w − target)⁴, curved differently along each axis.</summary>
    public static Tensor Bowl(Tensor w)
    {
        var bowl = Optimizers.GetProperty("bowl");
        var away = w - bowl.GetProperty("targets").Numbers();
        return (bowl.GetProperty("scales").Numbers() * away * away + 0.1 * away * away * away * away).Sum();
    }

    /// <summary>Rosenbrock's valley, Σ 100·(w[i + 1] − w[i]²)² + (1 − w[i])²: steep across, flat along, and bent.</summary>
    public static Tensor Valley(Tensor w)
    {
        var (from, to) = (w[..^1], w[1..]);
        var bend = to - from * from;
        return (100 * bend * bend + (1 - from) * (1 - from)).Sum();
    }

    private static JsonElement Read(string name)
    {
        using var stream = typeof(Golden).Assembly.GetManifestResourceStream($"Golden/{name}.json")!;
        return JsonDocument.Parse(stream).RootElement;
    }
}
