namespace Autograd;

/// <summary>
/// A function without weights as a module: the activations, and whatever function you give it. <c>[new Linear(2, 16), Activation.Relu, new Linear(16, 1)]</c>.
/// PyTorch's <c>torch.nn.ReLU</c> and its kin; in code that computes, call the tensor's method instead: <c>x.Relu()</c>.
/// </summary>
public sealed class Activation : Module
{
    private readonly Func<Tensor, Tensor> _function;
    private readonly string _text;

    /// <summary>A function of your own as a module.</summary>
    /// <param name="name">What tables and drawings show.</param>
    /// <param name="function">The function.</param>
    public Activation(string name, Func<Tensor, Tensor> function)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(function);
        (_text, _function) = (name, function);
    }

    /// <summary>max(x, 0): <see cref="Tensor.Relu"/>. PyTorch's <c>nn.ReLU</c>.</summary>
    public static Activation Relu => new("relu", x => x.Relu());

    /// <summary>min(max(x, 0), 6). PyTorch's <c>nn.ReLU6</c>.</summary>
    public static Activation Relu6 => new("relu6", x => x.Hardtanh(0, 6));

    /// <summary>1 / (1 + e⁻ˣ): <see cref="Tensor.Sigmoid"/>. PyTorch's <c>nn.Sigmoid</c>.</summary>
    public static Activation Sigmoid => new("sigmoid", x => x.Sigmoid());

    /// <summary>ln(1 / (1 + e⁻ˣ)). PyTorch's <c>nn.LogSigmoid</c>.</summary>
    public static Activation LogSigmoid => new("log sigmoid", x => -(-x).Softplus());

    /// <summary>tanh x: <see cref="Tensor.Tanh"/>. PyTorch's <c>nn.Tanh</c>.</summary>
    public static Activation Tanh => new("tanh", x => x.Tanh());

    /// <summary>x − tanh x. PyTorch's <c>nn.Tanhshrink</c>.</summary>
    public static Activation TanhShrink => new("tanh shrink", x => x - x.Tanh());

    /// <summary>x·Φ(x): <see cref="Tensor.Gelu"/>. PyTorch's <c>nn.GELU</c>.</summary>
    public static Activation Gelu => new("gelu", x => x.Gelu());

    /// <summary>GELU by its approximation with tanh. PyTorch's <c>nn.GELU(approximate='tanh')</c>.</summary>
    public static Activation GeluTanh => new("gelu, tanh", x => x.Gelu(GeluApproximation.Tanh));

    /// <summary>x / (1 + e⁻ˣ): <see cref="Tensor.Silu"/>. PyTorch's <c>nn.SiLU</c>.</summary>
    public static Activation Silu => new("silu", x => x.Silu());

    /// <summary>x · tanh(ln(1 + eˣ)): <see cref="Tensor.Mish"/>. PyTorch's <c>nn.Mish</c>.</summary>
    public static Activation Mish => new("mish", x => x.Mish());

    /// <summary>Self-normalizing ELU: <see cref="Tensor.Selu"/>. PyTorch's <c>nn.SELU</c>.</summary>
    public static Activation Selu => new("selu", x => x.Selu());

    /// <summary>x / (1 + |x|). PyTorch's <c>nn.Softsign</c>.</summary>
    public static Activation Softsign => new("softsign", x => x / (1 + x.Abs()));

    /// <summary>min(max(x + 3, 0), 6) / 6. PyTorch's <c>nn.Hardsigmoid</c>.</summary>
    public static Activation HardSigmoid => new("hard sigmoid", x => (x + 3).Hardtanh(0, 6) / 6);

    /// <summary>x · min(max(x + 3, 0), 6) / 6. PyTorch's <c>nn.Hardswish</c>.</summary>
    public static Activation HardSwish => new("hard swish", x => x * (x + 3).Hardtanh(0, 6) / 6);

    /// <summary>x, or slope · x below 0: <see cref="Tensor.LeakyRelu"/>. PyTorch's <c>nn.LeakyReLU</c>.</summary>
    public static Activation LeakyRelu(double slope = 0.01) => new(FormattableString.Invariant($"leaky relu {slope}"), x => x.LeakyRelu(slope));

    /// <summary>x, or alpha · (eˣ − 1) below 0: <see cref="Tensor.Elu"/>. PyTorch's <c>nn.ELU</c>.</summary>
    public static Activation Elu(double alpha = 1) => new(FormattableString.Invariant($"elu {alpha}"), x => x.Elu(alpha));

    /// <summary>max(x, 0) + min(alpha · (e^(x / alpha) − 1), 0). PyTorch's <c>nn.CELU</c>.</summary>
    public static Activation Celu(double alpha = 1) => new(FormattableString.Invariant($"celu {alpha}"), x => (x / alpha).Elu(1) * alpha);

    /// <summary>ln(1 + e^(beta·x)) / beta: <see cref="Tensor.Softplus"/>. PyTorch's <c>nn.Softplus</c>.</summary>
    public static Activation Softplus(double beta = 1, double threshold = 20) =>
        new(FormattableString.Invariant($"softplus {beta}"), x => x.Softplus(beta, threshold));

    /// <summary>x between two bounds: <see cref="Tensor.Hardtanh"/>. PyTorch's <c>nn.Hardtanh</c>.</summary>
    public static Activation Hardtanh(double min = -1, double max = 1) => new(FormattableString.Invariant($"hardtanh {min} to {max}"), x => x.Hardtanh(min, max));

    /// <summary>Positive shares that sum to 1 along an axis: <see cref="Tensor.Softmax"/>. Cross entropy wants the logits instead. PyTorch's <c>nn.Softmax</c>.</summary>
    public static Activation Softmax(int axis = -1) => new($"softmax, axis {axis}", x => x.Softmax(axis));

    /// <summary>ln softmax along an axis: <see cref="Tensor.LogSoftmax"/>. PyTorch's <c>nn.LogSoftmax</c>.</summary>
    public static Activation LogSoftmax(int axis = -1) => new($"log softmax, axis {axis}", x => x.LogSoftmax(axis));

    /// <inheritdoc/>
    protected internal override string Settings => _text;

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => _function(x);
}
