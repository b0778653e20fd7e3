namespace Autograd;

/// <summary>Gradients as a function: nothing is stored in any tensor. PyTorch's <c>torch.autograd.grad</c>.</summary>
public static partial class Gradients
{
    /// <summary>∂result/∂x for one tensor.</summary>
    /// <inheritdoc cref="Of(Tensor, IReadOnlyList{Tensor}, Tensor?, bool, bool)"/>
    public static Tensor Of(Tensor result, Tensor withRespectTo, Tensor? gradient = null, bool keepGraph = false, bool createGraph = false) =>
        Of(result, [withRespectTo], gradient, keepGraph, createGraph)[0];

    /// <summary>∂result/∂x for several tensors, which may be variables or results inside the graph.</summary>
    /// <param name="result">What to differentiate: one element, or any shape together with <paramref name="gradient"/>.</param>
    /// <param name="withRespectTo">The tensors to differentiate by.</param>
    /// <param name="gradient">The gradient of the final quantity with respect to the result; 1 if left out.</param>
    /// <param name="keepGraph">Keeps the graph for further backward passes.</param>
    /// <param name="createGraph">Records the backward pass itself, for higher derivatives; keeps the graph too.</param>
    /// <returns>One gradient for each tensor, of its shape; zeros where the result does not depend on it.</returns>
    /// <exception cref="GraphException">Nothing was recorded, the graph was released, or a tensor requires no gradient.</exception>
    /// <exception cref="ShapeException">The gradient is missing, or has another shape.</exception>
    public static Tensor[] Of(
        Tensor result, IReadOnlyList<Tensor> withRespectTo, Tensor? gradient = null, bool keepGraph = false, bool createGraph = false)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(withRespectTo);
        foreach (var tensor in withRespectTo)
        {
            ArgumentNullException.ThrowIfNull(tensor, nameof(withRespectTo));
            if (!tensor.RequiresGradient)
                throw new GraphException($"Gradients.Of: {tensor.Describe()} requires no gradient; make it a Variable before the forward pass.");
        }
        var seed = result.SeedGradient(gradient, "Gradients.Of");
        var gradients = BackwardPass.Run(result, seed, [.. withRespectTo], keepGraph || createGraph, createGraph);
        return [.. gradients.Select((found, i) => found ?? Tensor.Zeros(withRespectTo[i].Shape, withRespectTo[i].DType))];
    }
}
