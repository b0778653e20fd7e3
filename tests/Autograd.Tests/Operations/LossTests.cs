namespace Autograd.Tests.Operations;

public class LossTests
{
    [Fact]
    public void Losses_do_not_broadcast()
    {
        Tensor prediction = Tensor.Zeros(4, 1), target = Tensor.Zeros(4);
        const string rule = "the prediction has shape [4, 1], the target [4]; they must be the same, so Reshape or Expand one of them.";
        Assert.Equal($"MeanSquaredError: {rule}", Assert.Throws<ShapeException>(() => prediction.MeanSquaredError(target)).Message);
        Assert.Equal($"MeanAbsoluteError: {rule}", Assert.Throws<ShapeException>(() => prediction.MeanAbsoluteError(target)).Message);
        Assert.Equal($"Huber: {rule}", Assert.Throws<ShapeException>(() => prediction.Huber(target)).Message);
        Assert.Equal(
            $"BinaryCrossEntropyWithLogits: {rule}", Assert.Throws<ShapeException>(() => prediction.BinaryCrossEntropyWithLogits(target)).Message);
    }

    [Fact]
    public void A_class_that_does_not_exist_is_named()
    {
        var logits = Tensor.Zeros(2, 3);
        foreach (var wrong in new[] { 3L, -1 })
        {
            Assert.Equal(
                $"CrossEntropy: target {wrong} is no class: there are 3 classes; use 0 to 2, or -100 to ignore a row.",
                Assert.Throws<ShapeException>(() => logits.CrossEntropy(new[] { 0, wrong })).Message);
        }
    }

    [Fact]
    public void The_target_of_a_cross_entropy_must_fit_the_logits()
    {
        var logits = Tensor.Zeros(2, 3, 4);
        Assert.Equal(
            "CrossEntropy: the logits have shape [2, 3, 4], the target [2]; with 3 classes in axis 1 the target must have shape [2, 4].",
            Assert.Throws<ShapeException>(() => logits.CrossEntropy(new[] { 0L, 1 })).Message);
        Assert.Equal(
            "CrossEntropy: targets are class indices, Int64 or Int32, got Bool; convert with Cast(DType.Int64) first.",
            Assert.Throws<TypeException>(() => logits.CrossEntropy(Tensor.Zeros([2, 4], DType.Bool))).Message);
        Assert.Equal(
            "CrossEntropy: the logits are a single number; give one for each class, [classes] or [n, classes].",
            Assert.Throws<ShapeException>(() => Tensor.From(1f).CrossEntropy(0)).Message);
    }

    [Fact]
    public void Delta_is_a_distance() => Assert.StartsWith(
        "Huber: delta is 0; it is a distance, greater than 0.",
        Assert.Throws<ArgumentOutOfRangeException>(() => Tensor.Zeros(2).Huber(Tensor.Zeros(2), 0)).Message, StringComparison.Ordinal);

    [Fact]
    public void Large_logits_cost_no_digits()
    {
        // ln Σ eˣ itself would round the difference of 1 between the logits away.
        var x = new Variable("x", Tensor.From([[1e8f, 1e8f - 8]]));
        var loss = x.CrossEntropy(new[] { 1L });
        loss.Backward();
        Assert.Equal(8.000335f, loss.Item<float>(), 1e-6f);
        Assert.Equal(1 / (1 + MathF.Exp(-8)), x.Gradient!.ToArray<float>()[0], 1e-6f);
    }
}
