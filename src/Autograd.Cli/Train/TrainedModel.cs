namespace Autograd.Cli;

/// <summary>A network out of a checkpoint, ready to be used.</summary>
/// <param name="Settings">How it was trained.</param>
/// <param name="Model">The network, in evaluation mode.</param>
internal sealed record TrainedModel(TrainSettings Settings, Sequential Model)
{
    /// <summary>Reads it.</summary>
    /// <exception cref="CommandException">The weights are not those of the network that the checkpoint tells of.</exception>
    /// <exception cref="FormatException">The file is no checkpoint of <c>autograd train</c>, or damaged.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static TrainedModel Load(string path)
    {
        var checkpoint = Checkpoint.Load(InputFile.Check("--checkpoint", path));
        var settings = TrainSettings.FromNotes(checkpoint, path);
        var model = settings.Model.Build(settings.Format.Batch, settings.Format.Classes);
        try
        {
            model.LoadState(checkpoint.Tensors("model"));
        }
        catch (ArgumentException exception)
        {
            throw new CommandException($"{path}: {Wording.Message(exception)}");
        }
        model.Evaluate();
        return new(settings, model);
    }
}
