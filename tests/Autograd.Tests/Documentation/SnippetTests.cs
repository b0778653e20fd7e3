using System.Text;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.Scripting;

namespace Autograd.Tests.Documentation;

/// <summary>
/// What the documentation shows is true: the C# of a page is compiled and run from top to bottom, and where a block of text follows, the
/// program printed exactly that. A block under a <c>source:</c> mark is the very file or member it names; with AUTOGRAD_UPDATE=1 it is
/// written there.
/// </summary>
[Collection(nameof(SnippetTests))]
public partial class SnippetTests
{
    public static TheoryData<string> Pages =>
    [
        .. Directory.GetFiles(Repository.Root, "*.md").Concat(Directory.GetFiles(Path.Combine(Repository.Root, "docs"), "*.md", SearchOption.AllDirectories))
            .Select(path => Path.GetRelativePath(Repository.Root, path))
            .Order(StringComparer.Ordinal),
    ];

    [Theory, MemberData(nameof(Pages))]
    public async Task Every_snippet_runs_and_prints_what_the_page_says(string page)
    {
        ScriptState<object>? state = null;
        var output = new StringBuilder();
        var console = Console.Out;
        var options = ScriptOptions.Default.AddReferences(typeof(Tensor).Assembly, typeof(Digits).Assembly, typeof(Trainer).Assembly, typeof(Autograd.Samples.Cube).Assembly)
            .AddImports("System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Numerics");
        try
        {
            using var writer = new StringWriter(output);
            Console.SetOut(writer);
            Update(page);
            foreach (Match block in Fence().Matches(Repository.Read(page)))
            {
                var (source, language, text) = (block.Groups["source"].Value, block.Groups["language"].Value, block.Groups["text"].Value);
                if (source.Length > 0)
                {
                    Assert.Equal(SourceExcerpt.Of(source), text.Trim());
                }
                else if (language == "csharp")
                {
                    output.Clear();
                    Randomness.Seed(0);
                    var cancellation = TestContext.Current.CancellationToken;
                    state = await (state is null
                        ? CSharpScript.RunAsync(text, options, cancellationToken: cancellation)
                        : state.ContinueWithAsync(text, options, cancellation));
                }
                else if (language == "text" && state is not null)
                {
                    Assert.Equal(text.Trim(), output.ToString().ReplaceLineEndings("\n").Trim());
                }
            }
        }
        catch (CompilationErrorException exception)
        {
            Assert.Fail($"{page}: {string.Join("\n", exception.Diagnostics)}");
        }
        finally
        {
            Console.SetOut(console);
        }
    }

    private static void Update(string page)
    {
        if (Environment.GetEnvironmentVariable("AUTOGRAD_UPDATE") != "1")
            return;
        var old = Repository.Read(page);
        var updated = Fence().Replace(old, block => block.Groups["source"].Value is { Length: > 0 } source
            ? $"<!-- source: {source} -->\n```{block.Groups["language"].Value}\n{SourceExcerpt.Of(source)}\n```"
            : block.Value);
        if (updated != old)
            File.WriteAllText(Path.Combine(Repository.Root, page), updated);
    }

    [GeneratedRegex(@"(?:^<!-- source: (?<source>\S+) -->\n)?^```(?<language>\w*)\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();
}

/// <summary>Runs alone: it listens to the console and seeds the random numbers.</summary>
[CollectionDefinition(nameof(SnippetTests), DisableParallelization = true)]
public sealed class SnippetCollection;
