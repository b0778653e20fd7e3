using System.CommandLine;
using System.Text;

namespace Autograd.Benchmarks;

internal static class Program
{
    private const int Mistake = 2;

    private static int Main(string[] arguments)
    {
        if (Console.IsOutputRedirected || OperatingSystem.IsWindows())
            Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        try
        {
            var result = BenchmarkCommand.Create().Parse(arguments.Length > 0 ? arguments : ["--help"]);
            if (result.Errors is [var mistake, ..])
                throw new CommandException(mistake.Message);
            return result.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (Exception exception) when (exception is CommandException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"benchmarks: {string.Join(' ', exception.Message.Split(['\r', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))}");
            return Mistake;
        }
    }
}
