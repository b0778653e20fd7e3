namespace Autograd.Samples;

/// <summary>Uses <see cref="Cube"/>, an operation that the library does not have, and checks its gradients.</summary>
public static class OwnOperation
{
    /// <summary>Runs the operation forward and backward and checks it; returns d(x³)/dx at 2.</summary>
    public static float Run(TextWriter output)
    {
        var x = new Variable("x", 2f);
        var y = Operation.Run(new Cube(x));
        y.Backward();
        output.WriteLine($"x³ = {y.Item<float>()}, its derivative 3x² = {x.Gradient!.Item<float>()} at x = 2");

        GradientCheck.Run(x => Operation.Run(new Cube(x)), Tensor.Linspace(-1, 1, 7, DType.Float64));
        output.WriteLine("First and second derivatives agree with finite differences.");
        return x.Gradient!.Item<float>();
    }
}
