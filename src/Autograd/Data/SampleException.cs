namespace Autograd;

/// <summary>A sample could not be made. <see cref="Exception.InnerException"/> is what went wrong.</summary>
public sealed class SampleException : Exception
{
    /// <summary>An exception for one sample.</summary>
    /// <param name="index">The sample's index in its dataset.</param>
    /// <param name="innerException">What went wrong.</param>
    public SampleException(int index, Exception innerException) : base($"sample {index}: {innerException?.Message}", innerException) => Index = index;

    /// <summary>The sample's index in the dataset that was read.</summary>
    public int Index { get; }
}
