using System.Numerics;
using Autograd.Kernels;

namespace Autograd.Samples;

/// <summary>An operation of one's own: x³, element by element, for every number type, differentiable as often as one likes.</summary>
[Formula("x³", "3·g·x²")]
public sealed class Cube(Tensor x) : ElementwiseUnary<Cube.Kernel>(x)
{
    protected override Tensor Backward(Tensor gradient) => gradient * 3 * X * X;

    public readonly struct Kernel : IUnaryKernel
    {
        public T Invoke<T>(T x) where T : unmanaged, INumber<T>, IMinMaxValue<T> => x * x * x;
    }
}
