namespace Autograd.Parity;

/// <summary>A tensor in transit between a table of samples and libtorch: its elements in row-major order, as doubles.</summary>
/// <param name="Name">The name of an input in the expression, or the position of an output ("0", "1" …).</param>
/// <param name="Shape">The sizes of the dimensions; empty for a scalar.</param>
/// <param name="Type">The type of the elements in libtorch.</param>
/// <param name="Values">The elements. True is 1, false is 0; an Int64 beyond 2⁵³ would be rounded.</param>
public sealed record TorchValue(string Name, long[] Shape, DType Type, double[] Values)
{
    /// <summary>Whether libtorch can compute gradients with respect to tensors of this type.</summary>
    public bool IsDifferentiable => Type is DType.Float32 or DType.Float64;
}

/// <summary>What libtorch computed.</summary>
/// <param name="Outputs">The results of the expression: one, or as many as its tuple or list has.</param>
/// <param name="Gradients">
/// The gradients, under the names of the inputs. An input that is not differentiable, or that no output depends on, is missing.
/// </param>
public sealed record TorchResult(IReadOnlyList<TorchValue> Outputs, IReadOnlyDictionary<string, TorchValue> Gradients);
