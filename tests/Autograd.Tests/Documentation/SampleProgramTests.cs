using System.Reflection;
using Autograd.Samples;

namespace Autograd.Tests.Documentation;

/// <summary>
/// The samples do what they say; the older ones are tested beside what they show. They run alone, since they seed the common random numbers.
/// </summary>
[CollectionDefinition(nameof(SampleProgramTests), DisableParallelization = true), Collection(nameof(SampleProgramTests))]
public class SampleProgramTests
{
    [Fact]
    public void The_program_runs_every_sample()
    {
        var program = Repository.Read("samples/Autograd.Samples/Program.cs");
        var samples = typeof(FirstSteps).Assembly.GetTypes()
            .Where(type => type.GetMethod("Run", BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly) is not null).ToArray();
        Assert.Equal(10, samples.Length);
        Assert.All(samples, sample => Assert.Contains($"\n{sample.Name}.Run(Console.Out);\n", program, StringComparison.Ordinal));
    }

    [Fact]
    public void A_network_learns_exclusive_or()
    {
        var output = new StringWriter();
        Assert.Equal([false, true, true, false], XorNetwork.Run(output).Select(probability => probability > 0.5f));
        Assert.StartsWith($"a  b  a xor b  learned{Environment.NewLine}0  0     0      0.0", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_sheets_classifier_finds_the_curved_boundary()
    {
        var output = new StringWriter();
        // A straight line gets about nine of ten.
        Assert.InRange(SheetClassifier.Run(output, steps: 1000), 0.95, 1);
        foreach (var operation in (string[])["MatMul", "Relu", "Sigmoid", "Sub", "Square", "ReduceMean"])
            Assert.Contains($"  {operation} ", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_convolutional_network_reads_digits() => Assert.InRange(DigitsCnn.Run(TextWriter.Null, epochs: 2), 0.85, 1);

    [Fact]
    public void A_generator_learns_a_distribution_that_it_never_sees()
    {
        var (mean, deviation) = Gan.Run(TextWriter.Null);
        Assert.InRange(mean, 2.9, 3.1);
        Assert.InRange(deviation, 0.4, 0.6);
    }

    [Fact]
    public void A_curve_is_fitted_in_a_few_steps()
    {
        var (parameters, steps) = LbfgsFit.Run(TextWriter.Null);
        double[] truth = [2, 0.3, 4, 0.5];
        Assert.All(parameters.Zip(truth), pair => Assert.Equal(pair.Second, pair.First, 0.05));
        Assert.InRange(steps, 1, 30);
    }
}
