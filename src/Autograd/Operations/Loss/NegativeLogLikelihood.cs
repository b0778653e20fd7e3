namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>
    /// Of these logarithms of probabilities, minus the one of the class that is right, averaged over all targets: −weight[target]·x[target], the mean being
    /// the sum divided by the sum of the weights. PyTorch's <c>nn.functional.nll_loss</c>.
    /// </summary>
    /// <param name="target">The class of each row: [n] for [n, classes], [n, d, …] for [n, classes, d, …], one number for [classes].</param>
    /// <param name="weight">How much each class counts, [classes]; all alike if left out.</param>
    /// <param name="reduction">The mean, the sum, or each target's loss.</param>
    /// <param name="ignoreIndex">Targets of this value, which need be no class, count for nothing.</param>
    /// <exception cref="ShapeException">The shapes do not fit, or a target is no class.</exception>
    /// <exception cref="TypeException">The target is not of integers.</exception>
    public Tensor NegativeLogLikelihood(
        Tensor target, Tensor? weight = null, LossReduction reduction = LossReduction.Mean, long ignoreIndex = -100)
    {
        RequireDefined(reduction);
        var classes = new ClassTargets(this, target, weight, ignoreIndex, nameof(NegativeLogLikelihood));
        return classes.Reduce(classes.Pick(this), reduction);
    }

    /// <summary>
    /// Right classes given by index, as tensors: what the losses that are written with operations have in common. Rows to ignore stand at class 0 with
    /// weight 0.
    /// </summary>
    private readonly struct ClassTargets
    {
        private readonly Tensor _counts;

        /// <param name="scores">A number for each class, [n, classes, …] or [classes].</param>
        /// <param name="target">The class of each row.</param>
        /// <param name="weight">How much each class counts, or null.</param>
        /// <param name="ignoreIndex">The target that counts for nothing, or null.</param>
        /// <param name="operation">The loss, for messages.</param>
        public ClassTargets(Tensor scores, Tensor target, Tensor? weight, long? ignoreIndex, string operation)
        {
            ArgumentNullException.ThrowIfNull(target);
            Axis = Autograd.CrossEntropy.ClassAxis(scores.Shape, operation);
            target = Autograd.CrossEntropy.CheckedTarget(scores, target, operation);
            var classes = scores.Shape[Axis];
            foreach (var index in target.Dense<long>())
                RequireClass(index);
            if (weight is not null && (weight.Rank != 1 || weight.Count != classes))
                throw new ShapeException($"{operation}: weights have shape {weight.Shape}; with {classes} classes they must have shape [{classes}].");
            _counts = target.NotEqual(ignoreIndex ?? -1);
            Indices = Where(_counts, target, 0L);
            Weights = Where(_counts, weight?.IndexSelect(0, Indices.Reshape(-1)).Reshape(target.Shape) ?? Ones(target.Shape, scores.DType), 0);

            void RequireClass(long index)
            {
                if (index != ignoreIndex && (ulong)index >= (ulong)classes)
                {
                    var ignored = ignoreIndex is null ? "" : $", or {ignoreIndex} to ignore a row";
                    throw new ShapeException($"{operation}: target {index} is no class: there are {classes} classes; use 0 to {classes - 1}{ignored}.");
                }
            }
        }

        /// <summary>The axis of the classes.</summary>
        public int Axis { get; }

        /// <summary>The class of each row.</summary>
        public Tensor Indices { get; }

        /// <summary>The weight of each row.</summary>
        public Tensor Weights { get; }

        /// <summary>Minus the logarithms for the right classes, times the rows' weights.</summary>
        public Tensor Pick(Tensor logarithms) => Counted(logarithms.Gather(Axis, Indices.Unsqueeze(Axis)).Squeeze(Axis) * -Weights);

        /// <summary>Losses of rows, 0 where a row is to be ignored, whatever it holds.</summary>
        public Tensor Counted(Tensor losses) => Where(_counts, losses, 0);

        /// <summary>The losses, their sum, or that by the sum of the weights.</summary>
        public Tensor Reduce(Tensor losses, LossReduction reduction) => reduction switch
        {
            LossReduction.None => losses,
            LossReduction.Sum => losses.Sum(),
            _ => losses.Sum() / Weights.Sum(),
        };
    }
}
