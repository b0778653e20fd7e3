using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>
/// A part of a network, with weights of its own or without: a layer, a block, a whole model. Derive from it, hold variables and other modules in
/// fields or auto-properties, alone or in arrays, lists and dictionaries, and say in <see cref="Compute"/> what they make of an input. Nothing
/// is registered: parts are found in the fields. PyTorch's <c>torch.nn.Module</c>.
/// </summary>
/// <remarks>
/// Parts are named by their path in PyTorch's spelling, so that weights travel: in a module with a property <c>Hidden</c> that is a
/// <see cref="Linear"/>, the weight is <c>hidden.weight</c>; in a list <c>_blocks</c> it is <c>blocks.0.weight</c>.
/// </remarks>
[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicFields | DynamicallyAccessedMemberTypes.NonPublicFields)]
public abstract partial class Module
{
    // What the module that holds this one calls it; known once that one has looked at its parts. The path is kept for as long as the section around is the same.
    private string? _name;
    private (string? Outer, string? Path) _section;
    private bool _knowsParts;

    /// <summary>True while the module is trained, from the start; dropout and batch normalization do something else when it is not.</summary>
    public bool IsTraining { get; internal set; } = true;

    /// <summary>What the module makes of a tensor. The operations are recorded in a section of the module's name, which drawings show as a frame.</summary>
    /// <exception cref="ShapeException">The module takes another shape.</exception>
    /// <exception cref="NotSupportedException">The module takes something other than one tensor.</exception>
    public Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return Watched(x, static (module, x) => module.Compute(x))
            ?? throw new InvalidOperationException($"{GetType().Name}.Forward: Compute returned null; return the tensor that was computed.");
    }

    /// <summary>Says what the module makes of a tensor. Called by <see cref="Forward"/>.</summary>
    protected abstract Tensor Compute(Tensor x);

    /// <summary>
    /// Runs a computation of another form than <see cref="Forward"/>'s, of several tensors or to several, in a section of the module's name:
    /// <c>public Tensor Forward(Tensor left, Tensor right) =&gt; Run(() =&gt; …);</c>.
    /// </summary>
    protected TResult Run<TResult>(Func<TResult> computation)
    {
        ArgumentNullException.ThrowIfNull(computation);
        return Watched(computation, static (_, computation) => computation());
    }

    /// <summary>
    /// The variables, buffers and modules that this one holds, in order: what its fields hold. A module whose parts have other names than its fields
    /// overrides this.
    /// </summary>
    protected internal virtual IEnumerable<ModulePart> Parts() => ModuleFields.Of(this);

    /// <summary>The variables of this module and of all within, each once, in the order of declaration: what an optimizer takes.</summary>
    public IEnumerable<Variable> Parameters()
    {
        var seen = new HashSet<Variable>(ReferenceEqualityComparer.Instance);
        return NamedParameters().Select(named => named.Value).Where(seen.Add);
    }

    /// <summary>
    /// The variables of this module and of all within, with their paths. One that is held in two places comes twice, once for each name.
    /// PyTorch's <c>named_parameters(remove_duplicate=False)</c>.
    /// </summary>
    public IEnumerable<KeyValuePair<string, Variable>> NamedParameters() => Named<Variable>();

    /// <summary>The buffers of this module and of all within, with their paths. PyTorch's <c>named_buffers</c>.</summary>
    public IEnumerable<KeyValuePair<string, ModuleBuffer>> Buffers() => Named<ModuleBuffer>();

    /// <summary>This module, whose path is empty, and all within, with their paths, outer ones first. PyTorch's <c>named_modules</c>.</summary>
    public IEnumerable<KeyValuePair<string, Module>> NamedModules() => Walk("", []).Where(part => part.Value is Module).Select(Typed<Module>);

    /// <summary>Makes this module and all within behave as in training. PyTorch's <c>train()</c>.</summary>
    public void Train() => Apply(module => module.IsTraining = true);

    /// <summary>Makes this module and all within behave as in use: without dropout, with the statistics of the training. PyTorch's <c>eval()</c>.</summary>
    public void Evaluate() => Apply(module => module.IsTraining = false);

    /// <summary>Does something with this module and each one within, inner ones first. PyTorch's <c>apply</c>.</summary>
    public void Apply(Action<Module> action)
    {
        ArgumentNullException.ThrowIfNull(action);
        foreach (var (_, module) in NamedModules().Reverse().DistinctBy(named => named.Value))
            action(module);
    }

    /// <summary>Takes all variables out of training: no gradient is computed for them from the next forward pass on. PyTorch's <c>requires_grad_(False)</c>.</summary>
    public void Freeze() => SetRequiresGradient(false);

    /// <summary>Takes all variables back into training.</summary>
    public void Unfreeze() => SetRequiresGradient(true);

    /// <summary>Forgets the gradients of all variables.</summary>
    public void ZeroGradients()
    {
        foreach (var parameter in Parameters())
            parameter.ClearGradient();
    }

    /// <summary>How a table of modules shows the settings: <c>784 → 256</c>; empty if there is nothing to tell.</summary>
    protected internal virtual string Settings => "";

    /// <summary>Whether the module itself does something else in training than in evaluation.</summary>
    protected internal virtual bool DependsOnTraining => false;

    /// <summary>The modules as a tree: path, class and settings, one a line.</summary>
    public override string ToString() => string.Join('\n', NamedModules().Select(named =>
    {
        var indent = new string(' ', 2 * named.Key.Count(character => character == '.') + (named.Key.Length > 0 ? 2 : 0));
        var name = named.Key.Length > 0 ? $"{named.Key}: " : "";
        return $"{indent}{name}{named.Value.GetType().Name}{(named.Value.Settings is { Length: > 0 } settings ? $"({settings})" : "")}";
    }));

    private void SetRequiresGradient(bool value)
    {
        foreach (var parameter in Parameters())
            parameter.RequiresGradient = value;
    }

    private IEnumerable<KeyValuePair<string, T>> Named<T>() => Walk("", []).Where(part => part.Value is T).Select(Typed<T>);

    private static KeyValuePair<string, T> Typed<T>(ModulePart part) => new(part.Name, (T)part.Value);

    /// <summary>This module and all that it holds, with their paths, in the order of declaration.</summary>
    private IEnumerable<ModulePart> Walk(string path, HashSet<Module> around)
    {
        // One that holds a module around it is not walked into: the walk would not end.
        if (!around.Add(this))
            yield break;
        yield return new ModulePart(path, this);
        foreach (var (name, value) in Parts())
        {
            var inner = path.Length == 0 ? name : $"{path}.{name}";
            if (value is not Module module)
            {
                yield return new ModulePart(inner, value);
                continue;
            }
            foreach (var part in module.Walk(inner, around))
                yield return part;
        }
        around.Remove(this);
    }

    /// <summary>Computes in a section of the module's name, before the eyes of whoever watches.</summary>
    private TResult Watched<TArgument, TResult>(TArgument argument, Func<Module, TArgument, TResult> computation)
    {
        var recording = Recording.OfThisThread;
        using var section = Enter(recording);
        if (recording.Observer is not IModuleObserver observer)
            return computation(this, argument);
        observer.Begins(this);
        TResult? result = default;
        try
        {
            return result = computation(this, argument);
        }
        finally
        {
            observer.Ends(this, result);
        }
    }

    /// <summary>A size that must be at least 1.</summary>
    private protected static int Positive(int value, [CallerArgumentExpression(nameof(value))] string name = "", [CallerFilePath] string file = "") => value >= 1
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{Path.GetFileNameWithoutExtension(file)}: {name} is {value}; it must be at least 1.");

    /// <summary>A number that must be between 0 and 1.</summary>
    private protected static double Fraction(double value, [CallerArgumentExpression(nameof(value))] string name = "", [CallerFilePath] string file = "") => value is >= 0 and <= 1
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{Path.GetFileNameWithoutExtension(file)}: {name} is {value}; it must be between 0 and 1.");

    private SectionScope Enter(Recording recording)
    {
        if (!_knowsParts)
            NameParts();
        if (_name is null)
            return recording.EnterPath(recording.SectionPath);
        if (_section.Path is null || !ReferenceEquals(_section.Outer, recording.SectionPath))
            _section = (recording.SectionPath, recording.SectionPath is { } outer ? $"{outer}/{_name}" : _name);
        return recording.EnterPath(_section.Path);
    }

    private void NameParts()
    {
        _knowsParts = true;
        foreach (var (name, value) in Parts())
        {
            if (value is Module module)
                module._name ??= name;
        }
    }
}
