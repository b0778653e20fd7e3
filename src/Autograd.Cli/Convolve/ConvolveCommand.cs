using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Autograd.Cli;

/// <summary><c>autograd convolve</c>: a convolution and its gradients, worked as on paper.</summary>
internal static class ConvolveCommand
{
    /// <summary>The command with its options; what it prints goes to <paramref name="output"/>.</summary>
    public static Command Create(TextWriter output)
    {
        var image = new Option<string>("--image")
        {
            Description = "The image: rows of numbers, a CSV file without names, or a picture, whose grey values count from 0 to 255. Default: an example.",
            HelpName = "\"1 2; 3 4\"|FILE.csv|.png|.jpg",
        };
        var kernel = new Option<string>("--kernel") { Description = "The kernel, given like the image. Default: those of the example.", HelpName = "\"1 2; 3 4\"|FILE" };
        var stride = new Option<PerAxis?>("--stride")
        {
            Description = "From one window to the next. Default: 1.",
            HelpName = "N|ROWS,COLUMNS",
            CustomParser = result => Numbers(result, least: 1) is [var rows, .. var rest] && rest.Length <= 1
                ? (rows, rest is [var columns] ? columns : rows)
                : OptionValue.Wrong<PerAxis?>(result, "a whole number of at least 1, or two: 2,1 for rows and columns"),
        };
        var padding = new Option<Padding?>("--padding")
        {
            Description = "Zeros around the image; same keeps its size. Default: 0.",
            HelpName = "N|ROWS,COLUMNS|ABOVE,BELOW,LEFT,RIGHT|same",
            CustomParser = ReadPadding,
        };
        var dilation = new Option<PerAxis?>("--dilation")
        {
            Description = "From one pixel under the kernel to the next. Default: 1.",
            HelpName = "N|ROWS,COLUMNS",
            CustomParser = stride.CustomParser,
        };
        var flip = new Option<bool>("--flip") { Description = "Turn the kernel by 180° first, as mathematics does." };
        var steps = new Option<bool>("--steps") { Description = "Show every window, its products and their sum." };
        var gradient = new Option<bool>("--gradient") { Description = "Show the gradients of image and kernel too, as the convolutions that they are." };
        var upstream = new Option<string>("--upstream") { Description = "∂L/∂result, given like the image. Default: ones.", HelpName = "\"1 0; 0 1\"|FILE" };
        var plot = new Option<string>("--plot") { Description = "Where to draw the picture. Default: no picture.", HelpName = "FILE.png|.svg" };
        var json = CommonOptions.Json();

        var command = new Command("convolve", "Work a convolution and its gradients as on paper.")
        {
            image, kernel, stride, padding, dilation, flip, steps, gradient, upstream, plot, json,
        };
        command.SetAction(result => Run(
            new ConvolveOptions
            {
                Image = result.GetValue(image),
                Kernel = result.GetValue(kernel),
                Stride = result.GetValue(stride),
                Padding = result.GetValue(padding),
                Dilation = result.GetValue(dilation),
                Flip = result.GetValue(flip),
                Steps = result.GetValue(steps),
                Gradient = result.GetValue(gradient),
                Upstream = result.GetValue(upstream),
                Plot = result.GetValue(plot),
                Json = result.GetValue(json),
            },
            output));
        return command;
    }

    private static void Run(ConvolveOptions options, TextWriter output)
    {
        // Every check comes before the drawing, every output after it.
        var plot = options.Plot is { } path ? OutputFile.Check("--plot", path, ".png", ".svg").Sparing(("--image", options.Image), ("--kernel", options.Kernel), ("--upstream", options.Upstream)) : null;
        var results = ConvolveResult.Compute(options);
        var picture = plot is null ? null : ConvolvePlot.Draw(results, plot);
        if (options.Json)
            output.WriteLine(ConvolveJson.Write(results, options));
        else
            ConvolveReport.Print(output, results, options);
        // The file comes last, so that an output that fails leaves none.
        output.Flush();
        plot?.Write(picture);
    }

    private static Padding? ReadPadding(ArgumentResult result) => result.Tokens[0].Value.Equals("same", StringComparison.OrdinalIgnoreCase) ? Padding.Same : Numbers(result, least: 0) switch
    {
        [var all] => all,
        [var rows, var columns] => (rows, columns),
        [var above, var below, var left, var right] => Padding.Sides((above, left), (below, right)),
        _ => OptionValue.Wrong<Padding?>(result, "a whole number of at least 0, two (rows,columns), four (above,below,left,right) or same"),
    };

    /// <summary>Whole numbers between commas or blanks, or none if one of them will not do.</summary>
    private static int[] Numbers(ArgumentResult result, int least)
    {
        var words = result.Tokens[0].Value.Split([',', ' '], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var numbers = new int[words.Length];
        for (var i = 0; i < words.Length; i++)
        {
            if (!int.TryParse(words[i], NumberStyles.None, CultureInfo.InvariantCulture, out numbers[i]) || numbers[i] < least)
                return [];
        }
        return numbers;
    }
}
