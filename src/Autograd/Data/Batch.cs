namespace Autograd;

/// <summary>Some samples side by side: each part has the samples along its first axis.</summary>
public sealed class Batch : Sample
{
    private readonly int[] _indices;

    internal Batch(ReadOnlySpan<Tensor> parts, int number, ReadOnlySpan<int> indices) : base(parts)
    {
        Number = number;
        _indices = indices.ToArray();
    }

    /// <summary>The number of samples.</summary>
    public int Size => _indices.Length;

    /// <summary>The batch's place in its epoch, from 0.</summary>
    public int Number { get; }

    /// <summary>Which samples of the dataset these are.</summary>
    public IReadOnlyList<int> Indices => _indices;
}
