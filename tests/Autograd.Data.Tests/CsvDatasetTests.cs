namespace Autograd.Data.Tests;

public sealed class CsvDatasetTests : Folder
{
    private const string Houses = "area,town,rooms,price\n100,Ulm,4,300\n50,Bonn,,200.5\n75,Ulm,2,1e2\n";

    [Fact]
    public void Columns_of_numbers_become_a_matrix()
    {
        var points = CsvDataset.Read(Write("points.csv", "x0,x1,label\n1,-2,0\n0.5,1e-1,1\n"), targets: ["label"]);
        var (x, y) = points.ReadBatch([0, 1], default, TestContext.Current.CancellationToken);
        Assert.Equal([1f, -2, 0.5f, 0.1f], x.ToArray<float>());
        Assert.Equal((Shape.Create(2, 2), Shape.Create(2, 1), DType.Float32), (x.Shape, y.Shape, y.DType));
        Assert.Equal(["x0", "x1"], points.InputNames);
        Assert.Equal(["label"], points.TargetNames);
        Assert.Single(CsvDataset.Read(PathOf("points.csv"))[0].Parts);
    }

    [Fact]
    public void Categories_become_indices_or_columns_and_a_single_target_of_them_classes()
    {
        var path = Write("houses.csv", Houses);
        var houses = CsvDataset.Read(path, ["area", CsvColumn.OneHot("town"), CsvColumn.Number("rooms", CsvMissing.Mean)], [CsvColumn.Category("town")]);
        Assert.Equal(["area", "town=Bonn", "town=Ulm", "rooms"], houses.InputNames);
        Assert.Equal([100f, 0, 1, 4, 50, 1, 0, 3, 75, 0, 1, 2], houses.Input.ToArray<float>());
        Assert.Equal((DType.Int64, "1 0 1"), (houses.Target.DType, string.Join(' ', houses.Target.ToArray<long>())));

        var both = CsvDataset.Read(path, [CsvColumn.Category("town")], [CsvColumn.OneHot("town"), "price"]);
        Assert.Equal([1f, 0, 1], both.Input.ToArray<float>());
        Assert.Equal([0f, 1, 300, 1, 0, 200.5f, 0, 1, 100], both.Target.ToArray<float>());
        Assert.Equal([2L, 0, 1], CsvDataset.Read(Write("n.csv", "a,b\n1,10\n1,2\n1,9\n"), ["a"], [CsvColumn.Category("b")]).Target.ToArray<long>());
    }

    [Fact]
    public void Another_file_is_read_with_what_was_measured_in_the_first()
    {
        var train = CsvDataset.Read(Write("train.csv", Houses), [CsvColumn.OneHot("town"), CsvColumn.Number("rooms", CsvMissing.Mean)], ["price"]);
        var test = CsvDataset.Read(Write("test.csv", "price,rooms,town\n1,,Ulm\n2,7,Ulm\n"), train.InputColumns, train.TargetColumns);
        Assert.Equal([0f, 1, 3, 0, 1, 7], test.Input.ToArray<float>());
        var other = Write("other.csv", "price,rooms,town\n1,1,Ulm\n1,1,Köln\n");
        Assert.Equal(
            $"{other}, line 3, column 'town': 'Köln' is not among the values 'Bonn', 'Ulm'.",
            Assert.Throws<FormatException>(() => CsvDataset.Read(other, train.InputColumns)).Message);
    }

    [Fact]
    public void Missing_values_are_replaced_as_asked()
    {
        var path = Write("gaps.csv", "a,b\nNA,x\n2,?\n4,x\n");
        var gaps = CsvDataset.Read(path, [CsvColumn.Number("a", CsvMissing.Constant(-1)), CsvColumn.Category("b", missing: "none")], missing: ["NA", "?"]);
        Assert.Equal([-1f, 1, 2, 0, 4, 1], gaps.Input.ToArray<float>());
    }

    [Fact]
    public void A_file_without_header_has_numbered_columns()
    {
        var rows = CsvDataset.Read(Write("rows.csv", "1;2;3\n4;5;6\n"), ["2", "0"], ["1"], hasHeader: false, separator: ';');
        Assert.Equal([3f, 1, 6, 4], rows.Input.ToArray<float>());
        Assert.Equal([2f, 5], rows.Target.ToArray<float>());
    }

    [Theory]
    [InlineData("a,b\n1,2\n3,x\n", "PATH, line 3, column 'b': 'x' is not a finite number; for names use CsvColumn.Category or OneHot.")]
    [InlineData("a,b\n1,nan\n", "PATH, line 2, column 'b': 'nan' is not a finite number; for names use CsvColumn.Category or OneHot.")]
    [InlineData("a,b\n1,2\n\n3,\n", "PATH, line 4, column 'b': the value is missing; choose what to take in its place, for example CsvMissing.Mean.")]
    [InlineData("a,b\n1,2\n3\n", "PATH, line 3: there are 1 fields, but 2 columns.")]
    [InlineData("a,b\n1,2,3\n", "PATH, line 2: there are 3 fields, but 2 columns.")]
    [InlineData("a,c\n1,2\n", "PATH: there is no column 'b'; the columns are 'a', 'c'.")]
    [InlineData("b,b\n1,2\n", "PATH, line 1: 2 columns are called 'b'; every column needs a name of its own.")]
    [InlineData("a,b\n", "PATH: there are no rows below the first line, which names the columns.")]
    [InlineData("", "PATH: there are no rows below the first line, which names the columns.")]
    [InlineData("a,b\n1,\"2\n", "PATH, line 2: the quotes of this record do not match.")]
    public void What_is_wrong_with_a_file_is_said(string content, string message)
    {
        var path = Write("file.csv", content);
        Assert.Equal(message.Replace("PATH", path, StringComparison.Ordinal), Assert.Throws<FormatException>(() => CsvDataset.Read(path, ["b"])).Message);
    }

    [Fact]
    public void A_column_without_numbers_has_no_mean()
    {
        var path = Write("file.csv", "a,b\n,1\n,2\n");
        Assert.Equal(
            $"{path}, column 'a': all values are missing, so they have no mean; use CsvMissing.Constant, or leave the column out.",
            Assert.Throws<FormatException>(() => CsvDataset.Read(path, [CsvColumn.Number("a", CsvMissing.Mean)])).Message);
    }
}
