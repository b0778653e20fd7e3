using System.Globalization;
using System.Numerics;

namespace Autograd.Cli;

/// <summary>A line of a model file: a layer's name, perhaps a number, and settings by name, as in <c>convolution 32 kernel=3 padding=1</c>.</summary>
internal sealed class LayerText
{
    private const string MainSetting = "";

    // More would be a slip, and a machine without memory.
    private const int Most = 1_000_000;

    private readonly Dictionary<string, string> _settings = [];
    private readonly HashSet<string> _asked = [];
    private readonly string _place;

    /// <summary>Takes a line apart.</summary>
    /// <param name="line">The line, which is not empty.</param>
    /// <param name="place">How messages name it: <c>FILE, line 3</c>.</param>
    /// <exception cref="CommandException">It has two numbers, or a setting twice.</exception>
    public LayerText(string line, string place)
    {
        var words = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        (Name, _place) = (words[0], place);
        foreach (var word in words[1..])
        {
            var (name, value) = word.IndexOf('=', StringComparison.Ordinal) is >= 0 and var at ? (word[..at], word[(at + 1)..]) : (MainSetting, word);
            if (word[0] == '=')
                throw Fail($"'{word}' names no setting.");
            if (!_settings.TryAdd(name, value))
                throw Fail(name == MainSetting ? $"'{word}' is one number too many." : $"'{name}' is given twice.");
        }
    }

    /// <summary>What the layer is called.</summary>
    public string Name { get; }

    /// <summary>A mistake in the line.</summary>
    public CommandException Fail(string what) => new($"{_place}: {Name}: {what}");

    /// <summary>The whole number behind the layer's name.</summary>
    public int Main(string meaning) => Whole(MainSetting, meaning, otherwise: null);

    /// <summary>The share behind the layer's name.</summary>
    public double MainShare(double otherwise) => Read<double>(MainSetting, "a number from 0 to below 1", otherwise, value => value is >= 0 and < 1);

    /// <summary>The real number behind the layer's name.</summary>
    public double MainNumber(double otherwise) => Read<double>(MainSetting, "a number", otherwise, double.IsFinite);

    /// <summary>A whole number by name.</summary>
    public int Whole(string name, string meaning, int? otherwise, int least = 1) =>
        Read(name, $"{meaning}, a whole number from {least} to {Most}", otherwise, value => value >= least && value <= Most);

    /// <summary>Yes or no.</summary>
    public bool Truth(string name, bool otherwise)
    {
        _asked.Add(name);
        return !_settings.TryGetValue(name, out var text) ? otherwise : text switch
        {
            "yes" => true,
            "no" => false,
            _ => throw Fail($"{name}: '{text}' is neither yes nor no."),
        };
    }

    /// <summary>Makes sure that nothing was given which nobody asked for.</summary>
    /// <exception cref="CommandException">Something was.</exception>
    public void RequireAllRead()
    {
        if (_settings.Keys.FirstOrDefault(name => !_asked.Contains(name)) is not { } unknown)
            return;
        var known = _asked.Where(name => name != MainSetting).ToArray();
        throw Fail(unknown == MainSetting ? $"takes no number, and got '{_settings[unknown]}'."
            : $"there is no setting '{unknown}'; {(known.Length == 0 ? "there is none." : $"there {(known.Length == 1 ? "is" : "are")} {string.Join(", ", known)}.")}");
    }

    private T Read<T>(string name, string wanted, T? otherwise, Func<T, bool> isValid) where T : struct, INumber<T>
    {
        _asked.Add(name);
        if (!_settings.TryGetValue(name, out var text))
            return otherwise ?? throw Fail(name == MainSetting ? $"the number is missing: {wanted}." : $"'{name}=' is missing: {wanted}.");
        return T.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && isValid(value)
            ? value
            : throw Fail($"{(name == MainSetting ? "" : $"{name}: ")}'{text}' is not {wanted}.");
    }
}
