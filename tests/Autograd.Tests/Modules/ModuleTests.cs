using System.Collections.Immutable;

namespace Autograd.Tests.Modules;

public sealed class ModuleTests
{
    [Fact]
    public void Parts_are_found_in_fields_properties_parameters_and_collections()
    {
        var model = new Everything(new Linear(1, 1));
        Assert.Equal(
            [
                "of_base.weight", "of_base.bias", "captured.weight", "captured.bias", "first_layer.weight", "first_layer.bias", "alone", "blocks.0.weight", "blocks.0.bias", "blocks.1.weight",
                "heads.left.weight", "heads.left.bias", "nested.0.0.weight", "nested.0.0.bias", "many.0", "many.1", "immutable.0.weight", "immutable.0.bias",
            ],
            model.NamedParameters().Select(named => named.Key));
        Assert.Equal(["counter"], model.Buffers().Select(named => named.Key));
        Assert.Equal(18, model.Parameters().Count());
    }

    [Theory]
    [InlineData("HiddenLayer", "hidden_layer")]
    [InlineData("hidden", "hidden")]
    [InlineData("Conv1", "conv1")]
    [InlineData("LSTMCell", "lstm_cell")]
    [InlineData("Layer2Norm", "layer2_norm")]
    [InlineData("already_there", "already_there")]
    [InlineData("X", "x")]
    public void Names_are_spelled_as_PyTorch_does(string name, string expected) => Assert.Equal(expected, ModuleFields.SnakeCase(name));

    [Fact]
    public void What_is_held_twice_is_named_twice_and_trained_once()
    {
        var model = new Tied();
        Assert.Equal(["first.weight", "second.weight"], model.NamedParameters().Select(named => named.Key));
        Assert.Equal(["first.weight", "second.weight"], model.State().Keys);
        Assert.Same(model.First.Weight, Assert.Single(model.Parameters()));
        _ = new Sgd(model.Parameters(), 0.1);

        var layer = new Linear(2, 2, hasBias: false);
        Sequential repeated = [layer, Activation.Relu, layer];
        Assert.Equal(["0.weight", "2.weight"], repeated.State().Keys);
        Assert.Same(layer.Weight, Assert.Single(repeated.Parameters()));
    }

    [Fact]
    public void A_module_that_knows_the_one_around_it_does_not_walk_for_ever()
    {
        var parent = new Parent();
        Assert.Equal(["own", "child.own"], parent.NamedParameters().Select(named => named.Key));
        Assert.Equal(["", "child"], parent.NamedModules().Select(named => named.Key));
    }

    [Fact]
    public void A_list_may_grow()
    {
        var model = new Growing();
        Assert.Empty(model.Parameters());
        model.Layers.Add(new Linear(2, 2));
        Assert.Equal(["layers.0.weight", "layers.0.bias"], model.NamedParameters().Select(named => named.Key));
    }

    [Fact]
    public void Training_and_evaluation_reach_every_module()
    {
        Sequential model = [new Linear(2, 2), new Sequential(new Dropout(), Activation.Relu)];
        Assert.All(model.NamedModules(), named => Assert.True(named.Value.IsTraining));
        model.Evaluate();
        Assert.All(model.NamedModules(), named => Assert.False(named.Value.IsTraining));
        model.Train();
        Assert.All(model.NamedModules(), named => Assert.True(named.Value.IsTraining));
    }

    [Fact]
    public void Apply_does_the_inner_ones_first_and_each_once()
    {
        var shared = new Identity();
        Sequential model = [shared, new Sequential(shared)];
        List<Module> seen = [];
        model.Apply(seen.Add);
        Assert.Equal([model[1], shared, model], seen.OrderBy(module => module == model ? 2 : module == shared ? 1 : 0));
        Assert.Same(model, seen[^1]);
    }

    [Fact]
    public void What_is_frozen_gets_no_gradient()
    {
        Sequential model = [new Linear(2, 3), new Linear(3, 1)];
        model[0].Freeze();
        model.Forward(Tensor.Ones([4, 2])).Sum().Backward();
        Assert.All(model[0].Parameters(), parameter => Assert.Null(parameter.Gradient));
        Assert.All(model[1].Parameters(), parameter => Assert.NotNull(parameter.Gradient));
        model[0].Unfreeze();
        model.Forward(Tensor.Ones([4, 2])).Sum().Backward();
        Assert.All(model.Parameters(), parameter => Assert.NotNull(parameter.Gradient));
        model.ZeroGradients();
        Assert.All(model.Parameters(), parameter => Assert.Null(parameter.Gradient));
    }

    [Fact]
    public void A_state_makes_another_module_the_same()
    {
        var (one, other) = (Network(1), Network(2));
        var x = Tensor.Randn([3, 4], generator: new Generator(3));
        Assert.NotEqual(one.Forward(x).ToArray<float>(), other.Forward(x).ToArray<float>());
        other.LoadState(one.State());
        Assert.Equal(one.Forward(x).ToArray<float>(), other.Forward(x).ToArray<float>());
        // Copies: neither follows the other.
        one.Parameters().First().Assign(Tensor.Zeros([5, 4]));
        Assert.NotEqual(one.Forward(x).ToArray<float>(), other.Forward(x).ToArray<float>());
    }

    [Fact]
    public void A_state_of_another_precision_is_converted()
    {
        var (single, @double) = (new Linear(2, 2, generator: new Generator(1)), new Linear(2, 2, type: DType.Float64));
        @double.LoadState(single.State());
        Assert.Equal(single.Weight.ToArray<float>().Select(value => (double)value), @double.Weight.ToArray<double>());
    }

    [Fact]
    public void A_state_that_does_not_fit_changes_nothing_and_lists_all_that_is_wrong()
    {
        var model = Network(1);
        var before = model.Parameters().Select(parameter => parameter.ToArray<float>()).ToArray();
        var state = new Dictionary<string, Tensor>
        {
            ["0.weight"] = Tensor.Ones([5, 4]),
            ["0.bias"] = Tensor.Ones([4]),
            ["2.weight"] = Tensor.Ones([2, 5]),
            ["3.weight"] = Tensor.Ones([1]),
        };
        AssertMistake<ArgumentException>(() => model.LoadState(state),
            "Sequential.LoadState: the state does not fit: '2.bias' is missing; '3.weight' is unexpected; '0.bias' has shape [5], the state's has [4]. "
            + "Load it into the module that it was taken from, or pass isStrict: false for what fits by name. (Parameter 'state')");
        AssertMistake<ArgumentException>(
            () => model.LoadState(state, isStrict: false),
            "Sequential.LoadState: the state does not fit: '0.bias' has shape [5], the state's has [4]. Load it into the module that it was taken from. (Parameter 'state')");
        Assert.Equal(before, model.Parameters().Select(parameter => parameter.ToArray<float>()));
        state.Remove("0.bias");
        model.LoadState(state, isStrict: false);
        Assert.Equal([1, 1, 1, 1, 1, 1, 1, 1, 1, 1], model.State()["2.weight"].ToArray<float>());
        Assert.Equal(before[1], model.State()["0.bias"].ToArray<float>());
    }

    [Fact]
    public void Operations_are_recorded_in_sections_of_the_modules_names()
    {
        var model = new Tied();
        var result = (Operation)model.Forward(Tensor.Ones([1, 2]));
        Assert.Equal("second", result.SectionPath);
        Assert.Equal("first", ((Operation)result.Inputs[0]).SectionPath);
        var outer = new Sequential(("model", model));
        Assert.Equal("model/second", ((Operation)outer.Forward(Tensor.Ones([1, 2]))).SectionPath);
        Assert.Null(((Operation)(model.First.Weight + 1)).SectionPath);
    }

    [Fact]
    public void A_tree_shows_classes_and_settings() => Assert.Equal(
        """
        Sequential
          0: Linear(4 → 5)
          1: Activation(tanh)
          2: Linear(5 → 2)
        """, Network(1).ToString());

    [Fact]
    public void A_summary_tells_what_a_network_costs()
    {
        var summary = Network(1).Summary(Tensor.Ones([3, 4]));
        Assert.Equal((5 * 4 + 5 + 2 * 5 + 2, 3 * 4 * 5 + 3 * 5 * 2), (summary.Parameters, summary.MultiplyAdds));
        Assert.Equal(
            """
            module  kind              output  parameters  multiply-adds  activations
            (all)   Sequential        [3, 2]           0              0          0 B
            0       Linear(4 → 5)     [3, 5]          25             60        120 B
            1       Activation(tanh)  [3, 5]           0              0         60 B
            2       Linear(5 → 2)     [3, 2]          12             30         48 B
            sum                                       37             90        228 B
            37 of the parameters are trained.
            """, summary.ToString());
    }

    [Fact]
    public void A_summary_leaves_no_trace()
    {
        Sequential model = [new Linear(4, 5), new Dropout()];
        var state = Randomness.Default.State;
        _ = model.Summary(Tensor.Ones([3, 4]));
        Assert.Equal(state.ToString(), Randomness.Default.State.ToString());
        Assert.True(model.Forward(Tensor.Ones([3, 4])).RequiresGradient);
        Assert.Throws<ShapeException>(() => model.Summary(Tensor.Ones([3, 3])));
        Assert.Equal(["0"], new[] { ((Operation)model[0].Forward(Tensor.Ones([3, 4]))).SectionPath! });
    }

    [Fact]
    public void Mistakes_are_explained()
    {
        AssertMistake<ShapeException>(() => _ = new Linear(4, 2).Forward(Tensor.Ones([3, 5])), "Linear: input [3, 5] must end with an axis of 4; the layer makes 2 of 4 numbers.");
        AssertMistake<ArgumentOutOfRangeException>(
            () => _ = new Linear(0, 2), "Linear: inputs is 0; it must be at least 1. (Parameter 'inputs')\nActual value was 0.");
        AssertMistake<ArgumentOutOfRangeException>(
            () => _ = new Dropout(1.5), "Dropout: probability is 1.5; it must be between 0 and 1. (Parameter 'probability')\nActual value was 1.5.");
        AssertMistake<ArgumentException>(
            () => _ = new Sequential(("a", new Identity()), ("a", new Identity())),
            "Sequential: 'a' cannot be the name of a module: names are not empty, have no dots, and differ. (Parameter 'modules')");
        AssertMistake<ShapeException>(
            () => Initialization.XavierUniform(new Variable("b", Tensor.Ones([3]))),
            "Initialization.XavierUniform: variable 'b' [3] has no inputs and outputs; a weight has two axes or more. Use Uniform or Normal.");
    }

    private static void AssertMistake<TException>(Action make, string message) where TException : Exception =>
        Mistake.AssertExplained((make, typeof(TException), message));

    private static Sequential Network(ulong seed)
    {
        var generator = new Generator(seed);
        return [new Linear(4, 5, generator: generator), Activation.Tanh, new Linear(5, 2, generator: generator)];
    }

    private abstract class Base : Module
    {
        private readonly Linear _ofBase = new(1, 1);

        protected override Tensor Compute(Tensor x) => _ofBase.Forward(x);
    }

    private sealed class Everything(Linear captured) : Base
    {
        public Linear FirstLayer { get; } = new(1, 1);

        public Linear Again => FirstLayer;

        public Variable Alone { get; } = new("alone", Tensor.Ones([1]));

        public ModuleBuffer Counter { get; } = new("counter", 0L);

        private readonly Module[] _blocks = [new Linear(1, 1), new Linear(1, 1, hasBias: false)];
        private readonly Dictionary<string, Linear> _heads = new() { ["left"] = new Linear(1, 1) };
        private readonly List<List<Module>> _nested = [[new Linear(1, 1)]];
        private readonly List<Variable> _many = [new("a", Tensor.Ones([1])), new("b", Tensor.Ones([1]))];
        private readonly ImmutableArray<Linear> _immutable = [new Linear(1, 1)];
        private readonly float[] _numbers = new float[100];
        private readonly string _text = "no module";
        private readonly Linear? _absent = NoLinear;

        private static Linear? NoLinear => null;

        protected override Tensor Compute(Tensor x) => captured.Forward(base.Compute(x)) + _numbers[_text.Length] + (_absent is null ? 0 : 1)
            + _blocks.Length + _heads.Count + _nested.Count + _many.Count + _immutable.Length;
    }

    private sealed class Tied : Module
    {
        public Linear First { get; } = new(2, 2, hasBias: false);

        public Linear Second { get; }

        public Tied()
        {
            Second = new Linear(2, 2, hasBias: false);
            typeof(Linear).GetField("<Weight>k__BackingField", System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic)!.SetValue(Second, First.Weight);
        }

        protected override Tensor Compute(Tensor x) => Second.Forward(First.Forward(x));
    }

    private sealed class Parent : Module
    {
        public Variable Own { get; } = new("own", Tensor.Ones([1]));

        public Child Child { get; }

        public Parent() => Child = new Child(this);

        protected override Tensor Compute(Tensor x) => Child.Forward(x);
    }

    private sealed class Child(Parent parent) : Module
    {
        public Variable Own { get; } = new("own", Tensor.Ones([1]));

        protected override Tensor Compute(Tensor x) => x * Own * parent.Own;
    }

    private sealed class Growing : Module
    {
        public List<Module> Layers { get; } = [];

        protected override Tensor Compute(Tensor x) => Layers.Aggregate(x, (x, layer) => layer.Forward(x));
    }
}
