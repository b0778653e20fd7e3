namespace Autograd.Tests.Optimizers;

public class OptimizerTests
{
    [Fact]
    public void Sgd_descends_by_hand()
    {
        var x = new Variable("x", 4.0);
        var sgd = new Sgd([x], learningRate: 0.1, momentum: 0.5);
        // f = x², f' = 2x: b = 8, x = 3.2; b = 0.5·8 + 6.4 = 10.4, x = 2.16.
        Assert.Equal(16, sgd.Step(() => x * x).Item<double>());
        Assert.Equal(3.2, x.Item<double>(), 1e-15);
        sgd.Step(() => x * x);
        Assert.Equal(2.16, x.Item<double>(), 1e-15);
    }

    [Fact]
    public void Adam_moves_by_the_learning_rate_first()
    {
        var x = new Variable("x", new[] { 4.0, -1000, 1e-3 });
        new Adam([x], learningRate: 0.01, epsilon: 0).Step(() => (x * x).Sum());
        Assert.Equal([3.99, -999.99, -0.009], x.ToArray<double>().Select(value => Math.Round(value, 12)));
    }

    [Fact]
    public void A_group_starts_with_the_settings_of_the_constructor()
    {
        var w = new Variable("w", 1.0);
        (Optimizer OfVariables, Optimizer OfGroups)[] pairs =
        [
            (new Sgd([w], 0.1), new Sgd(new Sgd.Group([w], 0.1))), (new Adam([w]), new Adam(new Adam.Group([w]))), (new AdamW([w]), new AdamW(new AdamW.Group([w]))),
            (new NAdam([w]), new NAdam(new NAdam.Group([w]))), (new RAdam([w]), new RAdam(new RAdam.Group([w]))), (new Adamax([w]), new Adamax(new Adamax.Group([w]))),
            (new Adagrad([w]), new Adagrad(new Adagrad.Group([w]))), (new Adadelta([w]), new Adadelta(new Adadelta.Group([w]))),
            (new RmsProp([w]), new RmsProp(new RmsProp.Group([w]))), (new Lbfgs([w]), new Lbfgs(new Lbfgs.Group([w]))),
        ];
        foreach (var (ofVariables, ofGroups) in pairs)
        {
            Assert.NotEmpty(ofVariables.State());
            Assert.Equal(Values(ofVariables), Values(ofGroups));
        }

        static IEnumerable<(string, double)> Values(Optimizer optimizer) =>
            optimizer.State().Select(entry => ($"{optimizer.GetType().Name} {entry.Key}", entry.Value.Cast(DType.Float64).Item<double>()));
    }

    [Fact]
    public void A_frozen_variable_stays_whatever_gradient_it_has()
    {
        foreach (var name in PassNames.Select(row => row.Data))
        {
            var w = new Variable("w", new[] { 1.0, 2 });
            var optimizer = GoldenTests.All.First(entry => entry.Key == name).Value(w);
            optimizer.Step(() => w.Sum());
            var before = w.ToArray<double>();
            w.RequiresGradient = false;
            optimizer.Step();
            Assert.Equal(before, w.ToArray<double>());
        }
    }

    [Fact]
    public void A_graph_from_before_a_step_refuses_to_run_backward()
    {
        foreach (var (name, create) in GoldenTests.All)
        {
            var w = new Variable("w", new[] { 1.0, 2 });
            var before = (w * w).Sum();
            create(w).Step(() => (w * w * 3).Sum());
            var message = Assert.Throws<GraphException>(() => before.Backward()).Message;
            Assert.True(message.Contains("'w'", StringComparison.Ordinal), $"{name}: {message}");
        }
    }

    public static TheoryData<string> PassNames => [.. GoldenTests.All.Select(entry => entry.Key).Where(name => !name.StartsWith("Lbfgs", StringComparison.Ordinal))];

    [Theory, MemberData(nameof(PassNames))]
    public void A_weight_moves_the_same_way_among_others_as_alone(string name)
    {
        // 21 weights fill vectors and leave a rest.
        var create = GoldenTests.All.First(entry => entry.Key == name).Value;
        var start = Enumerable.Range(0, 21).Select(i => Math.Sin(i) * 3).ToArray();
        var together = new Variable("together", start);
        var optimizer = create(together);
        var alone = start.Select(value => new Variable("alone", new[] { value })).ToArray();
        var optimizers = alone.Select(create).ToArray();
        for (var step = 0; step < 10; step++)
        {
            optimizer.Step(() => (together * together).Sum());
            for (var i = 0; i < alone.Length; i++)
            {
                var w = alone[i];
                optimizers[i].Step(() => (w * w).Sum());
            }
        }
        Assert.Equal(alone.Select(w => w.Item<double>()), together.ToArray<double>());
    }

    [Theory, MemberData(nameof(PassNames))]
    public void Steps_are_the_same_for_every_number_of_threads(string name)
    {
        var create = GoldenTests.All.First(entry => entry.Key == name).Value;
        var start = Tensor.From(Enumerable.Range(0, 100_003).Select(i => (float)Math.Sin(i)).ToArray());
        var before = Computation.Threads;
        try
        {
            float[]? expected = null;
            foreach (var threads in new[] { 1, 2, 8 })
            {
                Computation.Threads = threads;
                var w = new Variable("w", start);
                var optimizer = create(w);
                for (var step = 0; step < 3; step++)
                {
                    w.Gradient = start * (step + 1.5f);
                    optimizer.Step();
                }
                expected ??= w.ToArray<float>();
                Assert.Equal(expected, w.ToArray<float>());
            }
        }
        finally
        {
            Computation.Threads = before;
        }
    }

    [Fact]
    public void A_line_search_comes_back_from_where_the_loss_is_no_number()
    {
        // The first guess, -0.1, has no logarithm; the least loss is at 1/4.
        var w = new Variable("w", 0.9);
        new Lbfgs([w], strongWolfe: true).Step(() => -w.Log() - 3 * (1 - w).Log());
        Assert.Equal(0.25, w.Item<double>(), 4);
    }

    [Fact]
    public void Lbfgs_sees_all_variables_as_one()
    {
        var start = new[] { -1.2, 1, 0.5, -0.3 };
        var whole = new Variable("whole", start);
        var (matrix, rest, unused) = (new Variable("matrix", new[,] { { start[0] }, { start[1] } }), new Variable("rest", start[2..]), new Variable("unused", 7.0));
        var (one, many) = (new Lbfgs([whole], strongWolfe: true), new Lbfgs([matrix, unused, rest], strongWolfe: true));
        for (var call = 0; call < 3; call++)
        {
            one.Step(() => Golden.Valley(whole));
            many.Step(() => Golden.Valley(Tensor.Concatenate([matrix.Reshape(-1), rest])));
        }
        Assert.Equal(whole.ToArray<double>(), matrix.Reshape(-1).ToArray<double>().Concat(rest.ToArray<double>()));
        Assert.Equal(7, unused.Item<double>());
        Assert.Equal(one.Evaluations, many.Evaluations);
    }

    [Fact]
    public void Lbfgs_remembers_beyond_the_scope_that_it_was_called_in()
    {
        Tensor Loss(Variable w) => (w * w * w * w).Sum();
        var (inside, outside) = (new Variable("inside", Tensor.Linspace(-2, 2, 3000)), new Variable("outside", Tensor.Linspace(-2, 2, 3000)));
        var (first, second) = (new Lbfgs([inside], maxIterations: 3, strongWolfe: true), new Lbfgs([outside], maxIterations: 3, strongWolfe: true));
        for (var call = 0; call < 5; call++)
        {
            using (Tensor.MemoryScope())
                first.Step(() => Loss(inside));
            second.Step(() => Loss(outside));
        }
        Assert.Equal(outside.ToArray<float>(), inside.ToArray<float>());
    }

    [Fact]
    public void A_line_search_that_fails_leaves_the_weights_where_they_were()
    {
        var w = new Variable("w", new[] { 3.0 });
        var lbfgs = new Lbfgs([w], strongWolfe: true);
        var calls = 0;
        Assert.Throws<InvalidOperationException>(() => lbfgs.Step(() => ++calls == 2 ? throw new InvalidOperationException() : (w * w).Sum()));
        Assert.Equal(3, w.Item<double>());
        lbfgs.Step(() => (w * w).Sum());
        Assert.Equal(0, w.Item<double>(), 1e-6);
    }

    [Fact]
    public void Lbfgs_stops_once_it_has_evaluated_often_enough()
    {
        var w = new Variable("w", new[] { -1.2, 1, 0.5, -0.3 });
        var lbfgs = new Lbfgs([w], 0.01, maxIterations: 10, maxEvaluations: 3);
        lbfgs.Step(() => Golden.Valley(w));
        Assert.Equal((2, 3), (lbfgs.Iterations, lbfgs.Evaluations));
    }

    /// <summary>As in PyTorch, the second guess of a line search may be above the first: only from the third on that ends the way out.</summary>
    [Fact]
    public void A_line_search_goes_on_outwards_from_a_second_guess_above_the_first()
    {
        var lengths = new List<double>();
        LinePoint At(double length)
        {
            lengths.Add(length);
            return lengths.Count switch
            {
                1 => new LinePoint(length, -0.5, 0, -1),
                2 => new LinePoint(length, -0.4, 0, -1),
                _ => new LinePoint(length, -2, 0, 0),
            };
        }
        var (found, evaluations) = LineSearch.Search(At, new LinePoint(0, 0, 0, -1), 1, 1, 1e-9);
        Assert.Equal((3, lengths[2]), (evaluations, found.Length));
        Assert.True(lengths[2] > lengths[1] && lengths[1] > 1, string.Join(", ", lengths));
    }

    [Fact]
    public void A_group_can_join_later()
    {
        var (first, second) = (new Variable("first", 1.0), new Variable("second", 1.0));
        var sgd = new Sgd([first], 0.1);
        sgd.AddGroup(new Sgd.Group([second], 0.2));
        sgd.Step(() => first + second);
        Assert.Equal((0.9, 0.8), (first.Item<double>(), second.Item<double>()));
        sgd.LearningRate = 0.5;
        Assert.Equal([0.5, 0.5], sgd.Groups.Select(group => group.LearningRate));
        Assert.Equal(["first", "second"], sgd.Parameters.Select(parameter => parameter.Name));
    }

    [Fact]
    public void Parameters_without_gradient_are_named_on_request_and_stay()
    {
        var (used, unused) = (new Variable("used", 1.0), new Variable("unused", 1.0));
        var sgd = new Sgd([used, unused], 0.1);
        sgd.Step(() => used * 2);
        Assert.Equal(["unused"], sgd.ParametersWithoutGradient.Select(variable => variable.Name));
        Assert.Equal(1, unused.Item<double>());
    }

    [Fact]
    public void A_strided_gradient_is_read_in_order()
    {
        var w = new Variable("w", new[,] { { 1.0, 2 }, { 3, 4 } });
        new Sgd([w], 1).Step(() => (w.Transpose() * new[,] { { 1.0, 2 }, { 3, 4 } }).Sum());
        Assert.Equal([0.0, -1, 1, 0], w.ToArray<double>());
    }
}
