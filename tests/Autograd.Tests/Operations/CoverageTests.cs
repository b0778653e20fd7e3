using System.Reflection;
using Autograd.Tests.Samples;

namespace Autograd.Tests.Operations;

/// <summary>No operation without samples, formula, PyTorch's name and golden values: they are found by reflection.</summary>
public class CoverageTests
{
    public static IEnumerable<Type> Operations => typeof(Operation).Assembly.GetExportedTypes()
        .Where(type => type.IsSubclassOf(typeof(Operation)) && !type.IsAbstract)
        .OrderBy(type => type.Name, StringComparer.Ordinal);

    public static TheoryData<Type> All => [.. Operations];

    [Theory, MemberData(nameof(All))]
    public void Every_operation_is_sealed_and_says_what_it_computes(Type operation)
    {
        Assert.True(operation.IsSealed, $"{operation.Name} is not sealed.");
        Assert.True(operation.GetCustomAttribute<FormulaAttribute>() is not null, $"{operation.Name} has no [Formula].");
        Assert.True(operation.GetCustomAttribute<TorchAttribute>() is not null, $"{operation.Name} has no [Torch].");
    }

    [Theory, MemberData(nameof(All))]
    public void Every_operation_has_samples(Type operation)
    {
        var samples = OperationSamples.All.Where(sample => sample.Operation == operation).ToArray();
        Assert.True(samples.Length > 0, $"{operation.Name} has no row in the table of samples.");
        var isDifferentiable = operation.GetCustomAttribute<FormulaAttribute>()!.Backward.Any(formula => formula != "0");
        Assert.True(
            !isDifferentiable || samples.Any(sample => sample.IsSmooth),
            $"{operation.Name} has a gradient but no smooth sample: its gradient is never checked.");
    }
}
