namespace Autograd.Cli.Tests;

/// <summary>What the command says when the machine, and not the user, refuses.</summary>
public sealed class ProgramTests : IDisposable
{
    private readonly CommandLine _commandLine = new();

    public void Dispose() => _commandLine.Dispose();

    [Fact]
    public void Too_little_memory_is_one_line()
    {
        Assert.Equal("autograd: there is not enough memory for this; give less data or smaller sizes.", MistakeOf(new InsufficientMemoryException()));
        Assert.Equal("autograd: there is not enough memory for this; give less data or smaller sizes.", MistakeOf(new AggregateException(new InsufficientMemoryException())));
        Assert.Equal("autograd: a size or a number is too large for this; give less data or smaller numbers.", MistakeOf(new OverflowException()));
    }

    [Fact]
    public void An_output_that_fails_leaves_no_picture()
    {
        using var error = new StringWriter();
        using var output = new FailingWriter(new IOException("full"));
        Assert.Equal(2, Program.Run(["convolve", "--plot", _commandLine.PathOf("p.png")], output, error));
        Assert.Empty(_commandLine.Files);
    }

    [Fact]
    public void Without_standard_error_the_exit_code_says_it_alone()
    {
        using var output = new StringWriter();
        using var error = new FailingWriter(new UnauthorizedAccessException());
        Assert.Equal(2, Program.Run(["bogus"], output, error));
    }

    [Theory]
    [InlineData(true, "the output cannot be written: it is closed.")]
    [InlineData(false, "the output cannot be written: full")]
    public void An_output_that_fails_is_named(bool isClosed, string expected)
    {
        using var stream = new StandardOutput(new FailingStream(isClosed ? new UnauthorizedAccessException() : new IOException("full")));
        Assert.Equal(expected, Assert.Throws<CommandException>(() => stream.Write("x"u8)).Message);
    }

    private static string MistakeOf(Exception exception)
    {
        using var error = new StringWriter();
        using var output = new FailingWriter(exception);
        Assert.Equal(2, Program.Run(["graph", "--list"], output, error));
        return error.ToString().TrimEnd();
    }

    private sealed class FailingWriter(Exception exception) : StringWriter
    {
        public override void Write(char value) => throw exception;

        public override void Write(string? value) => throw exception;

        public override void WriteLine(string? value) => throw exception;
    }

    private sealed class FailingStream(Exception exception) : MemoryStream
    {
        public override void Write(ReadOnlySpan<byte> buffer) => throw exception;
    }
}
