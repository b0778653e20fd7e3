namespace Autograd;

/// <summary>
/// Layers of a transformer, one above the other, and a normalization at the end if there is one. Their names are <c>layers.0</c>, <c>layers.1</c>, … and
/// <c>norm</c>. PyTorch's <c>torch.nn.TransformerEncoder</c>; Vaswani et al. 2017.
/// </summary>
public sealed class TransformerEncoder : Module
{
    private readonly TransformerEncoderLayer[] _layers;
    private readonly Module? _norm;

    /// <summary>Layers as they are given, each with first weights of its own.</summary>
    /// <param name="layers">The layers, the first one that reads the sequence.</param>
    /// <param name="norm">What normalizes at the end, or null; layers that normalize first want one.</param>
    /// <exception cref="ArgumentException">There is no layer.</exception>
    public TransformerEncoder(IEnumerable<TransformerEncoderLayer> layers, Module? norm = null)
    {
        ArgumentNullException.ThrowIfNull(layers);
        _layers = [.. layers];
        _norm = norm;
        if (_layers.Length == 0)
            throw new ArgumentException("TransformerEncoder: there is no layer; give at least one.", nameof(layers));
        foreach (var layer in _layers)
            ArgumentNullException.ThrowIfNull(layer, nameof(layers));
    }

    /// <summary>
    /// Equal layers, as PyTorch makes them: the first one draws its weights, and the others begin with copies of them.
    /// </summary>
    /// <param name="create">Makes a layer, drawing from the generator that it is given.</param>
    /// <param name="count">How many layers there are.</param>
    /// <param name="norm">What normalizes at the end, or null; layers that normalize first want one.</param>
    /// <param name="generator">Where the first layer's weights come from.</param>
    /// <exception cref="ArgumentOutOfRangeException">The count is below 1.</exception>
    public TransformerEncoder(Func<Generator, TransformerEncoderLayer> create, int count, Module? norm = null, Generator? generator = null)
        : this(Copies(create, Positive(count), generator ?? Randomness.Default), norm) { }

    /// <inheritdoc/>
    protected internal override string Settings => $"{_layers.Length} layers";

    /// <summary>Every place attends to every other.</summary>
    protected override Tensor Compute(Tensor x) => Forward(x, null);

    /// <inheritdoc cref="TransformerEncoderLayer.Forward(Tensor, Tensor?, Tensor?, bool)"/>
    /// <summary>What the layers make of a sequence.</summary>
    public Tensor Forward(Tensor x, Tensor? mask, Tensor? keyPaddingMask = null, bool isCausal = false) => Run(() =>
    {
        foreach (var layer in _layers)
            x = layer.Forward(x, mask, keyPaddingMask, isCausal);
        return _norm is null ? x : _norm.Forward(x);
    });

    private static IEnumerable<TransformerEncoderLayer> Copies(Func<Generator, TransformerEncoderLayer> create, int count, Generator generator)
    {
        ArgumentNullException.ThrowIfNull(create);
        var first = create(generator);
        yield return first;
        var afterwards = generator.State;
        for (var i = 1; i < count; i++)
        {
            // With the same generator, since dropout goes on drawing from it; what the copy drew for weights it does not keep is put back.
            var layer = create(generator);
            layer.LoadState(first.State());
            generator.State = afterwards;
            yield return layer;
        }
    }
}
