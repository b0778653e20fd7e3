using System.Globalization;

namespace Autograd;

/// <summary>Where a computation first made a number that is none: NaN, or an infinity.</summary>
/// <param name="Kind">The operation's class, or that of the input or variable that held the number from the start.</param>
/// <param name="SectionPath">The part of the network that it belongs to, or null.</param>
/// <param name="Message">What happened: the operation, and what its inputs were.</param>
public sealed record NonFinite(string Kind, string? SectionPath, string Message)
{
    /// <summary>
    /// Runs a computation, such as a forward pass to a loss, and finds the first operation whose result has a NaN though none of its inputs has. If there is no NaN at all,
    /// the same is done for infinities. Nothing is recorded, and the random numbers are put back afterwards. PyTorch's <c>detect_anomaly</c>, for the way forward.
    /// </summary>
    /// <returns>Where it began, or null if all numbers are finite.</returns>
    public static NonFinite? Find(Func<Tensor> computation)
    {
        ArgumentNullException.ThrowIfNull(computation);
        var (recording, watch, state) = (Recording.OfThisThread, new Watch(), Randomness.Default.State);
        var observer = recording.Observer;
        recording.Observer = watch;
        try
        {
            using var scope = Tensor.MemoryScope();
            using var _ = Tensor.NoGradient();
            computation();
        }
        finally
        {
            recording.Observer = observer;
            Randomness.Default.State = state;
        }
        return watch.NotANumber ?? watch.Infinite;
    }

    private sealed class Watch : IOperationObserver
    {
        public NonFinite? NotANumber { get; private set; }

        public NonFinite? Infinite { get; private set; }

        public void Ran(Operation operation)
        {
            if (NotANumber is not null)
                return;
            if (Has(operation, double.IsNaN))
                NotANumber = Origin(operation, "NaN", double.IsNaN);
            else if (Infinite is null && Has(operation, double.IsInfinity))
                Infinite = Origin(operation, "an infinity", double.IsInfinity);
        }

        /// <summary>An operation that has such a number: one that made it, or whose input was the first to hold it.</summary>
        private static NonFinite Origin(Operation operation, string what, Predicate<double> isSuch)
        {
            var section = Recording.OfThisThread.SectionPath;
            var place = section is null ? "" : $" in '{section}'";
            foreach (var input in InputsOf(operation))
            {
                if (Has(input, isSuch))
                    return new NonFinite(input.GetType().Name, section, $"{input.Describe()} holds {what}: {Range(input)}; {operation.GetType().Name}{place} is the first to read it.");
            }
            var inputs = string.Join("; ", InputsOf(operation).Select(input => $"{input.Describe()}, {Range(input)}"));
            return new NonFinite(operation.GetType().Name, section, $"{operation.Describe()}{place} made {what} of {inputs}.");
        }

        private static IEnumerable<Tensor> InputsOf(Operation operation) => Enumerable.Range(0, operation.InputCount).Select(i => operation.PeekInput(i)!);

        private static bool Has(Tensor tensor, Predicate<double> isSuch) =>
            tensor.DType.IsFloatingPoint && tensor.Count > 0 && Array.Exists(Doubles(tensor), isSuch);

        private static string Range(Tensor tensor)
        {
            var values = Doubles(tensor);
            var finite = values.Where(double.IsFinite).ToArray();
            var range = finite.Length == 0 ? "no finite number" : string.Create(CultureInfo.InvariantCulture, $"{finite.Min():G6} to {finite.Max():G6}");
            return Array.Exists(values, double.IsInfinity) ? $"{range}, and infinities" : range;
        }

        private static double[] Doubles(Tensor tensor)
        {
            // The operations that this takes are nobody's business.
            var (recording, watch) = (Recording.OfThisThread, Recording.OfThisThread.Observer);
            recording.Observer = null;
            try
            {
                return tensor.Cast(DType.Float64).ToArray<double>();
            }
            finally
            {
                recording.Observer = watch;
            }
        }
    }
}
