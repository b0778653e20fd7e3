namespace Autograd.Cli.Tests;

/// <summary>Every mistake ends in one line, exit code 2 and nothing written.</summary>
public sealed class ClassifyMistakeTests : IDisposable
{
    private const string Good = "a,b,label\n1,2,x\n2,3,y\n3,1,x\n4,4,y\n1,1,x\n1,2,x\n2,2,y\n1,3,y\n";

    private readonly CommandLine _commandLine = new();

    public void Dispose() => _commandLine.Dispose();

    [Theory]
    [InlineData("", ": the file is empty; the first line must name the columns.")]
    [InlineData("label\nx\n", ", line 1: there is only one column, 'label'; a classification needs a feature and a label.")]
    [InlineData("1,2,0\n2,3,1\n", ", line 1: the first line must name the columns, it holds only numbers.")]
    [InlineData("a,b,label\n", ", line 1, column 'label': the file ends after 0 rows; there is nothing to learn from.")]
    [InlineData("a,b,label\n1,2,x\n2,3\n", ", line 3: 2 fields, but the first line names 3 columns.")]
    [InlineData("a,b,label\n1,2,x\n2,red,y\n", ", line 3, column 'b': 'red' is not a number; --label and --features choose the columns.")]
    [InlineData("a,b,label\n1,2,x\n2,,y\n", ", line 3, column 'b': the value is missing.")]
    [InlineData("a,b,label\n1,2,x\n2,3,\n", ", line 3, column 'label': the value is missing.")]
    [InlineData("a,b,label\n1,2,x\n2,inf,y\n", ", line 3, column 'b': 'inf' is not a number; --label and --features choose the columns.")]
    [InlineData("a,b,label\n1,2,x\n2,1e999,y\n", ", line 3, column 'b': '1e999' is not a finite number.")]
    [InlineData("a,b,label\n1,2,x\n2,3,x\n", ", line 1, column 'label': every row is 'x'; there are no two classes to tell apart.")]
    [InlineData("a,b,label\n1,2,1\n2,3,1.0\n", ", line 1, column 'label': every row is '1'; there are no two classes to tell apart.")]
    [InlineData("a,b,label\n1,2,x\n2,3,y\n3,3,z\n", ", line 1, column 'label': there are 3 classes ('x', 'y', 'z'), but two are told apart here; choose another column with --label, or leave rows out.")]
    [InlineData("a,label\n1,1\n2,2\n3,3\n4,4\n5,5\n6,6\n", ", line 1, column 'label': there are 6 classes ('1', '2', '3', '4', '5', …), but two are told apart here; choose another column with --label, or leave rows out.")]
    [InlineData("a,b,label\n1,2,x\n1,3,y\n", ", line 1, column 'a': every value is 1; such a column tells no classes apart; leave it out with --features.")]
    [InlineData("a,b,label\n1e200,2,x\n2,3,y\n", ", line 1, column 'a': the values are too large to be squared; use other units.")]
    [InlineData("a,b,label\n1,2,x\n2,3,y\n", ": --test-share 0.25 of 2 rows leaves none to test on; give more rows, a larger share, or a file with --test.")]
    public void A_file_that_will_not_do_is_refused(string content, string expected)
    {
        var file = _commandLine.Write("bad.csv", content);
        var mistake = CommandLine.Mistake("classify", file, "--plot", _commandLine.PathOf("bad.png"));
        Assert.Equal(file + expected, mistake);
        Assert.Equal(["bad.csv"], _commandLine.Files);
    }

    [Theory]
    [InlineData("", ": the file is empty; the first line must name the columns.")]
    [InlineData("a,b\n1,2\n", ", line 1: there is no column 'label' (as in GOOD); the columns are 'a', 'b'.")]
    [InlineData("label,b\nx,2\n", ", line 1: there is no column 'a' (as in GOOD); the columns are 'label', 'b'.")]
    [InlineData("label,b,a\n", ", line 1: the file ends after 0 rows; there is nothing to test on.")]
    [InlineData("label,b,a\nx,1,2\nq,1,2\n", ", line 3, column 'label': 'q' is not a class of GOOD, which has 'x' and 'y'.")]
    public void A_test_file_that_will_not_do_is_refused(string content, string expected)
    {
        var (good, bad) = (_commandLine.Write("good.csv", Good), _commandLine.Write("bad.csv", content));
        Assert.Equal(bad + expected.Replace("GOOD", good, StringComparison.Ordinal), CommandLine.Mistake("classify", good, "--test", bad, "--json"));
    }

    [Theory]
    [InlineData("--label nope", "FILE, line 1: there is no column 'nope' (--label); the columns are 'a', 'b', 'label'.")]
    [InlineData("--features a,nope", "FILE, line 1: there is no column 'nope' (--features); the columns are 'a', 'b', 'label'.")]
    [InlineData("--features a,label", "FILE, line 1, column 'label': the label cannot be one of the features.")]
    [InlineData("--features a,a", "FILE, line 1, column 'a': it is named twice in --features.")]
    [InlineData("--layers 4,100,1", "--layers: FILE has 2 features and a bias column, so the first layer must be 3, not 4.")]
    [InlineData("--layers 3,100,2", "--layers: the last layer is the probability of one class, so it must be 1, not 2.")]
    [InlineData("--test-share 0.01", "FILE: --test-share 0.01 of 8 rows leaves none to test on; give more rows, a larger share, or a file with --test.")]
    [InlineData("--test FILE --test-share 0.5", "--test-share: --test names a file of points to test on, so none are set aside; leave one of the two out.")]
    [InlineData("--test nowhere.csv", "nowhere.csv: there is no such file.")]
    public void Options_that_do_not_fit_the_file_are_refused(string options, string expected)
    {
        var file = _commandLine.Write("data.csv", Good);
        var arguments = options.Split(' ').Select(word => word.Replace("FILE", file, StringComparison.Ordinal));
        Assert.Equal(expected.Replace("FILE", file, StringComparison.Ordinal), CommandLine.Mistake(["classify", file, "--json", .. arguments]));
    }

    [Theory]
    [InlineData("--epochs 0", "--epochs: '0' is not a whole number of at least 1.")]
    [InlineData("--batch 0", "--batch: '0' is not a whole number of at least 1.")]
    [InlineData("--learning-rate -1", "--learning-rate: '-1' is not a number above 0.")]
    [InlineData("--initial-scale 0", "--initial-scale: '0' is not a number above 0.")]
    [InlineData("--test-share 1", "--test-share: '1' is not a number between 0 and 1.")]
    [InlineData("--layers 3", "--layers: '3' is not a list of two or more whole numbers from 1 to 10000, like 3,100,1.")]
    [InlineData("--layers 3,x,1", "--layers: '3,x,1' is not a list of two or more whole numbers from 1 to 10000, like 3,100,1.")]
    [InlineData("--layers 3,0,1", "--layers: '3,0,1' is not a list of two or more whole numbers from 1 to 10000, like 3,100,1.")]
    [InlineData("--layers 3,1000000,1", "--layers: '3,1000000,1' is not a list of two or more whole numbers from 1 to 10000, like 3,100,1.")]
    [InlineData("--layers 2,100,1", "--layers: two moons (built in) has 2 features and a bias column, so the first layer must be 3, not 2.")]
    [InlineData("--layers 3,10000,10000,1", "--layers: these layers have 100040000 weights; there may be 100000000; use fewer or smaller layers.")]
    [InlineData("--loss hinge", "--loss: 'hinge' is not mse or cross-entropy.")]
    [InlineData("--optimizer lbfgs", "--optimizer: 'lbfgs' is not sgd or adam.")]
    [InlineData("--seed -1", "--seed: '-1' is not a whole number of at least 0.")]
    [InlineData("--plot a.jpg", "--plot: 'a.jpg' must be a file name that ends in .png or .svg.")]
    [InlineData("--test a.csv", "--test: the built-in points come with their own; name a FILE.csv to learn from too.")]
    [InlineData("--label a", "--label: the built-in points have no columns to choose from; name a FILE.csv.")]
    [InlineData("--features a", "--features: the built-in points have no columns to choose from; name a FILE.csv.")]
    [InlineData("--bogus", "there is no option '--bogus'; see autograd classify --help.")]
    [InlineData("nowhere.csv", "nowhere.csv: there is no such file.")]
    [InlineData(".", ".: this is a folder; name a file.")]
    public void An_option_that_will_not_do_is_refused(string arguments, string expected) =>
        Assert.Equal(expected, CommandLine.Mistake(["classify", .. arguments.Split(' ')]));

    [Fact]
    public void A_step_that_memory_cannot_hold_is_refused()
    {
        var rows = string.Concat(Enumerable.Range(0, 60_000).Select(i => $"{i},{i % 2}\n"));
        var file = _commandLine.Write("long.csv", "a,label\n" + rows);
        Assert.Equal(
            "--layers: 10000 units for each of 60000 rows do not fit into memory; use fewer, or smaller steps with --batch.",
            CommandLine.Mistake("classify", file, "--layers", "2,10000,1"));
    }

    [Theory]
    [InlineData("--learning-rate 1e30", @"^two moons \(built in\): the training diverged: the loss went from 0\.\d+ to NaN in \d+ epochs at learning rate 1E\+30; use a smaller --learning-rate, or leave it out\.$")]
    [InlineData("--loss cross-entropy --learning-rate 1000 --epochs 6 --batch 300", @"^two moons \(built in\): the training diverged: the loss went from 0\.\d+ to [\d.E+]+ in 6 epochs at learning rate 1000; use a smaller --learning-rate, or leave it out\.$")]
    public void Divergence_is_said_with_what_to_do(string options, string expected)
    {
        Assert.Matches(expected, CommandLine.Mistake(["classify", .. options.Split(' '), "--plot", _commandLine.PathOf("never.png")]));
        Assert.Empty(_commandLine.Files);
    }

    [Fact]
    public void A_picture_that_was_there_survives_a_mistake()
    {
        var plot = _commandLine.Write("old.png", "old");
        CommandLine.Mistake("classify", _commandLine.PathOf("nowhere.csv"), "--plot", plot);
        Assert.Equal("old", File.ReadAllText(plot));
    }
}
