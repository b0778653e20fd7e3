namespace Autograd.Tests.Optimizers;

/// <summary>Every optimizer is where PyTorch's is after up to a thousand steps.</summary>
public class GoldenTests
{
    private static readonly Dictionary<string, Func<Variable, Optimizer>> _optimizers = new()
    {
        ["Sgd"] = w => new Sgd([w], 0.01),
        ["Sgd weightDecay"] = w => new Sgd([w], 0.01, weightDecay: 0.1),
        ["Sgd momentum"] = w => new Sgd([w], 0.01, momentum: 0.9),
        ["Sgd momentum damping weightDecay"] = w => new Sgd([w], 0.01, momentum: 0.9, damping: 0.3, weightDecay: 0.05),
        ["Sgd nesterov"] = w => new Sgd([w], 0.01, momentum: 0.8, nesterov: true),
        ["Sgd maximize"] = w => new Sgd([w], 0.01, momentum: 0.8, weightDecay: 0.1, maximize: true),
        ["Adam"] = w => new Adam([w], 0.01),
        ["Adam betas epsilon weightDecay"] = w => new Adam([w], 0.002, beta1: 0.8, beta2: 0.95, epsilon: 1e-3, weightDecay: 0.1),
        ["Adam amsGrad"] = w => new Adam([w], 0.01, beta2: 0.9, amsGrad: true),
        ["Adam maximize"] = w => new Adam([w], 0.01, weightDecay: 0.1, maximize: true),
        ["AdamW"] = w => new AdamW([w], 0.01),
        ["AdamW weightDecay amsGrad maximize"] = w => new AdamW([w], 0.01, beta1: 0.8, beta2: 0.9, weightDecay: 0.3, amsGrad: true, maximize: true),
        ["Adagrad"] = w => new Adagrad([w], 0.1),
        ["Adagrad decay initialSum"] = w => new Adagrad([w], 0.1, learningRateDecay: 0.01, weightDecay: 0.1, initialSum: 0.2, epsilon: 1e-3),
        ["Adagrad maximize"] = w => new Adagrad([w], 0.1, maximize: true),
        ["RmsProp"] = w => new RmsProp([w], 0.003),
        ["RmsProp momentum"] = w => new RmsProp([w], 0.001, alpha: 0.9, momentum: 0.7, epsilon: 1e-1),
        ["RmsProp centered"] = w => new RmsProp([w], 0.001, alpha: 0.9, centered: true, epsilon: 1e-2),
        ["RmsProp centered momentum weightDecay"] = w => new RmsProp([w], 0.001, centered: true, momentum: 0.7, weightDecay: 0.1, epsilon: 1e-2),
        ["RmsProp maximize"] = w => new RmsProp([w], 0.003, maximize: true),
        ["Adadelta"] = w => new Adadelta([w]),
        ["Adadelta rho weightDecay"] = w => new Adadelta([w], 0.5, rho: 0.8, epsilon: 1e-6, weightDecay: 0.1),
        ["Adadelta maximize"] = w => new Adadelta([w], maximize: true),
        ["Adamax"] = w => new Adamax([w], 0.01),
        ["Adamax weightDecay"] = w => new Adamax([w], 0.01, beta1: 0.8, beta2: 0.9, epsilon: 1e-1, weightDecay: 0.1),
        ["Adamax maximize"] = w => new Adamax([w], 0.01, maximize: true),
        ["NAdam"] = w => new NAdam([w], 0.01),
        ["NAdam momentumDecay weightDecay"] = w => new NAdam([w], 0.01, beta1: 0.8, beta2: 0.9, epsilon: 1e-1, weightDecay: 0.1, momentumDecay: 0.01),
        ["NAdam decoupled maximize"] = w => new NAdam([w], 0.01, weightDecay: 0.2, decoupledWeightDecay: true, maximize: true),
        ["RAdam"] = w => new RAdam([w], 0.01),
        ["RAdam weightDecay"] = w => new RAdam([w], 0.01, beta1: 0.8, beta2: 0.95, epsilon: 1e-1, weightDecay: 0.1),
        ["RAdam decoupled maximize"] = w => new RAdam([w], 0.01, weightDecay: 0.2, decoupledWeightDecay: true, maximize: true),
    };

    private static readonly Dictionary<string, Func<Variable, Lbfgs>> _lbfgs = new()
    {
        ["Lbfgs bowl"] = w => new Lbfgs([w], 0.1, maxIterations: 4),
        ["Lbfgs bowl strongWolfe"] = w => new Lbfgs([w], maxIterations: 4, strongWolfe: true),
        ["Lbfgs valley strongWolfe"] = w => new Lbfgs([w], maxIterations: 5, maxEvaluations: 9, strongWolfe: true),
        ["Lbfgs valley history"] = w => new Lbfgs([w], 0.5, maxIterations: 6, historySize: 3, strongWolfe: true),
        ["Lbfgs valley long step"] = w => new Lbfgs([w], 300, maxIterations: 3, maxEvaluations: 60, strongWolfe: true),
        ["Lbfgs valley short step"] = w => new Lbfgs([w], 0.02, maxIterations: 3, maxEvaluations: 60, strongWolfe: true),
        ["Lbfgs tolerance"] = w => new Lbfgs([w], maxIterations: 50, gradientTolerance: 1e-2, strongWolfe: true),
    };

    public static TheoryData<string> Names => [.. _optimizers.Keys];

    public static TheoryData<string> LbfgsNames => [.. _lbfgs.Keys];

    internal static IEnumerable<KeyValuePair<string, Func<Variable, Optimizer>>> All =>
        [.. _optimizers, .. _lbfgs.Select(entry => KeyValuePair.Create(entry.Key, (Func<Variable, Optimizer>)entry.Value))];

    [Theory, MemberData(nameof(Names))]
    public void The_trajectory_is_PyTorchs(string name)
    {
        var weights = new Variable("weights", Golden.Optimizers.GetProperty("bowl").GetProperty("start").Numbers());
        var optimizer = _optimizers[name](weights);
        Follow(name, optimizer, () => name.Contains("maximize", StringComparison.Ordinal) ? -Golden.Bowl(weights) : Golden.Bowl(weights), weights.ToArray<double>);
    }

    [Fact]
    public void Groups_go_their_own_ways_and_are_clipped_together()
    {
        var start = Golden.Optimizers.GetProperty("bowl").GetProperty("start").Numbers();
        var (first, second) = (new Variable("first", start[..2]), new Variable("second", start[2..]));
        var optimizer = new AdamW(
            new AdamW.Group([first], 0.02) { WeightDecay = 0.1 },
            new AdamW.Group([second], 0.005) { Beta1 = 0.8, Beta2 = 0.99 });
        var step = 0;
        optimizer.BeforeUpdate = parameters =>
        {
            if (++step == 50)
                optimizer.Groups[1].LearningRate = 0.001;
            Gradients.ClipNorm(parameters, 1.5);
        };
        Follow("groups", optimizer, () => Golden.Bowl(Tensor.Concatenate([first, second])), () => [.. first.ToArray<double>(), .. second.ToArray<double>()]);
    }

    [Theory, MemberData(nameof(LbfgsNames))]
    public void Lbfgs_takes_PyTorchs_steps_and_evaluations(string name)
    {
        var function = name.Contains("valley", StringComparison.Ordinal) ? "valley" : "bowl";
        var weights = new Variable("weights", Golden.Optimizers.GetProperty(function).GetProperty("start").Numbers());
        var optimizer = _lbfgs[name](weights);
        foreach (var expected in Golden.Optimizers.GetProperty(name).EnumerateArray())
        {
            var loss = optimizer.Step(() => function == "valley" ? Golden.Valley(weights) : Golden.Bowl(weights));
            Assert.Equal(expected.GetProperty("loss").GetDouble(), loss.Item<double>(), 1e-10);
            Assert.Equal(
                (expected.GetProperty("iterations").GetInt32(), expected.GetProperty("evaluations").GetInt32()), (optimizer.Iterations, optimizer.Evaluations));
            Assert.All(expected.GetProperty("weights").Numbers().Zip(weights.ToArray<double>()), pair => Assert.Equal(pair.First, pair.Second, 1e-10));
        }
    }

    private static void Follow(string name, Optimizer optimizer, Func<Tensor> loss, Func<double[]> weights)
    {
        var step = 0;
        foreach (var place in Golden.Optimizers.GetProperty(name).EnumerateObject())
        {
            while (step.ToString(System.Globalization.CultureInfo.InvariantCulture) != place.Name)
            {
                optimizer.Step(loss);
                step++;
            }
            Assert.All(place.Value.Numbers().Zip(weights()), pair => Assert.Equal(pair.First, pair.Second, 1e-10));
        }
    }
}
