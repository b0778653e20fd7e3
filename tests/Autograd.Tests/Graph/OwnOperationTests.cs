using Autograd.Samples;
using Autograd.Tests.Operations;
using static Autograd.Tests.Samples.SampleWords;

namespace Autograd.Tests.Graph;

/// <summary>An operation written outside the library gets the same checks as those inside.</summary>
public class OwnOperationTests
{
    private static readonly Samples.Sample _cube = Elementwise<Cube>("a ** 3", x => Operation.Run(new Cube(x[0])), Real(3, 4));

    public static TheoryData<string> Checks => [.. typeof(OperationTests).GetMethods()
        .Where(method => method.GetParameters() is [{ ParameterType: var type }] && type == typeof(Samples.Sample))
        .Select(method => method.Name)];

    [Theory, MemberData(nameof(Checks))]
    public void A_users_operation_passes_every_check_of_ours(string check) =>
        typeof(OperationTests).GetMethod(check)!.Invoke(new OperationTests(), [_cube]);

    [Fact]
    public void The_samples_learn() => Assert.InRange(FirstSteps.Run(TextWriter.Null), 0, 1e-9f);

    [Fact]
    public void The_samples_differentiate() => Assert.Equal(12, OwnOperation.Run(TextWriter.Null));

    [Fact]
    public void The_samples_find_their_parameters() => Assert.Equal(7, OwnModule.Run(TextWriter.Null).Length);

    [Fact]
    public void A_users_operation_takes_at_most_fifteen_lines()
    {
        var lines = Repository.Read("samples/Autograd.Samples/Cube.cs").Split('\n');
        var start = Array.FindIndex(lines, line => line.StartsWith("[Formula", StringComparison.Ordinal));
        Assert.InRange(lines[start..].Count(line => line.Trim().Length > 0), 1, 15);
    }
}
