namespace Autograd.Benchmarks.Measuring;

/// <summary>A library to be measured, as its worker process serves it.</summary>
/// <param name="Description">Name and version.</param>
/// <param name="SetThreads">Sets how many threads an operation may use.</param>
/// <param name="Rows">The workload for each row that the library has.</param>
public sealed record Library(string Description, Action<int> SetThreads, IReadOnlyList<NamedWorkload> Rows);
