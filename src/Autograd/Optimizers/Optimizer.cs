namespace Autograd;

/// <summary>Changes variables so that a loss becomes smaller.</summary>
/// <remarks>Optimizers of one's own derive from <see cref="Optimizer{TGroup}"/>.</remarks>
public abstract class Optimizer
{
    private readonly List<ParameterGroup> _groups = [];
    private readonly List<Variable> _parameters = [];

    private bool _hasWarned;

    // The gradients of the last Step(loss), for everybody to look at until the next one.
    private Scope? _gradients;

    private protected Optimizer()
    {
    }

    /// <summary>The variables that this optimizer changes, those of all groups.</summary>
    public IReadOnlyList<Variable> Parameters => _parameters;

    /// <summary>The variables by what settings they are changed with. PyTorch's <c>param_groups</c>.</summary>
    public IReadOnlyList<ParameterGroup> Groups => _groups;

    /// <summary>The length of a step: that of the first group. Setting it sets that of all groups.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The rate is negative or not a number.</exception>
    public double LearningRate
    {
        get => _groups[0].LearningRate;
        set
        {
            foreach (var group in _groups)
                group.LearningRate = value;
        }
    }

    /// <summary>
    /// Is called with the parameters once their gradients are known and before they are used, at every step: to clip gradients, to look at them, or to
    /// change them. <c>optimizer.BeforeUpdate = parameters => Gradients.ClipNorm(parameters, 1);</c>
    /// </summary>
    public Action<IReadOnlyList<Variable>>? BeforeUpdate { get; set; }

    /// <summary>
    /// Is called, once, if <see cref="Step()"/> finds gradients that an earlier step was made by and that grew since, because nobody zeroed them. Unless set
    /// otherwise, it writes to the standard error stream; null for silence. Several backward passes before one step are no mistake.
    /// </summary>
    public Action<string>? Warned { get; set; } = static warning => Console.Error.WriteLine($"warning: {warning}");

    /// <summary>The variables that have no gradient now: after a backward pass, those that the loss does not depend on.</summary>
    public IEnumerable<Variable> ParametersWithoutGradient => _parameters.Where(parameter => parameter.Gradient is null);

    /// <summary>Forgets the gradients, so that the next backward pass starts from nothing.</summary>
    public void ZeroGradients()
    {
        foreach (var parameter in _parameters)
            parameter.ClearGradient();
    }

    /// <summary>Changes every variable that has a gradient. The gradients stay: call <see cref="ZeroGradients"/> before the next backward pass.</summary>
    public virtual void Step()
    {
        LookForOldGradients();
        BeforeUpdate?.Invoke(_parameters);
        UpdateAll();
    }

    /// <summary>
    /// A whole training step: forgets the gradients, computes the loss, runs its backward pass and changes the variables. It is a
    /// <see cref="Tensor.MemoryScope"/>: the memory of what the function computes is given back at the end of the step, and that of the gradients
    /// at the start of the next; <see cref="Tensor.Keep"/> takes a tensor out. Variables that this optimizer does not change keep the gradients that
    /// reach them, and the next ones add up, as after any backward pass.
    /// </summary>
    /// <returns>The loss before the step, cut off from its graph.</returns>
    public virtual Tensor Step(Func<Tensor> loss) => Evaluate(loss, UpdateAll);

    /// <summary>
    /// A copy of all that makes the next step what it is: what is remembered of each variable (<c>parameter.0.mean</c>), and every group's settings
    /// (<c>group.0.learningRate</c>). The values of the variables are the model's state. PyTorch's <c>state_dict</c>.
    /// </summary>
    /// <returns>Tensors by key, for <see cref="LoadState"/> or a file; single numbers have no axes.</returns>
    public IReadOnlyDictionary<string, Tensor> State()
    {
        var state = new OrderedDictionary<string, Tensor>();
        for (var i = 0; i < _groups.Count; i++)
        {
            foreach (var setting in _groups[i].Settings)
                state.Add($"group.{i}.{setting.Name}", setting.Read());
            if (_groups[i].InitialLearningRate is { } rate)
                state.Add($"group.{i}.initialLearningRate", Tensor.From(rate));
        }
        WriteMemory(state);
        return state;
    }

    /// <summary>
    /// Goes on from another optimizer's <see cref="State"/>: with the same variables, the next steps are the same bit for bit. Nothing changes if
    /// anything does not fit. PyTorch's <c>load_state_dict</c>.
    /// </summary>
    /// <exception cref="ArgumentException">Keys are missing, unexpected, or of another shape or type: the message lists all of them.</exception>
    public void LoadState(IReadOnlyDictionary<string, Tensor> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var reader = new StateReader(state);
        for (var i = 0; i < _groups.Count; i++)
        {
            var group = _groups[i];
            foreach (var setting in group.Settings)
                reader.Read($"group.{i}.", setting);
            if (reader.Has($"group.{i}.initialLearningRate"))
                reader.Read($"group.{i}.initialLearningRate", (double rate) => group.InitialLearningRate = rate);
        }
        ReadMemory(reader);
        reader.Finish(this);
    }

    /// <summary>Takes in a group.</summary>
    /// <exception cref="ArgumentException">There is no variable in it, or one is given twice.</exception>
    private protected void Take(ParameterGroup group)
    {
        ArgumentNullException.ThrowIfNull(group);
        group.Check();
        if (group.Parameters.Count == 0)
            throw NoVariable();
        var seen = new HashSet<Variable>(_parameters, ReferenceEqualityComparer.Instance);
        foreach (var parameter in group.Parameters)
        {
            ArgumentNullException.ThrowIfNull(parameter);
            if (!seen.Add(parameter))
                throw new ArgumentException($"{GetType().Name}: variable '{parameter.Name}' is given twice and would be changed twice a step; pass it once.");
        }
        _groups.Add(group);
        _parameters.AddRange(group.Parameters);
    }

    /// <summary>The mistake of passing nothing.</summary>
    private protected ArgumentException NoVariable() =>
        new($"{GetType().Name}: there is no variable to optimize; pass the model's parameters.");

    /// <summary>The loss and its gradients, with the memory of all else given back.</summary>
    /// <param name="loss">What to compute.</param>
    /// <param name="then">What to do before that.</param>
    private protected Tensor Evaluate(Func<Tensor> loss, Action then)
    {
        ArgumentNullException.ThrowIfNull(loss);
        ZeroGradients();
        _gradients?.End();
        _gradients = null;
        var scope = Scope.Open(isStep: true);
        foreach (var parameter in _parameters)
            parameter.Step = scope;
        try
        {
            var value = loss() ?? throw new ArgumentException($"{GetType().Name}.Step: the function returned null; return the loss.", nameof(loss));
            value.Backward();
            BeforeUpdate?.Invoke(_parameters);
            _gradients = Scope.Apart();
            foreach (var parameter in _parameters)
            {
                if (parameter.Gradient is { } gradient && ReferenceEquals(gradient.Storage.Scope, scope))
                    gradient.Storage.MoveTo(_gradients);
            }
            then();
            if (ReferenceEquals(value.Storage.Scope, scope))
                value.Storage.MoveTo(scope.Outer);
            return value.Detach();
        }
        finally
        {
            scope.End();
        }
    }

    /// <summary>Finds a gradient that holds what the variable was already changed by.</summary>
    private void LookForOldGradients()
    {
        if (_hasWarned || _parameters.Find(parameter => parameter.GradientUse == GradientUse.UsedAndAddedTo && parameter.RequiresGradient) is not { } variable)
            return;
        _hasWarned = true;
        Warned?.Invoke(
            $"{GetType().Name}.Step: the gradient of variable '{variable.Name}' still holds that of an earlier step, so old gradients count again in every step. "
            + "Call ZeroGradients() after Step(), or use Step(() => loss), which does all of it.");
    }

    /// <summary>Changes all variables by their gradients.</summary>
    private protected abstract void UpdateAll();

    private protected abstract void WriteMemory(IDictionary<string, Tensor> state);

    private protected abstract void ReadMemory(StateReader reader);
}
