using System.Text.RegularExpressions;
using Spectre.Console;

namespace Autograd.Training.Tests;

// The default generator belongs to one test at a time.
[Collection(nameof(TrainerTests))]
public sealed partial class ProgressTests : IDisposable
{
    private static readonly Tensor _x = Tensor.Linspace(-1, 1, 16, DType.Float32).Reshape(16, 1);

    private readonly Screen _screen = new();

    public void Dispose() => _screen.Dispose();

    [Fact]
    public void A_terminal_shows_a_bar_and_keeps_a_line_for_each_epoch()
    {
        var trainer = Create(Terminal(), () => SpinWait.SpinUntil(() => _screen.HasShownBar, TimeSpan.FromSeconds(10)));
        trainer.Fit(Batches(), Batches(), epochs: 2);
        Assert.True(_screen.HasShownBar);
        AssertShows(
            """
            before
            warning: the learning rate is 0: nothing will be learned. Set the optimizer's LearningRate.
            epoch 1/2: loss 1.737, validation 1.737, r² -0.1497, 0 s
            epoch 2/2: loss 1.737, validation 1.737, r² -0.1497, 0 s
            """);
        // A second training has a display of its own.
        trainer.Fit(Batches(), Batches(), epochs: 3);
        Assert.EndsWith("\nepoch 3/3: loss 1.737, validation 1.737, r² -0.1497, 0 s", WithoutDigits(_screen.Text));
    }

    [Fact]
    public void Exceptions_and_cancellation_leave_the_terminal_as_it_was()
    {
        var trainer = Create(Terminal(), () => throw new InvalidOperationException("[no] markup"), rate: 0.1);
        Assert.Equal("[no] markup", Assert.Throws<InvalidOperationException>(() => trainer.Fit(Batches())).Message);
        AssertShows("before");
        using var cancellation = new CancellationTokenSource();
        Create(Terminal(), cancellation.Cancel, rate: 0.1).Fit(Batches(), epochs: 2, cancellation: cancellation.Token);
        AssertShows("before\nbefore");
    }

    [Fact]
    public void Elsewhere_there_are_plain_lines()
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(_screen) });
        Create(TerminalProgress.For(console, _screen), () => { }).Fit(Batches(), epochs: 1);
        Assert.False(_screen.HasShownBar);
        AssertShows(
            """
            warning: the learning rate is 0: nothing will be learned. Set the optimizer's LearningRate.
            epoch 1/1: loss 1.737, r² -0.1497, 0 s
            """);
    }

    private void AssertShows(string expected)
    {
        Assert.Equal(expected.ReplaceLineEndings("\n"), WithoutDigits(_screen.Text));
        Assert.True(_screen.IsCursorVisible);
    }

    /// <summary>Seconds are what they are.</summary>
    private static string WithoutDigits(string text) => Seconds.Replace(text, "0 s");

    [GeneratedRegex(@"\d+\.\d s")]
    private static partial Regex Seconds { get; }

    private TrainingObserver Terminal()
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            Interactive = InteractionSupport.Yes,
            ColorSystem = ColorSystemSupport.Standard,
            Out = new AnsiConsoleOutput(_screen),
        });
        console.Profile.Width = 100;
        console.WriteLine("before");
        return TerminalProgress.For(console, TextWriter.Null);
    }

    private static Trainer Create(TrainingObserver progress, Action inLoss, double rate = 0)
    {
        var model = new Linear(1, 1, generator: new Generator(0));
        return new Trainer(model, new Sgd(model.Parameters(), rate), (output, target) =>
        {
            inLoss();
            return output.MeanSquaredError(target);
        })
        {
            Metrics = [Metric.RSquared()],
            Observers = [progress],
        };
    }

    private static DataLoader Batches() => new(new TensorDataset(_x, _x * 2 + 1), 4);
}
