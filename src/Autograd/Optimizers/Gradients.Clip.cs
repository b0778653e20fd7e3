namespace Autograd;

public static partial class Gradients
{
    /// <summary>
    /// Scales the gradients of all variables together by min(1, maxNorm / (norm + 10⁻⁶)), where the norm is that of all their elements: steps
    /// become shorter and keep their direction. PyTorch's <c>nn.utils.clip_grad_norm_</c>.
    /// </summary>
    /// <param name="parameters">The variables; those without gradient are passed over.</param>
    /// <param name="maxNorm">The norm that is not to be passed.</param>
    /// <param name="p">The norm's power, (Σ |g|ᵖ)^(1/p); <see cref="double.PositiveInfinity"/> for the greatest |g|.</param>
    /// <returns>The norm before; 0 if there is no gradient. NaN or ∞ if a gradient is: then all gradients are worthless after, as they were before.</returns>
    /// <exception cref="ArgumentOutOfRangeException">maxNorm is negative or not a number, or p is not greater than 0.</exception>
    public static double ClipNorm(IEnumerable<Variable> parameters, double maxNorm, double p = 2)
    {
        var variables = Clipped(parameters);
        if (!(maxNorm >= 0))
            throw new ArgumentOutOfRangeException(nameof(maxNorm), maxNorm, $"Gradients.ClipNorm: maxNorm is {maxNorm}; it must be a number of at least 0.");
        if (!(p > 0))
            throw new ArgumentOutOfRangeException(nameof(p), p, $"Gradients.ClipNorm: p is {p}; it must be greater than 0, ∞ for the greatest gradient.");
        if (variables.Length == 0)
            return 0;
        using var _ = Tensor.NoGradient();
        var norms = Tensor.From([.. variables.Select(variable => (double)variable.Gradient!.Norm(p: p))]);
        var norm = norms.Norm(p: p).Item<double>();
        var factor = maxNorm / (norm + 1e-6);
        if (!(factor >= 1))
        {
            foreach (var variable in variables)
                variable.ChangeGradient(variable.Gradient! * factor);
        }
        return norm;
    }

    /// <summary>Clamps every element of the variables' gradients to [−limit, limit]. PyTorch's <c>nn.utils.clip_grad_value_</c>.</summary>
    /// <param name="parameters">The variables; those without gradient are passed over.</param>
    /// <param name="limit">The greatest magnitude that stays.</param>
    /// <exception cref="ArgumentOutOfRangeException">The limit is negative or not a number.</exception>
    public static void ClipValue(IEnumerable<Variable> parameters, double limit)
    {
        var variables = Clipped(parameters);
        if (!(limit >= 0))
            throw new ArgumentOutOfRangeException(nameof(limit), limit, $"Gradients.ClipValue: the limit is {limit}; it must be a number of at least 0.");
        using var _ = Tensor.NoGradient();
        foreach (var variable in variables)
            variable.ChangeGradient(variable.Gradient!.Clamp(-limit, limit));
    }

    private static Variable[] Clipped(IEnumerable<Variable> parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        return [.. parameters.Where(variable => variable.Gradient is { Count: > 0 })];
    }
}
