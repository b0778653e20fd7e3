namespace Autograd.Cli;

/// <summary>A tensor in a file.</summary>
/// <param name="Entry">What the file says of it.</param>
/// <param name="Values">What its values are like, if they were read.</param>
internal sealed record InspectedTensor(SafeTensorsEntry Entry, ValueStatistics? Values);
