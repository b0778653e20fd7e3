using System.Collections;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>
/// Modules one after another: each gets what the one before made. Their names are their numbers, <c>0.weight</c>, or those they are given. Written as
/// a list: <c>Sequential model = [new Linear(2, 16), Activation.Tanh, new Linear(16, 1)];</c>. PyTorch's <c>torch.nn.Sequential</c>.
/// </summary>
[CollectionBuilder(typeof(Sequential), nameof(Create))]
public sealed class Sequential : Module, IReadOnlyList<Module>
{
    private readonly ModulePart[] _parts;

    /// <summary>Modules named by their numbers.</summary>
    public Sequential(params ReadOnlySpan<Module> modules)
    {
        _parts = new ModulePart[modules.Length];
        for (var i = 0; i < modules.Length; i++)
        {
            ArgumentNullException.ThrowIfNull(modules[i], nameof(modules));
            _parts[i] = new ModulePart(i.ToString(System.Globalization.CultureInfo.InvariantCulture), modules[i]);
        }
    }

    /// <summary>Modules with names: <c>new Sequential(("features", features), ("classifier", classifier))</c>.</summary>
    /// <exception cref="ArgumentException">A name is empty, contains a dot, or is there twice.</exception>
    public Sequential(params ReadOnlySpan<(string Name, Module Module)> modules)
    {
        _parts = new ModulePart[modules.Length];
        for (var i = 0; i < modules.Length; i++)
        {
            var (name, module) = modules[i];
            ArgumentNullException.ThrowIfNull(name, nameof(modules));
            ArgumentNullException.ThrowIfNull(module, nameof(modules));
            if (name.Length == 0 || name.Contains('.', StringComparison.Ordinal) || Array.Exists(_parts[..i], part => part.Name == name))
                throw new ArgumentException($"Sequential: '{name}' cannot be the name of a module: names are not empty, have no dots, and differ.", nameof(modules));
            _parts[i] = new ModulePart(name, module);
        }
    }

    /// <summary>The number of modules.</summary>
    public int Count => _parts.Length;

    /// <summary>The module at a place.</summary>
    public Module this[int index] => (Module)_parts[index].Value;

    /// <summary>Modules one after another.</summary>
    public static Sequential Create(ReadOnlySpan<Module> modules) => new(modules);

    /// <inheritdoc/>
    public IEnumerator<Module> GetEnumerator() => _parts.Select(part => (Module)part.Value).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    protected internal override IEnumerable<ModulePart> Parts() => _parts;

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x)
    {
        foreach (var part in _parts)
            x = ((Module)part.Value).Forward(x);
        return x;
    }
}
