using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using Autograd.Tests.Operations;
using Autograd.Tests.Samples;

namespace Autograd.Tests.Documentation;

public class OperationTableTests
{
    [Fact]
    public void The_table_of_operations_is_up_to_date() => Repository.AssertHolds("docs/operations.md", Table());

    private static string Table()
    {
        var text = new StringBuilder("""
            # Operations

            Every operation of the graph: what it computes, what flows back, and the PyTorch function that it equals. In the formulas x is the
            input (left and right where there are two), y the result and g the gradient that arrives at it. Gradients are summed back over
            axes that broadcasting repeated. Parameters bear the names of the methods' arguments or their usual letters: p a power, α, β, δ and s
            (Selu's scale) numbers; σ is the logistic function, Φ and φ are the normal distribution's integral and density. This page is made from the classes; the methods that create them, and those that are written
            with other operations, are in the documentation of `Tensor`.

            """);
        foreach (var family in CoverageTests.Operations.GroupBy(Family).OrderBy(family => family.Key, StringComparer.Ordinal))
        {
            text.Append($"\n## {Spaced(family.Key)}\n\n| operation | y | gradient | shapes | domain | PyTorch |\n|---|---|---|---|---|---|\n");
            foreach (var operation in family)
            {
                var formula = operation.GetCustomAttribute<FormulaAttribute>()!;
                string[] inputs = operation.IsSubclassOf(typeof(BinaryOperation)) ? ["left: ", "right: "]
                    : formula.Inputs is { } names ? [.. names.Select(name => $"{name}: ")] : [""];
                var gradient = formula.Backward.Count == 0
                    ? "none"
                    : string.Join("<br>", formula.Backward.Select((part, i) => $"{(i < inputs.Length ? inputs[i] : "")}{part}"));
                text.Append(
                    $"| {operation.Name} | {Cell(formula.Forward)} | {Cell(gradient)} | {Cell(formula.Shapes ?? Shapes(operation))} | {Cell(formula.Domain ?? "all")} | `{operation.GetCustomAttribute<TorchAttribute>()!.Name}` |\n");
            }
        }
        return text.ToString();
    }

    private static string Spaced(string name) =>
        string.Concat(name.Select((letter, i) => i > 0 && char.IsUpper(letter) ? $" {char.ToLowerInvariant(letter)}" : $"{letter}"));

    /// <summary>A text that stays in its cell.</summary>
    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);

    /// <summary>The folder of the file that holds the operation.</summary>
    private static string Family(Type operation)
    {
        var folders = Directory.GetDirectories(Path.Combine(Repository.Root, "src/Autograd/Operations"));
        return Path.GetFileName(folders.First(folder => Directory.GetFiles(folder, "*.cs")
            .Any(file => Regex.IsMatch(File.ReadAllText(file), $@"public sealed (partial )?class {operation.Name}\b"))));
    }

    private static string Shapes(Type operation)
    {
        if (OperationSamples.All.Any(sample => sample.Operation == operation && sample.IsElementwise))
            return operation.IsSubclassOf(typeof(BinaryOperation)) ? "broadcast" : "same";
        return operation.IsSubclassOf(typeof(BinaryOperation)) && operation.BaseType!.IsGenericType ? "broadcast"
            : operation.BaseType is { IsGenericType: true, Name: "ElementwiseUnary`1" or "RealUnary`1" } ? "same"
            : operation.BaseType!.Name.StartsWith("Reduction", StringComparison.Ordinal) ? "axes removed, or 1"
            : "see the method";
    }
}
