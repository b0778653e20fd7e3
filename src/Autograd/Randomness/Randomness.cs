namespace Autograd;

/// <summary>The random numbers that everything draws that is not given a <see cref="Generator"/> of its own.</summary>
public static class Randomness
{
    /// <summary>
    /// The generator of the whole process. It starts at <see cref="Generator.DefaultSeed"/>, so that a program which seeds nothing still
    /// repeats itself. (PyTorch's starts at a random seed.)
    /// </summary>
    /// <remarks>
    /// Several threads may draw from it, but then the order in which they come decides who gets which numbers.
    /// For numbers that differ from run to run, seed it with something that does, such as <c>(ulong)Environment.TickCount64</c>.
    /// </remarks>
    public static Generator Default { get; } = new();

    /// <summary>Starts <see cref="Default"/> again at a seed, like <c>torch.manual_seed</c>.</summary>
    /// <param name="seed">Equal seeds give equal numbers. As in PyTorch only the low 32 bits choose the numbers.</param>
    public static void Seed(ulong seed) => Default.Seed(seed);
}
