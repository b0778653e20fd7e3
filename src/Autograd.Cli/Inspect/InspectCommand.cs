using System.CommandLine;
using System.Text.RegularExpressions;

namespace Autograd.Cli;

/// <summary><c>autograd inspect</c>: tells what is in a safetensors file.</summary>
internal static class InspectCommand
{
    private const int LongestNumber = 20;

    /// <summary>The command with its options; what it prints goes to <paramref name="output"/>.</summary>
    public static Command Create(TextWriter output)
    {
        var file = new Argument<string>("FILE.safetensors")
        {
            Description = "Weights or a checkpoint, of this library, PyTorch or another.",
            Validators = { result => OptionValue.RequireArgument(result, "the name of the file is empty.") },
        };
        var values = new Option<bool>("--values") { Description = "Read the values too: the least, the greatest, mean, standard deviation, and how many are NaN or infinite." };
        var json = CommonOptions.Json();
        var command = new Command("inspect", "Tell what is in a safetensors file.") { file, values, json };
        command.SetAction(result => Run(result.GetRequiredValue(file), result.GetValue(values), result.GetValue(json), output));
        return command;
    }

    private static void Run(string path, bool readsValues, bool json, TextWriter output)
    {
        using var file = SafeTensors.Load(InputFile.Check("FILE.safetensors", path));
        // By name, 2 before 10: the order of the network, where that of the file is often one of types.
        var tensors = file.Entries.Values
            .OrderBy(entry => Regex.Replace(entry.Name, "[0-9]+", digits => digits.Value.PadLeft(LongestNumber, '0')), StringComparer.Ordinal)
            .Select(entry => new InspectedTensor(entry, readsValues ? Look(file, entry) : null))
            .ToArray();
        if (json)
            output.WriteLine(InspectReport.Json(path, file, tensors));
        else
            InspectReport.Print(Terminal.Open(output), path, file, tensors, readsValues);
    }

    /// <summary>What the values are like, or null where they are of a kind that cannot be read.</summary>
    private static ValueStatistics? Look(SafeTensorsFile file, SafeTensorsEntry entry)
    {
        try
        {
            return ValueStatistics.Of(file[entry.Name]);
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
