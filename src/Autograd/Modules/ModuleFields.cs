using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text;

namespace Autograd;

/// <summary>Finds the parts of a module in its fields: nobody registers anything.</summary>
internal static class ModuleFields
{
    private const BindingFlags OfOneClass = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    /// <summary>
    /// The parts in the order of declaration, those of base classes first. Fields are read rather than properties: an auto-property and a captured
    /// parameter of a primary constructor are fields too, and reading a field runs no code.
    /// </summary>
    public static IEnumerable<ModulePart> Of(Module module)
    {
        foreach (var field in FieldsOf(TypeOf(module)))
        {
            foreach (var part in In(NameOf(field), field.GetValue(module)))
                yield return part;
        }
    }

    // Asked for in a method that says what it wants, and not within an iterator: else NativeAOT does not see that the annotation of Module is used, and keeps no fields.
    [return: DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicFields | DynamicallyAccessedMemberTypes.NonPublicFields)]
    private static Type TypeOf(Module module) => module.GetType();

    /// <summary>The name of a field as PyTorch would spell it: <c>_hiddenLayer</c> and the field of a property <c>HiddenLayer</c> are <c>hidden_layer</c>.</summary>
    private static string NameOf(FieldInfo field)
    {
        // The compiler calls the field of a property <Name>k__BackingField, and that of a captured parameter <name>P.
        var name = field.Name.StartsWith('<') ? field.Name[1..field.Name.IndexOf('>', StringComparison.Ordinal)] : field.Name.TrimStart('_');
        return SnakeCase(name);
    }

    internal static string SnakeCase(string name)
    {
        var words = new StringBuilder();
        for (var i = 0; i < name.Length; i++)
        {
            // A word begins at a capital after anything else, or at the last capital of several if a small letter follows.
            var begins = i > 0 && char.IsUpper(name[i]) && name[i - 1] != '_'
                && (!char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1])));
            if (begins)
                words.Append('_');
            words.Append(char.ToLowerInvariant(name[i]));
        }
        return words.ToString();
    }

    private static IEnumerable<ModulePart> In(string name, object? value) => value switch
    {
        Variable or ModuleBuffer or Module => [new ModulePart(name, value)],
        IDictionary dictionary => InDictionary(name, dictionary),
        Array array when array.GetType().GetElementType()!.IsPrimitive => [],
        IList list => InSequence(name, list),
        IReadOnlyCollection<Module> modules => InSequence(name, modules),
        IReadOnlyCollection<Variable> variables => InSequence(name, variables),
        _ => [],
    };

    private static IEnumerable<ModulePart> InDictionary(string name, IDictionary dictionary)
    {
        foreach (DictionaryEntry entry in dictionary)
        {
            foreach (var part in In($"{name}.{entry.Key}", entry.Value))
                yield return part;
        }
    }

    private static IEnumerable<ModulePart> InSequence(string name, IEnumerable sequence)
    {
        var index = 0;
        foreach (var item in sequence)
        {
            foreach (var part in In($"{name}.{index}", item))
                yield return part;
            index++;
        }
    }

    // The annotation of Module keeps the fields of every class derived from it, and those are all that this looks at.
    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "Each class up to Module is derived from it, so its fields are kept.")]
    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "Each class up to Module is derived from it, so its fields are kept.")]
    private static IEnumerable<FieldInfo> FieldsOf(Type type) => type == typeof(Module)
        ? []
        : FieldsOf(type.BaseType!).Concat(type.GetFields(OfOneClass));
}
