using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>
/// Variables that an optimizer changes with the same settings: their own learning rate, weight decay and so on. Every optimizer has its class of
/// groups, such as <see cref="Adam.Group"/>. PyTorch's <c>param_groups</c>.
/// </summary>
public abstract class ParameterGroup
{
    /// <summary>Creates a group of the given variables.</summary>
    /// <param name="parameters">The variables to change.</param>
    /// <param name="learningRate">The length of a step.</param>
    protected ParameterGroup(IEnumerable<Variable> parameters, double learningRate)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        Parameters = [.. parameters];
        LearningRate = learningRate;
    }

    /// <summary>The variables.</summary>
    public IReadOnlyList<Variable> Parameters { get; }

    /// <summary>η, the length of a step.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The rate is negative or not a number.</exception>
    public double LearningRate
    {
        get;
        set => field = NotNegative(value);
    }

    /// <summary>The learning rate that schedules start from, once there is one: the rate when the first was made. PyTorch's <c>initial_lr</c>.</summary>
    public double? InitialLearningRate { get; internal set; }

    /// <summary>Every setting by name, for <see cref="Optimizer.State"/>.</summary>
    protected internal virtual IEnumerable<Setting> Settings => [Setting.Of("learningRate", () => LearningRate, value => LearningRate = value)];

    /// <summary>What <see cref="OneCycleSchedule"/> and <see cref="CyclicSchedule"/> move against the learning rate: momentum or β₁; null if there is neither.</summary>
    protected internal virtual double? CycledMomentum
    {
        get => null;
        set => throw new NotSupportedException($"{OwnerName}: there is no momentum to set.");
    }

    /// <summary>Throws if settings do not go together: called when an optimizer takes the group.</summary>
    protected internal virtual void Check()
    {
    }

    /// <summary>The name of the optimizer, for messages.</summary>
    private string OwnerName => (GetType().DeclaringType ?? GetType()).Name;

    /// <summary>The value, if it is finite and not negative.</summary>
    protected double NotNegative(double value, [CallerMemberName] string name = "") => value >= 0 && double.IsFinite(value)
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{OwnerName}: {name} is {value}; it must be a finite number of at least 0.");

    /// <summary>The value, if it is at least 0 and below 1.</summary>
    protected double Fraction(double value, [CallerMemberName] string name = "") => value is >= 0 and < 1
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{OwnerName}: {name} is {value}; it must be at least 0 and below 1.");

    /// <summary>The value, if it is finite.</summary>
    protected double Finite(double value, [CallerMemberName] string name = "") => double.IsFinite(value)
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{OwnerName}: {name} is {value}; it must be a finite number.");

    /// <summary>The value, if it is at least 1.</summary>
    protected int Positive(int value, [CallerMemberName] string name = "") => value > 0
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{OwnerName}: {name} is {value}; it must be at least 1.");
}
