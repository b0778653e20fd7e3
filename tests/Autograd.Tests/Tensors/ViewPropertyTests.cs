using CsCheck;

namespace Autograd.Tests.Tensors;

/// <summary>Random shapes under random chains of views, and random indices, against <see cref="NaiveTensor"/>.</summary>
public class ViewPropertyTests
{
    private const int MostElements = 600;

    private static readonly Gen<int[]> _shapes = Gen.Int[0, 9].Select(size => size > 6 ? 1 : size > 4 ? 2 : size).Array[0, 4];

    private static readonly Gen<(int[] Shape, int[] Seeds)> _chains = Gen.Select(_shapes, Gen.Int[0, 1 << 20].Array[1, 6]);

    [Fact]
    public void Chains_of_views_show_the_right_elements() => _chains.Sample((shape, seeds) =>
    {
        var (tensor, model) = (Numbered(shape), NaiveTensor.Numbered(shape));
        foreach (var seed in seeds)
            Step(new Random(seed), ref tensor, ref model);
        Assert.Equal(model.Shape, tensor.Shape.Sizes);
        var expected = model.Elements();
        Assert.Equal(expected, tensor.ToArray<int>());
        Assert.Equal(expected, tensor.Contiguous().AsSpan<int>());
        Assert.Equal(expected, tensor.Reshape(-1 * Math.Sign(expected.Length)).ToArray<int>());
        Assert.Equal(expected.Select(element => -element), tensor.Neg().ToArray<int>());
        Assert.Equal(expected.Sum(), tensor.Sum().Item<long>());
    }, iter: 3000);

    [Fact]
    public void Gradients_of_chains_go_where_the_elements_came_from() => _chains.Sample((shape, seeds) =>
    {
        var variable = new Variable("x", Numbered(shape).Cast(DType.Float64));
        Tensor tensor = variable;
        var model = NaiveTensor.Numbered(shape);
        foreach (var seed in seeds)
            Step(new Random(seed), ref tensor, ref model);
        var expected = new double[variable.Count];
        var elements = model.Elements();
        for (var i = 0; i < elements.Length; i++)
            expected[elements[i]] += i + 1;
        tensor.Backward(Tensor.Arange(1.0, elements.Length + 1, 1, DType.Float64).Reshape(tensor.Shape));
        Assert.Equal(expected, variable.Gradient!.ToArray<double>());
    }, iter: 1500);

    [Fact]
    public void Indices_pick_the_right_elements() => Gen.Select(_shapes, Gen.Int[0, 1 << 20]).Sample((shape, seed) =>
    {
        var random = new Random(seed);
        var (tensor, model) = (Numbered(shape), NaiveTensor.Numbered(shape));
        // Some axes in another order first, so that the memory has gaps.
        var order = Enumerable.Range(0, shape.Length).ToArray();
        random.Shuffle(order);
        (tensor, model) = (tensor.Permute(order), model.Permute(order));

        List<TensorIndex> indices = [];
        List<(int Axis, Tensor Positions)> picks = [];
        int[] common = random.Next(2) == 0 ? [2] : [2, 3];
        var place = 0;
        for (var axis = 0; axis < tensor.Rank; axis++)
        {
            var size = tensor.Shape[axis];
            switch (random.Next(6))
            {
                case 0 when size > 0:
                    var position = random.Next(size);
                    indices.Add(random.Next(3) switch { 0 => (TensorIndex)position, 1 => position - size, _ => ^(size - position) });
                    model = model.Select(place, position);
                    break;
                case 1:
                    var start = random.Next(size + 1);
                    var end = random.Next(start, size + 1);
                    indices.Add(random.Next(2) == 0 ? start..end : ^(size - start)..^(size - end));
                    model = model.Pick(place++, [.. Enumerable.Range(start, end - start)]);
                    break;
                case 2:
                    indices.Add(TensorIndex.NewAxis);
                    model = model.Insert(place);
                    place++;
                    axis--;
                    break;
                case 3 when size > 0:
                    // Of the common shape, or one that broadcasts to it.
                    int[] own = random.Next(2) == 0 ? common : common[1..];
                    var positions = Tensor.From<int>([.. Enumerable.Range(0, own.Aggregate(1, (a, b) => a * b)).Select(_ => random.Next(-size, size))], own);
                    indices.Add(positions);
                    picks.Add((place++, positions));
                    if (own.Length == 0)
                        (model, place, _) = (model.Select(place - 1, (positions.Item<int>() + size) % size), place - 1, picks.Remove(picks[^1]));
                    break;
                default:
                    indices.Add(..);
                    place++;
                    break;
            }
        }
        // Whole axes at the end need no index, or an ellipsis.
        if (picks.Count == 0 && random.Next(2) == 0)
            indices.Add(TensorIndex.Ellipsis);
        model = Picked(model, picks);
        var actual = tensor[[.. indices]];
        Assert.Equal(model.Shape, actual.Shape.Sizes);
        Assert.Equal(model.Elements(), actual.ToArray<int>());
    }, iter: 3000);

    [Fact]
    public void Masks_keep_what_they_mark() => Gen.Select(_shapes, Gen.Int[0, 1 << 20]).Sample((shape, seed) =>
    {
        var random = new Random(seed);
        var first = random.Next(shape.Length + 1);
        var masked = shape[first..random.Next(first, shape.Length + 1)];
        var marks = Enumerable.Range(0, masked.Aggregate(1, (a, b) => a * b)).Select(_ => random.Next(2) == 0).ToArray();
        var kept = Enumerable.Range(0, marks.Length).Where(i => marks[i]).ToArray();
        var model = NaiveTensor.Numbered(shape).Reshape([.. shape[..first], marks.Length, .. shape[(first + masked.Length)..]]).Pick(first, kept);
        TensorIndex[] indices = [.. Enumerable.Repeat(TensorIndex.All, first), Tensor.From(marks, masked)];
        var actual = Numbered(shape)[indices];
        Assert.Equal(model.Shape, actual.Shape.Sizes);
        Assert.Equal(model.Elements(), actual.ToArray<int>());
    }, iter: 1000);

    private static Tensor Numbered(int[] shape)
    {
        var numbers = NaiveTensor.Numbered(shape);
        return Tensor.From(numbers.Elements(), shape);
    }

    /// <summary>Advanced indexing as PyTorch defines it: the common axes of all tensors replace the indexed ones, or come first.</summary>
    private static NaiveTensor Picked(NaiveTensor model, List<(int Axis, Tensor Positions)> picks)
    {
        if (picks.Count == 0)
            return model;
        var common = picks.Select(pick => pick.Positions.Shape).Aggregate((a, b) => Shape.Broadcast(a, b, "test")).ToArray();
        var axes = picks.Select(pick => pick.Axis).ToArray();
        int[] rest = [.. Enumerable.Range(0, model.Shape.Length).Where(axis => !axes.Contains(axis))];
        var place = axes[^1] - axes[0] == axes.Length - 1 ? axes[0] : 0;
        var lists = picks.Select(pick => NaiveTensor.Numbered([.. pick.Positions.Shape]).Expand(common)).ToArray();
        var values = picks.Select(pick => pick.Positions.ToArray<int>()).ToArray();
        int[] shape = [.. rest[..place].Select(axis => model.Shape[axis]), .. common, .. rest[place..].Select(axis => model.Shape[axis])];
        return new NaiveTensor(shape, index =>
        {
            var source = new int[model.Shape.Length];
            for (var i = 0; i < rest.Length; i++)
                source[rest[i]] = index[i < place ? i : i + common.Length];
            for (var i = 0; i < axes.Length; i++)
            {
                var position = values[i][lists[i].At(index[place..(place + common.Length)])];
                source[axes[i]] = position < 0 ? position + model.Shape[axes[i]] : position;
            }
            return model.At(source);
        });
    }

    /// <summary>One random view of the tensor, and the same of the model.</summary>
    private static void Step(Random random, ref Tensor tensor, ref NaiveTensor model)
    {
        var rank = tensor.Rank;
        var axis = rank == 0 ? 0 : random.Next(rank);
        var size = rank == 0 ? 1 : tensor.Shape[axis];
        switch (random.Next(8))
        {
            case 0:
                var order = Enumerable.Range(0, rank).ToArray();
                random.Shuffle(order);
                (tensor, model) = (tensor.Permute(order), model.Permute(order));
                break;
            case 1 when rank > 0:
                int? start = random.Next(3) == 0 ? null : random.Next(-size - 2, size + 2), end = random.Next(3) == 0 ? null : random.Next(-size - 2, size + 2);
                int[] steps = [1, 1, 2, 3, -1, -2, -3, int.MaxValue, int.MinValue];
                var step = steps[random.Next(steps.Length)];
                (tensor, model) = (tensor.Slice(axis, start, end, step), model.Pick(axis, PythonSlice(size, start, end, step)));
                break;
            case 2 when tensor.Count <= MostElements / 3:
                int[] target = [.. tensor.Shape.Select(s => s == 1 ? 3 : s)];
                if (random.Next(2) == 0)
                    target = [2, .. tensor.Shape];
                (tensor, model) = (tensor.Expand(target), model.Expand(target));
                break;
            case 3:
                int[] shape = Regrouped(random, [.. tensor.Shape]);
                (tensor, model) = (tensor.Reshape(shape), model.Reshape(shape));
                break;
            case 4 when rank > 0:
                (tensor, model) = (tensor.Flip(axis), model.Pick(axis, [.. Enumerable.Range(0, size).Reverse()]));
                break;
            case 5 when rank > 1:
                var offset = random.Next(-3, 4);
                (tensor, model) = (tensor.Diagonal(offset, -2, -1), model.Diagonal(offset));
                break;
            case 6:
                (tensor, model) = (tensor.Unsqueeze(axis), model.Insert(axis));
                break;
            case 7 when size > 0 && rank > 0:
                var position = random.Next(size);
                (tensor, model) = (tensor.Select(axis, position), model.Select(axis, position));
                break;
        }
    }

    /// <summary>Another shape of as many elements: two neighbours joined, or one axis cut in two.</summary>
    private static int[] Regrouped(Random random, int[] shape)
    {
        if (shape.Length > 1 && random.Next(2) == 0)
        {
            var at = random.Next(shape.Length - 1);
            return [.. shape[..at], shape[at] * shape[at + 1], .. shape[(at + 2)..]];
        }
        if (shape.Length == 0)
            return [1];
        var axis = random.Next(shape.Length);
        var divisor = Enumerable.Range(1, Math.Max(1, shape[axis])).Last(d => d <= 3 && shape[axis] % d == 0);
        return [.. shape[..axis], divisor, shape[axis] / divisor, .. shape[(axis + 1)..]];
    }

    /// <summary>The positions of Python's <c>range(size)[start:end:step]</c>, as its language reference defines them.</summary>
    private static List<int> PythonSlice(int size, int? start, int? end, long step)
    {
        long Bound(int? bound, long otherwise, long least, long most) =>
            bound is { } position ? Math.Clamp(position < 0 ? position + size : position, least, most) : otherwise;
        List<int> positions = [];
        if (step > 0)
        {
            var last = Bound(end, size, 0, size);
            for (var i = Bound(start, 0, 0, size); i < last; i += step)
                positions.Add((int)i);
        }
        else
        {
            var last = Bound(end, -1, -1, size - 1);
            for (var i = Bound(start, size - 1, -1, size - 1); i > last; i += step)
                positions.Add((int)i);
        }
        return positions;
    }
}
