using System.Diagnostics.CodeAnalysis;

namespace Autograd;

/// <summary>
/// The tensors that belong together: most often an input and its target, sometimes one or more than two. They are taken apart as a tuple is:
/// <c>var (x, y) = dataset[3];</c>.
/// </summary>
public class Sample
{
    private readonly Tensor[] _parts;

    /// <summary>A sample of these parts.</summary>
    /// <exception cref="ArgumentException">There is no part, or one is null.</exception>
    public Sample(params ReadOnlySpan<Tensor> parts)
    {
        if (parts.Length == 0)
            throw new ArgumentException("Sample: a sample has at least one part.", nameof(parts));
        foreach (var part in parts)
            ArgumentNullException.ThrowIfNull(part, nameof(parts));
        _parts = parts.ToArray();
    }

    /// <summary>All parts.</summary>
    public IReadOnlyList<Tensor> Parts => _parts;

    /// <summary>The first part: what a model is given.</summary>
    public Tensor Input => _parts[0];

    /// <summary>The second part: what the model should make of it.</summary>
    /// <exception cref="InvalidOperationException">There is only one part.</exception>
    public Tensor Target => _parts.Length > 1 ? _parts[1] : throw Mistaken("Target", "2", "Input is the only one");

    /// <summary>A sample of one part.</summary>
    [SuppressMessage("Usage", "CA2225", Justification = "The constructor does the same.")]
    public static implicit operator Sample(Tensor input) => new(input);

    /// <summary>A sample of two parts.</summary>
    public static implicit operator Sample((Tensor Input, Tensor Target) parts) => new(parts.Input, parts.Target);

    /// <summary>A sample of three parts.</summary>
    public static implicit operator Sample((Tensor First, Tensor Second, Tensor Third) parts) => new(parts.First, parts.Second, parts.Third);

    /// <summary>Takes two parts apart.</summary>
    /// <exception cref="InvalidOperationException">There are not two.</exception>
    public void Deconstruct(out Tensor input, out Tensor target)
    {
        Require(2);
        (input, target) = (_parts[0], _parts[1]);
    }

    /// <summary>Takes three parts apart.</summary>
    /// <exception cref="InvalidOperationException">There are not three.</exception>
    public void Deconstruct(out Tensor first, out Tensor second, out Tensor third)
    {
        Require(3);
        (first, second, third) = (_parts[0], _parts[1], _parts[2]);
    }

    /// <summary>The types and shapes of the parts.</summary>
    public override string ToString() => $"({string.Join(", ", _parts.Select(part => $"{part.DType} {part.Shape}"))})";

    private void Require(int count)
    {
        if (_parts.Length != count)
            throw Mistaken("Deconstruct", $"{count}", "take as many variables, or read Parts");
    }

    private InvalidOperationException Mistaken(string member, string wanted, string advice) =>
        new($"{member}: this sample has {_parts.Length} {(_parts.Length == 1 ? "part" : "parts")}, {ToString()}, not {wanted}; {advice}.");
}
