using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using TorchSharp;

namespace Autograd.Parity;

/// <summary>An expression in PyTorch's spelling, such as <c>torch.clamp(a, -1., 1.)</c>, that libtorch evaluates and differentiates.</summary>
/// <remarks>
/// <para>
/// libtorch brings TorchScript, PyTorch's own compiler for a typed subset of Python, and the subset holds nearly every function of
/// <c>torch</c> and method of <c>Tensor</c>. So a golden value comes from what a PyTorch user would type, not from a second translation to C#.
/// </para>
/// <para>
/// Outside Python, TorchScript resolves <c>torch.name</c> only. The rest is spelled here: <c>torch.nn.functional.name</c> is a function of
/// Functional.torchscript or, if that has none, <c>torch.name</c>; <c>torch.linalg.name</c> is <c>torch.linalg_name</c>, and alike for <c>special</c>
/// and <c>fft</c>; <c>torch.float32</c> and its kin are PyTorch's numbers for the types; <c>math.pi</c>, <c>math.inf</c> … are numbers.
/// </para>
/// <para>
/// An expression that does not compile ends the process with TorchScript's message, because TorchSharp lets that C++ exception escape.
/// What fails while it runs (shapes that do not match) arrives as a .NET exception.
/// </para>
/// </remarks>
public sealed partial class TorchExpression
{
    private static readonly string _functionalSource = ReadFunctionalSource();
    private static readonly HashSet<string> _functionalNames = [.. FunctionalDefinition().Matches(_functionalSource).Select(match => match.Groups[1].Value)];

    /// <summary>Translates an expression in the given inputs.</summary>
    /// <param name="code">An expression, or the statements of a function's body, the last of which returns.</param>
    /// <param name="inputs">The names that stand for tensors in it, in the order in which <see cref="Evaluate"/> gets them.</param>
    public TorchExpression(string code, params IReadOnlyList<string> inputs)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(code);
        Code = code;
        Inputs = inputs;

        var translated = Translate(code.Trim());
        var body = ReturnStatement().IsMatch(translated) ? translated : "return " + translated;
        Source = (FunctionalCall().IsMatch(code) ? _functionalSource + "\n" : "")
            + $"def expression({string.Join(", ", inputs.Select(name => name + ": Tensor"))}):\n"
            + string.Concat(body.ReplaceLineEndings("\n").Split('\n').Select(line => "    " + line + "\n"));
    }

    /// <summary>The expression as it was given.</summary>
    public string Code { get; }

    /// <summary>The names of the inputs.</summary>
    public IReadOnlyList<string> Inputs { get; }

    /// <summary>The TorchScript that libtorch compiles.</summary>
    public string Source { get; }

    /// <summary>Evaluates the expression and, if asked, its gradients.</summary>
    /// <param name="inputs">The inputs, in any order; their names are those of the expression.</param>
    /// <param name="upstream">
    /// The gradient that flows into an output, as many values as the output has. It is asked for each output that depends differentiably on an
    /// input. Without it nothing is differentiated.
    /// </param>
    /// <returns>The outputs, and the gradients with respect to every input that is differentiable and used.</returns>
    public TorchResult Evaluate(IReadOnlyList<TorchValue> inputs, Func<TorchValue, double[]>? upstream = null)
    {
        using var scope = torch.NewDisposeScope();
        var arguments = Inputs.Select(name => ToTensor(inputs.Single(value => value.Name == name), upstream is not null)).ToArray();

        // Compiled anew each time: from a function's second run on, TorchScript may use derivatives of its own instead of eager PyTorch's.
        using var unit = torch.jit.compile(Source);
        var results = Flatten(unit.invoke("expression", [.. arguments])).ToArray();
        var outputs = results.Select((tensor, index) => FromTensor($"{index}", tensor)).ToArray();
        return new TorchResult(outputs, upstream is null ? new Dictionary<string, TorchValue>() : Differentiate(arguments, results, outputs, upstream));
    }

    private Dictionary<string, TorchValue> Differentiate(
        torch.Tensor[] arguments, torch.Tensor[] results, TorchValue[] outputs, Func<TorchValue, double[]> upstream)
    {
        var differentiable = results.Zip(outputs).Where(pair => pair.First.requires_grad).ToArray();
        if (differentiable.Length == 0)
            return [];

        var seeds = differentiable.Select(pair => ToTensor(pair.Second with { Values = upstream(pair.Second) }, requiresGradient: false)).ToList();
        torch.autograd.backward(differentiable.Select(pair => pair.First).ToList(), seeds);

        var gradients = new Dictionary<string, TorchValue>();
        foreach (var (name, argument) in Inputs.Zip(arguments))
            if (argument.grad is { } gradient)
                gradients.Add(name, FromTensor(name, gradient));
        return gradients;
    }

    private static torch.Tensor ToTensor(TorchValue value, bool requiresGradient)
    {
        if (value.Shape.Aggregate(1L, (product, size) => product * size) != value.Values.Length)
            throw new ArgumentException($"'{value.Name}' has {value.Values.Length} values, which do not fill the shape [{string.Join(", ", value.Shape)}].");
        // TorchSharp cannot make or read a tensor without elements through an array.
        using var source = value.Values.Length == 0 ? torch.zeros(value.Shape) : torch.tensor(value.Values, value.Shape);
        var tensor = source.to(ToScalarType(value.Type), copy: true);
        return tensor.requires_grad_(requiresGradient && value.IsDifferentiable);
    }

    private static TorchValue FromTensor(string name, torch.Tensor tensor) =>
        new(name, tensor.shape, FromScalarType(tensor.dtype),
            tensor.numel() == 0 ? [] : tensor.detach().to(torch.ScalarType.Float64).contiguous().data<double>().ToArray());

    /// <summary>The tensors in what TorchScript returned: a tensor, a number, or tuples and lists of them to any depth.</summary>
    private static IEnumerable<torch.Tensor> Flatten(object? result) => result switch
    {
        torch.Tensor tensor => [tensor],
        Scalar scalar => [scalar.Type switch
        {
            torch.ScalarType.Bool => torch.tensor(scalar.ToBoolean()),
            torch.ScalarType.Int64 => torch.tensor(scalar.ToInt64()),
            _ => torch.tensor(scalar.ToDouble(), torch.ScalarType.Float64),
        }],
        ITuple tuple => Enumerable.Range(0, tuple.Length).SelectMany(index => Flatten(tuple[index])),
        IEnumerable list => list.Cast<object?>().SelectMany(Flatten),
        _ => throw new NotSupportedException($"The expression returned a {result?.GetType().Name ?? "None"}; it must return tensors or numbers."),
    };

    private static torch.ScalarType ToScalarType(DType type) => Enum.Parse<torch.ScalarType>(type.ToString());

    private static DType FromScalarType(torch.ScalarType type) => Enum.TryParse<DType>(type.ToString(), out var known)
        ? known
        : throw new NotSupportedException($"libtorch returned a tensor of type {type}, for which there is no {nameof(DType)}.");

    private static string Translate(string code)
    {
        code = FunctionalCall().Replace(code, match => (_functionalNames.Contains(match.Groups[1].Value) ? "functional_" : "torch.") + match.Groups[1].Value);
        code = Submodule().Replace(code, "torch.$1_").Replace(".bool()", ".to(torch.bool)", StringComparison.Ordinal);
        return Constant().Replace(code, match => _constants[match.Value]);
    }

    /// <summary>Names that only Python resolves. The numbers of the types are those of c10::ScalarType.</summary>
    private static readonly Dictionary<string, string> _constants = new()
    {
        ["torch.int32"] = "3",
        ["torch.int64"] = "4",
        ["torch.long"] = "4",
        ["torch.float16"] = "5",
        ["torch.float32"] = "6",
        ["torch.float"] = "6",
        ["torch.float64"] = "7",
        ["torch.double"] = "7",
        ["torch.bool"] = "11",
        ["torch.bfloat16"] = "15",
        ["torch.inf"] = "float('inf')",
        ["torch.nan"] = "float('nan')",
        ["torch.pi"] = "3.141592653589793",
        ["math.inf"] = "float('inf')",
        ["math.nan"] = "float('nan')",
        ["math.pi"] = "3.141592653589793",
        ["math.e"] = "2.718281828459045",
    };

    private static string ReadFunctionalSource()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("Functional.torchscript")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    [GeneratedRegex(@"\b(?:torch\.nn\.functional|F)\.(\w+)")]
    private static partial Regex FunctionalCall();

    [GeneratedRegex(@"^def functional_(\w+)", RegexOptions.Multiline)]
    private static partial Regex FunctionalDefinition();

    [GeneratedRegex(@"\btorch\.(linalg|special|fft)\.")]
    private static partial Regex Submodule();

    [GeneratedRegex(@"\b(?:torch\.(?:int32|int64|long|float16|float32|float64|float|double|bool|bfloat16|inf|nan|pi)|math\.(?:inf|nan|pi|e))\b(?!\()")]
    private static partial Regex Constant();

    [GeneratedRegex(@"(^|\n)\s*return\b")]
    private static partial Regex ReturnStatement();
}
