using System.CommandLine;

namespace Autograd.Cli;

/// <summary><c>autograd train</c>: trains a network on images of digits, leaves a checkpoint and goes on from one.</summary>
internal static class TrainCommand
{
    private const string DefaultPlot = "training.png";

    /// <summary>The command with its options; what it prints goes to <paramref name="output"/>.</summary>
    public static Command Create(TextWriter output)
    {
        var images = new Argument<ImageSource>("IMAGES")
        {
            Description = "digits: 1,797 of 8×8 pixels, built in; a fixed fifth is held out as the test. mnist: the files in --data FOLDER.",
            HelpName = "digits|mnist",
            CustomParser = result => OptionValue.OneOf(result, ("digits", ImageSource.Digits), ("mnist", ImageSource.Mnist)),
        };
        var data = CommonOptions.ImageFolder();
        var model = new Option<string>("--model")
        {
            Description = "The network: a hidden layer of 512, two convolutions, or a file with a layer a line. Default: cnn.",
            HelpName = "mlp|cnn|FILE",
        };
        var epochs = CommonOptions.Epochs("How many passes over the images, from the beginning. Default: 30 for digits, 10 for mnist.");
        var batch = CommonOptions.WholeNumber("--batch", "How many images a step looks at. Default: 64.");
        var optimizer = new Option<LearningMethod>("--optimizer")
        {
            Description = $"How the weights are changed: {LearningMethod.Names}. Default: adam.",
            HelpName = "NAME",
            CustomParser = result => OptionValue.OneOf(result, [.. LearningMethod.All.Select(method => (method.Name, method))]),
        };
        var learningRate = CommonOptions.LearningRate("The length of a step. Default: the optimizer's own, 0.001 for adam.");
        var seed = CommonOptions.Seed("Draws the weights to start from, the order of the images and dropout. Default: 0.");
        var threads = CommonOptions.Threads();
        var checkpoint = new Option<string>("--checkpoint")
        {
            Description = "Where to leave the weights and all it takes to go on, after each epoch and at Ctrl-C. Default: nowhere.",
            HelpName = "FILE.safetensors",
        };
        var resume = new Option<bool>("--resume") { Description = "Go on from --checkpoint, to the same bits as if never interrupted; from the beginning if there is none yet." };
        var plot = CommonOptions.Plot(DefaultPlot);
        var json = CommonOptions.Json();

        var command = new Command("train", "Train a network on images of digits.")
        {
            images, data, model, epochs, batch, optimizer, learningRate, seed, threads, checkpoint, resume, plot, json,
        };
        command.SetAction(result => Run(
            new TrainOptions
            {
                Source = result.GetValue(images),
                Data = result.GetValue(data),
                Model = result.GetValue(model),
                Epochs = result.GetValue(epochs),
                Batch = result.GetValue(batch),
                Method = result.GetValue(optimizer),
                LearningRate = result.GetValue(learningRate),
                Seed = result.GetResult(seed) is null ? null : result.GetValue(seed),
                Threads = result.GetValue(threads),
                Checkpoint = result.GetValue(checkpoint),
                Resume = result.GetValue(resume),
                Plot = result.GetValue(plot) ?? (result.GetValue(json) ? null : DefaultPlot),
                Json = result.GetValue(json),
            },
            output));
        return command;
    }

    private static int Run(TrainOptions options, TextWriter output)
    {
        // Every check comes before the training.
        var plot = options.Plot is { } path ? OutputFile.Check("--plot", path, ".png", ".svg").Sparing(("--model", options.Model)) : null;
        var checkpoint = CheckpointToResume(options);
        var images = LabelledImages.Load(options.Source, options.Data);
        var settings = checkpoint is null
            ? TrainSettings.Of(options, images)
            : TrainSettings.FromNotes(checkpoint, options.Checkpoint!).GoOn(options, images);
        var console = Terminal.Open(output);
        using var threads = new ThreadLimit(options.Threads);
        var training = new ImageTraining(images, settings, options.Checkpoint, options.Json ? null : TerminalProgress.For(console, output));
        if (checkpoint is not null)
            training.Resume();
        if (!options.Json)
            TrainReport.PrintBeginning(console, training, options);
        // Until here there is nothing to save: a signal just ends the program.
        using var interruption = new Interruption();
        var history = training.Run(interruption.Token);
        var picture = plot is null || history.Epochs.Count == 0 ? null : plot.Extension == ".svg" ? history.DrawSvg() : history.Draw();
        if (options.Json)
            output.WriteLine(TrainJson.Write(training, options));
        else
            TrainReport.PrintEnd(console, training, options);
        output.Flush();
        if (picture is not null)
            plot!.Write(picture);
        return history.End == TrainingEnd.Cancelled ? Interruption.ExitCode : 0;
    }

    /// <summary>The checkpoint to go on from, or null to begin; an old one is not overwritten by accident.</summary>
    private static Checkpoint? CheckpointToResume(TrainOptions options)
    {
        if (options.Checkpoint is not { } path)
            return options.Resume ? throw new CommandException("--resume: --checkpoint FILE must say from where.") : null;
        OutputFile.Check("--checkpoint", path, ".safetensors").Sparing(("--model", options.Model));
        if (!File.Exists(path))
            return null;
        return options.Resume
            ? Checkpoint.Load(path)
            : throw new CommandException($"--checkpoint: there is a file '{path}' already; go on from it with --resume, or name another.");
    }
}
