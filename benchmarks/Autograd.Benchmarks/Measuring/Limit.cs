namespace Autograd.Benchmarks.Measuring;

/// <summary>The least that a row must do on any machine: however it is written, it is not done before that is.</summary>
/// <param name="Operations">Floating-point operations of the textbook's algorithm; a multiplication with an addition counts as two.</param>
/// <param name="Bytes">What must be read and written, each input and result once.</param>
public sealed record Limit(double Operations, double Bytes)
{
    /// <summary>A row that is bound by arithmetic.</summary>
    public static Limit Arithmetic(double operations) => new(operations, 0);

    /// <summary>A row that is bound by moving so many numbers of single precision.</summary>
    public static Limit Floats(double count) => new(0, sizeof(float) * count);

    /// <summary>Nanoseconds on a machine with these peaks.</summary>
    internal double Time(Peaks peaks) => Math.Max(Operations / peaks.Arithmetic, Bytes / peaks.Copying) * 1e9;
}
