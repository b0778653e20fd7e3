using System.Globalization;

namespace Autograd.Cli;

/// <summary>What decides on every bit of a training: kept in its checkpoint, so that it goes on as it began, and its network is known without the command line.</summary>
internal sealed record TrainSettings(
    ImageSource Source, ImageFormat Format, int Images, ModelText Model, LearningMethod Method, double LearningRate, int Batch, ulong Seed, int Epochs)
{
    private const int DefaultBatch = 64, DefaultDigitsEpochs = 30, DefaultMnistEpochs = 10;

    /// <summary>The settings of a new training.</summary>
    public static TrainSettings Of(TrainOptions options, LabelledImages images)
    {
        var format = images.Format;
        var method = options.Method ?? LearningMethod.All[0];
        return new(
            options.Source, format, images.Train.Count, ModelText.Read(options.Model ?? "cnn", format.Classes), method, options.LearningRate ?? method.LearningRate, options.Batch ?? DefaultBatch,
            options.Seed ?? 0, options.Epochs ?? (options.Source == ImageSource.Digits ? DefaultDigitsEpochs : DefaultMnistEpochs));
    }

    /// <summary>The settings of a training that goes on: its own, but for the number of epochs.</summary>
    /// <exception cref="CommandException">An option asks for something else.</exception>
    public TrainSettings GoOn(TrainOptions options, LabelledImages images)
    {
        var format = images.Format;
        Require("the images", TrainReport.Name(Source), TrainReport.Name(options.Source));
        Require("--data", Format, format);
        if (Images != images.Train.Count)
            throw new CommandException($"--data: the training that goes on was begun with {Images} images to learn from; here are {images.Train.Count}.");
        if (options.Model is { } model && ModelText.Read(model, format.Classes).Text != Model.Text)
            throw new CommandException($"--model: the training that goes on was begun with other layers than '{model}' has ('{Model.Name}', as it was then); leave the option out to go on with those.");
        Require("--optimizer", Method.Name, options.Method?.Name);
        Require("--learning-rate", LearningRate, options.LearningRate);
        Require("--batch", Batch, options.Batch);
        Require("--seed", Seed, options.Seed);
        return this with { Epochs = options.Epochs ?? Epochs };

        static void Require<T>(string what, T begun, object? asked)
        {
            if (asked is not null && !asked.Equals(begun))
            {
                throw new CommandException(string.Create(CultureInfo.InvariantCulture,
                    $"{what}: the training that goes on was begun with {begun}, not with {asked}; leave the option out, or begin anew with another --checkpoint."));
            }
        }
    }

    /// <summary>The settings as the notes of a checkpoint.</summary>
    public Dictionary<string, CheckpointValue> ToNotes() => new()
    {
        ["images"] = Source.ToString(),
        ["height"] = Format.Height,
        ["width"] = Format.Width,
        ["classes"] = Format.Classes,
        ["count"] = Images,
        ["model"] = Model.Name,
        ["layers"] = Model.Text,
        ["optimizer"] = Method.Name,
        ["learningRate"] = LearningRate,
        ["batch"] = Batch,
        ["seed"] = Seed,
        ["epochs"] = Epochs,
    };

    /// <summary>The settings that a checkpoint tells.</summary>
    /// <exception cref="FormatException">It has none, or they are damaged.</exception>
    public static TrainSettings FromNotes(Checkpoint checkpoint, string path)
    {
        if (!checkpoint.Sections.Contains("notes"))
            throw new FormatException($"{path}: this checkpoint was not written by autograd train: it does not tell what network it is of.");
        var notes = checkpoint.Values("notes");
        return new(
            Enum.TryParse<ImageSource>(Note("images").Text, out var source) && Enum.IsDefined(source) ? source : throw Wrong("images"),
            new ImageFormat(Count("height"), Count("width"), Count("classes")),
            Count("count"), new ModelText(Note("model").Text, Note("layers").Text),
            LearningMethod.All.FirstOrDefault(method => method.Name == Note("optimizer").Text) ?? throw Wrong("optimizer"),
            Note("learningRate").ToDouble() is > 0 and var rate && double.IsFinite(rate) ? rate : throw Wrong("learningRate"),
            Count("batch"), Note("seed").ToUInt64(), Count("epochs"));

        CheckpointValue Note(string name) => notes.TryGetValue(name, out var value) ? value : throw Wrong(name);

        int Count(string name) => Note(name).ToInt64() is >= 1 and <= int.MaxValue and var count ? (int)count : throw Wrong(name);

        FormatException Wrong(string name) => new($"{path}: the note '{name}' is missing or none that autograd train writes.");
    }
}
