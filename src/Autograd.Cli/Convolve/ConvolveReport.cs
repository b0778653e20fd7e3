namespace Autograd.Cli;

/// <summary>Convolutions in letters.</summary>
internal static class ConvolveReport
{
    private const int LargestDrawn = 24, MostListed = 25;

    /// <summary>Prints them.</summary>
    public static void Print(TextWriter output, ConvolveResult[] results, ConvolveOptions options)
    {
        if (results is [{ Name: not null }, ..])
            output.WriteLine("An example: an image of 6 × 6 with its padding of zeros already around it, under two kernels.\n");
        var isFirst = true;
        foreach (var result in results)
        {
            foreach (var part in result.Parts)
            {
                if (!isFirst)
                    output.WriteLine();
                isFirst = false;
                if (result.Name is not null && part == result.Forward)
                    output.Write($"{result.Name}: ");
                Print(output, part, options.Steps, isExample: result.Name is not null);
            }
        }
        if (options.Plot is not null)
            output.WriteLine($"\n{Picture.Announce(options.Plot)}");
        else if (results.Any(result => result.Parts.Any(part => !IsSmall(part))))
            output.WriteLine("\n--plot FILE.png draws it, --json prints all numbers.");
    }

    private static void Print(TextWriter output, ConvolutionExplanation part, bool withSteps, bool isExample)
    {
        output.WriteLine(part.Description);
        var isDrawn = IsSmall(part);
        if (!isDrawn)
        {
            foreach (var (name, matrix) in ((string, Tensor)[])[(part.ImageName, part.Image), (part.KernelName, part.Kernel), (part.OutputName, part.Output)])
                output.WriteLine($"  {name}: {Summary(matrix)}");
        }
        else if (!withSteps)
        {
            output.WriteLine();
            output.Write(part.Draw());
        }
        if (!withSteps && !isExample)
            return;
        if (!withSteps || !isDrawn)
            output.WriteLine();
        foreach (var step in part.Steps)
        {
            if (withSteps && isDrawn)
            {
                output.WriteLine();
                output.Write(part.Draw(step));
            }
            output.WriteLine($"[{step.Row}, {step.Column}]: {step}");
        }
    }

    private static bool IsSmall(ConvolutionExplanation part) => part.PaddedImage.Shape.Concat(part.Weights.Shape).All(size => size <= LargestDrawn);

    private static string Summary(Tensor x)
    {
        // A zero has no sign here.
        double[] values = [.. x.ToArray<double>().Select(value => value + 0.0)];
        return values.Length <= MostListed
            ? string.Join("; ", values.Chunk(x.Shape[1]).Select(row => string.Join(' ', row.Select(Wording.Number))))
            : $"{x.Shape[0]} × {x.Shape[1]} numbers from {Wording.Number(values.Min())} to {Wording.Number(values.Max())}, {Wording.Number(values.Average())} on average";
    }
}
