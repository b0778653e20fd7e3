using System.Globalization;

namespace Autograd;

/// <summary>
/// What a training run needs to go on as if it had never stopped, in one file: named sections (<c>model</c>, <c>optimizer</c>, …) of tensors,
/// numbers, texts and states of random generators.
/// </summary>
/// <remarks>
/// The file is a safetensors file that PyTorch reads too: tensors are named <c>section.name</c>, so are values, which lie in its metadata, and a
/// generator is a tensor of bytes as <c>torch.set_rng_state</c> takes it.
/// </remarks>
public sealed class Checkpoint
{
    // Without a dot, which every value's key has.
    private const string VersionKey = "checkpoint", Version = "1", SectionsKey = "sections";

    private readonly OrderedDictionary<string, Section> _sections = [];
    private readonly string _source;

    /// <summary>Makes an empty checkpoint, to add sections to and save.</summary>
    public Checkpoint() : this("Checkpoint")
    {
    }

    private Checkpoint(string source) => _source = source;

    /// <summary>The names of the sections, in the order in which they were added.</summary>
    public IReadOnlyList<string> Sections => [.. _sections.Keys];

    /// <summary>Reads a checkpoint whole.</summary>
    /// <exception cref="FormatException">The file is no checkpoint, or damaged; the message says what is wrong where.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Checkpoint Load(string path)
    {
        using var file = SafeTensors.Load(path);
        if (!file.Metadata.TryGetValue(VersionKey, out var version))
        {
            throw new FormatException(
                $"{path}: holds tensors, but is no checkpoint: its metadata has no '{VersionKey}'. Was it written by Checkpoint.Save? "
                + "Weights alone are read with SafeTensors.Load.");
        }
        if (version != Version)
            throw new FormatException($"{path}: is a checkpoint of version {SafeTensors.Quote(version)}; this library reads version {Version}.");
        if (!file.Metadata.TryGetValue(SectionsKey, out var names))
            throw new FormatException($"{path}: the metadata of a checkpoint must name its sections under '{SectionsKey}'.");

        var checkpoint = new Checkpoint(path);
        foreach (var name in names.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!IsSectionName(name) || !checkpoint._sections.TryAdd(name, new Section()))
                throw new FormatException($"{path}: '{SectionsKey}' names the section {SafeTensors.Quote(name)}, which is no name or stands there twice.");
        }
        foreach (var (key, text) in file.Metadata)
        {
            if (key is not (VersionKey or SectionsKey))
                checkpoint.SectionOf(key, out var name).Values.Add(name, text);
        }
        foreach (var entry in file.Entries.Values)
        {
            var section = checkpoint.SectionOf(entry.Name, out var name);
            if (entry.Type == StoredType.UInt8)
                section.Generators.Add(name, checkpoint.ReadGenerator(file, entry));
            else
                section.Tensors.Add(name, file[entry.Name]);
        }
        return checkpoint;
    }

    /// <summary>Adds a section. Tensors are not copied: save before they change.</summary>
    /// <param name="section">Its name: letters, digits, underscores and hyphens.</param>
    /// <param name="tensors">Tensors by name, such as a module's parameters and buffers.</param>
    /// <param name="values">Numbers, truth values and texts by name, such as a learning rate.</param>
    /// <param name="generators">States of random generators by name.</param>
    /// <exception cref="ArgumentException">There is a section of that name, the name has other characters, or a name in it is given twice.</exception>
    public void Add(
        string section,
        IEnumerable<KeyValuePair<string, Tensor>>? tensors = null,
        IEnumerable<KeyValuePair<string, CheckpointValue>>? values = null,
        IEnumerable<KeyValuePair<string, GeneratorState>>? generators = null)
    {
        ArgumentNullException.ThrowIfNull(section);
        if (!IsSectionName(section))
        {
            throw new ArgumentException(
                $"Checkpoint: {SafeTensors.Quote(section)} cannot name a section; use letters, digits, underscores and hyphens.", nameof(section));
        }
        if (_sections.ContainsKey(section))
            throw new ArgumentException($"Checkpoint: there is a section '{section}' already; give each a name of its own.", nameof(section));
        var added = new Section();
        Fill(added.Tensors, tensors);
        Fill(added.Values, values);
        Fill(added.Generators, generators);
        if (added.Generators.Keys.FirstOrDefault(added.Tensors.ContainsKey) is { } common)
        {
            throw new ArgumentException(
                $"Checkpoint: section '{section}' has a tensor and a generator that are both named {SafeTensors.Quote(common)}; rename one.");
        }
        _sections.Add(section, added);

        void Fill<T>(OrderedDictionary<string, T> target, IEnumerable<KeyValuePair<string, T>>? items)
        {
            foreach (var (name, item) in items ?? [])
            {
                if (!target.TryAdd(name, item))
                    throw new ArgumentException($"Checkpoint: section '{section}' has two items named {SafeTensors.Quote(name)}; give each a name of its own.");
            }
        }
    }

    /// <summary>Writes the file whole or not at all: a crash at any moment leaves the old one or the new one.</summary>
    /// <exception cref="IOException">The file cannot be written; the old one is untouched.</exception>
    public void Save(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        Dictionary<string, string> metadata = new() { [VersionKey] = Version, [SectionsKey] = string.Join(' ', _sections.Keys) };
        List<StoredTensor> tensors = [];
        foreach (var (section, content) in _sections)
        {
            foreach (var (name, value) in content.Values)
                metadata.Add($"{section}.{name}", value.Text);
            tensors.AddRange(content.Tensors.Select(item => StoredTensor.Of($"{section}.{item.Key}", item.Value, realNumbersAs: null)));
            tensors.AddRange(content.Generators.Select(item => StoredTensor.Of($"{section}.{item.Key}", item.Value.ToBytes())));
        }
        SafeTensors.Write(path, tensors, metadata);
    }

    /// <summary>Makes sure that the checkpoint has these sections and no others.</summary>
    /// <exception cref="FormatException">Some are missing, or there are others; the message lists all of them.</exception>
    public void Require(params ReadOnlySpan<string> sections)
    {
        string[] expected = [.. sections];
        string[] missing = [.. expected.Except(_sections.Keys)], unexpected = [.. _sections.Keys.Except(expected)];
        if (missing.Length + unexpected.Length == 0)
            return;
        string[] parts =
        [
            .. missing.Length == 0 ? [] : new[] { $"is missing the {Count(missing)} {SafeTensors.List(missing)}" },
            .. unexpected.Length == 0 ? [] : new[] { $"has the unexpected {Count(unexpected)} {SafeTensors.List(unexpected)}" },
        ];
        throw new FormatException($"{_source}: the checkpoint {string.Join(" and ", parts)}. Was it written by a run with other settings?");

        static string Count(string[] names) => names.Length == 1 ? "section" : "sections";
    }

    /// <summary>The tensors of a section.</summary>
    /// <exception cref="FormatException">There is no such section.</exception>
    public IReadOnlyDictionary<string, Tensor> Tensors(string section) => Find(section).Tensors;

    /// <summary>The numbers, truth values and texts of a section.</summary>
    /// <exception cref="FormatException">There is no such section.</exception>
    public IReadOnlyDictionary<string, CheckpointValue> Values(string section) => Find(section).Values;

    /// <summary>The states of random generators of a section.</summary>
    /// <exception cref="FormatException">There is no such section.</exception>
    public IReadOnlyDictionary<string, GeneratorState> Generators(string section) => Find(section).Generators;

    private static bool IsSectionName(string name) => name.Length > 0 && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-');

    private Section Find(string section) => _sections.TryGetValue(section, out var found) ? found : throw new FormatException(
        $"{_source}: the checkpoint has no section {SafeTensors.Quote(section)}; it has {(_sections.Count == 0 ? "none" : SafeTensors.List(_sections.Keys))}.");

    /// <summary>The section that a key of the file belongs to, and what it is called there.</summary>
    private Section SectionOf(string key, out string name)
    {
        var dot = key.IndexOf('.', StringComparison.Ordinal);
        name = key[(dot + 1)..];
        return dot > 0 && _sections.TryGetValue(key[..dot], out var section) ? section
            : throw new FormatException($"{_source}: {SafeTensors.Quote(key)} belongs to none of the checkpoint's sections.");
    }

    private GeneratorState ReadGenerator(SafeTensorsFile file, SafeTensorsEntry entry)
    {
        if (entry.ByteCount != GeneratorState.ByteCount)
        {
            throw new FormatException(string.Create(CultureInfo.InvariantCulture,
                $"{_source}: tensor {SafeTensors.Quote(entry.Name)} has {entry.ByteCount} bytes; the state of a generator has {GeneratorState.ByteCount}."));
        }
        try
        {
            return GeneratorState.FromBytes(file.ReadBytes(entry.Name));
        }
        catch (FormatException exception)
        {
            throw new FormatException($"{_source}: tensor {SafeTensors.Quote(entry.Name)}: {exception.Message}", exception);
        }
    }

    private sealed class Section
    {
        public OrderedDictionary<string, Tensor> Tensors { get; } = [];

        public OrderedDictionary<string, CheckpointValue> Values { get; } = [];

        public OrderedDictionary<string, GeneratorState> Generators { get; } = [];
    }
}
