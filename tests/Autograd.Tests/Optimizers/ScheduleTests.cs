namespace Autograd.Tests.Optimizers;

/// <summary>Every schedule sets PyTorch's learning rates and momenta, step by step, also when it is interrupted and goes on from its state.</summary>
public class ScheduleTests
{
    private static readonly Dictionary<string, Func<Optimizer, Schedule>> _schedules = new()
    {
        ["Step"] = o => new StepSchedule(o, 7, 0.5),
        ["MultiStep"] = o => new MultiStepSchedule(o, [3, 40, 40, 90], 0.3),
        ["Constant"] = o => new ConstantSchedule(o, 0.25, 9),
        ["Linear"] = o => new LinearSchedule(o, 0.1, 1, 20),
        ["Linear down"] = o => new LinearSchedule(o, 1, 0.05, 30),
        ["Exponential"] = o => new ExponentialSchedule(o, 0.98),
        ["Cosine"] = o => new CosineSchedule(o, 25, 1e-3),
        ["Cosine to zero"] = o => new CosineSchedule(o, 7),
        ["CosineRestarts"] = o => new CosineRestartsSchedule(o, 10, 2, 1e-4),
        ["CosineRestarts same"] = o => new CosineRestartsSchedule(o, 13),
        ["Polynomial"] = o => new PolynomialSchedule(o, 60, 2.5),
        ["Lambda"] = o => new LambdaSchedule(o, t => 1.0 / (1 + t), t => Math.Pow(0.9, t)),
        ["Multiplicative"] = o => new MultiplicativeSchedule(o, t => t % 3 != 0 ? 0.95 : 1.1),
        ["OneCycle"] = o => new OneCycleSchedule(o, 0.8, 301),
        ["OneCycle linear three phases"] = o => new OneCycleSchedule(
            o, new[] { 0.8, 0.3 }, 301, risingShare: 0.4, Annealing.Linear, minMomentum: new[] { 0.7, 0.8 }, maxMomentum: 0.9, initialDivisor: 10, finalDivisor: 100,
            threePhases: true),
        ["Cyclic"] = o => new CyclicSchedule(o, 0.01, 0.2, 15),
        ["Cyclic halving"] = o => new CyclicSchedule(
            o, new[] { 0.01, 0.02 }, new[] { 0.2, 0.4 }, 10, 20, CycleShape.Halving, minMomentum: 0.6, maxMomentum: new[] { 0.9, 0.95 }),
        ["Cyclic exponential"] = o => new CyclicSchedule(o, 0.01, 0.2, 15, shape: CycleShape.Exponential, factor: 0.99, cycleMomentum: false),
        ["Chained"] = o => new ChainedSchedule(new ConstantSchedule(o, 0.1, 8), new ExponentialSchedule(o, 0.97), new CosineSchedule(o, 40)),
        ["Sequential"] = o => new SequentialSchedule([new LinearSchedule(o, 0.01, 1, 10), new CosineSchedule(o, 60), new StepSchedule(o, 20)], [10, 120]),
        ["Sequential restarts"] = o => new SequentialSchedule(
            [new ConstantSchedule(o, 0.5, 4), new CosineRestartsSchedule(o, 5, 2), new ExponentialSchedule(o, 0.9)], [4, 50]),
        ["Plateau"] = o => new PlateauSchedule(o, factor: 0.5, patience: 5),
        ["Plateau maximize"] = o => new PlateauSchedule(
            o, factor: 0.3, patience: 2, maximize: true, threshold: 0.05, isThresholdRelative: false, cooldown: 4, minimum: new[] { 1e-3, 1e-5 }),
    };

    public static TheoryData<string> Names => [.. _schedules.Keys];

    [Theory, MemberData(nameof(Names))]
    public void The_sequence_is_PyTorchs(string name)
    {
        var optimizer = TwoGroups();
        var schedule = _schedules[name](optimizer);
        var step = 0;
        foreach (var row in Golden.Schedules.GetProperty(name).EnumerateArray())
        {
            if (step > 0)
                schedule.Step(Metric(step - 1));
            Assert.Equal(step++, schedule.StepCount);
            Assert.All(row.Numbers().Zip(Settings(optimizer)), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
        }
        Assert.Equal(301, step);
    }

    [Theory, MemberData(nameof(Names))]
    public void An_interrupted_schedule_goes_on_from_its_state(string name)
    {
        foreach (var interruption in new[] { 0, 4, 11, 57 })
        {
            var (first, second) = (TwoGroups(), TwoGroups());
            var before = _schedules[name](first);
            for (var step = 0; step < interruption; step++)
                before.Step(Metric(step));
            var after = _schedules[name](second);
            second.LoadState(first.State());
            after.LoadState(before.State());
            for (var step = interruption; step < interruption + 140; step++)
            {
                Assert.Equal(Settings(first), Settings(second));
                before.Step(Metric(step));
                after.Step(Metric(step));
            }
        }
    }

    /// <summary>What a sequence asks of a schedule whose turn comes.</summary>
    [Theory, MemberData(nameof(Names))]
    public void A_schedule_that_begins_anew_goes_the_same_way_again(string name)
    {
        foreach (var steps in new[] { 1, 6, 37 })
        {
            var (first, second) = (TwoGroups(), TwoGroups());
            var (again, fresh) = (_schedules[name](first), _schedules[name](second));
            for (var step = 0; step < steps; step++)
                again.Step(Metric(step));
            for (var i = 0; i < 2; i++)
                (first.Groups[i].LearningRate, first.Groups[i].Momentum) = (first.Groups[i].InitialLearningRate!.Value, 0.5);
            again.Restart();
            for (var step = 0; step < 140; step++)
            {
                Assert.Equal(fresh.StepCount, again.StepCount);
                Assert.Equal(Settings(second), Settings(first));
                again.Step(Metric(step));
                fresh.Step(Metric(step));
            }
        }
    }

    [Fact]
    public void A_sequence_begins_with_the_optimizers_rate_whatever_its_later_schedules_have_set()
    {
        var sgd = new Sgd([new Variable("w", 1.0)], 1);
        var schedule = new SequentialSchedule([new MultiplicativeSchedule(sgd, _ => 0.5), new ConstantSchedule(sgd, 0.1, 2)], [3]);
        foreach (var rate in (double[])[1, 0.5, 0.25, 0.1, 0.1, 1])
        {
            Assert.Equal(rate, sgd.LearningRate, 1e-15);
            schedule.Step();
        }
    }

    /// <summary>After a best of 2, with a threshold of a tenth.</summary>
    [Theory]
    [InlineData(false, true, 1.79, 1.81)]
    [InlineData(false, false, 1.89, 1.91)]
    [InlineData(true, true, 2.21, 2.19)]
    [InlineData(true, false, 2.11, 2.09)]
    public void A_plateau_ends_where_a_metric_is_better_by_the_threshold(bool maximize, bool isRelative, double better, double notBetter)
    {
        foreach (var metric in new[] { better, notBetter })
        {
            var sgd = new Sgd([new Variable("w", 1.0)], 1);
            var schedule = new PlateauSchedule(sgd, 0.5, 0, maximize, 0.1, isRelative);
            schedule.Step(2);
            schedule.Step(metric);
            Assert.Equal(metric == better ? (1, metric) : (0.5, 2), (sgd.LearningRate, schedule.Best));
        }
    }

    [Fact]
    public void A_chain_begins_when_its_turn_comes()
    {
        var sgd = new Sgd([new Variable("w", 1.0)], 1);
        var schedule = new SequentialSchedule(
            [new StepSchedule(sgd, 1, 0.5), new ChainedSchedule(new ConstantSchedule(sgd, 0.1, 2), new ExponentialSchedule(sgd, 0.5))], [3]);
        double[] expected = [1, 0.5, 0.25, 0.1, 0.05, 0.25, 0.125];
        foreach (var rate in expected)
        {
            Assert.Equal(rate, sgd.LearningRate, 1e-15);
            schedule.Step();
        }
    }

    [Fact]
    public void Beta1_cycles_where_there_is_no_momentum()
    {
        var adam = new Adam([new Variable("w", 1.0)]);
        var schedule = new OneCycleSchedule(adam, 0.1, 10, risingShare: 0.5);
        Assert.Equal(0.95, adam.Groups[0].Beta1, 1e-15);
        for (var step = 0; step < 4; step++)
            schedule.Step();
        Assert.Equal((0.1, 0.85), (Math.Round(adam.LearningRate, 15), Math.Round(adam.Groups[0].Beta1, 15)));
        Assert.Equal([adam.LearningRate], schedule.LearningRates);
    }

    [Theory, InlineData(Annealing.Linear), InlineData(Annealing.Cosine)]
    public void The_step_after_the_last_of_a_cycle_stays_at_the_end(Annealing annealing)
    {
        // A loop steps the schedule after its last batch too.
        var sgd = new Sgd([new Variable("w", 1.0)], 1, momentum: 0.9);
        var schedule = new OneCycleSchedule(sgd, 1, 10, annealing: annealing);
        for (var step = 0; step < 10; step++)
            schedule.Step();
        Assert.Equal(1 / 25.0 / 1e4, sgd.LearningRate, 1e-15);
        Mistake.AssertExplained((schedule.Step, typeof(InvalidOperationException), "OneCycleSchedule: the cycle of 10 steps is over; make it as long as the training."));
    }

    [Fact]
    public void A_schedule_of_ones_own_is_a_constructor_and_a_formula()
    {
        var sgd = new Sgd([new Variable("w", 1.0)], 1);
        var schedule = new Halving(sgd);
        schedule.Step();
        schedule.Step();
        Assert.Equal(0.25, sgd.LearningRate);
    }

    [Fact]
    public void The_metric_of_a_chain_reaches_a_plateau()
    {
        var sgd = new Sgd([new Variable("w", 1.0)], 1);
        var plateau = new PlateauSchedule(sgd, factor: 0.5, patience: 0);
        var chain = new ChainedSchedule(plateau, new ExponentialSchedule(sgd, 0.1));
        chain.Step(3);
        chain.Step(4);
        Assert.Equal((3, 0.005), (plateau.Best, Math.Round(sgd.LearningRate, 15)));
    }

    private static Sgd TwoGroups() => new(
        new Sgd.Group([new Variable("first", 1.0)], 0.1) { Momentum = 0.5 },
        new Sgd.Group([new Variable("second", 1.0)], 0.05) { Momentum = 0.5 });

    private static double[] Settings(Sgd sgd) => [.. sgd.Groups.SelectMany(group => new[] { group.LearningRate, group.Momentum })];

    /// <summary>Improves, then wavers, as in tools/Parity/Learning.py.</summary>
    private static double Metric(int step) => Math.Exp(-step / 20.0) + 0.1 * Math.Sin(step * 1.7);

    private sealed class Halving : Schedule
    {
        public Halving(Optimizer optimizer) : base(optimizer) => Start();

        protected override double NextRate(ParameterGroup group, int index) => BaseRate(index) * Math.Pow(0.5, StepCount);
    }
}
