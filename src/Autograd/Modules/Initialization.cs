using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>Which of a weight's sizes keeps its scale: that of what goes in, or of what comes out.</summary>
public enum Fan
{
    /// <summary>The inputs of each output: keeps the variance of what goes forward.</summary>
    In,

    /// <summary>The outputs of each input: keeps the variance of the gradients that go back.</summary>
    Out,
}

/// <summary>
/// First values for weights, drawn as PyTorch's <c>torch.nn.init</c> draws them: after equal seeds, equal weights. A weight is [outputs, inputs, …]; what comes
/// after are the pixels of a kernel, which count on both sides.
/// </summary>
public static class Initialization
{
    /// <summary>Uniform on [low, high). PyTorch's <c>uniform_</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The bounds are not finite, or high is below low.</exception>
    public static void Uniform(Variable variable, double low = 0, double high = 1, Generator? generator = null) =>
        Fill(variable, generator, (source, values) => source.Uniform(values, low, high), (source, values) => source.Uniform(values, low, high));

    /// <summary>Normally distributed. PyTorch's <c>normal_</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The mean is not finite, or the standard deviation negative or not finite.</exception>
    public static void Normal(Variable variable, double mean = 0, double standardDeviation = 1, Generator? generator = null) => Fill(
        variable, generator, (source, values) => source.Normal(values, mean, standardDeviation), (source, values) => source.Normal(values, mean, standardDeviation));

    /// <summary>One value everywhere. PyTorch's <c>constant_</c>.</summary>
    public static void Constant(Variable variable, double value) =>
        Fill(variable, null, (_, values) => values.Fill((float)value), (_, values) => values.Fill(value));

    /// <summary>
    /// Uniform on ±gain·√(6 / (inputs + outputs)), which keeps the scale of values and gradients about the same from layer to layer. PyTorch's
    /// <c>xavier_uniform_</c>; Glorot and Bengio 2010.
    /// </summary>
    /// <param name="variable">A weight with two axes or more.</param>
    /// <param name="gain">What the activation that follows calls for: 1 for none or sigmoid, 5/3 for tanh, √2 for ReLU.</param>
    /// <param name="generator">Where the numbers come from.</param>
    /// <exception cref="ShapeException">The weight has fewer than two axes.</exception>
    public static void XavierUniform(Variable variable, double gain = 1, Generator? generator = null)
    {
        var (inputs, outputs) = Fans(variable);
        var bound = Math.Sqrt(3) * (gain * Math.Sqrt(2.0 / (inputs + outputs)));
        Uniform(variable, -bound, bound, generator);
    }

    /// <summary>Normally distributed with standard deviation gain·√(2 / (inputs + outputs)). PyTorch's <c>xavier_normal_</c>; Glorot and Bengio 2010.</summary>
    /// <inheritdoc cref="XavierUniform"/>
    public static void XavierNormal(Variable variable, double gain = 1, Generator? generator = null)
    {
        var (inputs, outputs) = Fans(variable);
        Normal(variable, 0, gain * Math.Sqrt(2.0 / (inputs + outputs)), generator);
    }

    /// <summary>
    /// Uniform on ±√(6 / ((1 + slope²)·fan)), which keeps the scale through layers with a leaky ReLU of that slope. PyTorch's <c>kaiming_uniform_</c>;
    /// He et al. 2015.
    /// </summary>
    /// <param name="variable">A weight with two axes or more.</param>
    /// <param name="slope">The slope of the leaky ReLU that follows for negative values: 0 for ReLU.</param>
    /// <param name="fan">Which scale is kept.</param>
    /// <param name="generator">Where the numbers come from.</param>
    /// <exception cref="ShapeException">The weight has fewer than two axes.</exception>
    public static void KaimingUniform(Variable variable, double slope = 0, Fan fan = Fan.In, Generator? generator = null)
    {
        var bound = Math.Sqrt(3) * KaimingDeviation(variable, slope, fan);
        Uniform(variable, -bound, bound, generator);
    }

    /// <summary>Normally distributed with standard deviation √(2 / ((1 + slope²)·fan)). PyTorch's <c>kaiming_normal_</c>; He et al. 2015.</summary>
    /// <inheritdoc cref="KaimingUniform"/>
    public static void KaimingNormal(Variable variable, double slope = 0, Fan fan = Fan.In, Generator? generator = null) =>
        Normal(variable, 0, KaimingDeviation(variable, slope, fan), generator);

    /// <summary>A variable for a weight, all zeros, for now.</summary>
    internal static Variable Parameter(string name, Shape shape, DType type) => new(name, Tensor.Zeros(shape, type));

    /// <summary>PyTorch's bias of a layer with a weight: uniform on ±1/√inputs.</summary>
    internal static Variable BiasFor(Variable weight, int count, Generator? generator)
    {
        var bias = Parameter("bias", [count], weight.DType);
        var bound = 1 / Math.Sqrt(Fans(weight).Inputs);
        Uniform(bias, -bound, bound, generator);
        return bias;
    }

    /// <summary>How many numbers each output is made of, and how many each input goes into.</summary>
    /// <exception cref="ShapeException">The weight has fewer than two axes.</exception>
    internal static (int Inputs, int Outputs) Fans(Variable variable, [CallerMemberName] string method = "")
    {
        ArgumentNullException.ThrowIfNull(variable);
        var shape = variable.Shape;
        if (shape.Rank < 2)
            throw new ShapeException($"Initialization.{method}: variable '{variable.Name}' {shape} has no inputs and outputs; a weight has two axes or more. Use Uniform or Normal.");
        var pixels = Shape.Create(shape.Sizes[2..]).ElementCount;
        return (shape[1] * pixels, shape[0] * pixels);
    }

    private static double KaimingDeviation(Variable variable, double slope, Fan fan, [CallerMemberName] string method = "")
    {
        var (inputs, outputs) = Fans(variable, method);
        return Math.Sqrt(2 / (1 + slope * slope)) / Math.Sqrt(fan == Fan.In ? inputs : outputs);
    }

    private static void Fill(Variable variable, Generator? generator, Filling<float> single, Filling<double> @double)
    {
        ArgumentNullException.ThrowIfNull(variable);
        generator ??= Randomness.Default;
        if (variable.DType == DType.Float32)
            single(generator, variable.Storage.Typed<float>().Span);
        else
            @double(generator, variable.Storage.Typed<double>().Span);
        variable.Storage.MarkChanged();
        GC.KeepAlive(variable);
    }

    private delegate void Filling<T>(Generator generator, Span<T> values);
}
