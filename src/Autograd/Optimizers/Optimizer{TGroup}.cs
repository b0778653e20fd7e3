using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

/// <summary>An optimizer that changes each variable by its own gradient, with the settings of its group.</summary>
/// <typeparam name="TGroup">The settings.</typeparam>
public abstract class Optimizer<TGroup> : Optimizer where TGroup : ParameterGroup
{
    private readonly List<TGroup> _groups = [];
    private readonly List<(TGroup Group, ParameterMemory Memory)> _memories = [];

    /// <summary>Creates an optimizer of the given groups of variables.</summary>
    /// <exception cref="ArgumentException">There is no variable, one is given twice, or settings do not go together.</exception>
    protected Optimizer(IEnumerable<TGroup> groups)
    {
        ArgumentNullException.ThrowIfNull(groups);
        foreach (var group in groups)
            AddGroup(group);
        if (_groups.Count == 0)
            throw NoVariable();
    }

    /// <summary>The variables by what settings they are changed with. PyTorch's <c>param_groups</c>.</summary>
    public new IReadOnlyList<TGroup> Groups => _groups;

    /// <summary>Changes further variables from the next step on. PyTorch's <c>add_param_group</c>.</summary>
    /// <exception cref="ArgumentException">There is no variable in the group, one is given twice, or settings do not go together.</exception>
    public void AddGroup(TGroup group)
    {
        Take(group);
        _groups.Add(group);
        foreach (var parameter in group.Parameters)
            _memories.Add((group, new ParameterMemory(parameter)));
    }

    /// <summary>Changes the values of one variable in place, in one pass over them.</summary>
    /// <param name="parameter">The variable.</param>
    /// <param name="gradient">Its gradient.</param>
    /// <param name="group">The settings.</param>
    /// <param name="memory">What earlier steps left, and a place for what this one leaves.</param>
    protected abstract void Update(Variable parameter, Tensor gradient, TGroup group, ParameterMemory memory);

    /// <summary>The names of all that is remembered of a variable in its own shape, for <see cref="Optimizer.State"/>.</summary>
    protected virtual IReadOnlyList<string> RememberedArrays(TGroup group) => [];

    /// <summary>The names of all single numbers that are remembered of a variable, for <see cref="Optimizer.State"/>.</summary>
    protected virtual IReadOnlyList<string> RememberedNumbers(TGroup group) => [];

    /// <summary>Runs a step over a variable: one pass over its memory.</summary>
    private protected void Apply<TUpdate>(
        Variable parameter, Tensor gradient, TUpdate update, Tensor? first = null, Tensor? second = null, Tensor? third = null)
        where TUpdate : struct, IUpdate =>
        Dispatch.Real(parameter.DType, new Pass<TUpdate>(parameter, gradient, first, second, third, update), this);

    private protected sealed override void UpdateAll()
    {
        foreach (var (group, memory) in _memories)
        {
            var parameter = memory.Parameter;
            if (parameter.Gradient is not { } gradient || !parameter.RequiresGradient)
                continue;
            memory.Steps++;
            Update(parameter, gradient, group, memory);
            parameter.Storage.MarkChanged();
            parameter.GradientUse = GradientUse.Used;
        }
    }

    private protected sealed override void WriteMemory(IDictionary<string, Tensor> state)
    {
        for (var i = 0; i < _memories.Count; i++)
        {
            var (group, memory) = _memories[i];
            if (memory.Steps == 0)
                continue;
            state.Add($"parameter.{i}.steps", Tensor.From((long)memory.Steps));
            foreach (var name in RememberedArrays(group))
                state.Add($"parameter.{i}.{name}", memory.Array(name).Clone().Keep());
            foreach (var name in RememberedNumbers(group))
                state.Add($"parameter.{i}.{name}", Tensor.From(memory.Number(name)));
        }
    }

    private protected sealed override void ReadMemory(StateReader reader)
    {
        for (var i = 0; i < _memories.Count; i++)
        {
            var (group, memory) = _memories[i];
            reader.Then(memory.Forget);
            // A variable that never got a gradient is remembered by nothing.
            if (!reader.HasAny($"parameter.{i}."))
                continue;
            reader.Read($"parameter.{i}.steps", (int steps) => memory.Steps = steps);
            foreach (var name in RememberedArrays(group))
                reader.Read($"parameter.{i}.{name}", memory.Parameter.Shape, memory.Parameter.DType, value => memory.Set(name, value.Clone()));
            foreach (var name in RememberedNumbers(group))
                reader.Read($"parameter.{i}.{name}", (double value) => memory.Set(name, value));
        }
    }

    private readonly struct Pass<TUpdate>(Variable parameter, Tensor gradient, Tensor? first, Tensor? second, Tensor? third, TUpdate update) : IRealWork
        where TUpdate : struct, IUpdate
    {
        public Storage Invoke<T>() where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T>
        {
            var weights = parameter.Storage.Typed<T>();
            var (gradients, offset) = gradient.RowByRow<T>();
            Updating.Run(
                weights, gradients, offset, first?.Storage.Typed<T>(), second?.Storage.Typed<T>(), third?.Storage.Typed<T>(), update);
            return weights;
        }
    }
}
