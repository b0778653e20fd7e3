using System.Text;

namespace Autograd;

/// <summary>The characters of a text, numbered from 0 in the order of their code points. A character is a code point of Unicode.</summary>
public sealed class CharacterVocabulary
{
    private readonly Rune[] _characters;
    private readonly Dictionary<Rune, long> _codes;

    /// <summary>The characters that occur in a text, each once.</summary>
    /// <exception cref="ArgumentException">The text is empty, or half a surrogate pair.</exception>
    public CharacterVocabulary(string text)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        _characters = [.. Characters(text).Distinct().Order()];
        _codes = _characters.Index().ToDictionary(entry => entry.Item, entry => (long)entry.Index);
    }

    /// <summary>The number of different characters.</summary>
    public int Count => _characters.Length;

    /// <summary>The numbers of a text's characters.</summary>
    /// <returns>A vector of Int64.</returns>
    /// <exception cref="ArgumentException">The text has a character that is not in the vocabulary.</exception>
    public Tensor Encode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Tensor.From(Characters(text)
            .Select((character, place) => _codes.TryGetValue(character, out var code)
                ? code
                : throw new ArgumentException($"Encode: '{character}' (U+{character.Value:X4}), character {place} of the text, is not among the {Count} of the vocabulary.", nameof(text)))
            .ToArray());
    }

    /// <summary>The text of numbers.</summary>
    /// <param name="codes">A single number or a vector, Int64 or Int32.</param>
    /// <exception cref="ArgumentException">The numbers are no such tensor, or there is no character of a number.</exception>
    public string Decode(Tensor codes)
    {
        ArgumentNullException.ThrowIfNull(codes);
        if (!codes.DType.IsInteger || codes.Rank > 1)
            throw new ArgumentException($"Decode: takes a vector of integers, got {codes.DType} {codes.Shape}.", nameof(codes));
        var text = new StringBuilder();
        foreach (var code in codes.Cast(DType.Int64).ToArray<long>())
        {
            if (code < 0 || code >= Count)
                throw new ArgumentException($"Decode: there is no character {code}; the vocabulary has {Count}, counted from 0.", nameof(codes));
            text.Append(_characters[code]);
        }
        return text.ToString();
    }

    private static IEnumerable<Rune> Characters(string text)
    {
        for (var i = 0; i < text.Length;)
        {
            if (!Rune.TryGetRuneAt(text, i, out var character))
                throw new ArgumentException($"CharacterVocabulary: place {i} of the text holds half a surrogate pair; was the text cut within a character?", nameof(text));
            yield return character;
            i += character.Utf16SequenceLength;
        }
    }
}
