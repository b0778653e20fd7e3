using static Autograd.Tests.Samples.SampleWords;

namespace Autograd.Tests.Samples;

internal static class LossSamples
{
    private static readonly SampleInput _distances =
        Values(0, -0.0, 1, -1, 2, -2, 0.5, double.PositiveInfinity, double.NegativeInfinity, double.NaN);

    private static Tensor Zeros(Tensor x) => Tensor.Zeros(x.Shape, x.DType);

    public static IEnumerable<Sample> All =>
    [
        Smooth<MeanSquaredError>("torch.nn.functional.mse_loss(a, b)", x => x[0].MeanSquaredError(x[1]), Real(3, 4), Real(3, 4)),
        Smooth<Square>("torch.nn.functional.mse_loss(a, b, reduction='sum')", x => x[0].MeanSquaredError(x[1], LossReduction.Sum), Real(5), Real(5)),
        Smooth<Square>("torch.nn.functional.mse_loss(a, b, reduction='none')", x => x[0].MeanSquaredError(x[1], LossReduction.None), Real(5), Real(5)),
        Exact<Square>("torch.nn.functional.mse_loss(a, torch.zeros_like(a), reduction='none')", x => x[0].MeanSquaredError(Zeros(x[0]), LossReduction.None), _distances),
        Smooth<MeanSquaredErrorGradient>(
            "(a - b) * (c * 2 / a.numel())", x => Operation.Run(new MeanSquaredErrorGradient(x[0], x[1], x[2])), Real(3, 4), Real(3, 4), Real()),
        Exact<MeanSquaredError>("torch.nn.functional.mse_loss(a, b)", x => x[0].MeanSquaredError(x[1]), Real(0), Real(0)),
        Smooth<Abs>("torch.nn.functional.l1_loss(a, b)", x => x[0].MeanAbsoluteError(x[1]), Real(3, 4), Real(5.0, 7.0, 3, 4)),
        Smooth<Abs>("torch.nn.functional.l1_loss(a, b, reduction='sum')", x => x[0].MeanAbsoluteError(x[1], LossReduction.Sum), Real(5), Real(5.0, 7.0, 5)),
        Exact<Abs>("torch.nn.functional.l1_loss(a, torch.zeros_like(a), reduction='none')", x => x[0].MeanAbsoluteError(Zeros(x[0]), LossReduction.None), _distances),
        Smooth<Huber>("torch.nn.functional.huber_loss(a, b)", x => x[0].Huber(x[1]), Real(5), Values(-1.9, 1.7, 0.1, 4, -5)),
        Smooth<Huber>(
            "torch.nn.functional.huber_loss(a, b, reduction='none', delta=1.5)", x => x[0].Huber(x[1], 1.5, LossReduction.None), Real(2, 3), Real(0, 0.4, 2, 3)),
        Smooth<Huber>(
            "torch.nn.functional.huber_loss(a, b, reduction='sum', delta=0.3)", x => x[0].Huber(x[1], 0.3, LossReduction.Sum), Real(2, 3), Real(5.0, 7.0, 2, 3)),
        Exact<Huber>("torch.nn.functional.huber_loss(a, torch.zeros_like(a), reduction='none')", x => x[0].Huber(Zeros(x[0]), 1, LossReduction.None), _distances),
        Exact<Huber>("torch.nn.functional.huber_loss(a, torch.zeros_like(a), reduction='none', delta=2.)", x => x[0].Huber(Zeros(x[0]), 2, LossReduction.None), _distances),
        Smooth<BinaryCrossEntropyWithLogits>(
            "torch.nn.functional.binary_cross_entropy_with_logits(a, b)", x => x[0].BinaryCrossEntropyWithLogits(x[1]), Real(3, 4), Real(0.0, 1.0, 3, 4)),
        Smooth<BinaryCrossEntropyWithLogits>(
            "torch.nn.functional.binary_cross_entropy_with_logits(a, b, reduction='none')",
            x => x[0].BinaryCrossEntropyWithLogits(x[1], LossReduction.None), Real(-40.0, 40.0, 9), Real(0.0, 1.0, 9)),
        Smooth<BinaryCrossEntropyWithLogits>(
            "torch.nn.functional.binary_cross_entropy_with_logits(a, b, reduction='sum')",
            x => x[0].BinaryCrossEntropyWithLogits(x[1], LossReduction.Sum), Real(5), Values(0, 1, 0, 1, 0.5)),
        Exact<BinaryCrossEntropyWithLogits>(
            "torch.nn.functional.binary_cross_entropy_with_logits(a, b, reduction='none')", x => x[0].BinaryCrossEntropyWithLogits(x[1], LossReduction.None),
            Values(double.PositiveInfinity, double.PositiveInfinity, double.NegativeInfinity, double.NegativeInfinity, double.NaN, 800, -800, 800, -800, 0),
            Values(0, 1, 0, 1, 0, 0, 0, 1, 1, 0.5)),
        Smooth<CrossEntropy>("torch.nn.functional.cross_entropy(a, b)", x => x[0].CrossEntropy(x[1]), Real(4, 3), Values([4], DType.Int64, 2, 0, 1, 1)),
        Smooth<CrossEntropy>(
            "torch.nn.functional.cross_entropy(a, b, reduction='sum')", x => x[0].CrossEntropy(x[1], LossReduction.Sum), Real(4, 3), Whole(0, 2, 4)),
        Smooth<CrossEntropy>(
            "torch.nn.functional.cross_entropy(a, b, reduction='none')", x => x[0].CrossEntropy(x[1], LossReduction.None), Real(4, 3), Whole(0, 2, 4)),
        Smooth<CrossEntropy>("torch.nn.functional.cross_entropy(a, b)", x => x[0].CrossEntropy(x[1]), Real(2, 3, 2, 2), Whole(0, 2, 2, 2, 2)),
        Smooth<CrossEntropy>("torch.nn.functional.cross_entropy(a, b)", x => x[0].CrossEntropy(x[1]), Real(4), Values([], DType.Int64, 2)),
        Smooth<CrossEntropy>("torch.nn.functional.cross_entropy(a, b)", x => x[0].CrossEntropy(x[1]), Real(3, 4), Values([3], DType.Int64, 2, -100, 0)),
        Smooth<CrossEntropy>(
            "torch.nn.functional.cross_entropy(a, b, reduction='none', ignore_index=0)",
            x => x[0].CrossEntropy(x[1], LossReduction.None, ignoreIndex: 0), Real(3, 4, 2), Values([3, 2], DType.Int64, 2, 0, 0, 1, 3, 0)),
        Smooth<LogSoftmax>("torch.nn.functional.cross_entropy(a, b)", x => x[0].CrossEntropy(x[1]), Real(2, 3, 2), Positive(2, 3, 2)),
        Smooth<LogSoftmax>("torch.nn.functional.cross_entropy(a, b)", x => x[0].CrossEntropy(x[1]), Real(5), Positive(5)),
        Exact<CrossEntropy>("torch.nn.functional.cross_entropy(a, b)", x => x[0].CrossEntropy(x[1]), Real(2, 4), Values([2], DType.Int64, -100, -100)),
        Exact<CrossEntropy>("torch.nn.functional.cross_entropy(a, b)", x => x[0].CrossEntropy(x[1]), Real(0, 3), Whole(0, 2, 0)),
        Exact<CrossEntropy>(
            "torch.nn.functional.cross_entropy(a, b.long(), reduction='none')", x => x[0].CrossEntropy(x[1], LossReduction.None),
            Values([6, 2], DType.Float64, 0, -1000, 1000, 0, 3, double.NegativeInfinity, double.PositiveInfinity, 2, double.NaN, 0, 1, double.NegativeInfinity),
            Values([6], DType.Int32, 0, 1, 1, 1, 1, 0)),
        Smooth<CrossEntropyGradient>(
            """
            p = torch.softmax(a, 1)
            hot = torch.one_hot(b, 3).to(torch.float64)
            return (p - hot) * c.unsqueeze(1)
            """, x => Operation.Run(new CrossEntropyGradient(x[0], x[1], x[2], -100, LossReduction.None)), Real(4, 3), Whole(0, 2, 4), Real(4)),
        Smooth<CrossEntropyGradient>(
            """
            p = torch.softmax(a, 1)
            hot = torch.one_hot(b.clamp(min=0), 3).permute(0, 2, 1).to(torch.float64)
            return torch.where((b < 0).unsqueeze(1), torch.zeros_like(a), c.unsqueeze(1) * (p - hot))
            """, x => Operation.Run(new CrossEntropyGradient(x[0], x[1], x[2], -7, LossReduction.None)), Real(2, 3, 2), Values([2, 2], DType.Int64, 2, -7, 0, 1), Real(2, 2)),
        Smooth<CrossEntropyGradient>(
            """
            p = torch.softmax(a, 1)
            hot = torch.one_hot(b, 3).to(torch.float64)
            return (p - hot) * c
            """, x => Operation.Run(new CrossEntropyGradient(x[0], x[1], x[2], -100, LossReduction.Sum)), Real(4, 3), Whole(0, 2, 4), Real()),
        Smooth<CrossEntropyGradient>(
            """
            p = torch.softmax(a, 1)
            hot = torch.one_hot(b.clamp(min=0), 3).permute(0, 2, 1).to(torch.float64)
            return torch.where((b < 0).unsqueeze(1), torch.zeros_like(a), c / 3 * (p - hot))
            """, x => Operation.Run(new CrossEntropyGradient(x[0], x[1], x[2], -7, LossReduction.Mean)), Real(2, 3, 2), Values([2, 2], DType.Int64, 2, -7, 0, 1), Real()),
        .. Further,
    ];

    /// <summary>Losses that are written with operations, most of them: reductions, weights, margins and kinks.</summary>
    private static IEnumerable<Sample> Further =>
    [
        Smooth<Huber>(
            "torch.nn.functional.smooth_l1_loss(a, b, reduction='mean', beta=0.7)",
            x => x[0].SmoothL1(x[1], 0.7, LossReduction.Mean), Real(2, 4), Real(0, 0.4, 2, 4)),
        Smooth<BinaryCrossEntropyWithLogits>(
            "(torch.nn.functional.binary_cross_entropy_with_logits(a, b, reduction='none') * c).mean()",
            x => x[0].BinaryCrossEntropyWithLogits(x[1], LossReduction.Mean, weight: x[2]), Real(2, 3), Real(0.0, 1.0, 2, 3), Positive(3)),
        Smooth<Softplus>(
            "torch.nn.functional.binary_cross_entropy_with_logits(a, b, reduction='mean', pos_weight=torch.tensor([0.5, 2., 0.75], dtype=torch.float64))",
            x => x[0].BinaryCrossEntropyWithLogits(x[1], LossReduction.Mean, positiveWeight: ClassWeights(x[0])), Real(2, 3), Real(0.0, 1.0, 2, 3)),
        Smooth<BinaryCrossEntropy>(
            "torch.nn.functional.binary_cross_entropy(a, b, reduction='mean')",
            x => x[0].BinaryCrossEntropy(x[1], reduction: LossReduction.Mean), Real(0.1, 0.9, 2, 3), Real(0.0, 1.0, 2, 3)),
        Smooth<Gather>(
            "torch.nn.functional.nll_loss(a, b, weight=torch.tensor([0.5, 2., 0.75], dtype=torch.float64), reduction='mean')",
            x => x[0].NegativeLogLikelihood(x[1], ClassWeights(x[0]), LossReduction.Mean), Real(4, 3), Values([4], DType.Int64, 2, 0, -100, 1)),
        Smooth<Gather>(
            "torch.nn.functional.cross_entropy(a, b, weight=torch.tensor([0.5, 2., 0.75], dtype=torch.float64), reduction='mean', label_smoothing=0.2)",
            x => x[0].CrossEntropy(x[1], LossReduction.Mean, weight: ClassWeights(x[0]), labelSmoothing: 0.2), Real(2, 3, 2), Values([2, 2], DType.Int64, 2, 0, -100, 1)),
        Smooth<LogSoftmax>(
            "torch.nn.functional.cross_entropy(a, b, weight=torch.tensor([0.5, 2., 0.75], dtype=torch.float64), reduction='mean', label_smoothing=0.2)",
            x => x[0].CrossEntropy(x[1], LossReduction.Mean, weight: ClassWeights(x[0]), labelSmoothing: 0.2), Real(2, 3, 2), Positive(2, 3, 2)),
        Smooth<Log>(
            "torch.nn.functional.kl_div(a, b, reduction='mean')",
            x => x[0].KlDivergence(x[1], reduction: LossReduction.Mean), Real(2, 3), Positive(2, 3)),
        Smooth<Where>(
            "torch.nn.functional.hinge_embedding_loss(a, b, margin=1.3, reduction='mean')",
            x => x[0].HingeEmbedding(x[1], 1.3, LossReduction.Mean), Real(6), Values([6], DType.Int64, 1, -1, -1, 1, -1, -1)),
        Smooth<Relu>(
            "torch.nn.functional.multi_margin_loss(a, b, p=2, margin=5., weight=torch.tensor([0.5, 2., 0.75], dtype=torch.float64), reduction='mean')",
            x => x[0].MultiMargin(x[1], 2, 5, ClassWeights(x[0]), LossReduction.Mean), Real(4, 3), Values([4], DType.Int64, 2, 0, 1, 1)),
        Smooth<Clamp>(
            "torch.nn.functional.cosine_embedding_loss(a, b, c, margin=0.1, reduction='mean')",
            x => x[0].CosineEmbedding(x[1], x[2], 0.1, LossReduction.Mean), Real(4, 3), Real(4, 3), Values([4], DType.Int64, 1, -1, -1, 1)),
        Smooth<Norm>(
            "torch.nn.functional.triplet_margin_loss(a, b, c, margin=2., swap=True, reduction='mean')",
            x => x[0].TripletMargin(x[1], x[2], 2, swap: true, reduction: LossReduction.Mean), Real(4, 3), Real(4, 3), Real(4, 3)),
        Smooth<Huber>(
            "torch.nn.functional.smooth_l1_loss(a, b, reduction='sum', beta=0.7)",
            x => x[0].SmoothL1(x[1], 0.7, LossReduction.Sum), Real(2, 4), Real(0, 0.4, 2, 4)),
        Smooth<BinaryCrossEntropyWithLogits>(
            "(torch.nn.functional.binary_cross_entropy_with_logits(a, b, reduction='none') * c).sum()",
            x => x[0].BinaryCrossEntropyWithLogits(x[1], LossReduction.Sum, weight: x[2]), Real(2, 3), Real(0.0, 1.0, 2, 3), Positive(3)),
        Smooth<Softplus>(
            "torch.nn.functional.binary_cross_entropy_with_logits(a, b, reduction='sum', pos_weight=torch.tensor([0.5, 2., 0.75], dtype=torch.float64))",
            x => x[0].BinaryCrossEntropyWithLogits(x[1], LossReduction.Sum, positiveWeight: ClassWeights(x[0])), Real(2, 3), Real(0.0, 1.0, 2, 3)),
        Smooth<BinaryCrossEntropy>(
            "torch.nn.functional.binary_cross_entropy(a, b, reduction='sum')",
            x => x[0].BinaryCrossEntropy(x[1], reduction: LossReduction.Sum), Real(0.1, 0.9, 2, 3), Real(0.0, 1.0, 2, 3)),
        Smooth<Gather>(
            "torch.nn.functional.nll_loss(a, b, weight=torch.tensor([0.5, 2., 0.75], dtype=torch.float64), reduction='sum')",
            x => x[0].NegativeLogLikelihood(x[1], ClassWeights(x[0]), LossReduction.Sum), Real(4, 3), Values([4], DType.Int64, 2, 0, -100, 1)),
        Smooth<Gather>(
            "torch.nn.functional.cross_entropy(a, b, weight=torch.tensor([0.5, 2., 0.75], dtype=torch.float64), reduction='sum', label_smoothing=0.2)",
            x => x[0].CrossEntropy(x[1], LossReduction.Sum, weight: ClassWeights(x[0]), labelSmoothing: 0.2), Real(2, 3, 2), Values([2, 2], DType.Int64, 2, 0, -100, 1)),
        Smooth<LogSoftmax>(
            "torch.nn.functional.cross_entropy(a, b, weight=torch.tensor([0.5, 2., 0.75], dtype=torch.float64), reduction='sum', label_smoothing=0.2)",
            x => x[0].CrossEntropy(x[1], LossReduction.Sum, weight: ClassWeights(x[0]), labelSmoothing: 0.2), Real(2, 3, 2), Positive(2, 3, 2)),
        Smooth<Log>(
            "torch.nn.functional.kl_div(a, b, reduction='sum')",
            x => x[0].KlDivergence(x[1], reduction: LossReduction.Sum), Real(2, 3), Positive(2, 3)),
        Smooth<Where>(
            "torch.nn.functional.hinge_embedding_loss(a, b, margin=1.3, reduction='sum')",
            x => x[0].HingeEmbedding(x[1], 1.3, LossReduction.Sum), Real(6), Values([6], DType.Int64, 1, -1, -1, 1, -1, -1)),
        Smooth<Relu>(
            "torch.nn.functional.multi_margin_loss(a, b, p=2, margin=5., weight=torch.tensor([0.5, 2., 0.75], dtype=torch.float64), reduction='sum')",
            x => x[0].MultiMargin(x[1], 2, 5, ClassWeights(x[0]), LossReduction.Sum), Real(4, 3), Values([4], DType.Int64, 2, 0, 1, 1)),
        Smooth<Clamp>(
            "torch.nn.functional.cosine_embedding_loss(a, b, c, margin=0.1, reduction='sum')",
            x => x[0].CosineEmbedding(x[1], x[2], 0.1, LossReduction.Sum), Real(4, 3), Real(4, 3), Values([4], DType.Int64, 1, -1, -1, 1)),
        Smooth<Norm>(
            "torch.nn.functional.triplet_margin_loss(a, b, c, margin=2., swap=True, reduction='sum')",
            x => x[0].TripletMargin(x[1], x[2], 2, swap: true, reduction: LossReduction.Sum), Real(4, 3), Real(4, 3), Real(4, 3)),
        Smooth<Huber>(
            "torch.nn.functional.smooth_l1_loss(a, b, reduction='none', beta=0.7)",
            x => x[0].SmoothL1(x[1], 0.7, LossReduction.None), Real(2, 4), Real(0, 0.4, 2, 4)),
        Smooth<BinaryCrossEntropyWithLogits>(
            "(torch.nn.functional.binary_cross_entropy_with_logits(a, b, reduction='none') * c)",
            x => x[0].BinaryCrossEntropyWithLogits(x[1], LossReduction.None, weight: x[2]), Real(2, 3), Real(0.0, 1.0, 2, 3), Positive(3)),
        Smooth<Softplus>(
            "torch.nn.functional.binary_cross_entropy_with_logits(a, b, reduction='none', pos_weight=torch.tensor([0.5, 2., 0.75], dtype=torch.float64))",
            x => x[0].BinaryCrossEntropyWithLogits(x[1], LossReduction.None, positiveWeight: ClassWeights(x[0])), Real(2, 3), Real(0.0, 1.0, 2, 3)),
        Smooth<BinaryCrossEntropy>(
            "torch.nn.functional.binary_cross_entropy(a, b, reduction='none')",
            x => x[0].BinaryCrossEntropy(x[1], reduction: LossReduction.None), Real(0.1, 0.9, 2, 3), Real(0.0, 1.0, 2, 3)),
        Smooth<Gather>(
            "torch.nn.functional.nll_loss(a, b, weight=torch.tensor([0.5, 2., 0.75], dtype=torch.float64), reduction='none')",
            x => x[0].NegativeLogLikelihood(x[1], ClassWeights(x[0]), LossReduction.None), Real(4, 3), Values([4], DType.Int64, 2, 0, -100, 1)),
        Smooth<Gather>(
            "torch.nn.functional.cross_entropy(a, b, weight=torch.tensor([0.5, 2., 0.75], dtype=torch.float64), reduction='none', label_smoothing=0.2)",
            x => x[0].CrossEntropy(x[1], LossReduction.None, weight: ClassWeights(x[0]), labelSmoothing: 0.2), Real(2, 3, 2), Values([2, 2], DType.Int64, 2, 0, -100, 1)),
        Smooth<LogSoftmax>(
            "torch.nn.functional.cross_entropy(a, b, weight=torch.tensor([0.5, 2., 0.75], dtype=torch.float64), reduction='none', label_smoothing=0.2)",
            x => x[0].CrossEntropy(x[1], LossReduction.None, weight: ClassWeights(x[0]), labelSmoothing: 0.2), Real(2, 3, 2), Positive(2, 3, 2)),
        Smooth<Log>(
            "torch.nn.functional.kl_div(a, b, reduction='none')",
            x => x[0].KlDivergence(x[1], reduction: LossReduction.None), Real(2, 3), Positive(2, 3)),
        Smooth<Where>(
            "torch.nn.functional.hinge_embedding_loss(a, b, margin=1.3, reduction='none')",
            x => x[0].HingeEmbedding(x[1], 1.3, LossReduction.None), Real(6), Values([6], DType.Int64, 1, -1, -1, 1, -1, -1)),
        Smooth<Relu>(
            "torch.nn.functional.multi_margin_loss(a, b, p=2, margin=5., weight=torch.tensor([0.5, 2., 0.75], dtype=torch.float64), reduction='none')",
            x => x[0].MultiMargin(x[1], 2, 5, ClassWeights(x[0]), LossReduction.None), Real(4, 3), Values([4], DType.Int64, 2, 0, 1, 1)),
        Smooth<Clamp>(
            "torch.nn.functional.cosine_embedding_loss(a, b, c, margin=0.1, reduction='none')",
            x => x[0].CosineEmbedding(x[1], x[2], 0.1, LossReduction.None), Real(4, 3), Real(4, 3), Values([4], DType.Int64, 1, -1, -1, 1)),
        Smooth<Norm>(
            "torch.nn.functional.triplet_margin_loss(a, b, c, margin=2., swap=True, reduction='none')",
            x => x[0].TripletMargin(x[1], x[2], 2, swap: true, reduction: LossReduction.None), Real(4, 3), Real(4, 3), Real(4, 3)),
        Smooth<Abs>(
            "torch.nn.functional.smooth_l1_loss(a, b, beta=0.)",
            x => x[0].SmoothL1(x[1], 0), Real(5), Real(5.0, 7.0, 5)),
        Exact<Huber>(
            "torch.nn.functional.smooth_l1_loss(a, torch.zeros_like(a), reduction='none', beta=2.)",
            x => x[0].SmoothL1(Zeros(x[0]), 2, LossReduction.None), _distances),
        Smooth<BinaryCrossEntropy>(
            "(torch.nn.functional.binary_cross_entropy(a, b, reduction='none') * c).mean()",
            x => x[0].BinaryCrossEntropy(x[1], x[2]), Real(0.1, 0.9, 2, 3), Real(0.0, 1.0, 2, 3), Positive(3)),
        Exact<BinaryCrossEntropy>(
            "torch.nn.functional.binary_cross_entropy(a, b, reduction='none')",
            x => x[0].BinaryCrossEntropy(x[1], reduction: LossReduction.None), Values(0, 0, 1, 1, 0, 1, 1e-300, 0.25), Values(0, 1, 0, 1, 0.5, 0.5, 1, 0)),
        Smooth<Gather>(
            "torch.nn.functional.nll_loss(a, b)",
            x => x[0].NegativeLogLikelihood(x[1]), Real(4, 3), Whole(0, 2, 4)),
        Smooth<Gather>(
            "torch.nn.functional.nll_loss(a, b, ignore_index=1, reduction='none')",
            x => x[0].NegativeLogLikelihood(x[1], reduction: LossReduction.None, ignoreIndex: 1), Real(2, 3, 2), Values([2, 2], DType.Int64, 2, 0, 1, 1)),
        Exact<Gather>(
            "torch.nn.functional.nll_loss(a, b, reduction='none')",
            x => x[0].NegativeLogLikelihood(x[1], reduction: LossReduction.None), Values([2, 2], DType.Float64, double.NegativeInfinity, 0, double.NegativeInfinity, double.NegativeInfinity), Values([2], DType.Int64, 0, -100)),
        Smooth<Gather>(
            "torch.nn.functional.cross_entropy(a, b, label_smoothing=0.1)",
            x => x[0].CrossEntropy(x[1], labelSmoothing: 0.1), Real(4, 3), Values([4], DType.Int64, 2, 0, -100, 1)),
        Smooth<Gather>(
            "torch.nn.functional.cross_entropy(a, b, weight=torch.tensor([0.5, 2., 0.75], dtype=torch.float64))",
            x => x[0].CrossEntropy(x[1], weight: ClassWeights(x[0])), Real(3), Values([], DType.Int64, 2)),
        Smooth<LogSoftmax>(
            "torch.nn.functional.cross_entropy(a, b, label_smoothing=0.1)",
            x => x[0].CrossEntropy(x[1], labelSmoothing: 0.1), Real(5), Positive(5)),
        Smooth<Exp>(
            "torch.nn.functional.kl_div(a, b, reduction='batchmean', log_target=True)",
            x => x[0].KlDivergence(x[1], isLogTarget: true, LossReduction.BatchMean), Real(2, 3), Real(-3.0, -0.1, 2, 3)),
        Smooth<Log>(
            "torch.nn.functional.kl_div(a, b, reduction='batchmean')",
            x => x[0].KlDivergence(x[1], reduction: LossReduction.BatchMean), Real(4, 3), Positive(4, 3)),
        Exact<Where>(
            "torch.nn.functional.hinge_embedding_loss(a, b, reduction='none')",
            x => x[0].HingeEmbedding(x[1], reduction: LossReduction.None), Values(1, 1, 0, -1, double.NaN, double.PositiveInfinity, 2), Values([7], DType.Int64, 1, -1, -1, 1, -1, -1, -1)),
        Smooth<Relu>(
            "torch.nn.functional.multi_margin_loss(a, b)",
            x => x[0].MultiMargin(x[1]), Real(4, 3), Whole(0, 2, 4)),
        Exact<Relu>(
            "torch.nn.functional.multi_margin_loss(a, b, reduction='none')",
            x => x[0].MultiMargin(x[1], reduction: LossReduction.None), Values([2, 3], DType.Float64, 1, 2, 0, 1, 1, 1), Values([2], DType.Int64, 1, 0)),
        Smooth<Relu>(
            "torch.nn.functional.multi_margin_loss(a, b, p=2)",
            x => x[0].MultiMargin(x[1], 2), Real(4), Values([], DType.Int64, 2)),
        Smooth<Clamp>(
            "torch.nn.functional.cosine_embedding_loss(a, b, c)",
            x => x[0].CosineEmbedding(x[1], x[2]), Real(3), Real(3), Values([], DType.Int64, 1)),
        // Vectors of length 0 have no angle; a target that is neither 1 nor −1 asks for nothing.
        Exact<Clamp>(
            "torch.nn.functional.cosine_embedding_loss(a, b, c, reduction='none')",
            x => x[0].CosineEmbedding(x[1], x[2], reduction: LossReduction.None),
            Values([5, 2], DType.Float64, 0, 0, 3, 4, 0, 0, 1, 0, 1, 0), Values([5, 2], DType.Float64, 1, 2, 0, 0, 0, 0, 1, 0, 1, 1), Values([5], DType.Int64, 1, -1, 1, 0, 2)),
        Exact<Softplus>(
            "torch.nn.functional.binary_cross_entropy_with_logits(a, b, reduction='none', pos_weight=torch.tensor([0.5, 2., 0.75], dtype=torch.float64))",
            x => x[0].BinaryCrossEntropyWithLogits(x[1], LossReduction.None, positiveWeight: ClassWeights(x[0])),
            Values([2, 3], DType.Float64, -30, 30, -800, 800, 25, -21), Values([2, 3], DType.Float64, 1, 0, 1, 0.5, 1, 0.25)),
        Smooth<Norm>(
            "torch.nn.functional.triplet_margin_loss(a, b, c, p=3.)",
            x => x[0].TripletMargin(x[1], x[2], p: 3), Real(4, 3), Real(4, 3), Real(4, 3)),
    ];

    private static Tensor ClassWeights(Tensor x) => Tensor.From([0.5, 2, 0.75]).Cast(x.DType);
}
