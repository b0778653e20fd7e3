namespace Autograd;

/// <summary>Samples in memory: tensors whose first axis counts the samples. A batch is one copy of rows. PyTorch's <c>TensorDataset</c>.</summary>
public class TensorDataset : Dataset
{
    private readonly Sample _all;

    /// <summary>A dataset of tensors, which it shares: most often the inputs and the targets.</summary>
    /// <exception cref="ShapeException">A tensor has no axes, or not as many samples as the first.</exception>
    /// <exception cref="ArgumentException">There is no tensor.</exception>
    public TensorDataset(params ReadOnlySpan<Tensor> tensors)
    {
        var all = new Sample(tensors);
        for (var i = 0; i < tensors.Length; i++)
        {
            if (tensors[i].Rank == 0 || tensors[0].Rank == 0)
                throw new ShapeException($"TensorDataset: tensor {(tensors[0].Rank == 0 ? 0 : i)} is a single number; the first axis of each tensor counts the samples.");
            if (tensors[i].Shape[0] != tensors[0].Shape[0])
            {
                throw new ShapeException(
                    $"TensorDataset: tensor 0 has shape {tensors[0].Shape} and tensor {i} {tensors[i].Shape}; the first axis of each counts the samples, so they must be equal.");
            }
        }
        _all = new Sample([.. all.Parts.Select(part => part.Detach())]);
    }

    /// <inheritdoc/>
    public override int Count => _all.Input.Shape[0];

    /// <summary>The tensors.</summary>
    public IReadOnlyList<Tensor> Parts => _all.Parts;

    /// <summary>The first tensor: all inputs.</summary>
    public Tensor Input => _all.Input;

    /// <summary>The second tensor: all targets.</summary>
    /// <exception cref="InvalidOperationException">There is only one tensor.</exception>
    public Tensor Target => _all.Target;

    /// <inheritdoc/>
    public override Sample Read(int index, Generator generator)
    {
        RequireIndex(index);
        return new Sample([.. Parts.Select(part => part[index])]);
    }

    /// <inheritdoc/>
    public override Sample ReadBatch(ReadOnlySpan<int> indices, SampleSeeds seeds, CancellationToken cancellation = default)
    {
        foreach (var index in indices)
            RequireIndex(index);
        Tensor rows = Tensor.From(indices);
        return new Sample([.. Parts.Select(part => part.IndexSelect(0, rows))]);
    }
}
