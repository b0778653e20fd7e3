namespace Autograd;

/// <summary>Settings of the whole computation.</summary>
public static class Computation
{
    /// <summary>
    /// The most threads that one operation uses; all cores by default. Results are the same bits for every number.
    /// PyTorch's <c>torch.set_num_threads</c>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is less than 1.</exception>
    public static int Threads
    {
        get;
        set
        {
            if (value < 1)
                throw new ArgumentOutOfRangeException(nameof(value), value, $"Computation.Threads: {value} threads compute nothing; use 1 or more.");
            field = value;
        }
    } = Environment.ProcessorCount;
}
