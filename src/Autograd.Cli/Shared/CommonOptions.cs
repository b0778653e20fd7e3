using System.CommandLine;

namespace Autograd.Cli;

/// <summary>The options that several commands have.</summary>
internal static class CommonOptions
{
    public static Option<int?> Epochs(string description) => WholeNumber("--epochs", description);

    public static Option<int?> WholeNumber(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "N",
        CustomParser = result => OptionValue.Number<int>(result, "a whole number of at least 1", value => value >= 1),
    };

    public static Option<double?> LearningRate(string description) => PositiveNumber("--learning-rate", "RATE", description);

    public static Option<double?> PositiveNumber(string name, string helpName, string description) => new(name)
    {
        Description = description,
        HelpName = helpName,
        CustomParser = result => OptionValue.Number<double>(result, "a number above 0", value => value > 0 && double.IsFinite(value)),
    };

    public static Option<OptimizerKind> Optimizer() => new("--optimizer")
    {
        Description = "How the weights are changed. Default: sgd.",
        HelpName = "sgd|adam",
        CustomParser = result => OptionValue.OneOf(result, ("sgd", OptimizerKind.Sgd), ("adam", OptimizerKind.Adam)),
    };

    public static Option<ulong> Seed(string description) => new("--seed")
    {
        Description = description,
        HelpName = "N",
        CustomParser = result => OptionValue.Number<ulong>(result, "a whole number of at least 0", _ => true),
    };

    public static Option<int?> Threads() => WholeNumber("--threads", "How many threads compute; the result is the same. Default: as many as there are cores.");

    public static Option<string> ImageFolder() => new("--data") { Description = "The folder of MNIST's four files, as they are or with .gz.", HelpName = "FOLDER" };

    public static Option<string> TrainedCheckpoint() => new("--checkpoint")
    {
        Description = "The network: what autograd train left. Required.",
        HelpName = "FILE.safetensors",
        Required = true,
    };

    public static Option<string> Plot(string defaultFile) => new("--plot")
    {
        Description = $"Where to draw the picture. Default: {defaultFile}, or no picture with --json.",
        HelpName = "FILE.png|.svg",
    };

    public static Option<bool> Json() => new("--json") { Description = "Print one JSON object and nothing else." };
}
