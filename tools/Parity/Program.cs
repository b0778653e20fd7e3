using System.Globalization;
using Autograd;
using Autograd.Parity;

switch (args)
{
    case ["evaluate", var code, .. var inputs]:
        Evaluate(code, inputs);
        return 0;
    case ["randomness"]:
        RandomnessGolden.Write("tests/Autograd.Tests/Golden/randomness.json");
        return 0;
    case ["operations"]:
        return OperationGolden.Write("tests/Autograd.Tests/Golden/operations.json") == 0 ? 0 : 1;
    case ["modules"]:
        return ModuleGolden.Write("tests/Autograd.Tests/Golden/modules.json") == 0 ? 0 : 1;
    case ["training"]:
        TrainingGolden.Write("tests/Autograd.Tests/Golden/training.json");
        return 0;
    default:
        Console.Error.WriteLine("""
            tools/Parity/run.sh COMMAND

            evaluate EXPRESSION [NAME=VALUES …]
                What libtorch makes of an expression in PyTorch's spelling, in float64, and its gradients for an upstream gradient of ones:
                tools/Parity/run.sh evaluate 'torch.maximum(a, b)' a=-2,0,1 b=0

            operations
                Values and gradients of every row of the tests' sample table, into tests/Autograd.Tests/Golden/operations.json.

            modules
                First weights, results and gradients of every row of the tests' table of modules, into tests/Autograd.Tests/Golden/modules.json.

            training
                The batches, first weights and first losses of training on the digits, into tests/Autograd.Tests/Golden/training.json.

            optimizers, schedules
                Where PyTorch's optimizers are after up to 1,000 steps, and what its schedules make of learning rates, into optimizers.json and
                schedules.json there; by python3-torch (Learning.py), which the script calls without this program.

            randomness
                Draws from libtorch's generator, for the tests of Autograd's, into tests/Autograd.Tests/Golden/randomness.json.
            """);
        return 1;
}

static void Evaluate(string code, string[] assignments)
{
    var inputs = assignments.Select(assignment => assignment.Split('=', 2)).Select(parts => ToValue(parts[0], parts[1])).ToArray();
    var expression = new TorchExpression(code, [.. inputs.Select(input => input.Name)]);
    var result = expression.Evaluate(inputs, output => [.. output.Values.Select(_ => 1.0)]);
    foreach (var output in result.Outputs)
        Show("result", output);
    foreach (var gradient in result.Gradients.Values)
        Show("gradient", gradient);
}

static TorchValue ToValue(string name, string values)
{
    var numbers = values.Split(',').Select(value => double.Parse(value, CultureInfo.InvariantCulture)).ToArray();
    return new TorchValue(name, [numbers.Length], DType.Float64, numbers);
}

static void Show(string kind, TorchValue value)
{
    var numbers = value.Values.Select(number => number.ToString("R", CultureInfo.InvariantCulture));
    Console.WriteLine($"{kind} {value.Name}: {value.Type}[{string.Join(", ", value.Shape)}] {string.Join(", ", numbers)}");
}
