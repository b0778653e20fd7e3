namespace Autograd;

/// <summary>
/// Windows of a text: the input is <c>length</c> characters as numbers, the target the same shifted by one, so that a model learns to predict each next
/// character. Both are Int64 [length].
/// </summary>
public sealed class CharacterDataset : Dataset
{
    private readonly long[] _codes;
    private readonly int _stride;

    /// <summary>Cuts a text into windows.</summary>
    /// <param name="text">The text.</param>
    /// <param name="length">The number of characters in a window.</param>
    /// <param name="stride">How many characters each window begins after the one before it: 1 gives every window there is, <paramref name="length"/> those that do not overlap.</param>
    /// <param name="vocabulary">The numbers of the characters, for example of the text that a model was trained on; those of this text if not given.</param>
    /// <exception cref="ArgumentException">The text is too short for one window, has characters outside the vocabulary, or a number is below 1.</exception>
    public CharacterDataset(string text, int length, int stride = 1, CharacterVocabulary? vocabulary = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(stride, 1);
        Vocabulary = vocabulary ?? new CharacterVocabulary(text);
        _codes = Vocabulary.Encode(text).ToArray<long>();
        if (_codes.Length <= length)
            throw new ArgumentException($"CharacterDataset: a text of {_codes.Length} characters has no window of {length} and the character after it; choose a shorter length.", nameof(length));
        (Length, _stride) = (length, stride);
    }

    /// <summary>The characters and their numbers.</summary>
    public CharacterVocabulary Vocabulary { get; }

    /// <summary>The number of characters in a window.</summary>
    public int Length { get; }

    /// <inheritdoc/>
    public override int Count => (_codes.Length - 1 - Length) / _stride + 1;

    /// <inheritdoc/>
    public override Sample Read(int index, Generator generator)
    {
        RequireIndex(index);
        return (Tensor.From(Window(index, 0)), Tensor.From(Window(index, 1)));
    }

    /// <inheritdoc/>
    public override Sample ReadBatch(ReadOnlySpan<int> indices, SampleSeeds seeds, CancellationToken cancellation = default)
    {
        long[] inputs = new long[indices.Length * Length], targets = new long[inputs.Length];
        for (var i = 0; i < indices.Length; i++)
        {
            RequireIndex(indices[i]);
            Window(indices[i], 0).CopyTo(inputs.AsSpan(i * Length));
            Window(indices[i], 1).CopyTo(targets.AsSpan(i * Length));
        }
        return (Tensor.From(inputs, [indices.Length, Length]), Tensor.From(targets, [indices.Length, Length]));
    }

    private ReadOnlySpan<long> Window(int index, int shift) => _codes.AsSpan(index * _stride + shift, Length);
}
