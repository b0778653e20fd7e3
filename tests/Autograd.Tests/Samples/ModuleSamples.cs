using static Autograd.Tests.Samples.SampleWords;

namespace Autograd.Tests.Samples;

/// <summary>Every module of the library, with the settings that make a difference.</summary>
public static class ModuleSamples
{
    public static IReadOnlyList<ModuleSample> All { get; } =
    [
        One("nn.Linear(5, 3)", (type, generator) => new Linear(5, 3, true, type, generator), Real(4, 5)),
        One("nn.Linear(40, 30, bias=False)", (type, generator) => new Linear(40, 30, false, type, generator), Real(2, 3, 40)),
        One(
            "nn.Sequential(nn.Linear(4, 6), nn.Tanh(), nn.Linear(6, 2))",
            (type, generator) => new Sequential(new Linear(4, 6, true, type, generator), Activation.Tanh, new Linear(6, 2, true, type, generator)), Real(3, 4)),
        One("nn.Flatten()", (_, _) => new Flatten(), Real(2, 3, 4)),
        One("nn.Flatten(0, 1)", (_, _) => new Flatten(0, 1), Real(2, 3, 4)),
        One("nn.Identity()", (_, _) => new Identity(), Real(2, 3)),
        One("nn.Dropout(0.3)", (_, generator) => new Dropout(0.3, generator), Real(10, 10)),
        One("nn.Dropout2d(0.4)", (_, generator) => new ChannelDropout(0.4, generator), Real(4, 5, 2, 3)),
        Function("nn.ReLU()", Activation.Relu),
        Function("nn.ReLU6()", Activation.Relu6),
        Function("nn.Sigmoid()", Activation.Sigmoid),
        Function("nn.LogSigmoid()", Activation.LogSigmoid),
        Function("nn.Tanh()", Activation.Tanh),
        Function("nn.Tanhshrink()", Activation.TanhShrink),
        Function("nn.GELU()", Activation.Gelu),
        Function("nn.SiLU()", Activation.Silu),
        Function("nn.Mish()", Activation.Mish),
        Function("nn.SELU()", Activation.Selu),
        Function("nn.Softsign()", Activation.Softsign),
        Function("nn.Hardswish()", Activation.HardSwish),
        Function("nn.LeakyReLU(0.2)", Activation.LeakyRelu(0.2)),
        Function("nn.ELU(0.7)", Activation.Elu(0.7)),
        Function("nn.CELU(0.5)", Activation.Celu(0.5)),
        Function("nn.Softplus()", Activation.Softplus()),
        Function("nn.Softmax(-1)", Activation.Softmax()),
        Function("nn.LogSoftmax(0)", Activation.LogSoftmax(0)),
        .. RecurrentSamples.All,
    ];

    private static ModuleSample Function(string torch, Activation activation) => One(torch, (_, _) => activation, Real(-8.0, 8.0, 5, 7));

    private static ModuleSample One(string torch, Func<DType, Generator, Module> create, SampleInput input) =>
        new(torch, create, (module, inputs) => module.Forward(inputs[0]), [input]);
}
