namespace Autograd.Tests.Samples;

/// <summary>
/// One row of the table of modules that the tests and the parity check run over: a module under the name of its equal in PyTorch's spelling,
/// and what it is applied to.
/// </summary>
/// <param name="Torch">How PyTorch creates it, <c>nn.Linear(5, 3)</c>; the key of the golden values and of libtorch's side.</param>
/// <param name="Create">Creates it with weights of a type from a generator.</param>
/// <param name="Apply">What it makes of the inputs: one tensor, several joined into one row.</param>
/// <param name="Inputs">The shapes and ranges of the inputs.</param>
public sealed record ModuleSample(string Torch, Func<DType, Generator, Module> Create, Func<Module, Tensor[], Tensor> Apply, SampleInput[] Inputs)
{
    public override string ToString() => Torch;

    /// <summary>The inputs' values: the same for every run on every machine.</summary>
    public double[] Values(int input) => new Sample(typeof(Module), Torch, _ => throw new NotSupportedException(), Inputs).Values(input);

    /// <summary>The inputs as tensors, real ones Float64.</summary>
    public Tensor[] Tensors() => [.. Inputs.Select((input, i) => Tensor.From(Values(i), input.Shape).Cast(input.Type))];

    /// <summary>Several results as one row.</summary>
    public static Tensor Join(params Tensor[] results) => Tensor.Concatenate([.. results.Select(result => result.Flatten())], 0);
}
