namespace Autograd.Cli;

/// <summary>A test statistic and the size beyond which chance explains it less than once in a hundred times.</summary>
internal readonly record struct Statistic(double Value, double Critical)
{
    /// <summary>The 99.5 % point of the normal distribution.</summary>
    public const double NormalCritical = 2.5758293035489;

    public bool IsSignificant => Math.Abs(Value) > Critical;

    /// <summary>A statistic that follows the standard normal distribution if there is nothing but chance.</summary>
    public static Statistic Normal(double z) => new(z, NormalCritical);
}
