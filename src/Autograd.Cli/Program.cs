using System.CommandLine;
using System.Text;

namespace Autograd.Cli;

/// <summary>The <c>autograd</c> command.</summary>
internal static class Program
{
    private const int Mistake = 2;

    private static readonly UTF8Encoding _utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private static int Main(string[] arguments)
    {
        if (Console.IsOutputRedirected)
            Console.SetOut(new StreamWriter(new StandardOutput(Console.OpenStandardOutput()), _utf8) { AutoFlush = true });
        else if (OperatingSystem.IsWindows())
            Console.OutputEncoding = _utf8;
        return Run(arguments, Console.Out, Console.Error);
    }

    /// <summary>Runs the command line given; a mistake in it is one line on <paramref name="error"/>.</summary>
    /// <returns>The exit code: 0, 2 for a mistake, or 130 for what was interrupted.</returns>
    internal static int Run(string[] arguments, TextWriter output, TextWriter error)
    {
        var root = new RootCommand("Deep learning in pure C#, from the command line.")
        {
            RegressCommand.Create(output), ClassifyCommand.Create(output), ConvolveCommand.Create(output), ExplainCommand.Create(output),
            GraphCommand.Create(output), TrainCommand.Create(output), EvaluateCommand.Create(output), PredictCommand.Create(output), InspectCommand.Create(output),
        };
        root.HelpName = "autograd";
        // A file may be called @data.csv: no response files.
        var result = root.Parse(arguments.Length > 0 ? arguments : ["--help"], new ParserConfiguration { ResponseFileTokenReplacer = null });
        try
        {
            if (result.UnmatchedTokens is [var unknown, ..])
                throw new CommandException($"'{unknown}' is not understood; see autograd --help.");
            if (result.Errors is [var mistake, ..])
                throw new CommandException(mistake.Message);
            var exitCode = result.Invoke(new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false });
            output.Flush();
            return exitCode;
        }
        catch (Exception exception) when (Explain(exception) is { } message)
        {
            Print(error, message);
            return Mistake;
        }
    }

    /// <summary>What to say about an exception that is no fault of the program; null for others.</summary>
    private static string? Explain(Exception exception) => exception switch
    {
        CommandException or FormatException or IOException or UnauthorizedAccessException => exception.Message,
        ShapeException or TypeException => Wording.Message((ArgumentException)exception),
        OutOfMemoryException => "there is not enough memory for this; give less data or smaller sizes.",
        OverflowException => "a size or a number is too large for this; give less data or smaller numbers.",
        AggregateException { InnerException: { } inner } => Explain(inner),
        _ => null,
    };

    private static void Print(TextWriter error, string message)
    {
        // One line, whatever a file's name or content put into it.
        var line = string.Join(' ', message.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries));
        try
        {
            error.WriteLine($"autograd: {string.Concat(line.Select(character => char.IsControl(character) ? '\uFFFD' : character))}");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Standard error is closed: the exit code must say it alone.
        }
    }
}
