namespace Autograd.Tests.Optimizers;

/// <summary>An optimizer that goes on from a saved state takes the very steps of one that was never stopped.</summary>
public class StateTests
{
    public static TheoryData<string> Names => [.. GoldenTests.All.Select(entry => entry.Key)];

    private static Dictionary<string, Func<Variable, Optimizer>> Optimizers => new(GoldenTests.All);

    [Theory, MemberData(nameof(Names))]
    public void A_resumed_run_is_the_same_bit_for_bit(string name)
    {
        var start = Golden.Optimizers.GetProperty("bowl").GetProperty("start").Numbers();
        foreach (var type in new[] { DType.Float32, DType.Float64 })
        {
            var whole = new Variable("whole", Tensor.From(start).Cast(type));
            var optimizer = Optimizers[name](whole);
            Run(optimizer, whole, 7);
            optimizer.LearningRate *= 0.5;
            var state = optimizer.State();
            var values = state.Values.SelectMany(Doubles).ToArray();
            var resumed = new Variable("resumed", whole);
            var next = Optimizers[name](resumed);
            next.LoadState(state);
            Run(optimizer, whole, 7);
            Run(next, resumed, 7);
            Assert.Equal(Doubles(whole), Doubles(resumed));
            Assert.Equal(state.Keys, next.State().Keys);
            // The state is a copy of what it was taken from, and what was loaded from it one of it.
            Assert.Equal(values, state.Values.SelectMany(Doubles));
            next.LoadState(state);
            Assert.Equal(values, next.State().Values.SelectMany(Doubles));
        }
    }

    [Fact]
    public void Keys_are_stable()
    {
        var (used, unused) = (new Variable("used", new[] { 1.0, 2 }), new Variable("unused", 1.0));
        var adam = new Adam(new Adam.Group([unused]), new Adam.Group([used], 0.5) { AmsGrad = true });
        adam.Step(() => used.Sum());
        Assert.Equal(
            [
                "group.0.learningRate", "group.0.weightDecay", "group.0.maximize", "group.0.beta1", "group.0.beta2", "group.0.epsilon", "group.0.amsGrad",
                "group.1.learningRate", "group.1.weightDecay", "group.1.maximize", "group.1.beta1", "group.1.beta2", "group.1.epsilon", "group.1.amsGrad",
                "parameter.1.steps", "parameter.1.mean", "parameter.1.square", "parameter.1.greatestSquare",
            ],
            adam.State().Keys);
        Assert.Equal([0.1, 0.1], adam.State()["parameter.1.mean"].ToArray<double>().Select(value => Math.Round(value, 15)));
        Assert.Equal((1, 0.5), (adam.State()["parameter.1.steps"].Item<long>(), adam.State()["group.1.learningRate"].Item<double>()));
    }

    [Fact]
    public void All_that_does_not_fit_is_told_at_once_and_nothing_changes()
    {
        var w = new Variable("w", new[] { 1.0, 2 });
        var adam = new Adam([w], 0.25);
        adam.Step(() => w.Sum());
        var state = adam.State().ToDictionary();
        state.Remove("parameter.0.square");
        state.Remove("group.0.beta2");
        state["parameter.0.mean"] = Tensor.Zeros([3], DType.Float64);
        state["group.0.learningRate"] = Tensor.From(7f);
        state["parameter.9.mean"] = Tensor.From(1.0);
        Mistake.AssertExplained((
            () => adam.LoadState(state),
            typeof(ArgumentException),
            "Adam.LoadState: the state does not fit: 'group.0.learningRate' is Float32 [], needed is Float64 []; 'group.0.beta2' is missing; "
            + "'parameter.0.mean' is Float64 [3], needed is Float64 [2]; 'parameter.0.square' is missing; 'parameter.9.mean' is unexpected. "
            + "Load it into one that was made like the Adam it was taken from."));
        Assert.Equal((0.25, 1), (adam.LearningRate, adam.State()["parameter.0.steps"].Item<long>()));
        Mistake.AssertExplained((
            () => new CosineRestartsSchedule(adam, 3).LoadState(new StepSchedule(adam, 3).State()),
            typeof(ArgumentException),
            "CosineRestartsSchedule.LoadState: the state does not fit: 'position' is missing; 'period' is missing. "
            + "Load it into one that was made like the CosineRestartsSchedule it was taken from."));
    }

    [Fact]
    public void What_a_fresh_state_does_not_know_is_forgotten()
    {
        foreach (var create in Optimizers.Values)
        {
            var w = new Variable("w", new[] { 1.0, 2, 3, 4, 5 });
            var (used, fresh) = (create(w), create(new Variable("other", w)));
            Run(used, w, 3);
            var (other, state) = (fresh.Parameters[0], fresh.State());
            used.LoadState(state);
            Assert.Equal(state.Keys, used.State().Keys);
            w.Assign(other);
            Run(used, w, 3);
            Run(fresh, other, 3);
            Assert.Equal(Doubles(other), Doubles(w));
        }
    }

    [Fact]
    public void An_optimizer_of_ones_own_is_saved_too()
    {
        var w = new Variable("w", new[] { 1.0, 2 });
        var optimizer = new Signs(new Signs.Group([w], 0.5));
        optimizer.Step(() => (w * w).Sum());
        Assert.Equal([0.5, 1.5], w.ToArray<double>());
        var next = new Signs(new Signs.Group([w], 1));
        next.LoadState(optimizer.State());
        next.Step(() => (w * w).Sum());
        Assert.Equal([0, 1.0], w.ToArray<double>());
        Assert.Equal([3.0, 7], next.State()["parameter.0.sum"].ToArray<double>());
    }

    private static void Run(Optimizer optimizer, Variable weights, int steps)
    {
        for (var step = 0; step < steps; step++)
            optimizer.Step(() => Golden.Bowl(weights));
    }

    private static double[] Doubles(Tensor x) => x.Cast(DType.Float64).Reshape(-1).ToArray<double>();

    /// <summary>The sign of all gradients so far.</summary>
    private sealed class Signs(params IEnumerable<Signs.Group> groups) : Optimizer<Signs.Group>(groups)
    {
        protected override IReadOnlyList<string> RememberedArrays(Group group) => ["sum"];

        protected override void Update(Variable parameter, Tensor gradient, Group group, ParameterMemory memory)
        {
            using var _ = Tensor.NoGradient();
            var sum = memory.Set("sum", memory.Array("sum") + gradient);
            parameter.Assign(parameter - group.LearningRate * sum.Sign());
        }

        public sealed class Group(IEnumerable<Variable> parameters, double learningRate) : DescentGroup(parameters, learningRate);
    }
}
