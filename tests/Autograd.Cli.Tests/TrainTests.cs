using System.Text.Json;

namespace Autograd.Cli.Tests;

/// <summary>Training on the built-in digits, evaluating, predicting. They draw from the default generator: one at a time.</summary>
[Collection("training")]
public sealed class TrainTests : IDisposable
{
    private const string TinyModel = "# a small one\nflatten\nlinear 16\nrelu\ndropout 0.1\nlinear 10\n";

    private readonly CommandLine _commandLine = new();

    private string Tiny => _commandLine.Write("tiny.model", TinyModel);

    public void Dispose() => _commandLine.Dispose();

    [Fact]
    public void It_learns_the_digits()
    {
        var plot = _commandLine.PathOf("curves.png");
        var (exitCode, output, error) = CommandLine.Run("train", "digits", "--model", Tiny, "--epochs", "6", "--learning-rate", "0.01", "--plot", plot);
        Assert.Equal((0, ""), (exitCode, error));
        Assert.Contains("digits: 1,438 images of 8×8 to learn from, 359 to test on, 10 classes\n", output, StringComparison.Ordinal);
        Assert.Contains("adam, learning rate 0.01, batches of 64, seed 0, 6 epochs\n", output, StringComparison.Ordinal);
        Assert.Contains("\nepoch 6/6: loss 0.", output, StringComparison.Ordinal);
        Assert.Matches(@"1 +Linear\(64 → 16\) +\[1, 16\] +1,040 ", output);
        Assert.Contains($"Picture: {plot}", output, StringComparison.Ordinal);
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], File.ReadAllBytes(plot)[..4]);
    }

    [Fact]
    public void Json_tells_what_came_out()
    {
        var path = _commandLine.PathOf("c.safetensors");
        var result = Train("--model", Tiny, "--epochs", "5", "--learning-rate", "0.01", "--checkpoint", path);
        Assert.True(result.GetProperty("testAccuracy").GetDouble() > 0.9);
        Assert.InRange(result.GetProperty("trainLoss").GetDouble(), 0.05, 0.6);
        Assert.Equal(5, result.GetProperty("epochs").GetInt32());
        Assert.Equal(64 * 16 + 16 + 16 * 10 + 10, result.GetProperty("parameters").GetInt64());
        Assert.True(result.GetProperty("seconds").GetDouble() > 0);
        Assert.Equal(path, result.GetProperty("checkpoint").GetString());
        Assert.Equal(JsonValueKind.Null, result.GetProperty("plot").ValueKind);
        Assert.Equal(["c.safetensors", "tiny.model"], _commandLine.Files);

        // What counts of a model file is what it says.
        Assert.Equal(5, Train("--model", _commandLine.Write("copy.model", TinyModel), "--epochs", "5", "--checkpoint", path, "--resume").GetProperty("epochs").GetInt32());

        // What evaluate measures is what training measured at its end.
        var evaluated = CommandLine.Json("evaluate", "--checkpoint", path);
        Assert.Equal(result.GetProperty("testAccuracy").GetDouble(), evaluated.GetProperty("testAccuracy").GetDouble(), 12);
        Assert.Equal(result.GetProperty("testLoss").GetDouble(), evaluated.GetProperty("testLoss").GetDouble(), 6);
        Assert.Equal(359, evaluated.GetProperty("images").GetInt32());
        var confusion = evaluated.GetProperty("confusion").EnumerateArray().Select(row => row.EnumerateArray().Select(cell => cell.GetInt32()).ToArray()).ToArray();
        Assert.Equal(359, confusion.Sum(row => row.Sum()));
        Assert.Equal(evaluated.GetProperty("testAccuracy").GetDouble(), confusion.Select((row, i) => row[i]).Sum() / 359.0, 12);
    }

    [Fact]
    public void Nothing_but_the_seed_decides()
    {
        Assert.Equal(Weights("a", "--seed", "3", "--threads", "1"), Weights("b", "--seed", "3", "--threads", "2"));
        Assert.NotEqual(Weights("c", "--seed", "3"), Weights("d", "--seed", "4"));

        byte[] Weights(string name, params string[] options)
        {
            var path = _commandLine.PathOf($"{name}.safetensors");
            Train(["--model", Tiny, "--epochs", "1", "--checkpoint", path, .. options]);
            return CommandLine.Bits(path);
        }
    }

    [Fact]
    public void A_training_goes_on_where_it_was()
    {
        var (whole, parts) = (_commandLine.PathOf("whole.safetensors"), _commandLine.PathOf("parts.safetensors"));
        Train("--model", Tiny, "--epochs", "3", "--checkpoint", whole);
        Train("--model", Tiny, "--epochs", "1", "--checkpoint", parts, "--resume");
        File.Delete(_commandLine.PathOf("tiny.model"));
        Assert.Equal(2, Train("--epochs", "2", "--checkpoint", parts, "--resume").GetProperty("epochs").GetInt32());
        Assert.Equal(3, Train("--epochs", "3", "--checkpoint", parts, "--resume", "--optimizer", "adam", "--batch", "64").GetProperty("epochs").GetInt32());
        Assert.Equal(CommandLine.Bits(whole), CommandLine.Bits(parts));
        // All epochs are over: nothing is left to do.
        Assert.Equal(3, Train("--checkpoint", parts, "--resume", "--epochs", "3").GetProperty("epochs").GetInt32());
    }

    [Fact]
    public void Mistakes_are_one_line()
    {
        var checkpoint = _commandLine.PathOf("c.safetensors");
        Train("--model", Tiny, "--epochs", "1", "--checkpoint", checkpoint);
        var before = File.ReadAllBytes(checkpoint);

        Assert.Equal("IMAGES: 'letters' is not digits or mnist.", CommandLine.Mistake("train", "letters"));
        Assert.Equal("--data: digits are built in; leave the option out, or train on mnist.", CommandLine.Mistake("train", "digits", "--data", "x"));
        Assert.Equal(
            "--data is missing: the folder with the four files of MNIST, train-images-idx3-ubyte and so on, as they are or with .gz.", CommandLine.Mistake("train", "mnist"));
        Assert.StartsWith("Mnist.Load: there is no folder /nowhere", CommandLine.Mistake("train", "mnist", "--data", "/nowhere"), StringComparison.Ordinal);
        Assert.Equal("--model: there is no file 'resnet'; name one, or mlp or cnn.", CommandLine.Mistake("train", "digits", "--model", "resnet"));
        Assert.Equal("--resume: --checkpoint FILE must say from where.", CommandLine.Mistake("train", "digits", "--resume"));
        Assert.Equal(
            $"--checkpoint: there is a file '{checkpoint}' already; go on from it with --resume, or name another.",
            CommandLine.Mistake("train", "digits", "--checkpoint", checkpoint));
        Assert.Equal(
            "--batch: the training that goes on was begun with 64, not with 32; leave the option out, or begin anew with another --checkpoint.",
            CommandLine.Mistake("train", "digits", "--checkpoint", checkpoint, "--resume", "--batch", "32"));
        Assert.StartsWith(
            $"--model: the training that goes on was begun with other layers than 'cnn' has ('{_commandLine.PathOf("tiny.model")}', as it was then); ",
            CommandLine.Mistake("train", "digits", "--checkpoint", checkpoint, "--resume", "--model", "cnn"), StringComparison.Ordinal);
        Assert.Equal("--checkpoint: 'x.txt' must be a file name that ends in .safetensors.", CommandLine.Mistake("train", "digits", "--checkpoint", "x.txt"));
        Assert.Equal("--optimizer: 'magic' is not adam, adamw, sgd, momentum, rmsprop, adagrad, adadelta, adamax, nadam or radam.",
            CommandLine.Mistake("train", "digits", "--optimizer", "magic"));
        Assert.Equal("--learning-rate: '0' is not a number above 0.", CommandLine.Mistake("train", "digits", "--learning-rate", "0"));
        Assert.StartsWith("Trainer: the loss of batch ", CommandLine.Mistake("train", "digits", "--json", "--model", Tiny, "--optimizer", "sgd", "--learning-rate", "1e30"), StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(checkpoint));

        var damaged = _commandLine.PathOf("damaged.safetensors");
        File.WriteAllBytes(damaged, before[..(before.Length / 2)]);
        Assert.Contains("Was it cut off?", CommandLine.Mistake("train", "digits", "--checkpoint", damaged, "--resume"), StringComparison.Ordinal);
        Assert.Contains("Was it cut off?", CommandLine.Mistake("evaluate", "--checkpoint", damaged), StringComparison.Ordinal);
        SafeTensors.Save(damaged, new Dictionary<string, Tensor> { ["x"] = Tensor.Zeros(2) });
        Assert.Contains("is no checkpoint", CommandLine.Mistake("predict", "picture.png", "--checkpoint", damaged), StringComparison.Ordinal);
        new Checkpoint().Save(damaged);
        Assert.Equal(
            $"{damaged}: this checkpoint was not written by autograd train: it does not tell what network it is of.", CommandLine.Mistake("evaluate", "--checkpoint", damaged));
        Assert.Contains("'--checkpoint' is required", CommandLine.Mistake("evaluate"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("linear 10", "line 1: linear: it gets images, [1, 1, 8, 8]; put 'flatten' before it.")]
    [InlineData("flatten\nrelu\nconvolution 3 kernel=3", "line 3: convolution: it needs images, and gets [1, 64]; put it before 'flatten'.")]
    [InlineData("convolution 3", "line 1: convolution: 'kernel=' is missing: the filters' height and width, a whole number from 1 to 1000000.")]
    [InlineData("convolution kernel=3", "line 1: convolution: the number is missing: how many filters there are, a whole number from 1 to 1000000.")]
    [InlineData("flatten\nlinear ten", "line 2: linear: 'ten' is not how many numbers come out, a whole number from 1 to 1000000.")]
    [InlineData("flatten\n\n# x\nlinear 10 color=red", "line 4: linear: there is no setting 'color'; there is bias.")]
    [InlineData("leaky-relu 0,01", "line 1: leaky-relu: '0,01' is not a number.")]
    [InlineData("flatten\nlinear =5", "line 2: linear: '=5' names no setting.")]
    [InlineData("relu 3", "line 1: relu: takes no number, and got '3'.")]
    [InlineData("linear 3 4", "line 1: linear: '4' is one number too many.")]
    [InlineData("dropout 1", "line 1: dropout: '1' is not a number from 0 to below 1.")]
    [InlineData("flatten\nlinear 10 bias=maybe", "line 2: linear: bias: 'maybe' is neither yes nor no.")]
    [InlineData("max-pool 9", "line 1: max-pool: ")]
    [InlineData("softmax", "line 1: softmax: there is no such layer; there are linear, convolution, max-pool, ")]
    public void A_wrong_line_is_named(string text, string expected)
    {
        var path = _commandLine.Write("own.model", text);
        Assert.StartsWith($"{path}, {expected}", CommandLine.Mistake("train", "digits", "--model", path), StringComparison.Ordinal);
    }

    [Fact]
    public void What_could_not_be_learned_is_found_before_the_first_epoch()
    {
        var path = _commandLine.Write("norm.model", "flatten\nbatch-norm\nlinear 10");
        Assert.StartsWith(
            "--batch: with 479, the last batch of the 1438 images has one, and that is too few: BatchNorm: input [1, 64] has 1 value",
            CommandLine.Mistake("train", "digits", "--model", path, "--batch", "479"), StringComparison.Ordinal);
        Assert.StartsWith("flatten", File.ReadAllText(path), StringComparison.Ordinal);
        Assert.Equal(1, Train("--model", Tiny, "--batch", "479", "--epochs", "1").GetProperty("epochs").GetInt32());
        Assert.Equal(1, Train("--model", Tiny, "--batch", "2147483647", "--epochs", "1").GetProperty("epochs").GetInt32());
    }

    [Theory]
    [InlineData("2 0 1 0", "--data: there is a label -1; labels are classes from 0 on, 10000 at most.", -1)]
    [InlineData("2 0 1 0", "--data: all images are of class 0, so there is nothing to tell apart.", 0)]
    [InlineData("0 0 1 0", "--data: there is no image to learn from.", 1)]
    public void Images_that_tell_nothing_are_refused(string counts, string expected, int label)
    {
        var numbers = counts.Split(' ').Select(int.Parse).ToArray();
        Write("train", numbers[0]);
        Write("t10k", numbers[2]);
        Assert.Equal(expected, CommandLine.Mistake("train", "mnist", "--data", _commandLine.PathOf("")));

        // IDX: two zeros, the type (8: unsigned, 9: signed bytes), the number of axes, their sizes, the values.
        void Write(string name, int count)
        {
            File.WriteAllBytes(_commandLine.PathOf($"{name}-images-idx3-ubyte"), [0, 0, 8, 3, 0, 0, 0, (byte)count, 0, 0, 0, 2, 0, 0, 0, 2, .. new byte[4 * count]]);
            File.WriteAllBytes(
                _commandLine.PathOf($"{name}-labels-idx1-ubyte"), [0, 0, 9, 1, 0, 0, 0, (byte)count, .. Enumerable.Repeat(unchecked((byte)label), count)]);
        }
    }

    [Fact]
    public void A_damaged_checkpoint_is_one_line()
    {
        var (checkpoint, damaged) = (_commandLine.PathOf("c.safetensors"), _commandLine.PathOf("damaged.safetensors"));
        Train("--model", Tiny, "--epochs", "2", "--checkpoint", checkpoint);
        Assert.Equal("--epochs: 2 epochs of the training are over already; ask for as many or more, or leave the option out.", Resume(checkpoint, "--epochs", "1"));

        Change("notes.batch", "65");
        Assert.StartsWith($"{damaged}: DataLoader.LoadState: ", Resume(damaged, "--epochs", "3"), StringComparison.Ordinal);
        Change("notes.count", "1000");
        Assert.Equal("--data: the training that goes on was begun with 1000 images to learn from; here are 1438.", Resume(damaged));
        Change("trainer.metrics", "accuracy\naccuracy");
        Assert.Equal("The history of a training has shape [2, 7], which does not fit its 2 metrics.", Resume(damaged));
        Change("trainer.metrics", "speed");
        Assert.Equal($"{damaged}: its history has no 'accuracy'; was it written by autograd train?", Resume(damaged));
        Change("notes.height", "2000000000");
        Assert.StartsWith("Shape", CommandLine.Mistake("evaluate", "--checkpoint", damaged), StringComparison.Ordinal);
        Change("notes.layers", "linear 3");
        Assert.Contains("line 1: linear: it gets images", CommandLine.Mistake("evaluate", "--checkpoint", damaged), StringComparison.Ordinal);

        // Weights that are no numbers.
        using (var file = SafeTensors.Load(checkpoint))
        {
            var tensors = file.ToDictionary();
            tensors["model.1.weight"] = Tensor.Full([16, 64], float.NaN);
            SafeTensors.Save(damaged, tensors.Where(named => !named.Key.StartsWith("random.", StringComparison.Ordinal)), file.Metadata);
        }
        Assert.StartsWith($"{damaged}: the loss is NaN; the weights are damaged", CommandLine.Mistake("evaluate", "--checkpoint", damaged), StringComparison.Ordinal);

        string Resume(string path, params string[] options) => CommandLine.Mistake(["train", "digits", "--resume", "--json", "--checkpoint", path, .. options]);

        void Change(string note, string value)
        {
            // The header is JSON behind eight bytes that tell its length; the values follow.
            var bytes = File.ReadAllBytes(checkpoint);
            var length = BitConverter.ToInt32(bytes);
            var header = System.Text.Json.Nodes.JsonNode.Parse(bytes.AsSpan(8, length))!;
            header["__metadata__"]![note] = value;
            var changed = JsonSerializer.SerializeToUtf8Bytes(header);
            File.WriteAllBytes(damaged, [.. BitConverter.GetBytes((long)changed.Length), .. changed, .. bytes.AsSpan(8 + length)]);
        }
    }

    [Fact]
    public void Names_that_are_empty_or_of_folders_are_one_line()
    {
        Assert.Equal("--model: the name of the file is empty.", CommandLine.Mistake("train", "digits", "--model", ""));
        Assert.Equal("--model: '.' is a folder; name a file.", CommandLine.Mistake("train", "digits", "--model", "."));
        Assert.Equal("--checkpoint: the name of the file is empty.", CommandLine.Mistake("evaluate", "--checkpoint", ""));
        Assert.Equal("--checkpoint: '.' is a folder; name a file.", CommandLine.Mistake("predict", "x.png", "--checkpoint", "."));
        Assert.Equal("FILE.safetensors: '.' is a folder; name a file.", CommandLine.Mistake("inspect", "."));
    }

    [Fact]
    public void A_network_that_does_not_end_in_the_classes_is_refused()
    {
        var path = _commandLine.Write("own.model", "flatten\nlinear 7");
        Assert.Equal(
            $"{path}: the last layer makes [1, 7] of an image; it must make [1, 10], a number for each class: linear 10.", CommandLine.Mistake("train", "digits", "--model", path));
        path = _commandLine.Write("own.model", "# nothing");
        Assert.Equal($"{path}: there is no layer; it must make [1, 10], a number for each class: flatten, then linear 10.", CommandLine.Mistake("train", "digits", "--model", path));
    }

    [Fact]
    public void Every_layer_can_be_written()
    {
        var path = _commandLine.Write("own.model",
            """
            convolution 8 kernel=3 padding=1 stride=1 dilation=1 groups=1 bias=no
            batch-norm
            leaky-relu 0.1
            convolution 8 kernel=3 groups=8 padding=1
            group-norm 2
            elu
            max-pool 2 stride=2 padding=0
            channel-dropout 0.1
            convolution 8 kernel=1
            layer-norm
            gelu
            average-pool 2
            selu
            adaptive-average-pool 2
            silu
            flatten
            batch-norm
            mish
            linear 12 bias=no
            softplus
            sigmoid
            tanh
            dropout
            relu
            linear 10
            """);
        Assert.Equal(1, Train("--model", path, "--epochs", "1").GetProperty("epochs").GetInt32());
    }

    [Fact]
    public void Evaluate_prints_tables()
    {
        var path = _commandLine.PathOf("c.safetensors");
        Train("--model", Tiny, "--epochs", "1", "--checkpoint", path);
        var (exitCode, output, error) = CommandLine.Run("evaluate", "--checkpoint", path);
        Assert.Equal((0, ""), (exitCode, error));
        Assert.Contains($"{path}: {_commandLine.PathOf("tiny.model")}, learned from digits by adam\n", output, StringComparison.Ordinal);
        Assert.Contains("precision", output, StringComparison.Ordinal);
        Assert.Contains("Most often: ", output, StringComparison.Ordinal);
    }

    private static JsonElement Train(params string[] options) => CommandLine.Json("train", ["digits", .. options]);
}
