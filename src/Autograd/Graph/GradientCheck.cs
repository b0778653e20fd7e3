namespace Autograd;

/// <summary>
/// Compares the gradients of a function with finite differences. One random direction per input is enough, whatever its size: the
/// derivative along v must be ⟨gradient, v⟩. Only where it is not are the elements looked at one by one, to say which is wrong.
/// PyTorch's <c>gradcheck</c> and <c>gradgradcheck</c>.
/// </summary>
public static class GradientCheck
{
    // A five-point stencil errs by h⁴·f⁗′/30 and by rounding of about 1e-16/h: both near 1e-13 here.
    private const double Step = 1e-3;

    /// <summary>Checks the gradient of a function of one tensor.</summary>
    /// <inheritdoc cref="Run(Func{IReadOnlyList{Tensor}, Tensor}, IReadOnlyList{Tensor}, int, double, ulong)"/>
    public static void Run(Func<Tensor, Tensor> function, Tensor input, int order = 2, double tolerance = 1e-8, ulong seed = 0)
    {
        ArgumentNullException.ThrowIfNull(function);
        Run(x => function(x[0]), [input], order, tolerance, seed);
    }

    /// <summary>Checks the gradients of a function with respect to each of its floating-point inputs.</summary>
    /// <param name="function">A smooth function near the inputs, written with operations, the same at every call.</param>
    /// <param name="inputs">Where to check. Float64; integers and booleans are passed on as they are.</param>
    /// <param name="order">1 checks the gradients; 2 also checks the gradients of the gradients.</param>
    /// <param name="tolerance">The greatest difference, relative to the greater of 1 and the derivative.</param>
    /// <param name="seed">The seed of the random directions.</param>
    /// <exception cref="GradientCheckException">A gradient is wrong; the message names the input, the element, got and expected.</exception>
    /// <exception cref="TypeException">An input is Float32, whose rounding would hide errors.</exception>
    public static void Run(
        Func<IReadOnlyList<Tensor>, Tensor> function, IReadOnlyList<Tensor> inputs, int order = 2, double tolerance = 1e-8, ulong seed = 0)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentOutOfRangeException.ThrowIfLessThan(order, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(order, 2);
        for (var i = 0; i < inputs.Count; i++)
        {
            if (inputs[i].DType == DType.Float32)
                throw new TypeException($"GradientCheck: input {i} is Float32, too coarse for finite differences; convert it with Cast(DType.Float64).");
        }
        if (!(tolerance > 0 && double.IsFinite(tolerance)))
            throw new ArgumentOutOfRangeException(nameof(tolerance), tolerance, $"GradientCheck: a tolerance of {tolerance} checks nothing; use a small number above 0.");
        if (RealInputs(inputs).Length == 0)
            throw new ArgumentException("GradientCheck: there is no floating-point input whose gradient could be checked.", nameof(inputs));
        var generator = new Generator(seed);
        CheckFirstOrder(function, inputs, tolerance, generator, "");
        if (order == 2)
            CheckSecondOrder(function, inputs, tolerance, generator);
    }

    private static void CheckSecondOrder(
        Func<IReadOnlyList<Tensor>, Tensor> function, IReadOnlyList<Tensor> inputs, double tolerance, Generator generator)
    {
        var real = RealInputs(inputs);
        Tensor sample = Evaluate(function, inputs);
        if (!sample.DType.IsFloatingPoint)
            return;
        // The gradients as a function of the inputs and of the gradient they start from; several are joined into one long vector.
        Tensor Gradient(IReadOnlyList<Tensor> all)
        {
            using var _ = Tensor.WithGradient();
            var leaves = all.Take(inputs.Count).Select(x => x.RequiresGradient ? x : AsLeaf(x)).ToArray();
            var y = function(leaves);
            if (!y.RequiresGradient)
                return Tensor.Zeros([1], DType.Float64);
            var gradients = Gradients.Of(y, [.. real.Select(i => leaves[i])], all[^1], createGraph: true);
            return Tensor.Concatenate([.. gradients.Select(g => g.Reshape(-1))], 0);
        }
        CheckFirstOrder(Gradient, [.. inputs, Random(sample.Shape, generator)], tolerance, generator, "second-order ");

        static Tensor AsLeaf(Tensor x) => x.DType.IsFloatingPoint ? new Variable("x", x) : x;
    }

    private static void CheckFirstOrder(
        Func<IReadOnlyList<Tensor>, Tensor> function, IReadOnlyList<Tensor> inputs, double tolerance, Generator generator, string order)
    {
        var real = RealInputs(inputs);
        var leaves = inputs.Select((x, i) => x.DType.IsFloatingPoint ? new Variable($"input {i}", x) : x).ToArray();
        Tensor y;
        using (Tensor.WithGradient())
            y = function(leaves);
        var weights = Random(y.Shape, generator);
        var gradients = y.RequiresGradient ? Gradients.Of(y, [.. real.Select(i => leaves[i])], weights) : null;
        for (var k = 0; k < real.Length; k++)
        {
            var input = real[k];
            var gradient = gradients?[k] ?? Tensor.Zeros(inputs[input].Shape, DType.Float64);
            var direction = Random(inputs[input].Shape, generator);
            var got = Dot(gradient, direction);
            var expected = Derivative(function, inputs, input, direction, weights);
            if (!IsClose(got, expected, tolerance))
                throw Locate(function, inputs, input, gradient, weights, got, expected, order);
        }
    }

    private static GradientCheckException Locate(
        Func<IReadOnlyList<Tensor>, Tensor> function, IReadOnlyList<Tensor> inputs, int input, Tensor gradient, Tensor weights,
        double gotAlong, double expectedAlong, string order)
    {
        var got = gradient.ToArray<double>();
        var (worst, worstGot, worstExpected) = (0, gotAlong, expectedAlong);
        var worstError = -1.0;
        for (var i = 0; i < got.Length; i++)
        {
            var direction = new double[got.Length];
            direction[i] = 1;
            var expected = Derivative(function, inputs, input, Tensor.From(direction, inputs[input].Shape), weights);
            var error = Math.Abs(got[i] - expected) / Math.Max(1, Math.Abs(expected));
            if (error > worstError || double.IsNaN(error))
                (worst, worstGot, worstExpected, worstError) = (i, got[i], expected, double.IsNaN(error) ? double.MaxValue : error);
        }
        var place = string.Join(", ", Place(worst, inputs[input].Shape));
        return new GradientCheckException(
            $"GradientCheck: the {order}gradient of input {input} {inputs[input].Shape} is wrong at [{place}]: got {worstGot:R}, expected {worstExpected:R}.",
            input, worst, worstGot, worstExpected);
    }

    private static double Derivative(
        Func<IReadOnlyList<Tensor>, Tensor> function, IReadOnlyList<Tensor> inputs, int input, Tensor direction, Tensor weights)
    {
        double At(double step)
        {
            var moved = inputs.ToArray();
            moved[input] = inputs[input] + direction * step;
            return Dot(Evaluate(function, moved), weights);
        }
        return (At(-2 * Step) - 8 * At(-Step) + 8 * At(Step) - At(2 * Step)) / (12 * Step);
    }

    private static Tensor Evaluate(Func<IReadOnlyList<Tensor>, Tensor> function, IReadOnlyList<Tensor> inputs)
    {
        using (Tensor.NoGradient())
            return function(inputs);
    }

    private static double Dot(Tensor left, Tensor right)
    {
        using (Tensor.NoGradient())
            return (left.Cast(DType.Float64) * right).Sum().Item<double>();
    }

    private static Tensor Random(Shape shape, Generator generator) => Tensor.Rand(shape, DType.Float64, generator) - 0.5;

    private static bool IsClose(double got, double expected, double tolerance) =>
        Math.Abs(got - expected) <= tolerance * Math.Max(1, Math.Abs(expected));

    private static int[] RealInputs(IReadOnlyList<Tensor> inputs) =>
        [.. Enumerable.Range(0, inputs.Count).Where(i => inputs[i].DType.IsFloatingPoint)];

    private static IEnumerable<int> Place(int index, Shape shape) =>
        shape.Contiguous.Strides.ToArray().Select((stride, axis) => index / stride % Math.Max(1, shape[axis]));
}
