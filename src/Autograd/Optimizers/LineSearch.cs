namespace Autograd;

/// <summary>A place on the line of a search.</summary>
/// <param name="Length">How far along the direction.</param>
/// <param name="Loss">The loss there.</param>
/// <param name="Gradient">The gradient of all weights there.</param>
/// <param name="Slope">The derivative of the loss along the direction.</param>
internal readonly record struct LinePoint(double Length, double Loss, Tensor Gradient, double Slope);

/// <summary>
/// Finds how far to go along a direction until the strong Wolfe conditions hold: f(t) ≤ f(0) + c₁·t·f′(0), so that the loss has fallen enough, and
/// |f′(t)| ≤ c₂·|f′(0)|, so that there is little left to gain. Nocedal and Wright, Numerical Optimization, algorithms 3.5 and 3.6; guesses are the
/// minima of cubics, and the limits those of PyTorch's <c>strong_wolfe</c>.
/// </summary>
/// <remarks>
/// <code>
/// loss  |●                                 1. bracket: lengthen the step until the loss
///       | \          first guesses            has risen again: a minimum lies between
///       |  \     .·                        2. zoom: try the minimum of the cubic through both
///       |   ●   ·    low ●──────● high        ends, and keep the half that still holds one
///       |     ·  .
///       └──────────────────────── length
/// </code>
/// </remarks>
internal static class LineSearch
{
    private const double Decrease = 1e-4, Flatness = 0.9;
    private const int MaxGuesses = 25;

    /// <summary>The point that was found, or the best one if the search was given up, and how often the loss was evaluated.</summary>
    /// <param name="evaluate">The loss and its gradient at a length. Where they are no finite numbers, it was too far.</param>
    /// <param name="origin">The start, at length 0.</param>
    /// <param name="length">The first guess.</param>
    /// <param name="directionSize">The greatest element of the direction: a unit of length moves some weight that far.</param>
    /// <param name="tolerance">The change of weights that is not worth a further evaluation.</param>
    public static (LinePoint Found, int Evaluations) Search(
        Func<double, LinePoint> evaluate, LinePoint origin, double length, double directionSize, double tolerance)
    {
        var (previous, current, guesses) = (origin, At(length), 0);
        while (!IsBracketed())
        {
            if (guesses == MaxGuesses)
            {
                previous = origin;
                break;
            }
            if (IsFlat(current))
                return (current, guesses + 1);
            var next = Interpolate(previous, current, current.Length + 0.01 * (current.Length - previous.Length), current.Length * 10);
            (previous, current) = (current, At(next));
            guesses++;
        }
        return Zoom();

        LinePoint At(double length)
        {
            var point = evaluate(length);
            return double.IsFinite(point.Loss) && double.IsFinite(point.Slope) ? point : point with { Loss = double.PositiveInfinity, Slope = 0 };
        }

        bool IsBracketed() => guesses < MaxGuesses && (
            IsTooHigh(current) || guesses > 1 && current.Loss >= previous.Loss || !IsFlat(current) && current.Slope >= 0);

        bool IsTooHigh(LinePoint point) => point.Loss > origin.Loss + Decrease * point.Length * origin.Slope;

        bool IsFlat(LinePoint point) => Math.Abs(point.Slope) <= -Flatness * origin.Slope;

        (LinePoint, int) Zoom()
        {
            LinePoint[] ends = [previous, current];
            var (low, wasNearEnd) = (Lower(ends), false);
            while (guesses < MaxGuesses && !(Math.Abs(ends[1].Length - ends[0].Length) * directionSize < tolerance))
            {
                var (left, right) = (Math.Min(ends[0].Length, ends[1].Length), Math.Max(ends[0].Length, ends[1].Length));
                var guess = Interpolate(ends[0], ends[1], left, right);
                // A guess close to an end brings little: the second time in a row it is moved a tenth of the way inwards.
                var margin = 0.1 * (right - left);
                var isNearEnd = Math.Min(right - guess, guess - left) < margin;
                if (isNearEnd && (wasNearEnd || guess >= right || guess <= left))
                {
                    guess = Math.Abs(guess - right) < Math.Abs(guess - left) ? right - margin : left + margin;
                    isNearEnd = false;
                }
                wasNearEnd = isNearEnd;

                var point = At(guess);
                guesses++;
                if (IsTooHigh(point) || point.Loss >= ends[low].Loss)
                {
                    ends[1 - low] = point;
                    low = Lower(ends);
                    continue;
                }
                if (IsFlat(point))
                    return (point, guesses + 1);
                if (point.Slope * (ends[1 - low].Length - ends[low].Length) >= 0)
                    ends[1 - low] = ends[low];
                ends[low] = point;
            }
            return (ends[low], guesses + 1);
        }
    }

    private static int Lower(LinePoint[] ends) => ends[0].Loss <= ends[1].Loss ? 0 : 1;

    /// <summary>Where the cubic with the losses and slopes of two points has its minimum, kept between two lengths; the middle if it has none.</summary>
    private static double Interpolate(LinePoint a, LinePoint b, double low, double high)
    {
        var d = a.Slope + b.Slope - 3 * (a.Loss - b.Loss) / (a.Length - b.Length);
        var square = d * d - a.Slope * b.Slope;
        if (!(square >= 0 && double.IsFinite(square)))
            return (low + high) / 2;
        var root = Math.Sqrt(square);
        var minimum = a.Length <= b.Length
            ? b.Length - (b.Length - a.Length) * ((b.Slope + root - d) / (b.Slope - a.Slope + 2 * root))
            : a.Length - (a.Length - b.Length) * ((a.Slope + root - d) / (a.Slope - b.Slope + 2 * root));
        return Math.Min(Math.Max(minimum, low), high);
    }
}
