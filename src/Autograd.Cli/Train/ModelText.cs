namespace Autograd.Cli;

/// <summary>
/// A network written down, a layer a line, from the image to the classes. Sizes that follow from the layers before are not written, so a text fits images of
/// any size. What follows a <c>#</c> is a remark.
/// </summary>
/// <param name="Name">What the user called it: <c>mlp</c>, <c>cnn</c>, or a file.</param>
/// <param name="Text">The lines.</param>
internal sealed record ModelText(string Name, string Text)
{
    private const int LongestText = 100_000;

    /// <summary>The layers by name; each is made to fit what comes to it.</summary>
    private static readonly Dictionary<string, Func<LayerText, Shape, Module>> _layers = new()
    {
        ["linear"] = (line, shape) => new Linear(Features(line, shape), line.Main("how many numbers come out"), line.Truth("bias", true)),
        ["convolution"] = (line, shape) => new Convolution2d(
            Channels(line, shape), line.Main("how many filters there are"), line.Whole("kernel", "the filters' height and width", null),
            line.Whole("stride", "the step", 1), line.Whole("padding", "zeros around the image", 0, least: 0), line.Whole("dilation", "the filters' spacing", 1),
            line.Whole("groups", "into how many parts the channels fall", 1), line.Truth("bias", true)),
        ["max-pool"] = (line, shape) => Pool(line, shape, (window, stride, padding) => new MaxPool2d(window, stride, padding)),
        ["average-pool"] = (line, shape) => Pool(line, shape, (window, stride, padding) => new AveragePool2d(window, stride, padding)),
        ["adaptive-average-pool"] = (line, shape) =>
        {
            Channels(line, shape);
            return new AdaptiveAveragePool2d(line.Main("the height and width to come out"));
        },
        ["batch-norm"] = (line, shape) => shape.Rank == 2 ? new BatchNorm1d(shape[1]) : new BatchNorm2d(shape[1]),
        ["group-norm"] = (line, shape) => new GroupNorm(line.Main("how many groups the channels form"), shape[1]),
        ["layer-norm"] = (line, shape) => new LayerNorm(shape.Sizes[1..]),
        ["dropout"] = (line, _) => new Dropout(line.MainShare(0.5)),
        ["channel-dropout"] = (line, _) => new ChannelDropout(line.MainShare(0.5)),
        ["flatten"] = (_, _) => new Flatten(),
        ["relu"] = (_, _) => Activation.Relu,
        ["leaky-relu"] = (line, _) => Activation.LeakyRelu(line.MainNumber(0.01)),
        ["elu"] = (line, _) => Activation.Elu(line.MainNumber(1)),
        ["selu"] = (_, _) => Activation.Selu,
        ["gelu"] = (_, _) => Activation.Gelu,
        ["silu"] = (_, _) => Activation.Silu,
        ["mish"] = (_, _) => Activation.Mish,
        ["softplus"] = (_, _) => Activation.Softplus(),
        ["sigmoid"] = (_, _) => Activation.Sigmoid,
        ["tanh"] = (_, _) => Activation.Tanh,
    };

    /// <summary>One of the two that are built in, or the content of a file.</summary>
    /// <exception cref="CommandException">There is no such file, it is no text, or too long for one of a model.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static ModelText Read(string name, int classes) => new(name, name switch
    {
        "mlp" => $"""
            flatten
            linear 512
            relu
            dropout 0.4
            linear {classes}
            """,
        "cnn" => $"""
            convolution 32 kernel=3 padding=1
            relu
            max-pool 2
            convolution 64 kernel=3 padding=1
            relu
            max-pool 2
            flatten
            dropout 0.5
            linear 128
            relu
            linear {classes}
            """,
        _ => ReadFile(name),
    });

    /// <summary>Makes the network, with weights drawn layer by layer.</summary>
    /// <param name="input">The shape of a batch of one image.</param>
    /// <param name="classes">How many numbers must come out for each image.</param>
    /// <exception cref="CommandException">A line is not understood, or a layer does not fit the one before; the message names the line.</exception>
    public Sequential Build(Shape input, int classes)
    {
        var modules = new List<Module>();
        using var _ = Tensor.NoGradient();
        Tensor x = Tensor.Zeros(input);
        var lines = Text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].Split('#')[0].Trim() is not { Length: > 0 } text)
                continue;
            var line = new LayerText(text, $"{Name}, line {i + 1}");
            var module = Create(line, x.Shape);
            line.RequireAllRead();
            // What follows must fit what this one makes; nothing is drawn, and no statistics are taken.
            module.Evaluate();
            x = Fitting(line, () => module.Forward(x));
            module.Train();
            modules.Add(module);
        }
        if (x.Rank != 2 || x.Shape[1] != classes)
        {
            throw new CommandException(
                $"{Name}: {(modules.Count == 0 ? "there is no layer" : $"the last layer makes {x.Shape} of an image")}; it must make [1, {classes}], a number for each class: "
                + $"{(x.Rank == 2 ? "" : "flatten, then ")}linear {classes}.");
        }
        return new Sequential([.. modules]);
    }

    private static Module Create(LayerText line, Shape shape) => _layers.TryGetValue(line.Name, out var create)
        ? Fitting(line, () => create(line, shape))
        : throw line.Fail($"there is no such layer; there are {string.Join(", ", _layers.Keys)}.");

    /// <summary>Does something that fails if the layer does not fit.</summary>
    private static T Fitting<T>(LayerText line, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (ArgumentException exception)
        {
            throw line.Fail(Wording.Message(exception));
        }
    }

    private static int Features(LayerText line, Shape shape) => shape.Rank == 2
        ? shape[1]
        : throw line.Fail($"it gets images, {shape}; put 'flatten' before it.");

    private static int Channels(LayerText line, Shape shape) => shape.Rank == 4
        ? shape[1]
        : throw line.Fail($"it needs images, and gets {shape}; put it before 'flatten'.");

    private static Module Pool(LayerText line, Shape shape, Func<int, int, int, Module> create)
    {
        Channels(line, shape);
        var window = line.Main("the window's height and width");
        return create(window, line.Whole("stride", "the step", window), line.Whole("padding", "what is added around the image", 0, least: 0));
    }

    private static string ReadFile(string path)
    {
        if (!File.Exists(InputFile.Check("--model", path)))
            throw new CommandException($"--model: there is no file '{path}'; name one, or mlp or cnn.");
        using var reader = new StreamReader(path);
        var buffer = new char[LongestText + 1];
        var text = new string(buffer, 0, reader.ReadBlock(buffer));
        if (text.Length > LongestText)
            throw new CommandException($"--model: '{path}' has more than {LongestText} characters; a model file has a layer a line. (A checkpoint is given by --checkpoint.)");
        return text.Contains('\0', StringComparison.Ordinal)
            ? throw new CommandException($"--model: '{path}' is no text; a model file has a layer a line.")
            : text.ReplaceLineEndings("\n");
    }
}
