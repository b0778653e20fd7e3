namespace Autograd;

/// <summary>What an optimizer remembers of one variable from step to step. It outlives every memory scope.</summary>
public sealed class ParameterMemory
{
    private readonly Dictionary<string, Tensor> _values = [];
    private readonly Dictionary<string, double> _numbers = [];

    internal ParameterMemory(Variable parameter) => Parameter = parameter;

    /// <summary>The variable.</summary>
    public Variable Parameter { get; }

    /// <summary>How often the variable was changed, the step under way included.</summary>
    public int Steps { get; internal set; }

    /// <summary>True if values are remembered under this name.</summary>
    public bool Has(string name) => _values.ContainsKey(name);

    /// <summary>Numbers of the variable's shape and type, all of them <paramref name="start"/> before the first step.</summary>
    public Tensor Array(string name, double start = 0)
    {
        if (_values.TryGetValue(name, out var values))
            return values;
        return Set(name, Tensor.Full(Parameter.Shape, start, Parameter.DType));
    }

    /// <summary>A single number, <paramref name="start"/> before the first step.</summary>
    public double Number(string name, double start = 0) => _numbers.GetValueOrDefault(name, start);

    /// <summary>Remembers a single number.</summary>
    public void Set(string name, double value) => _numbers[name] = value;

    /// <summary>Remembers values.</summary>
    /// <returns>The values.</returns>
    public Tensor Set(string name, Tensor value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return _values[name] = value.Keep();
    }

    internal void Forget()
    {
        _values.Clear();
        _numbers.Clear();
        Steps = 0;
    }
}
