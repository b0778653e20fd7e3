namespace Autograd.Cli.Tests;

/// <summary>Every mistake ends in one line, exit code 2 and nothing written.</summary>
public sealed class RegressMistakeTests : IDisposable
{
    private readonly CommandLine _commandLine = new();

    public void Dispose() => _commandLine.Dispose();

    [Theory]
    [InlineData("", ": the file is empty; the first line must name the columns.")]
    [InlineData("\n\n", ": the file is empty; the first line must name the columns.")]
    [InlineData("y\n1\n2\n", ", line 1: there is only one column, 'y'; a regression needs a target and a feature.")]
    [InlineData("1,2\n2,3\n", ", line 1: the first line must name the columns, it holds only numbers.")]
    [InlineData("y,x\n", ", line 1, column 'y': the file ends after 0 rows, so the problem is rank-deficient: 1 coefficient and an intercept need at least 2 rows, better many more.")]
    [InlineData("y,x\n1,2\n", ", line 2, column 'y': the file ends after 1 row, so the problem is rank-deficient: 1 coefficient and an intercept need at least 2 rows, better many more.")]
    [InlineData("y,a,b\n1,2,3\n2,3,1\n", ", line 3, column 'y': the file ends after 2 rows, so the problem is rank-deficient: 2 coefficients and an intercept need at least 3 rows, better many more.")]
    [InlineData("y,x\n1,2\n2,\n3,4\n", ", line 3, column 'x': the value is missing.")]
    [InlineData("y,x\n1,2\n2,red\n3,4\n", ", line 3, column 'x': 'red' is not a number; --target and --features choose columns of numbers.")]
    [InlineData("y,x\n1,2\n2,NaN\n3,4\n", ", line 3, column 'x': 'NaN' is not a finite number.")]
    [InlineData("y,x\n1,2\n2,1e999\n3,4\n", ", line 3, column 'x': '1e999' is not a finite number.")]
    [InlineData("y;x\n1;2,5\n2;3,5\n", ", line 2, column 'x': '2,5' is not a number; write decimals with a point.")]
    [InlineData("y,x\n1,2\n2,3,4\n", ", line 3: 3 fields, but the first line names 2 columns.")]
    [InlineData("y,x\n1,2\n2\n", ", line 3: 1 field, but the first line names 2 columns.")]
    [InlineData("y,x\n1,2\n2,\"3\n", ", line 3: the quotes of this record do not match.")]
    [InlineData("y,x,x\n1,2,3\n", ", line 1: 2 columns are called 'x'; every column needs a name of its own.")]
    [InlineData("y,x,\n1,2,\n", ", line 1: column 3 has no name; give it one, or choose others with --features.")]
    [InlineData("y,x\n1,2\n1,3\n1,4\n", ", line 1, column 'y': every value is 1; there is nothing to predict.")]
    [InlineData("y,x\n1,2\n2,2\n3,2\n", ", line 1, column 'x': every value is 2; a constant column cannot be told from the intercept, so the problem is rank-deficient; leave it out with --features.")]
    [InlineData("y,x\n1e200,2\n2e200,3\n", ", line 1, column 'y': the values are too large to be squared; use other units.")]
    public void A_file_that_will_not_do_is_refused(string content, string expected)
    {
        var file = _commandLine.Write("bad.csv", content);
        var mistake = CommandLine.Mistake("regress", file, "--plot", _commandLine.PathOf("bad.png"));
        Assert.Equal(file + expected, mistake);
        Assert.Equal(["bad.csv"], _commandLine.Files);
    }

    [Fact]
    public void Collinear_columns_are_named_and_the_problem_called_rank_deficient()
    {
        // c = 2·a + b + 0.3.
        var file = _commandLine.Write("bad.csv", "y,a,b,c,d\n1,1,10,12.3,3\n2,2,7,11.3,1\n3,4,9,17.3,7\n4,3,1,7.3,9\n9,8,2,18.3,1\n5,5,5,15.3,2\n");
        Assert.Matches(
            @"line 1, column '[abc]': it is a linear combination of '[abc]' and '[abc]', so the problem is rank-deficient \(rank 3 of 4\) and its coefficients are not unique",
            CommandLine.Mistake("regress", file, "--json"));
    }

    [Theory]
    [InlineData("--target nope", "line 1: there is no column 'nope' (--target); the columns are 'y', 'a', 'b'.")]
    [InlineData("--features a,nope", "line 1: there is no column 'nope' (--features); the columns are 'y', 'a', 'b'.")]
    [InlineData("--features a,a", "line 1, column 'a': it is named twice in --features.")]
    [InlineData("--features a,y", "line 1, column 'y': the target cannot be one of the features.")]
    public void A_column_that_will_not_do_is_refused(string options, string expected)
    {
        var file = _commandLine.Write("data.csv", "y,a,b\n1,2,3\n2,3,1\n4,4,4\n3,1,2\n");
        Assert.Equal($"{file}, {expected}", CommandLine.Mistake(["regress", file, "--json", .. options.Split(' ')]));
    }

    [Theory]
    [InlineData("regress --epochs -3", "--epochs: '-3' is not a whole number of at least 1.")]
    [InlineData("regress --epochs 0", "--epochs: '0' is not a whole number of at least 1.")]
    [InlineData("regress --epochs many", "--epochs: 'many' is not a whole number of at least 1.")]
    [InlineData("regress --learning-rate 0", "--learning-rate: '0' is not a number above 0.")]
    [InlineData("regress --learning-rate -1", "--learning-rate: '-1' is not a number above 0.")]
    [InlineData("regress --learning-rate NaN", "--learning-rate: 'NaN' is not a number above 0.")]
    [InlineData("regress --learning-rate 0,1", "--learning-rate: '0,1' is not a number above 0.")]
    [InlineData("regress --optimizer lbfgs", "--optimizer: 'lbfgs' is not sgd or adam.")]
    [InlineData("regress --seed -1", "--seed: '-1' is not a whole number of at least 0.")]
    [InlineData("regress --plot a.jpg", "--plot: 'a.jpg' must be a file name that ends in .png or .svg.")]
    [InlineData("regress --plot no/such/folder/a.png", "--plot: the folder of 'no/such/folder/a.png' does not exist.")]
    [InlineData("regress --bogus", "there is no option '--bogus'; see autograd regress --help.")]
    [InlineData("regress a.csv b.csv", "'b.csv' is not understood; see autograd --help.")]
    [InlineData("regres", "'regres' is not understood; see autograd --help.")]
    [InlineData("regress nowhere.csv", "nowhere.csv: there is no such file.")]
    [InlineData("regress .", ".: this is a folder; name a file.")]
    public void An_option_that_will_not_do_is_refused(string arguments, string expected) =>
        Assert.Equal(expected, CommandLine.Mistake(arguments.Split(' ')));

    [Fact]
    public void Divergence_is_said_with_what_to_do()
    {
        Assert.Matches(
            @"^norris.csv \(built in\): the training diverged: the loss went from .* at learning rate 1.5; use one below 1, or leave --learning-rate out.$",
            CommandLine.Mistake("regress", "--learning-rate", "1.5", "--plot", _commandLine.PathOf("never.png")));
        Assert.Empty(_commandLine.Files);
    }

    [Fact]
    public void A_picture_that_was_there_survives_a_mistake()
    {
        var plot = _commandLine.Write("old.png", "old");
        CommandLine.Mistake("regress", _commandLine.PathOf("nowhere.csv"), "--plot", plot);
        Assert.Equal("old", File.ReadAllText(plot));
    }
}
