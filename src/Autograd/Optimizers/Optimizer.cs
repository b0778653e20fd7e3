using System.Numerics;

namespace Autograd;

/// <summary>Changes variables so that a loss becomes smaller.</summary>
public abstract class Optimizer
{
    private readonly Variable[] _parameters;

    // The gradients of the last Step(loss), for everybody to look at until the next one.
    private Scope? _gradients;

    /// <summary>Creates an optimizer of the given variables.</summary>
    /// <exception cref="ArgumentException">There is no variable, or one is given twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The learning rate is negative or not a number.</exception>
    protected Optimizer(IEnumerable<Variable> parameters, double learningRate)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        _parameters = [.. parameters];
        if (_parameters.Length == 0)
            throw new ArgumentException($"{GetType().Name}: there is no variable to optimize; pass the model's parameters.", nameof(parameters));
        var seen = new HashSet<Variable>(ReferenceEqualityComparer.Instance);
        foreach (var parameter in _parameters)
        {
            ArgumentNullException.ThrowIfNull(parameter, nameof(parameters));
            if (!seen.Add(parameter))
                throw new ArgumentException($"{GetType().Name}: variable '{parameter.Name}' is given twice and would be changed twice a step; pass it once.", nameof(parameters));
        }
        LearningRate = learningRate;
    }

    /// <summary>The variables that this optimizer changes.</summary>
    public IReadOnlyList<Variable> Parameters => _parameters;

    /// <summary>The length of a step.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The rate is negative or not a number.</exception>
    public double LearningRate
    {
        get;
        set => field = CheckNotNegative(value, nameof(LearningRate));
    }

    /// <summary>The variables that have no gradient now: after a backward pass, those that the loss does not depend on.</summary>
    public IEnumerable<Variable> ParametersWithoutGradient => _parameters.Where(parameter => parameter.Gradient is null);

    /// <summary>Forgets the gradients, so that the next backward pass starts from nothing.</summary>
    public void ZeroGradients()
    {
        foreach (var parameter in _parameters)
            parameter.ClearGradient();
    }

    /// <summary>Changes every variable that has a gradient.</summary>
    public void Step()
    {
        for (var i = 0; i < _parameters.Length; i++)
        {
            var parameter = _parameters[i];
            if (parameter.Gradient is not { } gradient || !parameter.RequiresGradient)
                continue;
            Update(i, parameter, gradient);
            parameter.Storage.MarkChanged();
        }
    }

    /// <summary>
    /// A whole training step: forgets the gradients, computes the loss, runs its backward pass and changes the variables. It is a
    /// <see cref="Tensor.MemoryScope"/>: the memory of what the function computes is given back at the end of the step, and that of the gradients
    /// at the start of the next; <see cref="Tensor.Keep"/> takes a tensor out.
    /// </summary>
    /// <returns>The loss before the step, cut off from its graph.</returns>
    public Tensor Step(Func<Tensor> loss)
    {
        ArgumentNullException.ThrowIfNull(loss);
        ZeroGradients();
        _gradients?.End();
        _gradients = null;
        var scope = Scope.Open();
        try
        {
            var value = loss() ?? throw new ArgumentException($"{GetType().Name}.Step: the function returned null; return the loss.", nameof(loss));
            value.Backward();
            _gradients = Scope.Apart();
            foreach (var parameter in _parameters)
            {
                if (parameter.Gradient is { } gradient && ReferenceEquals(gradient.Storage.Scope, scope))
                    gradient.Storage.MoveTo(_gradients);
            }
            Step();
            if (ReferenceEquals(value.Storage.Scope, scope))
                value.Storage.MoveTo(scope.Outer);
            return value.Detach();
        }
        finally
        {
            scope.End();
        }
    }

    /// <summary>Changes the values of one variable in place, in one pass over them.</summary>
    protected abstract void Update(int index, Variable parameter, Tensor gradient);

    /// <summary>Memory for what is remembered from step to step.</summary>
    private protected static Storage<T> Remembered<T>(int length) where T : unmanaged
    {
        var storage = Storage.Allocate<T>(length);
        storage.MoveTo(null);
        storage.Span.Clear();
        return storage;
    }

    /// <summary>The gradient with the pull of weight decay; none at all without it, also on an infinite weight.</summary>
    private protected static Vector<T> Decayed<T>(Vector<T> gradient, Vector<T> weight, T decay) where T : IFloatingPointIeee754<T> =>
        T.IsZero(decay) ? gradient : gradient + Vector.Create(decay) * weight;

    /// <summary>The value, if it is not negative.</summary>
    private protected double CheckNotNegative(double value, string name) => value >= 0 && double.IsFinite(value)
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{GetType().Name}: {name} is {value}; it must be a finite number of at least 0.");

    /// <summary>The value, if it is at least 0 and below 1.</summary>
    private protected double CheckFraction(double value, string name) => value is >= 0 and < 1
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{GetType().Name}: {name} is {value}; it must be at least 0 and below 1.");
}
