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
        Assert.Equal($"BinaryCrossEntropy: {rule}", Assert.Throws<ShapeException>(() => prediction.BinaryCrossEntropy(target)).Message);
        Assert.Equal($"SmoothL1: {rule}", Assert.Throws<ShapeException>(() => prediction.SmoothL1(target)).Message);
        Assert.Equal($"KlDivergence: {rule}", Assert.Throws<ShapeException>(() => prediction.KlDivergence(target)).Message);
        Assert.Equal($"HingeEmbedding: {rule}", Assert.Throws<ShapeException>(() => prediction.HingeEmbedding(target)).Message);
        Assert.Equal($"CosineEmbedding: {rule}", Assert.Throws<ShapeException>(() => prediction.CosineEmbedding(target, target)).Message);
        Assert.Equal($"TripletMargin: {rule}", Assert.Throws<ShapeException>(() => prediction.TripletMargin(prediction, target)).Message);
    }

    /// <summary>PyTorch's gradient of a target of 0 is NaN, 0 / 0; here it is that of 0 · (ln 1 − x).</summary>
    [Fact]
    public void A_divergence_takes_what_never_happens_for_nothing()
    {
        var (x, target) = (new Variable("x", new[] { -1.0, -2 }), new Variable("target", new[] { 0.0, 0.5 }));
        var losses = x.KlDivergence(target, reduction: LossReduction.None);
        Assert.Equal([0, 0.5 * (Math.Log(0.5) + 2)], losses.ToArray<double>());
        losses.Sum().Backward();
        Assert.Equal([0, -0.5], x.Gradient!.ToArray<double>());
        Assert.Equal([1, Math.Log(0.5) + 3], target.Gradient!.ToArray<double>());
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
    public void A_class_that_does_not_exist_is_named_by_the_losses_that_are_written_with_operations_too()
    {
        var scores = Tensor.Zeros(2, 3);
        var weights = Tensor.Ones(3);
        foreach (var wrong in new[] { 3L, -1 })
        {
            long[] target = [0, wrong];
            var rule = $"target {wrong} is no class: there are 3 classes; use 0 to 2";
            Assert.Equal(
                $"CrossEntropy: {rule}, or -100 to ignore a row.", Assert.Throws<ShapeException>(() => scores.CrossEntropy(target, weight: weights)).Message);
            Assert.Equal(
                $"NegativeLogLikelihood: {rule}, or -100 to ignore a row.", Assert.Throws<ShapeException>(() => scores.NegativeLogLikelihood(target)).Message);
            Assert.Equal($"MultiMargin: {rule}.", Assert.Throws<ShapeException>(() => scores.MultiMargin(target)).Message);
        }
    }

    [Fact]
    public void Weights_must_fit_the_classes_or_the_losses()
    {
        Tensor scores = Tensor.Zeros(2, 3), probabilities = Tensor.Full([2, 3], 0.5), weights = Tensor.Ones(2);
        long[] target = [0, 1];
        const string rule = "weights have shape [2]; with 3 classes they must have shape [3].";
        Assert.Equal($"CrossEntropy: {rule}", Assert.Throws<ShapeException>(() => scores.CrossEntropy(target, weight: weights)).Message);
        Assert.Equal($"CrossEntropy: {rule}", Assert.Throws<ShapeException>(() => scores.CrossEntropy(probabilities, weight: weights)).Message);
        Assert.Equal($"NegativeLogLikelihood: {rule}", Assert.Throws<ShapeException>(() => scores.NegativeLogLikelihood(target, weights)).Message);
        Assert.Equal(
            "BinaryCrossEntropy: weights [4, 2, 3] do not broadcast to the losses [2, 3].",
            Assert.Throws<ShapeException>(() => probabilities.BinaryCrossEntropy(probabilities, Tensor.Ones(4, 2, 3))).Message);
    }

    [Fact]
    public void Probabilities_are_told_from_logits()
    {
        foreach (var wrong in new[] { -0.5f, 1.5f })
        {
            Assert.Equal(
                $"BinaryCrossEntropy: takes probabilities from 0 to 1, got {wrong}; of logits take BinaryCrossEntropyWithLogits.",
                Assert.Throws<ArgumentException>(() => Tensor.From([0.5f, wrong]).BinaryCrossEntropy(Tensor.Zeros(2))).Message);
        }
    }

    [Fact]
    public void A_reduction_over_the_batch_is_for_losses_of_single_elements()
    {
        var (x, y) = (Tensor.From([[1.0, 2], [3, 4]]), Tensor.Zeros([2, 2], DType.Float64));
        Assert.Equal(15, x.MeanSquaredError(y, LossReduction.BatchMean).Item<double>());
        Assert.StartsWith(
            "This loss is reduced by None, Mean or Sum, not by BatchMean.",
            Assert.Throws<ArgumentOutOfRangeException>(() => x.CrossEntropy(new[] { 0L, 1 }, LossReduction.BatchMean)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_outside_their_range_are_named()
    {
        var x = Tensor.Zeros(2, 3);
        long[] target = [0, 1];
        static string Start(Action mistake) => Assert.Throws<ArgumentOutOfRangeException>(mistake).Message.Split('(')[0].Trim();
        Assert.Equal("CrossEntropy: labelSmoothing is 1.5; it is a share, from 0 to 1.", Start(() => x.CrossEntropy(target, labelSmoothing: 1.5)));
        Assert.Equal("SmoothL1: beta is -1; it is a distance, at least 0.", Start(() => x.SmoothL1(x, -1)));
        Assert.Equal("MultiMargin: p is 3; it must be 1 or 2.", Start(() => x.MultiMargin(target, 3)));
    }

    [Fact]
    public void Pairs_of_vectors_need_a_target_each() => Assert.Equal(
        "CosineEmbedding: vectors have shape [2, 3], the target [3]; they must be [n, size] and [n], or [size] and a single number.",
        Assert.Throws<ShapeException>(() => Tensor.Zeros(2, 3).CosineEmbedding(Tensor.Zeros(2, 3), Tensor.Ones(3))).Message);

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
