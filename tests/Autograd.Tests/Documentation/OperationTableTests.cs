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
            axes that broadcasting repeated. This page is made from the classes; the methods that create them, and those that are written
            with other operations, are in the documentation of `Tensor`.

            """);
        foreach (var family in CoverageTests.Operations.GroupBy(Family).OrderBy(family => family.Key, StringComparer.Ordinal))
        {
            text.Append($"\n## {family.Key}\n\n| operation | y | gradient | shapes | domain | PyTorch |\n|---|---|---|---|---|---|\n");
            foreach (var operation in family)
            {
                var formula = operation.GetCustomAttribute<FormulaAttribute>()!;
                string[] inputs = operation.IsSubclassOf(typeof(BinaryOperation)) ? ["left: ", "right: "] : ["", "", ""];
                var gradient = formula.Backward.Count == 0
                    ? "none"
                    : string.Join("<br>", formula.Backward.Select((part, i) => $"{(i < inputs.Length ? inputs[i] : "")}{part}"));
                text.Append(
                    $"| {operation.Name} | {formula.Forward} | {gradient} | {formula.Shapes ?? Shapes(operation)} | {formula.Domain ?? "all"} | `{operation.GetCustomAttribute<TorchAttribute>()!.Name}` |\n");
            }
        }
        return text.ToString();
    }

    /// <summary>The folder of the file that holds the operation.</summary>
    private static string Family(Type operation)
    {
        var folders = Directory.GetDirectories(Path.Combine(Repository.Root, "src/Autograd/Operations"));
        return Path.GetFileName(folders.First(folder => Directory.GetFiles(folder, "*.cs")
            .Any(file => Regex.IsMatch(File.ReadAllText(file), $@"public sealed class {operation.Name}\b"))));
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
