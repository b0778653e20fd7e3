using System.Globalization;
using System.Text;

namespace Autograd;

/// <summary>One module of a <see cref="ModuleSummary"/>. Numbers are its own; those of the modules within are in their rows.</summary>
/// <param name="Path">Where the module is: <c>encoder.0.linear</c>; empty for the outermost.</param>
/// <param name="Kind">Its class.</param>
/// <param name="Settings">What it was made with.</param>
/// <param name="OutputShape">What it returned last, or null: nothing, or something other than a tensor.</param>
/// <param name="Parameters">Numbers in the variables that it holds itself; one held elsewhere too counts where it comes first.</param>
/// <param name="MultiplyAdds">Multiplications followed by an addition in its products and convolutions.</param>
/// <param name="ActivationBytes">The memory of all that it computed.</param>
public sealed record ModuleSummaryRow(
    string Path, string Kind, string Settings, Shape? OutputShape, long Parameters, long MultiplyAdds, long ActivationBytes);

/// <summary>What a network consists of and what it costs, found by running it once: see <see cref="Module.Summary(Tensor)"/>.</summary>
public sealed class ModuleSummary
{
    internal ModuleSummary(IReadOnlyList<ModuleSummaryRow> rows, long trainable)
    {
        Rows = rows;
        TrainableParameters = trainable;
    }

    /// <summary>The modules, outer ones first.</summary>
    public IReadOnlyList<ModuleSummaryRow> Rows { get; }

    /// <summary>Numbers in all variables.</summary>
    public long Parameters => Rows.Sum(row => row.Parameters);

    /// <summary>Those in variables that are not frozen.</summary>
    public long TrainableParameters { get; }

    /// <summary>Multiply-adds of the whole network.</summary>
    public long MultiplyAdds => Rows.Sum(row => row.MultiplyAdds);

    /// <summary>The memory of everything that was computed, which a backward pass would hold on to in large part.</summary>
    public long ActivationBytes => Rows.Sum(row => row.ActivationBytes);

    /// <summary>The table, a row for each module, and the sums.</summary>
    public override string ToString()
    {
        List<string[]> cells = [["module", "kind", "output", "parameters", "multiply-adds", "activations"]];
        cells.AddRange(Rows.Select(row => new[]
        {
            row.Path.Length == 0 ? "(all)" : row.Path, row.Settings.Length == 0 ? row.Kind : $"{row.Kind}({row.Settings})", row.OutputShape?.ToString() ?? "–",
            Number(row.Parameters), Number(row.MultiplyAdds), Bytes(row.ActivationBytes),
        }));
        cells.Add(["sum", "", "", Number(Parameters), Number(MultiplyAdds), Bytes(ActivationBytes)]);
        var widths = Enumerable.Range(0, 6).Select(column => cells.Max(row => row[column].Length)).ToArray();
        var text = new StringBuilder();
        foreach (var row in cells)
        {
            // Text to the left, numbers to the right.
            var padded = row.Select((cell, column) => column < 3 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]));
            text.Append(string.Join("  ", padded).TrimEnd()).Append('\n');
        }
        return text.Append(CultureInfo.InvariantCulture, $"{Number(TrainableParameters)} of the parameters are trained.").ToString();
    }

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Bytes(long bytes) => bytes switch
    {
        < 1 << 10 => FormattableString.Invariant($"{bytes} B"),
        < 1 << 20 => FormattableString.Invariant($"{bytes / 1024.0:F1} KB"),
        _ => FormattableString.Invariant($"{bytes / 1048576.0:F1} MB"),
    };
}

public abstract partial class Module
{
    /// <summary>
    /// Runs the network once, without recording, and tells of each module within what it returned, how many parameters it has, and what it cost. The
    /// network is run as it is, in training or evaluation; buffers and the random numbers are put back afterwards.
    /// </summary>
    /// <param name="input">What to run it with; the values do not matter, the shape does.</param>
    public ModuleSummary Summary(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return Summary(() => Forward(input));
    }

    /// <summary>As <see cref="Summary(Tensor)"/>, for a network that takes something other than one tensor: runs what is given.</summary>
    public ModuleSummary Summary(Action run)
    {
        ArgumentNullException.ThrowIfNull(run);
        var (recording, watch) = (Recording.OfThisThread, new Watch());
        var (observer, state) = (recording.Observer, Randomness.Default.State);
        var buffers = Buffers().Select(named => (Buffer: named.Value, Values: named.Value.Clone())).ToArray();
        recording.Observer = watch;
        try
        {
            using (Tensor.NoGradient())
                run();
        }
        finally
        {
            recording.Observer = observer;
            Randomness.Default.State = state;
            foreach (var (buffer, values) in buffers)
                buffer.Assign(values);
        }
        var seen = new HashSet<Variable>(ReferenceEqualityComparer.Instance);
        var rows = NamedModules().Select(named =>
        {
            var parameters = named.Value.Parts().Select(part => part.Value).OfType<Variable>().Where(seen.Add).Sum(variable => (long)variable.Count);
            var (shape, multiplyAdds, bytes) = watch.Of(named.Value);
            return new ModuleSummaryRow(named.Key, named.Value.GetType().Name, named.Value.Settings, shape, parameters, multiplyAdds, bytes);
        }).ToArray();
        return new ModuleSummary(rows, seen.Where(variable => variable.RequiresGradient).Sum(variable => (long)variable.Count));
    }

    /// <summary>Notes what each module computes itself.</summary>
    private sealed class Watch : IModuleObserver
    {
        private readonly Dictionary<Module, (Shape? Shape, long MultiplyAdds, long Bytes)> _modules = new(ReferenceEqualityComparer.Instance);
        private readonly Stack<Module> _running = new();

        /// <summary>What a module returned last and what it cost; each module tells once, in its first place.</summary>
        public (Shape? Shape, long MultiplyAdds, long Bytes) Of(Module module) => _modules.Remove(module, out var noted) ? noted : default;

        public void Begins(Module module) => _running.Push(module);

        public void Ends(Module module, object? result)
        {
            _running.Pop();
            var noted = _modules.GetValueOrDefault(module);
            _modules[module] = noted with { Shape = (result as Tensor)?.Shape ?? noted.Shape };
        }

        public void Ran(Operation operation)
        {
            if (!_running.TryPeek(out var module))
                return;
            var noted = _modules.GetValueOrDefault(module);
            var bytes = Enumerable.Range(0, operation.InputCount).Any(i => ReferenceEquals(operation.PeekInput(i)!.Storage, operation.Storage))
                ? 0
                : operation.Storage.Length * (long)operation.DType.ElementSize;
            _modules[module] = noted with { MultiplyAdds = noted.MultiplyAdds + operation.MultiplyAdds, Bytes = noted.Bytes + bytes };
        }
    }
}
