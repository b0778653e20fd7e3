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
        One("nn.Conv1d(3, 4, 3)", (type, generator) => new Convolution1d(3, 4, 3, type: type, generator: generator), Real(2, 3, 9)),
        One("nn.Conv1d(4, 6, 3, padding='same', dilation=2, groups=2)", (type, generator) => new Convolution1d(4, 6, 3, padding: Padding.Same, dilation: 2, groups: 2, type: type, generator: generator), Real(2, 4, 7)),
        One("nn.Conv2d(3, 4, 3)", (type, generator) => new Convolution2d(3, 4, 3, type: type, generator: generator), Real(2, 3, 6, 5)),
        One("nn.Conv2d(4, 6, (3, 2), stride=(2, 1), padding=(1, 2), dilation=(1, 2), groups=2, bias=False)", (type, generator) => new Convolution2d(4, 6, (3, 2), (2, 1), (1, 2), (1, 2), 2, hasBias: false, type: type, generator: generator), Real(2, 4, 6, 5)),
        One("nn.Conv2d(2, 3, 3, padding=1, padding_mode='circular')", (type, generator) => new Convolution2d(2, 3, 3, padding: 1, paddingMode: PadMode.Circular, type: type, generator: generator), Real(2, 2, 4, 5)),
        One("nn.Conv3d(2, 3, 2, stride=2)", (type, generator) => new Convolution3d(2, 3, 2, 2, type: type, generator: generator), Real(2, 2, 4, 5, 4)),
        One("nn.ConvTranspose1d(3, 4, 3)", (type, generator) => new ConvolutionTransposed1d(3, 4, 3, type: type, generator: generator), Real(2, 3, 5)),
        One("nn.ConvTranspose2d(4, 6, 3, stride=2, padding=1, output_padding=1, groups=2)", (type, generator) => new ConvolutionTransposed2d(4, 6, 3, 2, 1, 1, 2, type: type, generator: generator), Real(2, 4, 3, 4)),
        One("nn.ConvTranspose2d(2, 3, (3, 2), dilation=(1, 2), bias=False)", (type, generator) => new ConvolutionTransposed2d(2, 3, (3, 2), hasBias: false, dilation: (1, 2), type: type, generator: generator), Real(2, 2, 3, 4)),
        One("nn.ConvTranspose3d(2, 3, 2, stride=2)", (type, generator) => new ConvolutionTransposed3d(2, 3, 2, 2, type: type, generator: generator), Real(2, 2, 2, 3, 2)),
        One("nn.MaxPool1d(3, 2, 1)", (_, _) => new MaxPool1d(3, 2, 1), Real(2, 3, 8)),
        One("nn.MaxPool2d(2)", (_, _) => new MaxPool2d(2), Real(2, 3, 5, 6)),
        One("nn.MaxPool2d((3, 2), (2, 1), (1, 0), (1, 2), ceil_mode=True)", (_, _) => new MaxPool2d((3, 2), (2, 1), (1, 0), (1, 2), ceilMode: true), Real(2, 3, 6, 6)),
        One("nn.MaxPool3d(2)", (_, _) => new MaxPool3d(2), Real(2, 2, 4, 5, 4)),
        One("nn.AvgPool1d(3, 2, 1, count_include_pad=False)", (_, _) => new AveragePool1d(3, 2, 1, countIncludesPadding: false), Real(2, 3, 8)),
        One("nn.AvgPool2d((3, 2), (2, 1), (1, 1), ceil_mode=True)", (_, _) => new AveragePool2d((3, 2), (2, 1), (1, 1), ceilMode: true), Real(2, 3, 6, 5)),
        One("nn.AvgPool2d(2, divisor_override=3)", (_, _) => new AveragePool2d(2, divisor: 3), Real(2, 3, 6, 5)),
        One("nn.AvgPool3d(2)", (_, _) => new AveragePool3d(2), Real(2, 2, 4, 5, 4)),
        One("nn.AdaptiveAvgPool1d(3)", (_, _) => new AdaptiveAveragePool1d(3), Real(2, 3, 8)),
        One("nn.AdaptiveAvgPool2d((2, 3))", (_, _) => new AdaptiveAveragePool2d((2, 3)), Real(2, 3, 5, 7)),
        One("nn.AdaptiveAvgPool3d(2)", (_, _) => new AdaptiveAveragePool3d(2), Real(2, 2, 3, 4, 5)),
        One("nn.AdaptiveMaxPool1d(3)", (_, _) => new AdaptiveMaxPool1d(3), Real(2, 3, 8)),
        One("nn.AdaptiveMaxPool2d((2, 3))", (_, _) => new AdaptiveMaxPool2d((2, 3)), Real(2, 3, 5, 7)),
        One("nn.BatchNorm1d(3)", (type, _) => new BatchNorm1d(3, type: type), Real(5, 3)),
        One("nn.BatchNorm1d(3, momentum=0.3)", (type, _) => new BatchNorm1d(3, momentum: 0.3, type: type), Real(2, 3, 4)),
        One("nn.BatchNorm2d(3, eps=0.01)", (type, _) => new BatchNorm2d(3, 0.01, type: type), Real(2, 3, 3, 4)),
        One("nn.BatchNorm2d(3, affine=False)", (type, _) => new BatchNorm2d(3, isAffine: false, type: type), Real(2, 3, 3, 4)),
        One("nn.BatchNorm2d(3, track_running_stats=False)", (type, _) => new BatchNorm2d(3, tracksStatistics: false, type: type), Real(2, 3, 3, 4)),
        One("nn.BatchNorm3d(2)", (type, _) => new BatchNorm3d(2, type: type), Real(2, 2, 3, 2, 3)),
        One("nn.InstanceNorm1d(3)", (type, _) => new InstanceNorm1d(3, type: type), Real(2, 3, 5)),
        One("nn.InstanceNorm1d(3, affine=True) without a batch", (type, _) => new InstanceNorm1d(3, isAffine: true, type: type), Real(3, 5)),
        One("nn.InstanceNorm2d(3, momentum=0.2, affine=True, track_running_stats=True)", (type, _) => new InstanceNorm2d(3, momentum: 0.2, isAffine: true, tracksStatistics: true, type: type), Real(4, 3, 3, 4)),
        One("nn.InstanceNorm3d(2, affine=True)", (type, _) => new InstanceNorm3d(2, isAffine: true, type: type), Real(2, 2, 3, 2, 3)),
        One("nn.GroupNorm(2, 6)", (type, _) => new GroupNorm(2, 6, type: type), Real(2, 6, 4)),
        One("nn.GroupNorm(3, 6, affine=False)", (type, _) => new GroupNorm(3, 6, isAffine: false, type: type), Real(2, 6, 3, 2)),
        One("nn.LayerNorm(5)", (type, _) => new LayerNorm(5, type: type), Real(3, 5)),
        One("nn.LayerNorm([3, 4], eps=0.01, bias=False)", (type, _) => new LayerNorm([3, 4], 0.01, hasBias: false, type: type), Real(2, 3, 4)),
        One("nn.LayerNorm(5, elementwise_affine=False)", (type, _) => new LayerNorm(5, isAffine: false, type: type), Real(3, 5)),
        One("nn.Embedding(7, 3)", (type, generator) => new Embedding(7, 3, type: type, generator: generator), Whole(0, 6, 2, 5)),
        One("nn.Embedding(7, 3, padding_idx=2)", (type, generator) => new Embedding(7, 3, 2, type: type, generator: generator), Whole(0, 4, 3, 5)),
        One("nn.Embedding(7, 3, padding_idx=-1, max_norm=1.25)", (type, generator) => new Embedding(7, 3, -1, 1.25, type: type, generator: generator), Whole(2, 6, 3, 4)),
        One("nn.PReLU()", (type, _) => new PRelu(type: type), Real(3, 5)),
        One("nn.PReLU(3, init=0.1)", (type, _) => new PRelu(3, 0.1, type), Real(2, 3, 4)),
        One("nn.Upsample(size=(5, 7), mode='bilinear')", (_, _) => new Upsample((5, 7), InterpolationMode.Linear), Real(2, 3, 3, 4)),
        One("nn.Upsample(scale_factor=2)", (_, _) => Upsample.By(2), Real(2, 3, 3, 4)),
        One("nn.Upsample(scale_factor=1.5, mode='linear', align_corners=True)", (_, _) => Upsample.By(1.5, InterpolationMode.Linear, alignCorners: true), Real(2, 3, 7)),
        One("nn.Unflatten(1, (2, 3))", (_, _) => new Unflatten(1, 2, 3), Real(4, 6, 2)),
        One("nn.ConstantPad1d((1, 2), 0.5)", (_, _) => new Pad1d(Padding.Sides(1, 2), value: 0.5), Real(2, 3, 4)),
        One("nn.ZeroPad2d((1, 2, 3, 0))", (_, _) => new Pad2d(Padding.Sides((3, 1), (0, 2))), Real(2, 3, 4, 3)),
        One("nn.ReflectionPad2d(1)", (_, _) => new Pad2d(1, PadMode.Reflect), Real(2, 3, 4, 3)),
        One("nn.ReplicationPad3d(1)", (_, _) => new Pad3d(1, PadMode.Replicate), Real(2, 2, 2, 3, 2)),
        One("nn.PixelShuffle(2)", (_, _) => new PixelShuffle(2), Real(2, 8, 3, 2)),
        One("nn.PixelUnshuffle(2)", (_, _) => new PixelUnshuffle(2), Real(2, 2, 4, 6)),
        Two("nn.Bilinear(3, 4, 2)", (type, generator) => new Bilinear(3, 4, 2, type: type, generator: generator), Real(2, 5, 3), Real(2, 5, 4)),
        Two("nn.Bilinear(3, 4, 2, bias=False)", (type, generator) => new Bilinear(3, 4, 2, false, type, generator), Real(5, 3), Real(5, 4)),
        One(
            "nn.Sequential(nn.Conv2d(1, 4, 3, padding=1, bias=False), nn.BatchNorm2d(4), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(16, 3))",
            (type, generator) => new Sequential(
                new Convolution2d(1, 4, 3, padding: 1, hasBias: false, type: type, generator: generator), new BatchNorm2d(4, type: type), Activation.Relu, new MaxPool2d(2),
                new Flatten(), new Linear(16, 3, true, type, generator)),
            Real(3, 1, 4, 4)),
        .. RecurrentSamples.All,
    ];

    private static ModuleSample Function(string torch, Activation activation) => One(torch, (_, _) => activation, Real(-8.0, 8.0, 5, 7));

    private static ModuleSample One(string torch, Func<DType, Generator, Module> create, SampleInput input) =>
        new(torch, create, (module, inputs) => module.Forward(inputs[0]), [input]);

    private static ModuleSample Two(string torch, Func<DType, Generator, Bilinear> create, SampleInput left, SampleInput right) =>
        new(torch, create, (module, inputs) => ((Bilinear)module).Forward(inputs[0], inputs[1]), [left, right]);
}
