using System.Globalization;
using System.Reflection;
using CsCheck;

namespace Autograd.Cli.Tests;

/// <summary>The expression language: what binds how, what a mistake says, and that no text whatever does harm.</summary>
public class ExpressionTests
{
    private static readonly Dictionary<string, Tensor> _values = new()
    {
        ["x"] = Tensor.From([0.5, -1.25, 2.0]),
        ["w"] = Tensor.From([3.0, 0.75, -0.5]),
        ["A"] = Tensor.From([[1.0, 2.0], [3.0, 4.0]]),
        ["t"] = Tensor.From(2.0),
    };

    private static readonly Gen<Term> _terms = Terms(5);

    [Theory]
    [InlineData("2 + 3 * 4", 14.0)]
    [InlineData("-2^2", -4.0)]
    [InlineData("2^3^2", 512.0)]
    [InlineData("2^-1", 0.5)]
    [InlineData("2 - 3 - 4", -5.0)]
    [InlineData("12 / 3 / 2", 2.0)]
    [InlineData("--2", 2.0)]
    [InlineData("7 % 4", 3.0)]
    [InlineData("-t^2", -4.0)]
    [InlineData("2^-t", 0.25)]
    [InlineData("-t.exp().log()", -2.0)]
    [InlineData("(t - 1) * -3 − 1", -4.0)]
    [InlineData("t · .5e1", 10.0)]
    [InlineData("sum(A @ A)", 54.0)]
    [InlineData("A.sum(1).max()", 7.0)]
    [InlineData("sum(A, axes: [0, 1])", 10.0)]
    [InlineData("sum([1, 2; 3, 1/2])", 6.5)]
    [InlineData("log_softmax(t, 0) + LogSoftmax(x=0, axis: 0)", double.NaN)]
    public void Operators_bind_as_in_mathematics(string text, double expected)
    {
        if (double.IsNaN(expected))
            Assert.Throws<CommandException>(() => Expression.Parse(text));
        else
            Assert.Equal(expected, Expression.Parse(text).Evaluate(_values).Item<double>(), 1e-12);
    }

    [Theory]
    [InlineData("A.reshape([4])", "tensor([1., 2., 3., 4.], type=Float64)")]
    [InlineData("[1, 2; 3, 4]", "tensor([[1., 2.],\n        [3., 4.]], type=Float64)")]
    [InlineData("concatenate(x, w, axis: 0)", "tensor([ 0.5000, -1.2500,  2.0000,  3.0000,  0.7500, -0.5000], type=Float64)")]
    [InlineData("where(x > 0, x, 0)", "tensor([0.5000, 0.0000, 2.0000], type=Float64)")]
    [InlineData("gather(x, 0, [2, 0])", "tensor([2.0000, 0.5000], type=Float64)")]
    [InlineData("round(A.Log_Softmax(axis: 1).exp().sum(axis: 1))", "tensor([1., 1.], type=Float64)")]
    [InlineData("clamp(x, max: 1)", "tensor([ 0.5000, -1.2500,  1.0000], type=Float64)")]
    [InlineData("mse(x, w, reduction: none)", "tensor([6.2500, 4.0000, 6.2500], type=Float64)")]
    [InlineData("argMax(A, 1, true)", "tensor([[1],\n        [1]])")]
    public void Functions_are_called_by_place_and_by_name(string text, string expected) =>
        Assert.Equal(expected, Expression.Parse(text).Evaluate(_values).ToString());

    [Fact]
    public void Names_come_in_the_order_of_first_use_and_words_are_none() =>
        Assert.Equal(["b", "a", "c"], Expression.Parse("mse(b + a, b * c, reduction: sum) + sum(a, 0, true)").Names);

    [Fact]
    public void Random_expressions_have_the_value_of_their_direct_evaluation() => _terms.Sample(
        term =>
        {
            var direct = term.Value.ToArray<double>();
            foreach (var text in new[] { term.Text, term.InParentheses })
            {
                var parsed = Expression.Parse(text).Evaluate(_values).Expand(term.Value.Shape).ToArray<double>();
                Assert.All(direct.Zip(parsed), pair => Assert.True(
                    pair.First.Equals(pair.Second) || Math.Abs(pair.First - pair.Second) <= 1e-12 * Math.Abs(pair.First), $"{text}: {pair.First} is not {pair.Second}"));
            }
        },
        print: term => term.Text, iter: 2000);

    [Fact]
    public void No_text_does_any_harm()
    {
        string[] words = ["x", "A", "2", "0.5", "1e3", "+", "-", "*", "/", "^", "@", "%", "<", "==", "(", ")", "[", "]", ",", ";", ".", ":", " ", "axis", "sum", "softmax", "reshape", "concatenate", "oneHot", "$", "é", "\ud83d", "\t", "1e999"];
        var texts = Gen.OneOf(Gen.String, OneOf(words).Array[0, 14].Select(parts => string.Concat(parts)));
        texts.Sample(
            text =>
            {
                try
                {
                    var expression = Expression.Parse(text);
                    expression.Evaluate(_values);
                }
                catch (CommandException exception)
                {
                    Assert.StartsWith("expression, column ", exception.Message, StringComparison.Ordinal);
                }
            },
            iter: 20_000);
    }

    [Theory]
    [InlineData("(")]
    [InlineData("-")]
    [InlineData("2^")]
    [InlineData("sum(")]
    public void Deep_nesting_is_refused(string part) => Assert.EndsWith(
        "expressions nest at most 500 deep",
        Assert.Throws<CommandException>(() => Expression.Parse(string.Concat(Enumerable.Repeat(part, 100_000)))).Message.Split(" (after")[0],
        StringComparison.Ordinal);

    [Fact]
    public void Long_sums_and_long_chains_are_not_deep()
    {
        Assert.Equal(20_000, Expression.Parse(string.Join("+", Enumerable.Repeat("t", 10_000))).Evaluate(_values).Item<double>());
        Assert.Equal(2, Expression.Parse("t" + string.Concat(Enumerable.Repeat(".neg()", 10_000))).Evaluate(_values).Item<double>());
    }

    [Theory]
    [InlineData("mean((x*)", "column 9: expected a number, a name or '(' but found ')' (after \"mean((x*\").")]
    [InlineData("", "column 1: expected a number, a name or '(' but found the end.")]
    [InlineData("x +", "column 4: expected a number, a name or '(' but found the end (after \"x +\").")]
    [InlineData("x $ 2", "column 3: '$' means nothing here (after \"x\").")]
    [InlineData("(x", "column 3: expected an operator or ')' but found the end (after \"(x\").")]
    [InlineData("x w", "column 3: expected an operator or the end but found 'w' (after \"x\").")]
    [InlineData("1e999", "column 1: 1e999 is too large for a number.")]
    [InlineData("x.2", "column 2: expected an operator or the end but found '.2' (after \"x\").")]
    [InlineData("x.(2)", "column 3: expected the name of a function but found '(' (after \"x.\").")]
    [InlineData("[1, 2; 3]", "column 1: row 2 of the list has 1 number, row 1 has 2.")]
    [InlineData("[1, x]", "column 5: a list holds numbers only (after \"[1,\").")]
    [InlineData("[1, 2", "column 6: expected ',', ';' or ']' but found the end (after \"[1, 2\").")]
    [InlineData("softmx(x, 0)", "column 1: there is no function 'softmx'; did you mean softmax? See autograd explain --functions.")]
    [InlineData("frobnicate(x)", "column 1: there is no function 'frobnicate'; see autograd explain --functions.")]
    [InlineData("softmax(x)", "column 1: softmax needs 'axis': it is softmax(x, axis: integer).")]
    [InlineData("softmax(x, 0.5)", "column 12: 'axis' must be a whole number: it is softmax(x, axis: integer) (after \"softmax(x,\").")]
    [InlineData("softmax(x, 0, 1)", "column 15: too many arguments: it is softmax(x, axis: integer) (after \"softmax(x, 0,\").")]
    [InlineData("softmax(x, 0, axis: 1)", "column 21: 'axis' is given twice: it is softmax(x, axis: integer) (after \"softmax(x, 0, axis:\").")]
    [InlineData("softmax(x, ax: 1)", "column 16: there is no argument 'ax': it is softmax(x, axis: integer) (after \"softmax(x, ax:\").")]
    [InlineData("sum(x, keepDimensions: 1)", "column 24: 'keepDimensions' must be true or false: it is sum(x, axes: integers = all, keepDimensions: flag = false) (after \"sum(x, keepDimensions:\").")]
    public void A_text_that_is_no_expression_is_refused_with_the_place(string text, string expected) =>
        Assert.Equal($"expression, {expected}", Assert.Throws<CommandException>(() => Expression.Parse(text)).Message);

    [Theory]
    [InlineData("x + z", "column 5: there is no value for 'z' (after \"x +\").")]
    [InlineData("x * (x @ A)", "column 8: MatMul: shapes [3] and [2, 2]: the last axis of the left has size 3, the axis of the right that it meets has 2; they must be equal, perhaps one needs Transpose().")]
    [InlineData("x.clamp()", "column 3: Clamp: neither min nor max is given; give at least one of them.")]
    [InlineData("crossEntropy(A, [0, 0.5])", "column 1: indices and classes are whole numbers, got 0.5.")]
    [InlineData("gather(x, 0, [1.5])", "column 1: indices and classes are whole numbers, got 1.5.")]
    [InlineData("mse(x, w, average)", "column 1: 'average' is no reduction; use mean, sum or none.")]
    public void What_an_operation_refuses_is_refused_with_the_place(string text, string expected) =>
        Assert.Equal($"expression, {expected}", Assert.Throws<CommandException>(() => Expression.Parse(text).Evaluate(_values)).Message);

    /// <summary>Functions of one tensor are found by reflection: a new one must be listed.</summary>
    [Fact]
    public void Every_method_of_one_tensor_is_a_function()
    {
        string[] others = [nameof(Tensor.Clone), nameof(Tensor.Contiguous), nameof(Tensor.Detach), nameof(Tensor.Keep)];
        var methods = typeof(Tensor).GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Where(method => method.ReturnType.IsAssignableTo(typeof(Tensor)) && method.GetParameters().Length == 0 && !method.IsSpecialName)
            .Select(method => method.Name).Distinct().Except(others);
        Assert.All(methods, name => Assert.NotNull(FunctionTable.Find(name)));
    }

    /// <summary>The table is right about what it calls: each function of floating-point tensors alone is compared with the method of its name.</summary>
    [Fact]
    public void Every_function_calls_the_method_of_its_name()
    {
        Dictionary<string, string> others = new() { ["mse"] = nameof(Tensor.MeanSquaredError) };
        foreach (var function in FunctionTable.Families.SelectMany(family => family.Functions).Where(function => function.Parameters.All(parameter => parameter.Kind == ArgumentKind.Tensor)))
        {
            var types = Enumerable.Repeat(typeof(Tensor), function.Parameters.Count - 1).ToArray();
            var method = typeof(Tensor).GetMethods().FirstOrDefault(method => !method.IsStatic
                && string.Equals(method.Name, others.GetValueOrDefault(function.Name, function.Name), StringComparison.OrdinalIgnoreCase)
                && method.GetParameters().Select(parameter => parameter.ParameterType).SequenceEqual(types));
            if (method is null || function.Parameters.Any(parameter => parameter.Name is "mask" or "index"))
                continue;
            Tensor[] arguments = [Tensor.From([0.25, 0.5, 0.75]), .. types.Select((_, i) => Tensor.From([0.5, 0.5 + i, 0.25]))];
            if (function.Name is "and" or "or" or "xor")
                arguments = [.. arguments.Select(x => x > 0.4)];
            var values = function.Parameters.Zip(arguments).ToDictionary(pair => pair.First.Name, pair => pair.Second);
            if (function.Name == "matMul")
                values["y"] = arguments[1] = Tensor.From([1.0, 2.0, 3.0]);
            var expected = (Tensor)method.Invoke(arguments[0], [.. arguments[1..]])!;
            var actual = Expression.Parse($"{function.Name}({string.Join(", ", function.Parameters.Select(parameter => parameter.Name))})").Evaluate(values);
            Assert.Equal((function.Name, expected.ToString()), (function.Name, actual.ToString()));
        }
    }

    /// <summary>A text with as few parentheses as mathematics allows, the same with all of them, and the value.</summary>
    private sealed record Term(string Text, string InParentheses, int Strength, Tensor Value)
    {
        public const int Sum = 1, Product = 2, Sign = 3, Power = 4, Atom = 5;

        public static Term Leaf(string text, Tensor value) => new(text, text, Atom, value);

        public static Term Binary(string symbol, int strength, Term left, Term right, Tensor value) => new(
            $"{left.At(symbol == "^" ? Atom : strength)} {symbol} {right.At(symbol == "^" ? Sign : strength + 1)}",
            $"({left.InParentheses}){symbol}({right.InParentheses})", strength, value);

        public string At(int strength) => Strength >= strength ? Text : $"({Text})";
    }

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static Gen<Term> Terms(int depth)
    {
        var leaves = Gen.OneOf(
            Gen.Int[0, 40].Select(number => number / 4.0).Select(number => Term.Leaf(number.ToString(CultureInfo.InvariantCulture), number)),
            OneOf("x", "w", "t").Select(name => Term.Leaf(name, _values[name])));
        if (depth == 0)
            return leaves;
        var smaller = Terms(depth - 1);
        var exponents = OneOf(2, 3, -1).Select(number => new Term($"{number}", $"{number}", number < 0 ? Term.Sign : Term.Atom, (double)number));
        return Gen.OneOf(
            leaves,
            Gen.Select(smaller, smaller, (x, y) => Term.Binary("+", Term.Sum, x, y, x.Value + y.Value)),
            Gen.Select(smaller, smaller, (x, y) => Term.Binary("-", Term.Sum, x, y, x.Value - y.Value)),
            Gen.Select(smaller, smaller, (x, y) => Term.Binary("*", Term.Product, x, y, x.Value * y.Value)),
            Gen.Select(smaller, smaller, (x, y) => Term.Binary("/", Term.Product, x, y, x.Value / y.Value)),
            Gen.Select(smaller, exponents, (x, y) => Term.Binary("^", Term.Power, x, y, x.Value.Pow(y.Value.Item<double>()))),
            smaller.Select(x => new Term($"-{x.At(Term.Sign)}", $"-({x.InParentheses})", Term.Sign, -x.Value)),
            smaller.Select(x => new Term($"tanh({x.Text})", $"tanh(({x.InParentheses}))", Term.Atom, x.Value.Tanh())),
            smaller.Select(x => new Term($"{x.At(Term.Atom)}.sigmoid()", $"({x.InParentheses}).sigmoid()", Term.Atom, x.Value.Sigmoid())));
    }
}
