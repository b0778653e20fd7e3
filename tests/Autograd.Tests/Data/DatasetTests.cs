using CsCheck;

namespace Autograd.Tests.Data;

public sealed class DatasetTests
{
    private static readonly TensorDataset _numbers = Numbers(10);

    [Fact]
    public void A_sample_is_taken_apart_like_a_tuple()
    {
        var (x, y) = _numbers[3];
        Assert.Equal((3f, 30L), (x.Item<float>(), y.Item<long>()));
        var (a, b, c) = new TensorDataset(Tensor.Arange(2), Tensor.Arange(2), Tensor.Arange(2))[1];
        Assert.Equal([1L, 1, 1], new[] { a, b, c }.Select(part => part.Item<long>()));
    }

    [Fact]
    public void A_batch_is_read_in_the_order_of_its_indices()
    {
        var (x, y) = _numbers.ReadBatch([7, 0, 7], default, TestContext.Current.CancellationToken);
        Assert.Equal([7f, 0, 7], x.ToArray<float>());
        Assert.Equal([70L, 0, 70], y.ToArray<long>());
    }

    [Fact]
    public void A_split_is_a_partition() =>
        Gen.Select(Gen.Int[0, 40], Gen.Int[0, 40], Gen.Int[0, 40], Gen.ULong).Sample((a, b, c, seed) =>
        {
            var parts = Numbers(a + b + c).Split([a, b, c], new Generator(seed));
            Assert.Equal([a, b, c], parts.Select(part => part.Count));
            Assert.Equal(Enumerable.Range(0, a + b + c), parts.SelectMany(Indices).Order());
        }, iter: 100);

    [Fact]
    public void A_stratified_split_is_a_partition_and_gives_each_part_its_share_of_each_label() =>
        Gen.Select(Gen.Long[0, 4].Array[1, 200], Gen.Double[0, 1], Gen.ULong).Sample((labels, fraction, seed) =>
        {
            var (first, second) = Numbers(labels.Length).Split(fraction, new Generator(seed), Tensor.From(labels));
            Assert.Equal(Enumerable.Range(0, labels.Length), Indices(first).Concat(Indices(second)).Order());
            var share = (double)first.Count / labels.Length;
            foreach (var label in labels.Distinct())
                Assert.InRange(Indices(first).Count(index => labels[index] == label) - share * labels.Count(other => other == label), -1, 1);
        }, iter: 100);

    [Fact]
    public void Shares_are_rounded_as_PyTorch_does()
    {
        Assert.Equal([1438, 359], Numbers(1797).Split([0.8, 0.2]).Select(part => part.Count));
        Assert.Equal([4, 3, 3], Numbers(10).Split([1 / 3.0, 1 / 3.0, 1 / 3.0]).Select(part => part.Count));
        // 1 − 0.8 is a little less than 0.2, and yet two of ten are a fifth.
        Assert.Equal((8, 2), _numbers.Split(0.8) is var (first, second) ? (first.Count, second.Count) : default);
    }

    [Fact]
    public void A_split_is_random_and_repeats_itself()
    {
        var order = new long[10];
        new Generator(3).Permutation(order);
        Assert.Equal(order.Select(index => (int)index), _numbers.Split([6, 4], new Generator(3)).SelectMany(Indices));
        Assert.NotEqual(Enumerable.Range(0, 10), order.Select(index => (int)index));
    }

    [Fact]
    public void Views_of_views_read_what_they_should()
    {
        var joined = Dataset.Concatenate(_numbers[7..], _numbers.Subset(5, 5), _numbers[..0], _numbers[1..2]);
        Assert.Equal([7, 8, 9, 5, 5, 1], Indices(joined));
        Assert.Equal([1, 9], Indices(joined.Subset(5, 2)));
        Assert.Equal([14f, 0], joined.Subset(0).Map(sample => (sample.Input * 2, Tensor.Zeros(3)))[0].Parts.Select(part => (float)part.Sum()));
        Assert.Equal([7f, 8, 9, 5, 5, 1], joined.ToMemory().Input.ToArray<float>());
    }

    [Fact]
    public void The_random_numbers_of_a_sample_are_its_own()
    {
        var noisy = _numbers.Map((_, generator) => Tensor.Rand([4], generator: generator));
        Assert.Equal(noisy[3].Input.ToArray<float>(), noisy[3].Input.ToArray<float>());
        Assert.Equal(noisy[3].Input.ToArray<float>(), noisy.ToMemory()[3].Input.ToArray<float>());
        Assert.Equal(10, Enumerable.Range(0, 10).Select(index => noisy[index].Input.ToArray<float>()[0]).Distinct().Count());
        Assert.Equal(8, new[] { (0, 0), (0, 1), (1, 0), (1, 1) }.SelectMany(at => new[] { new SampleSeeds(7, at.Item1)[at.Item2], new SampleSeeds(8, at.Item1)[at.Item2] }).Distinct().Count());
        Assert.Equal(new SampleSeeds(7, 2, 5)[3], new SampleSeeds(7, 2, 8)[0]);
    }

    [Fact]
    public void The_index_of_a_sample_that_fails_is_that_of_the_dataset_that_was_read()
    {
        var failing = _numbers.Map(sample => sample.Input.Item<float>() == 4 ? throw new InvalidOperationException("four") : sample);
        var exception = Assert.Throws<SampleException>(() => failing.Subset(9, 4).ReadBatch([0, 1], default, TestContext.Current.CancellationToken));
        Assert.Equal((1, "sample 1: four"), (exception.Index, exception.Message));
        Assert.IsType<InvalidOperationException>(exception.InnerException);
    }

    public static TheoryData<string> Mistakes => [.. _mistakes.Keys];

    private static readonly Dictionary<string, (Action Make, Type Exception, string Message)> _mistakes = new()
    {
        ["no such sample"] = (() => _ = _numbers[10], typeof(ArgumentOutOfRangeException),
            "TensorDataset: there is no sample 10; there are 10, counted from 0. (Parameter 'index')\nActual value was 10."),
        ["lengths"] = (() => _ = new TensorDataset(Tensor.Zeros(3, 2), Tensor.Zeros(4)), typeof(ShapeException),
            "TensorDataset: tensor 0 has shape [3, 2] and tensor 1 [4]; the first axis of each counts the samples, so they must be equal."),
        ["scalar"] = (() => _ = new TensorDataset(Tensor.Zeros(3), Tensor.From(1f)), typeof(ShapeException),
            "TensorDataset: tensor 1 is a single number; the first axis of each tensor counts the samples."),
        ["no parts"] = (() => _ = new Sample(), typeof(ArgumentException), "Sample: a sample has at least one part. (Parameter 'parts')"),
        ["no target"] = (() => _ = new Sample(Tensor.Zeros(3)).Target, typeof(InvalidOperationException),
            "Target: this sample has 1 part, (Float32 [3]), not 2; Input is the only one."),
        ["three for two"] = (() => (_, _) = new Sample(1, 2, 3f), typeof(InvalidOperationException),
            "Deconstruct: this sample has 3 parts, (Int32 [], Int32 [], Float32 []), not 2; take as many variables, or read Parts."),
        ["counts"] = (() => _numbers.Split([3, 4]), typeof(ArgumentException),
            "Split: [3, 4] does not divide 10 samples; the counts must not be negative and add up to 10. (Parameter 'counts')"),
        ["shares"] = (() => _numbers.Split([0.5, 0.25]), typeof(ArgumentException),
            "Split: the shares add up to 0.75; they must make 1, so that every sample is in one part. (Parameter 'fractions')"),
        ["share"] = (() => _numbers.Split(1.5), typeof(ArgumentException),
            "Split: 1.5 is not a share; use numbers from 0 to 1, or whole numbers for counts. (Parameter 'fractions')"),
        ["labels"] = (() => _numbers.Split(0.5, stratifyBy: Tensor.Zeros(10)), typeof(ArgumentException),
            "Split: the labels are Float32 [10]; give a vector of integers with one label for each of the 10 samples. (Parameter 'labels')"),
        ["empty batch"] = (() => _numbers.Map(sample => sample).ReadBatch([], default), typeof(ArgumentException),
            "ReadBatch: there are no samples to read; give at least one index. (Parameter 'indices')"),
        ["shapes differ"] = (() => _numbers.Map(sample => Tensor.Zeros((int)sample.Input.Item<float>() + 1)).ReadBatch([2, 5], default), typeof(SampleException),
            "sample 5: ReadBatch: it is (Float32 [6]), but sample 2 is (Float32 [3]); part 0 must have the same shape in all samples of a batch."),
        ["nothing to join"] = (() => Dataset.Concatenate(), typeof(ArgumentException),
            "Concatenate: there is nothing to join; give at least one dataset. (Parameter 'datasets')"),
    };

    [Theory, MemberData(nameof(Mistakes))]
    public void A_mistake_is_explained(string name) => Mistake.AssertExplained(_mistakes[name]);

    private static TensorDataset Numbers(int count) => new(Tensor.Arange(count).Cast(DType.Float32), Tensor.Arange(count) * 10);

    private static IEnumerable<int> Indices(Dataset dataset) => Enumerable.Range(0, dataset.Count).Select(i => (int)dataset[i].Input.Item<float>());
}
