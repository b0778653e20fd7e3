namespace Autograd;

/// <summary>Reads a saved state: what does not fit is collected and told at once, and nothing changes before all of it does.</summary>
internal sealed class StateReader(IReadOnlyDictionary<string, Tensor> state)
{
    private readonly HashSet<string> _used = [];
    private readonly List<string> _problems = [];
    private readonly List<Action> _assignments = [];

    /// <summary>True if there is such a key.</summary>
    public bool Has(string key) => state.ContainsKey(key);

    /// <summary>True if some key begins like this.</summary>
    public bool HasAny(string prefix) => state.Keys.Any(key => key.StartsWith(prefix, StringComparison.Ordinal));

    /// <summary>Takes the value of a key, which must have the shape and the type.</summary>
    public void Read(string key, Shape shape, DType type, Action<Tensor> assign)
    {
        if (Take(key) is not { } value)
            return;
        if (value.Shape != shape || value.DType != type)
            _problems.Add($"'{key}' is {value.DType} {value.Shape}, needed is {type} {shape}");
        else
            _assignments.Add(() => assign(value));
    }

    /// <summary>Takes a number.</summary>
    public void Read(string key, Action<double> assign) => Read(key, [], DType.Float64, value => assign(value.Item<double>()));

    /// <summary>Takes a whole number.</summary>
    public void Read(string key, Action<int> assign) => Read(key, [], DType.Int64, value => assign((int)value.Item<long>()));

    /// <summary>How many rows there are under a key; 0 if there is none.</summary>
    public int Rows(string key) => state.TryGetValue(key, out var value) && value.Rank > 0 ? value.Shape[0] : 0;

    /// <summary>Takes a setting.</summary>
    public void Read(string prefix, Setting setting) => Read(prefix + setting.Name, [], setting.Read().DType, setting.Write);

    /// <summary>Does something in its turn, once all is known to fit.</summary>
    public void Then(Action action) => _assignments.Add(action);

    /// <summary>Does what was read, now that all of it fits; does this last of all.</summary>
    /// <exception cref="ArgumentException">Keys are missing, unexpected, or of another shape or type: the message lists all of them.</exception>
    public void Finish(object owner)
    {
        var problems = _problems.Concat(state.Keys.Where(key => !_used.Contains(key)).Select(key => $"'{key}' is unexpected")).ToArray();
        if (problems.Length > 0)
        {
            var name = owner.GetType().Name;
            throw new ArgumentException(
                $"{name}.LoadState: the state does not fit: {string.Join("; ", problems)}. Load it into one that was made like the {name} it was taken from.");
        }
        using var _ = Tensor.NoGradient();
        foreach (var assign in _assignments)
            assign();
    }

    private Tensor? Take(string key)
    {
        _used.Add(key);
        if (state.TryGetValue(key, out var value))
            return value;
        _problems.Add($"'{key}' is missing");
        return null;
    }
}
