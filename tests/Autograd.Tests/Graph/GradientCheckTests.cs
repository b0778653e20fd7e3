namespace Autograd.Tests.Graph;

public class GradientCheckTests
{
    private static readonly Tensor _point = Tensor.From([0.3, -1.2, 0.7, 1.9, -0.4, 1.1], [2, 3]);

    [Fact]
    public void A_right_gradient_passes() => GradientCheck.Run(x => x * x * x, _point);

    [Fact]
    public void A_wrong_gradient_is_named_by_input_element_got_and_expected()
    {
        var exception = Assert.Throws<GradientCheckException>(() =>
            GradientCheck.Run(x => x[0] + Operation.Run(new WrongAtOneElement(x[1])), [_point, _point], order: 1));
        Assert.Equal((1, 4), (exception.Input, exception.Index));
        Assert.StartsWith("GradientCheck: the gradient of input 1 [2, 3] is wrong at [1, 1]: got ", exception.Message, StringComparison.Ordinal);
        Assert.Contains($"got {exception.Got:R}, expected {exception.Expected:R}.", exception.Message, StringComparison.Ordinal);
        Assert.NotEqual(exception.Got, exception.Expected);
    }

    [Fact]
    public void A_derivative_wrong_in_the_eighth_digit_is_found() =>
        Assert.Throws<GradientCheckException>(() => GradientCheck.Run(x => Operation.Run(new SlightlyWrong(x)), _point, order: 1));

    [Fact]
    public void A_gradient_that_is_right_but_cannot_be_differentiated_fails_at_second_order()
    {
        static Tensor Function(Tensor x) => Operation.Run(new ConstantGradient(x));
        GradientCheck.Run(Function, _point, order: 1);
        var exception = Assert.Throws<GradientCheckException>(() => GradientCheck.Run(Function, _point));
        Assert.Contains("second-order gradient", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Integers_and_booleans_are_passed_on() =>
        GradientCheck.Run(x => x[0] * x[1], [_point, Tensor.From([1, 2, 3, 4, 5, 6], [2, 3])]);

    [Fact]
    public void Single_precision_is_refused()
    {
        var exception = Assert.Throws<TypeException>(() => GradientCheck.Run(x => x, Tensor.Ones(2)));
        Assert.Equal("GradientCheck: input 0 is Float32, too coarse for finite differences; convert it with Cast(DType.Float64).", exception.Message);
    }

    private abstract class Square(Tensor x) : UnaryOperation(x)
    {
        protected override Storage Forward()
        {
            using (NoGradient())
                return (X * X).Storage;
        }
    }

    private sealed class WrongAtOneElement(Tensor x) : Square(x)
    {
        protected override Tensor Backward(Tensor gradient) =>
            gradient * X * Tensor.From([2.0, 2, 2, 2, 2.001, 2], [2, 3]);
    }

    private sealed class SlightlyWrong(Tensor x) : Square(x)
    {
        protected override Tensor Backward(Tensor gradient) => gradient * X * 2.0000001;
    }

    private sealed class ConstantGradient(Tensor x) : Square(x)
    {
        protected override Tensor Backward(Tensor gradient) => (gradient * X * 2).Detach();
    }
}
