using System.CommandLine;
using System.Text;

namespace Autograd.Cli;

/// <summary>The <c>autograd</c> command.</summary>
internal static class Program
{
    private const int Mistake = 2;

    private static int Main(string[] arguments)
    {
        if (Console.IsOutputRedirected || OperatingSystem.IsWindows())
            Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        return Run(arguments, Console.Out, Console.Error);
    }

    /// <summary>Runs the command line given; a mistake in it is one line on <paramref name="error"/>.</summary>
    /// <returns>The exit code: 0, or 2 for a mistake.</returns>
    internal static int Run(string[] arguments, TextWriter output, TextWriter error)
    {
        var root = new RootCommand("Deep learning in pure C#, from the command line.")
        {
            RegressCommand.Create(output), ClassifyCommand.Create(output), ConvolveCommand.Create(output), ExplainCommand.Create(output),
            GraphCommand.Create(output),
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
            return result.Invoke(new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false });
        }
        catch (Exception exception) when (exception is CommandException or IOException or UnauthorizedAccessException)
        {
            // One line, whatever a file's name or content put into it.
            var line = string.Join(' ', exception.Message.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries));
            error.WriteLine($"autograd: {string.Concat(line.Select(character => char.IsControl(character) ? '\uFFFD' : character))}");
            return Mistake;
        }
        finally
        {
            output.Flush();
        }
    }
}
