namespace Autograd.Cli;

/// <summary>Points of two classes.</summary>
/// <param name="Features">The values of each feature, point by point.</param>
/// <param name="IsSecond">Whether each point is of the second class.</param>
internal sealed record LabelledPoints(double[][] Features, bool[] IsSecond)
{
    public int Count => IsSecond.Length;

    /// <summary>The indices of the points of one class.</summary>
    public IEnumerable<int> OfClass(int which) => Enumerable.Range(0, Count).Where(i => IsSecond[i] == (which == 1));

    /// <summary>Some of the points.</summary>
    public LabelledPoints Select(int[] rows) =>
        new([.. Features.Select(values => rows.Select(i => values[i]).ToArray())], [.. rows.Select(i => IsSecond[i])]);

    /// <summary>Sets points of each class aside for a test, in the proportion of the classes (a stratified split). At least one of each class stays.</summary>
    /// <param name="share">What share of them, from 0 to 1.</param>
    /// <param name="generator">Draws which.</param>
    public (LabelledPoints Training, LabelledPoints Test) Split(double share, Generator generator)
    {
        List<int> training = [], test = [];
        for (var which = 0; which < 2; which++)
        {
            int[] rows = [.. OfClass(which)];
            var order = new long[rows.Length];
            generator.Permutation(order);
            var count = Math.Clamp((int)Math.Round(share * rows.Length), 0, rows.Length - 1);
            test.AddRange(order.Take(count).Select(i => rows[i]));
            training.AddRange(order.Skip(count).Select(i => rows[i]));
        }
        return (Select([.. training]), Select([.. test]));
    }
}
