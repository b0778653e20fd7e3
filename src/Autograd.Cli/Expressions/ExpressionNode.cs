namespace Autograd.Cli;

/// <summary>A part of an expression.</summary>
/// <param name="Position">Where it stands in the text, from 0; for an operator, where its symbol stands.</param>
internal abstract record ExpressionNode(int Position)
{
    /// <summary>The value.</summary>
    /// <param name="text">The expression, for messages.</param>
    /// <param name="values">The values of names.</param>
    public abstract Tensor Evaluate(string text, IReadOnlyDictionary<string, Tensor> values);
}

/// <summary>A number; it takes the type of the tensors it meets.</summary>
internal sealed record NumberNode(int Position, double Value) : ExpressionNode(Position)
{
    /// <inheritdoc/>
    public override Tensor Evaluate(string text, IReadOnlyDictionary<string, Tensor> values) => Value;
}

/// <summary>A name whose value the user gives. As an argument that is not a tensor it is a word: <c>true</c>, <c>mean</c>.</summary>
internal sealed record NameNode(int Position, string Name) : ExpressionNode(Position)
{
    /// <inheritdoc/>
    public override Tensor Evaluate(string text, IReadOnlyDictionary<string, Tensor> values) => values.TryGetValue(Name, out var value)
        ? value
        : throw Expression.Mistake(text, Position, $"there is no value for '{Name}'");
}

/// <summary>Numbers in brackets: a vector, or a matrix if there are semicolons.</summary>
internal sealed record ListNode(int Position, double[][] Rows) : ExpressionNode(Position)
{
    /// <inheritdoc/>
    public override Tensor Evaluate(string text, IReadOnlyDictionary<string, Tensor> values) => Rows is [var row] ? Tensor.From(row) : Tensor.From(Rows);
}

/// <summary>A function, or an operator, of arguments that were checked: parts of the expression for tensors, else values.</summary>
internal sealed record CallNode : ExpressionNode
{
    private readonly Function _function;
    private readonly object?[] _arguments;

    public CallNode(int position, Function function, object?[] arguments) : base(position) => (_function, _arguments) = (function, arguments);

    /// <inheritdoc/>
    public override Tensor Evaluate(string text, IReadOnlyDictionary<string, Tensor> values)
    {
        // A long sum, or a long chain of methods, nests in its first arguments only: no recursion there, which would take a stack as long.
        var calls = new Stack<CallNode>();
        ExpressionNode? inner = this;
        for (; inner is CallNode call; inner = call._arguments[0] as ExpressionNode)
            calls.Push(call);
        object? value = inner is NumberNode { Value: var number } ? number : inner?.Evaluate(text, values);
        while (calls.TryPop(out var call))
            value = call.Apply(value, text, values);
        return (Tensor)value!;
    }

    /// <param name="first">The value of the first argument, if that is a part of the expression.</param>
    /// <param name="text">The expression, for messages.</param>
    /// <param name="values">The values of names.</param>
    private Tensor Apply(object? first, string text, IReadOnlyDictionary<string, Tensor> values)
    {
        var arguments = new object?[_arguments.Length];
        for (var i = 0; i < arguments.Length; i++)
        {
            arguments[i] = _arguments[i] switch
            {
                ExpressionNode when i == 0 => first,
                NumberNode { Value: var number } => number,
                ExpressionNode part => part.Evaluate(text, values),
                IEnumerable<ExpressionNode> parts => parts.Select(part => part.Evaluate(text, values)).ToArray(),
                var value => value,
            };
        }
        try
        {
            return _function.Apply(new Arguments(arguments));
        }
        catch (Exception exception) when (exception is ShapeException or TypeException or GraphException or ArgumentException)
        {
            var message = exception is ArgumentException { ParamName: { } name } ? exception.Message.Split($" (Parameter '{name}')")[0] : exception.Message;
            throw new CommandException($"expression, column {Position + 1}: {message}");
        }
    }
}
