namespace Autograd.Cli;

/// <summary>The functions of the expression language: the operations of the library under the names of its methods.</summary>
internal static class FunctionTable
{
    /// <summary>All of them, by family.</summary>
    public static IReadOnlyList<(string Family, Function[] Functions)> Families { get; } =
    [
        ("Arithmetic",
        [
            new("add(x, y)", a => a[0] + a[1]),
            new("sub(x, y)", a => a[0] - a[1]),
            new("mul(x, y)", a => a[0] * a[1]),
            new("div(x, y)", a => a[0] / a[1]),
            new("floorDivide(x, y)", a => a[0].FloorDivide(a[1])),
            new("remainder(x, y)", a => a[0] % a[1]),
            new("pow(x, y)", a => a.AsNumber(1) is { } exponent ? a[0].Pow(exponent) : a[0].Pow(a[1])),
            new("neg(x)", a => -a[0]),
            new("abs(x)", a => a[0].Abs()),
            new("sign(x)", a => a[0].Sign()),
            new("square(x)", a => a[0].Square()),
            new("sqrt(x)", a => a[0].Sqrt()),
            new("rsqrt(x)", a => a[0].Rsqrt()),
            new("reciprocal(x)", a => a[0].Reciprocal()),
            new("matMul(x, y)", a => a[0].MatMul(a[1])),
        ]),
        ("Exponential and trigonometric",
        [
            new("exp(x)", a => a[0].Exp()),
            new("expm1(x)", a => a[0].Expm1()),
            new("log(x)", a => a[0].Log()),
            new("log1p(x)", a => a[0].Log1p()),
            new("log2(x)", a => a[0].Log2()),
            new("log10(x)", a => a[0].Log10()),
            new("logAddExp(x, y)", a => a[0].LogAddExp(a[1])),
            new("erf(x)", a => a[0].Erf()),
            new("sin(x)", a => a[0].Sin()),
            new("cos(x)", a => a[0].Cos()),
            new("tan(x)", a => a[0].Tan()),
            new("asin(x)", a => a[0].Asin()),
            new("acos(x)", a => a[0].Acos()),
            new("atan(x)", a => a[0].Atan()),
            new("sinh(x)", a => a[0].Sinh()),
            new("cosh(x)", a => a[0].Cosh()),
            new("tanh(x)", a => a[0].Tanh()),
        ]),
        ("Activation",
        [
            new("relu(x)", a => a[0].Relu()),
            new("leakyRelu(x, slope: number = 0.01)", a => a[0].LeakyRelu(a.Number(1))),
            new("elu(x, alpha: number = 1)", a => a[0].Elu(a.Number(1))),
            new("selu(x)", a => a[0].Selu()),
            new("gelu(x, tanh: flag = false)", a => a[0].Gelu(a.Flag(1) ? GeluApproximation.Tanh : GeluApproximation.None)),
            new("silu(x)", a => a[0].Silu()),
            new("mish(x)", a => a[0].Mish()),
            new("sigmoid(x)", a => a[0].Sigmoid()),
            new("softplus(x, beta: number = 1, threshold: number = 20)", a => a[0].Softplus(a.Number(1), a.Number(2))),
            new("hardtanh(x, min: number = -1, max: number = 1)", a => a[0].Hardtanh(a.Number(1), a.Number(2))),
            new("softmax(x, axis: integer)", a => a[0].Softmax(a.Integer(1))),
            new("logSoftmax(x, axis: integer)", a => a[0].LogSoftmax(a.Integer(1))),
        ]),
        ("Reduction",
        [
            new("sum(x, axes: integers = all, keepDimensions: flag = false)", a => a[0].Sum(a.Integers(1), a.Flag(2))),
            new("mean(x, axes: integers = all, keepDimensions: flag = false)", a => a[0].Mean(a.Integers(1), a.Flag(2))),
            new("product(x, axes: integers = all, keepDimensions: flag = false)", a => a[0].Product(a.Integers(1), a.Flag(2))),
            new("max(x, axes: integers = all, keepDimensions: flag = false)", a => a[0].Max(a.Integers(1), a.Flag(2))),
            new("min(x, axes: integers = all, keepDimensions: flag = false)", a => a[0].Min(a.Integers(1), a.Flag(2))),
            new("norm(x, axes: integers = all, p: number = 2, keepDimensions: flag = false)", a => a[0].Norm(a.Integers(1), a.Number(2), a.Flag(3))),
            new("variance(x, axes: integers = all, correction: number = 1, keepDimensions: flag = false)", a => a[0].Variance(a.Integers(1), a.Number(2), a.Flag(3))),
            new("standardDeviation(x, axes: integers = all, correction: number = 1, keepDimensions: flag = false)", a => a[0].StandardDeviation(a.Integers(1), a.Number(2), a.Flag(3))),
            new("logSumExp(x, axes: integers = all, keepDimensions: flag = false)", a => a[0].LogSumExp(a.Integers(1), a.Flag(2))),
            new("cumulativeSum(x, axis: integer)", a => a[0].CumulativeSum(a.Integer(1))),
            new("argMax(x, axis: integer, keepDimensions: flag = false)", a => a[0].ArgMax(a.Integer(1), a.Flag(2))),
            new("argMin(x, axis: integer, keepDimensions: flag = false)", a => a[0].ArgMin(a.Integer(1), a.Flag(2))),
            new("all(x, axes: integers = all, keepDimensions: flag = false)", a => a[0].All(a.Integers(1), a.Flag(2))),
            new("any(x, axes: integers = all, keepDimensions: flag = false)", a => a[0].Any(a.Integers(1), a.Flag(2))),
        ]),
        ("Comparison and rounding",
        [
            new("less(x, y)", a => a[0] < a[1]),
            new("lessOrEqual(x, y)", a => a[0] <= a[1]),
            new("greater(x, y)", a => a[0] > a[1]),
            new("greaterOrEqual(x, y)", a => a[0] >= a[1]),
            new("equal(x, y)", a => a[0].Equal(a[1])),
            new("notEqual(x, y)", a => a[0].NotEqual(a[1])),
            new("and(x, y)", a => a[0].And(a[1])),
            new("or(x, y)", a => a[0].Or(a[1])),
            new("xor(x, y)", a => a[0].Xor(a[1])),
            new("not(x)", a => a[0].Not()),
            new("isNaN(x)", a => a[0].IsNaN()),
            new("isFinite(x)", a => a[0].IsFinite()),
            new("isInfinite(x)", a => a[0].IsInfinite()),
            new("where(condition, x, y)", a => Tensor.Where(a.Mask(0), a[1], a[2])),
            new("maximum(x, y)", a => a[0].Maximum(a[1])),
            new("minimum(x, y)", a => a[0].Minimum(a[1])),
            new("clamp(x, min: number = none, max: number = none)", a => a[0].Clamp(a.OptionalNumber(1), a.OptionalNumber(2))),
            new("round(x)", a => a[0].Round()),
            new("floor(x)", a => a[0].Floor()),
            new("ceiling(x)", a => a[0].Ceiling()),
            new("truncate(x)", a => a[0].Truncate()),
        ]),
        ("Loss",
        [
            new("mse(x, target, reduction: word = mean)", a => a[0].MeanSquaredError(a[1], a.Reduction(2))),
            new("meanSquaredError(x, target, reduction: word = mean)", a => a[0].MeanSquaredError(a[1], a.Reduction(2))),
            new("meanAbsoluteError(x, target, reduction: word = mean)", a => a[0].MeanAbsoluteError(a[1], a.Reduction(2))),
            new("huber(x, target, delta: number = 1, reduction: word = mean)", a => a[0].Huber(a[1], a.Number(2), a.Reduction(3))),
            new("crossEntropy(x, target, reduction: word = mean)", a => a[0].CrossEntropy(a[1].Rank < a[0].Rank ? a.Whole(1) : a[1], a.Reduction(2))),
            new("binaryCrossEntropyWithLogits(x, target, reduction: word = mean)", a => a[0].BinaryCrossEntropyWithLogits(a[1], a.Reduction(2))),
        ]),
        ("Convolution and pooling",
        [
            .. ForEachDimension(
                "convolution", "x, kernel, bias = none, stride: integers = 1, padding: integers = 0, dilation: integers = 1, groups: integer = 1",
                a => a[0].Convolution1d(a[1], a.Optional(2), a.PerAxis(3), a.PerAxis(4), a.PerAxis(5), a.Integer(6)),
                a => a[0].Convolution2d(a[1], a.Optional(2), a.PerAxis(3), a.PerAxis(4), a.PerAxis(5), a.Integer(6)),
                a => a[0].Convolution3d(a[1], a.Optional(2), a.PerAxis(3), a.PerAxis(4), a.PerAxis(5), a.Integer(6))),
            .. ForEachDimension(
                "convolutionTransposed", "x, kernel, bias = none, stride: integers = 1, padding: integers = 0, outputPadding: integers = 0, groups: integer = 1, dilation: integers = 1",
                a => a[0].ConvolutionTransposed1d(a[1], a.Optional(2), a.PerAxis(3), a.PerAxis(4), a.PerAxis(5), a.Integer(6), a.PerAxis(7)),
                a => a[0].ConvolutionTransposed2d(a[1], a.Optional(2), a.PerAxis(3), a.PerAxis(4), a.PerAxis(5), a.Integer(6), a.PerAxis(7)),
                a => a[0].ConvolutionTransposed3d(a[1], a.Optional(2), a.PerAxis(3), a.PerAxis(4), a.PerAxis(5), a.Integer(6), a.PerAxis(7))),
            .. ForEachDimension(
                "maxPool", "x, window: integers, stride: integers = window, padding: integers = 0, dilation: integers = 1, ceilMode: flag = false",
                a => a[0].MaxPool1d(a.PerAxis(1), a.PerAxis(2), a.PerAxis(3), a.PerAxis(4), a.Flag(5)),
                a => a[0].MaxPool2d(a.PerAxis(1), a.PerAxis(2), a.PerAxis(3), a.PerAxis(4), a.Flag(5)),
                a => a[0].MaxPool3d(a.PerAxis(1), a.PerAxis(2), a.PerAxis(3), a.PerAxis(4), a.Flag(5))),
            .. ForEachDimension(
                "averagePool", "x, window: integers, stride: integers = window, padding: integers = 0, ceilMode: flag = false",
                a => a[0].AveragePool1d(a.PerAxis(1), a.PerAxis(2), a.PerAxis(3), a.Flag(4)),
                a => a[0].AveragePool2d(a.PerAxis(1), a.PerAxis(2), a.PerAxis(3), a.Flag(4)),
                a => a[0].AveragePool3d(a.PerAxis(1), a.PerAxis(2), a.PerAxis(3), a.Flag(4))),
            .. ForEachDimension(
                "adaptiveMaxPool", "x, size: integers",
                a => a[0].AdaptiveMaxPool1d(a.PerAxis(1)), a => a[0].AdaptiveMaxPool2d(a.PerAxis(1)), a => a[0].AdaptiveMaxPool3d(a.PerAxis(1))),
            .. ForEachDimension(
                "adaptiveAveragePool", "x, size: integers",
                a => a[0].AdaptiveAveragePool1d(a.PerAxis(1)), a => a[0].AdaptiveAveragePool2d(a.PerAxis(1)), a => a[0].AdaptiveAveragePool3d(a.PerAxis(1))),
            new("interpolate(x, size: integers, mode: word = nearest, alignCorners: flag = false)", a => a[0].Interpolate(a.PerAxis(1), a.Interpolation(2), a.Flag(3))),
            new("unfold(x, axis: integer, size: integer, step: integer = 1)", a => a[0].Unfold(a.Integer(1), a.Integer(2), a.Integer(3))),
        ]),
        ("Shape",
        [
            new("reshape(x, shape: integers)", a => a[0].Reshape(a.Integers(1).AsSpan())),
            new("expand(x, shape: integers)", a => a[0].Expand(a.Integers(1).AsSpan())),
            new("transpose(x, axis1: integer = -2, axis2: integer = -1)", a => a[0].Transpose(a.Integer(1), a.Integer(2))),
            new("permute(x, axes: integers)", a => a[0].Permute(a.Integers(1))),
            new("flip(x, axes: integers)", a => a[0].Flip(a.Integers(1))),
            new("flatten(x, startAxis: integer = 0, endAxis: integer = -1)", a => a[0].Flatten(a.Integer(1), a.Integer(2))),
            new("squeeze(x, axis: integer = none)", a => a.OptionalInteger(1) is { } axis ? a[0].Squeeze(axis) : a[0].Squeeze()),
            new("unsqueeze(x, axis: integer)", a => a[0].Unsqueeze(a.Integer(1))),
            new("concatenate(x: tensors, axis: integer = 0)", a => Tensor.Concatenate(a.Tensors(0), a.Integer(1))),
            new("stack(x: tensors, axis: integer = 0)", a => Tensor.Stack(a.Tensors(0), a.Integer(1))),
            new("tile(x, counts: integers)", a => a[0].Tile(a.Integers(1))),
            new("pad(x, padding: integers, value: number = 0)", a => a[0].Pad(a.Integers(1), value: a.Number(2))),
            new("slice(x, axis: integer, start: integer = none, end: integer = none, step: integer = 1)", a => a[0].Slice(a.Integer(1), a.OptionalInteger(2), a.OptionalInteger(3), a.Integer(4))),
            new("select(x, axis: integer, index: integer)", a => a[0].Select(a.Integer(1), a.Integer(2))),
            new("diagonal(x, offset: integer = 0, axis1: integer = 0, axis2: integer = 1)", a => a[0].Diagonal(a.Integer(1), a.Integer(2), a.Integer(3))),
            new("tril(x, diagonal: integer = 0)", a => a[0].Tril(a.Integer(1))),
            new("triu(x, diagonal: integer = 0)", a => a[0].Triu(a.Integer(1))),
        ]),
        ("Indexing and order",
        [
            new("gather(x, axis: integer, index)", a => a[0].Gather(a.Integer(1), a.Whole(2))),
            new("scatterAdd(x, axis: integer, index, source)", a => a[0].ScatterAdd(a.Integer(1), a.Whole(2), a[3])),
            new("indexSelect(x, axis: integer, indices)", a => a[0].IndexSelect(a.Integer(1), a.Whole(2))),
            new("maskedFill(x, mask, value: number)", a => a[0].MaskedFill(a.Mask(1), a.Number(2))),
            new("maskedSelect(x, mask)", a => a[0].MaskedSelect(a.Mask(1))),
            new("oneHot(x, classes: integer = none)", a => a.Whole(0).OneHot(a.OptionalInteger(1))),
            new("sort(x, axis: integer = -1, descending: flag = false)", a => a[0].Sort(a.Integer(1), a.Flag(2))),
            new("argSort(x, axis: integer = -1, descending: flag = false)", a => a[0].ArgSort(a.Integer(1), a.Flag(2))),
            new("topK(x, k: integer, axis: integer = -1, largest: flag = true)", a => a[0].TopK(a.Integer(1), a.Integer(2), a.Flag(3))),
        ]),
    ];

    private static readonly Dictionary<string, Function> _byName = Families.SelectMany(family => family.Functions).ToDictionary(function => Key(function.Name));

    /// <summary>The function of a name, in any case and also in PyTorch's spelling (<c>log_softmax</c>), or null.</summary>
    public static Function? Find(string name) => _byName.GetValueOrDefault(Key(name));

    /// <summary>The function whose name looks most like the one given, or null if none does.</summary>
    public static Function? Similar(string name)
    {
        var (function, distance) = _byName.Values.Select(function => (function, Distance(Key(name), Key(function.Name)))).MinBy(pair => pair.Item2);
        return 3 * distance <= name.Length + 1 ? function : null;
    }

    /// <summary>One function for one, two and three spatial axes each.</summary>
    private static IEnumerable<Function> ForEachDimension(string name, string parameters, params Func<Arguments, Tensor>[] functions) =>
        functions.Select((function, i) => new Function($"{name}{i + 1}d({parameters})", function));

    private static string Key(string name) => name.Replace("_", "", StringComparison.Ordinal).ToLowerInvariant();

    /// <summary>How many letters must be changed, added or left out to make one word of the other (Levenshtein).</summary>
    private static int Distance(string from, string to)
    {
        int[] row = [.. Enumerable.Range(0, to.Length + 1)];
        for (var i = 1; i <= from.Length; i++)
        {
            var diagonal = row[0]++;
            for (var j = 1; j <= to.Length; j++)
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j - 1], row[j]) + 1, diagonal + (from[i - 1] == to[j - 1] ? 0 : 1)));
        }
        return row[^1];
    }
}
