namespace Autograd.Benchmarks.Measuring;

/// <summary>What a row does in one library, once its inputs exist.</summary>
/// <param name="Run">What is timed. Whatever it returns is ignored.</param>
/// <param name="Check">
/// The numbers that libraries must agree on. It is called once, before anything else, so that what training changes is the same everywhere.
/// </param>
public sealed record Workload(Func<object?> Run, Func<Checksum> Check);

/// <summary>What a library does for a row.</summary>
/// <param name="Name">The row's name, the same in every library.</param>
/// <param name="Create">Makes the inputs and returns what is to be timed.</param>
public record NamedWorkload(string Name, Func<Workload> Create);
