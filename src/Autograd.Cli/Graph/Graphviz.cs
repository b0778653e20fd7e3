using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace Autograd.Cli;

/// <summary>The program <c>dot</c> of Graphviz, which lays a graph out and draws it.</summary>
internal sealed class Graphviz
{
    private readonly string _program;

    private Graphviz(string program) => _program = program;

    /// <summary>How long the program may take: thousands of boxes would keep it busy for hours.</summary>
    public TimeSpan TimeLimit { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Looks for the program in the folders of PATH.</summary>
    /// <exception cref="CommandException">It is not installed.</exception>
    public static Graphviz Find() => Find(Environment.GetEnvironmentVariable("PATH") ?? "");

    /// <summary>Looks for the program in some folders, written like PATH.</summary>
    /// <exception cref="CommandException">It is not there.</exception>
    public static Graphviz Find(string folders)
    {
        var name = OperatingSystem.IsWindows() ? "dot.exe" : "dot";
        foreach (var folder in folders.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
        {
            var program = Path.Combine(folder, name);
            if (File.Exists(program))
                return new Graphviz(program);
        }
        throw new CommandException(
            "pictures are drawn by Graphviz, and its program dot is not on the PATH; install it (Debian, Ubuntu: apt install graphviz; macOS: brew install graphviz), "
            + "or write .dot, .mmd or .md, which need nothing.");
    }

    /// <summary>The picture of a graph.</summary>
    /// <param name="graph">The graph in the language of Graphviz.</param>
    /// <param name="format"><c>svg</c> or <c>png</c>.</param>
    /// <exception cref="CommandException">The program failed, or took too long.</exception>
    public byte[] Draw(string graph, string format)
    {
        string[] resolution = format == "png" ? ["-Gdpi=144"] : [];
        try
        {
            using var process = Process.Start(new ProcessStartInfo(_program, [$"-T{format}", .. resolution])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
                StandardErrorEncoding = Encoding.UTF8,
            })!;
            var messages = process.StandardError.ReadToEndAsync();
            using var picture = new MemoryStream();
            var drawing = process.StandardOutput.BaseStream.CopyToAsync(picture);
            var feeding = Task.Run(() => Feed(process, graph));
            if (!process.WaitForExit(TimeLimit))
            {
                process.Kill(entireProcessTree: true);
                throw new CommandException(
                    $"Graphviz did not finish within {TimeLimit.TotalSeconds:0.#} s; leave --no-fold out, or write .dot, .mmd or .md, which take no layout.");
            }
            Task.WhenAll(drawing, feeding).GetAwaiter().GetResult();
            if (process.ExitCode == 0 && picture.Length > 0)
                return picture.ToArray();
            throw new CommandException($"{_program} drew nothing (exit code {process.ExitCode}): {messages.GetAwaiter().GetResult().Trim()}");
        }
        catch (Win32Exception exception)
        {
            throw new CommandException($"{_program} cannot be run: {exception.Message}");
        }
    }

    private static void Feed(Process process, string graph)
    {
        try
        {
            process.StandardInput.Write(graph);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended before it had read everything; its exit code and its message say why.
        }
    }
}
