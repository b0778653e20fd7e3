namespace Autograd.Cli.Tests;

/// <summary>Numbers as users write them, in options and files.</summary>
public sealed class TensorTextTests : IDisposable
{
    private readonly CommandLine _commandLine = new();

    public void Dispose() => _commandLine.Dispose();

    [Theory]
    [InlineData("7", "[]", 7.0)]
    [InlineData(" -1.5e-3 ", "[]", -1.5e-3)]
    [InlineData("1 2 3", "[3]", 1.0, 2.0, 3.0)]
    [InlineData("1,2 , 3", "[3]", 1.0, 2.0, 3.0)]
    [InlineData("1 2; 3 4", "[2, 2]", 1.0, 2.0, 3.0, 4.0)]
    [InlineData("1,2\n3,4\n", "[2, 2]", 1.0, 2.0, 3.0, 4.0)]
    [InlineData("1 2;\r\n3 4;", "[2, 2]", 1.0, 2.0, 3.0, 4.0)]
    [InlineData("1;2;3", "[3, 1]", 1.0, 2.0, 3.0)]
    public void Numbers_become_a_scalar_a_vector_or_a_matrix(string text, string shape, params double[] values)
    {
        var tensor = TensorText.Parse("--let x", text);
        Assert.Equal(shape, tensor.Shape.ToString());
        Assert.Equal(values, tensor.ToArray<double>());
        Assert.Equal(2, TensorText.ParseMatrix("--let x", text).Rank);
    }

    [Fact]
    public void Single_precision_is_made_on_request() =>
        Assert.Equal([0.1f, 0.2f], TensorText.Parse("x", "0.1 0.2", DType.Float32).ToArray<float>());

    [Theory]
    [InlineData("", "there are no numbers; write rows like \"1 2 3; 4 5 6\".")]
    [InlineData(" \n ", "there are no numbers; write rows like \"1 2 3; 4 5 6\".")]
    [InlineData("1 2 3; 4 5", "row 2 has 2 numbers, row 1 has 3.")]
    [InlineData("1 2; 3", "row 2 has 1 number, row 1 has 2.")]
    [InlineData("1 2;; 3 4", "row 2 is empty; write rows like \"1 2 3; 4 5 6\".")]
    [InlineData(";", "row 1 is empty; write rows like \"1 2 3; 4 5 6\".")]
    [InlineData("1 2; 3 red", "row 2, place 2: 'red' is not a number.")]
    [InlineData("1,,2", "row 1, place 2: a number is missing.")]
    [InlineData("1,2,", "row 1, place 3: a number is missing.")]
    [InlineData("[1 2]", "row 1, place 1: '[1' is not a number; write rows like \"1 2 3; 4 5 6\", without brackets.")]
    [InlineData("1 NaN", "row 1, place 2: 'NaN' is not a finite Float64 number.")]
    [InlineData("1e999", "row 1, place 1: '1e999' is not a finite Float64 number.")]
    public void Text_that_will_not_do_is_refused(string text, string expected) =>
        Assert.Equal($"--let x: {expected}", Assert.Throws<CommandException>(() => TensorText.Parse("--let x", text)).Message);

    [Fact]
    public void A_number_beyond_single_precision_is_refused_there() => Assert.Equal(
        "x: row 1, place 1: '1e39' is not a finite Float32 number.",
        Assert.Throws<CommandException>(() => TensorText.Parse("x", "1e39", DType.Float32)).Message);

    [Theory]
    [InlineData("1,2\n3,4\n", "[2, 2]")]
    [InlineData("a;b;c\n1;2;3\n", "[1, 3]")]
    [InlineData("5\n6\n", "[2, 1]")]
    public void A_file_becomes_a_matrix(string content, string shape) =>
        Assert.Equal(shape, TensorText.ReadMatrix(_commandLine.Write("matrix.csv", content)).Shape.ToString());

    [Theory]
    [InlineData("", ": there are no numbers in this file.")]
    [InlineData("a,b\n", ": there are no numbers in this file.")]
    [InlineData("1,2\n3\n", ", line 2: this row has 1 number, the first has 2.")]
    [InlineData("a,b\n1,red\n", ", line 2, column 2: 'red' is not a number.")]
    [InlineData("1,2\n3,\n", ", line 2, column 2: a number is missing.")]
    [InlineData("1,2\n3,\"4\n", ", line 2: the quotes of this record do not match.")]
    public void A_file_that_will_not_do_is_refused(string content, string expected)
    {
        var file = _commandLine.Write("matrix.csv", content);
        Assert.Equal(file + expected, Assert.Throws<CommandException>(() => TensorText.ReadMatrix(file)).Message);
    }

    [Fact]
    public void A_file_that_is_not_there_is_named()
    {
        Assert.Equal("nowhere.csv: there is no such file.", Assert.Throws<CommandException>(() => TensorText.ReadMatrix("nowhere.csv")).Message);
        Assert.Equal(".: this is a folder; name a file.", Assert.Throws<CommandException>(() => TensorText.ReadMatrix(".")).Message);
    }
}
