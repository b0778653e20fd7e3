namespace Autograd;

/// <summary>Looks for the usual mistakes.</summary>
internal static class Inspection
{
    /// <summary>What can be seen before anything is computed.</summary>
    public static void BeforeTraining(Trainer trainer)
    {
        if (trainer.Schedule is null && trainer.Optimizer.Groups.All(group => group.LearningRate == 0))
            trainer.Warn("the learning rate is 0: nothing will be learned. Set the optimizer's LearningRate.");
        if (trainer.Schedule is { } schedule && schedule.Optimizer != trainer.Optimizer)
            trainer.Warn("the schedule changes the learning rate of another optimizer. Make it with the trainer's.");
        var own = trainer.Model.Parameters().ToHashSet<object>(ReferenceEqualityComparer.Instance);
        if (!trainer.Optimizer.Parameters.Any(own.Contains))
            trainer.Warn("the optimizer has none of the model's parameters: it changes another model. Make it with model.Parameters().");
        else if (Names(trainer, parameter => parameter.RequiresGradient && !trainer.Optimizer.Parameters.Contains(parameter)) is { Length: > 0 } left)
            trainer.Warn($"the optimizer lacks {left}: they stay as they are. Freeze() them if that is meant.");
    }

    /// <summary>What the graph of the first loss shows.</summary>
    public static void OfGraph(Trainer trainer, Tensor output, Tensor target, Tensor loss)
    {
        if (Shown(output) is Sigmoid && output.Count == target.Count && trainer.Metrics.FirstOrDefault(metric => metric.TakesLogits) is { } logits)
        {
            trainer.Warn(
                $"the model ends in a sigmoid, but {logits.Name} takes logits, which are above 0 for class 1: it finds nothing else. Leave the sigmoid to BinaryCrossEntropyWithLogits.");
        }
        var seen = new HashSet<Tensor>(ReferenceEqualityComparer.Instance);
        var rest = new Stack<Tensor>([loss]);
        while (rest.TryPop(out var tensor))
        {
            if (!seen.Add(tensor))
                continue;
            // Cross entropy takes the softmax of the logits itself: for probabilities, it does so by a logarithm of softmax. Of a logarithm of softmax it is that again.
            if (tensor is CrossEntropy or LogSoftmax && Source(tensor) is Softmax)
            {
                trainer.Warn(
                    "softmax is applied before cross entropy, which applies it itself: twice it learns slowly and never becomes sure. Give cross entropy the logits.");
            }
            if (tensor is BinaryCrossEntropyWithLogits && Source(tensor) is Sigmoid)
                trainer.Warn("a sigmoid is applied before BinaryCrossEntropyWithLogits, which applies it itself. Give it the logits.");
            foreach (var input in tensor.Inputs)
                rest.Push(input);
        }
    }

    /// <summary>What the gradients of the first step show.</summary>
    public static void AfterFirstStep(Trainer trainer)
    {
        // Frozen ones are not meant to get any.
        var without = trainer.Optimizer.ParametersWithoutGradient.Where(parameter => parameter.RequiresGradient).ToHashSet<object>(ReferenceEqualityComparer.Instance);
        if (trainer.Optimizer.ParametersWithoutGradient.Count() == trainer.Optimizer.Parameters.Count)
            trainer.Warn("no parameter got a gradient: the loss does not depend on any. Was the model's output detached, or computed under NoGradient()?");
        else if (Names(trainer, without.Contains) is { Length: > 0 } names)
            trainer.Warn($"{names} got no gradient: the loss does not depend on them.");
    }

    /// <summary>Lets an observer do its work, and sees whether it evaluates the model as in training.</summary>
    public static void During(Trainer trainer, Action work)
    {
        var recording = Recording.OfThisThread;
        var observer = recording.Observer;
        recording.Observer = new Watch(trainer, recording);
        try
        {
            work();
        }
        finally
        {
            recording.Observer = observer;
        }
    }

    /// <summary>The first input, and, where that is a view, what it shows.</summary>
    private static Tensor? Source(Tensor result) => result.Inputs.Count == 0 ? null : Shown(result.Inputs[0]);

    /// <summary>What a view shows.</summary>
    private static Tensor Shown(Tensor result)
    {
        while (result is View or Reshape && result.Inputs.Count > 0)
            result = result.Inputs[0];
        return result;
    }

    private static string Names(Trainer trainer, Predicate<Variable> which)
    {
        string[] names = [.. trainer.Model.NamedParameters().Where(named => which(named.Value)).Select(named => $"'{named.Key}'")];
        return names.Length <= 5 ? string.Join(", ", names) : $"{string.Join(", ", names[..5])} and {names.Length - 5} more";
    }

    /// <summary>Sees what modules do whose work differs in training.</summary>
    private sealed class Watch(Trainer trainer, Recording recording) : IModuleObserver
    {
        public void Begins(Module module)
        {
            if (!recording.IsOn && module.IsTraining && module.DependsOnTraining)
            {
                trainer.Warn(
                    "the model was evaluated as in training, with dropout or the statistics of the batch: call Evaluate() before and Train() after, or use Trainer.Evaluate.");
            }
        }

        public void Ends(Module module, object? result) { }

        public void Ran(Operation operation) { }
    }
}
