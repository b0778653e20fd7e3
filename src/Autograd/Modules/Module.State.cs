namespace Autograd;

public abstract partial class Module
{
    /// <summary>
    /// All that the module has learned: its variables and buffers by path, in the order of declaration. They are the module's own tensors, and change with it;
    /// what saves them, saves copies. PyTorch's <c>state_dict</c>.
    /// </summary>
    public IReadOnlyDictionary<string, Tensor> State()
    {
        var state = new OrderedDictionary<string, Tensor>();
        foreach (var (name, value) in Walk("", []))
        {
            if (value is Tensor tensor && !state.TryAdd(name, tensor))
                throw new InvalidOperationException($"{GetType().Name}: two parts have the name '{name}'; rename one of the fields.");
        }
        return state;
    }

    /// <summary>
    /// Gives the variables and buffers the values of another state, by path; numbers of another type are converted. Nothing changes if anything does not fit.
    /// PyTorch's <c>load_state_dict</c>.
    /// </summary>
    /// <param name="state">Values by path, for example from a file.</param>
    /// <param name="isStrict">Whether every part must get values, and every value must be used; else those that fit are taken.</param>
    /// <exception cref="ArgumentException">Values are missing, unexpected, or of another shape: the message lists all of them.</exception>
    public void LoadState(IReadOnlyDictionary<string, Tensor> state, bool isStrict = true)
    {
        ArgumentNullException.ThrowIfNull(state);
        var own = State();
        var problems = own
            .Where(part => state.TryGetValue(part.Key, out var value) && value.Shape != part.Value.Shape)
            .Select(part => $"'{part.Key}' has shape {part.Value.Shape}, the state's has {state[part.Key].Shape}");
        if (isStrict)
        {
            problems = own.Keys.Where(key => !state.ContainsKey(key)).Select(key => $"'{key}' is missing")
                .Concat(state.Keys.Where(key => !own.ContainsKey(key)).Select(key => $"'{key}' is unexpected"))
                .Concat(problems);
        }
        if (problems.ToArray() is { Length: > 0 } found)
        {
            throw new ArgumentException(
                $"{GetType().Name}.LoadState: the state does not fit: {string.Join("; ", found)}. Load it into the module that it was taken from"
                + (isStrict ? ", or pass isStrict: false for what fits by name." : "."), nameof(state));
        }
        using (Tensor.NoGradient())
        {
            foreach (var (name, part) in own)
            {
                if (state.TryGetValue(name, out var value) && !ReferenceEquals(value, part))
                    part.AssignValues(value.Cast(part.DType));
            }
        }
    }
}
