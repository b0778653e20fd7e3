namespace Autograd;

/// <summary>A setting of a <see cref="ParameterGroup"/>, as it is saved and restored with an optimizer's state.</summary>
/// <param name="Name">The name in the state, such as <c>learningRate</c>; it must stay the same from version to version.</param>
/// <param name="Read">The value, as a tensor without axes.</param>
/// <param name="Write">Sets the value.</param>
public sealed record Setting(string Name, Func<Tensor> Read, Action<Tensor> Write)
{
    /// <summary>A setting that is a number.</summary>
    public static Setting Of(string name, Func<double> read, Action<double> write) => new(name, () => Tensor.From(read()), value => write((double)value));

    /// <summary>A setting that is a whole number.</summary>
    public static Setting Of(string name, Func<int> read, Action<int> write) => new(name, () => Tensor.From((long)read()), value => write((int)value));

    /// <summary>A setting that is on or off.</summary>
    public static Setting Of(string name, Func<bool> read, Action<bool> write) => new(name, () => Tensor.From(read()), value => write((bool)value));
}
