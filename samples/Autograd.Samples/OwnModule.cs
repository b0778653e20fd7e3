namespace Autograd.Samples;

/// <summary>A network of one's own: layers in a list, an embedding beside them, all found in the fields, also where code is trimmed and compiled ahead.</summary>
public sealed class OwnModule : Module
{
    private readonly Embedding _words = new(10, 4);
    private readonly List<Linear> _hidden = [new(4, 8), new(8, 4)];

    /// <summary>The last layer.</summary>
    public Linear Head { get; } = new(4, 2);

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) =>
        Head.Forward(_hidden.Aggregate(_words.Forward(x), (x, layer) => layer.Forward(x).Tanh()));

    /// <summary>Writes the names of the parameters, and returns them.</summary>
    public static string[] Run(TextWriter output)
    {
        var model = new OwnModule();
        var names = model.NamedParameters().Select(named => named.Key).ToArray();
        output.WriteLine($"parameters: {string.Join(", ", names)}");
        output.WriteLine($"output: {model.Forward(Tensor.From([1L, 2L, 3L])).Shape}");
        if (names is not ["words.weight", "hidden.0.weight", "hidden.0.bias", "hidden.1.weight", "hidden.1.bias", "head.weight", "head.bias"])
            throw new InvalidOperationException("The parameters were not found by their names.");
        return names;
    }
}
