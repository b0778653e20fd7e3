using System.Globalization;

namespace Autograd.Cli;

/// <summary>
/// Reads an expression by the precedence of its operators (Pratt, "Top Down Operator Precedence", 1973): each operator knows how strongly it
/// binds to its left, and takes on its right everything that binds more strongly.
/// </summary>
internal sealed class ExpressionParser(string text)
{
    private const int DeepestNesting = 500;
    private const int MinusStrength = 4;
    private const int PowerStrength = 5;

    // A power binds more strongly than a sign before it, and takes a sign, or another power, on its right.
    private static readonly Dictionary<string, Operator> _operators = new()
    {
        ["<"] = new(1, 2, "less"),
        ["<="] = new(1, 2, "lessOrEqual"),
        [">"] = new(1, 2, "greater"),
        [">="] = new(1, 2, "greaterOrEqual"),
        ["=="] = new(1, 2, "equal"),
        ["!="] = new(1, 2, "notEqual"),
        ["+"] = new(2, 3, "add", (x, y) => x + y),
        ["-"] = new(2, 3, "sub", (x, y) => x - y),
        ["*"] = new(3, MinusStrength, "mul", (x, y) => x * y),
        ["/"] = new(3, MinusStrength, "div", (x, y) => x / y),
        ["%"] = new(3, MinusStrength, "remainder"),
        ["@"] = new(3, MinusStrength, "matMul"),
        ["^"] = new(PowerStrength, MinusStrength, "pow", Math.Pow),
    };

    private readonly Token[] _tokens = Token.Split(text);
    private readonly List<string> _names = [];
    private int _next;
    private int _nesting;

    /// <summary>The names that stand for tensors, in the order of first use.</summary>
    public IReadOnlyList<string> Names => _names;

    private Token Current => _tokens[_next];

    /// <summary>Reads the whole text.</summary>
    /// <exception cref="CommandException">It is not an expression.</exception>
    public ExpressionNode Parse()
    {
        var root = ReadTensor(0);
        return Current.Kind == TokenKind.End ? root : throw Expected("an operator or the end");
    }

    /// <summary>An expression whose operators all bind at least as strongly as said, and which stands for a tensor.</summary>
    private ExpressionNode ReadTensor(int strength) => Named(Read(strength));

    private ExpressionNode Read(int strength)
    {
        if (++_nesting > DeepestNesting)
            throw Mistake(Current.Start, $"expressions nest at most {DeepestNesting} deep");
        var left = ReadOperand();
        while (Current.Kind == TokenKind.Symbol && _operators.TryGetValue(Current.Text, out var binary) && binary.Left >= strength)
        {
            var symbol = Take();
            left = Combine(symbol.Start, binary, Named(left), ReadTensor(binary.Right));
        }
        _nesting--;
        return left;
    }

    private ExpressionNode ReadOperand()
    {
        if (Current.Is("-"))
        {
            var minus = Take();
            var operand = ReadTensor(MinusStrength);
            return operand is NumberNode number ? new NumberNode(minus.Start, -number.Value) : Call(minus.Start, "neg", operand);
        }
        var left = ReadPrimary();
        while (Current.Is("."))
        {
            Take();
            var name = Current.Kind == TokenKind.Name ? Take() : throw Expected("the name of a function");
            left = ReadCall(name, Named(left));
        }
        return left;
    }

    private ExpressionNode ReadPrimary()
    {
        var token = Current;
        switch (token)
        {
            case { Kind: TokenKind.Number }:
                Take();
                return double.Parse(token.Text, NumberStyles.Float, CultureInfo.InvariantCulture) is var value && double.IsFinite(value)
                    ? new NumberNode(token.Start, value)
                    : throw Mistake(token.Start, $"{token.Text} is too large for a number");
            case { Kind: TokenKind.Name }:
                Take();
                return Current.Is("(") ? ReadCall(token, null) : new NameNode(token.Start, token.Text);
            case { Text: "(" }:
                Take();
                var inner = ReadTensor(0);
                Take(")", "an operator or ')'");
                return inner;
            case { Text: "[" }:
                return ReadList();
            default:
                throw Expected("a number, a name or '('");
        }
    }

    /// <summary><c>[1, 2; 3, 4]</c>: rows of numbers, which may be computed.</summary>
    private ListNode ReadList()
    {
        var start = Take().Start;
        List<List<double>> rows = [[]];
        do
        {
            if (Current.Is("]") && rows is [[]])
                break;
            var element = Read(0);
            rows[^1].Add(element is NumberNode { Value: var value } ? value : throw Mistake(element.Position, "a list holds numbers only"));
            if (Current.Is(";"))
                rows.Add([]);
        }
        while (Current.Is(",") || Current.Is(";") ? Take().Kind == TokenKind.Symbol : false);
        Take("]", "',', ';' or ']'");
        for (var row = 1; row < rows.Count; row++)
        {
            if (rows[row].Count != rows[0].Count)
                throw Mistake(start, $"row {row + 1} of the list has {Numbers(rows[row].Count)}, row 1 has {rows[0].Count}");
        }
        return new ListNode(start, [.. rows.Select(row => row.ToArray())]);
    }

    private CallNode ReadCall(Token name, ExpressionNode? first)
    {
        var function = FunctionTable.Find(name.Text) ?? throw Mistake(
            name.Start, $"there is no function '{name.Text}'{(FunctionTable.Similar(name.Text) is { } similar ? $"; did you mean {similar.Name}? See" : "; see")} autograd explain --functions");
        Take("(", "'('");
        var arguments = new List<(string? Name, ExpressionNode Value)>();
        if (first is not null)
            arguments.Add((null, first));
        if (!Current.Is(")"))
        {
            do
            {
                var isNamed = Current.Kind == TokenKind.Name && _tokens[_next + 1].Is(":");
                var parameter = isNamed ? Take().Text : null;
                if (isNamed)
                    Take();
                arguments.Add((parameter, Read(0)));
            }
            while (Current.Is(",") && Take().Kind == TokenKind.Symbol);
        }
        Take(")", "',' or ')'");
        return new CallNode(name.Start, function, Bind(function, name.Start, arguments));
    }

    /// <summary>The arguments in the order of the parameters, each of the kind that the parameter asks for.</summary>
    private object?[] Bind(Function function, int position, List<(string? Name, ExpressionNode Value)> arguments)
    {
        var (parameters, bound) = (function.Parameters, new object?[function.Parameters.Count]);
        var isBound = new bool[bound.Length];
        var tensors = new List<ExpressionNode>();
        for (var (i, next) = (0, 0); i < arguments.Count; i++)
        {
            var (name, value) = arguments[i];
            var place = name is null ? next : parameters.ToList().FindIndex(parameter => string.Equals(parameter.Name, name, StringComparison.OrdinalIgnoreCase));
            // One axis may be called by its own name.
            if (place < 0 && name == "axis")
                place = parameters.ToList().FindIndex(parameter => parameter.Name == "axes");
            if (place < 0 || place >= parameters.Count)
                throw Mistake(value.Position, name is null ? $"too many arguments: it is {function.Signature}" : $"there is no argument '{name}': it is {function.Signature}");
            if (parameters[place].Kind == ArgumentKind.Tensors)
            {
                tensors.Add(Named(value));
                isBound[place] = true;
                bound[place] = tensors;
                continue;
            }
            if (isBound[place])
                throw Mistake(value.Position, $"'{parameters[place].Name}' is given twice: it is {function.Signature}");
            (bound[place], isBound[place]) = (Convert(function, parameters[place], value), true);
            next = name is null ? next + 1 : next;
        }
        for (var i = 0; i < bound.Length; i++)
        {
            if (!isBound[i] && !parameters[i].IsOptional)
                throw Mistake(position, $"{function.Name} needs '{parameters[i].Name}': it is {function.Signature}");
            bound[i] = isBound[i] ? bound[i] : parameters[i].Default;
        }
        return bound;
    }

    private object Convert(Function function, Parameter parameter, ExpressionNode value)
    {
        switch (parameter.Kind, value)
        {
            case (ArgumentKind.Tensor, _):
                return Named(value);
            case (ArgumentKind.Number, NumberNode { Value: var number }):
                return number;
            case (ArgumentKind.Integer, NumberNode { Value: var number }) when IsInteger(number):
                return (int)number;
            case (ArgumentKind.Integers, NumberNode { Value: var number }) when IsInteger(number):
                return new[] { (int)number };
            case (ArgumentKind.Integers, ListNode { Rows: [var row] }) when row.All(IsInteger):
                return row.Select(number => (int)number).ToArray();
            case (ArgumentKind.Flag, NameNode { Name: "true" or "false" } word):
                return word.Name == "true";
            case (ArgumentKind.Word, NameNode word):
                return word.Name;
            default:
                var wanted = parameter.Kind switch
                {
                    ArgumentKind.Integer => "a whole number",
                    ArgumentKind.Integers => "a whole number or a list of them",
                    ArgumentKind.Flag => "true or false",
                    ArgumentKind.Word => "a word",
                    _ => "a number",
                };
                throw Mistake(value.Position, $"'{parameter.Name}' must be {wanted}: it is {function.Signature}");
        }

        static bool IsInteger(double number) => double.IsInteger(number) && Math.Abs(number) <= int.MaxValue;
    }

    private static ExpressionNode Combine(int position, Operator binary, ExpressionNode left, ExpressionNode right) =>
        binary.OfNumbers is { } compute && left is NumberNode x && right is NumberNode y
            ? new NumberNode(x.Position, compute(x.Value, y.Value))
            : Call(position, binary.Function, left, right);

    private static CallNode Call(int position, string function, params object?[] arguments) =>
        new(position, FunctionTable.Find(function)!, arguments);

    /// <summary>Notes a name that stands for a tensor.</summary>
    private ExpressionNode Named(ExpressionNode node)
    {
        if (node is NameNode { Name: var name } && !_names.Contains(name))
            _names.Add(name);
        return node;
    }

    private Token Take() => _tokens[_next++];

    private void Take(string symbol, string expected)
    {
        if (!Current.Is(symbol))
            throw Expected(expected);
        Take();
    }

    private CommandException Expected(string what) => Mistake(Current.Start, $"expected {what} but found {Current.Description}");

    private CommandException Mistake(int position, string message) => Expression.Mistake(text, position, message);

    private static string Numbers(int count) => count == 1 ? "1 number" : $"{count} numbers";

    private sealed record Operator(int Left, int Right, string Function, Func<double, double, double>? OfNumbers = null);
}
