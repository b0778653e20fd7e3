namespace Autograd.Cli;

/// <summary>
/// Two half circles of radius 1, one open below around (0, 0), one open above around (1, ½), each reaching into the other: no straight
/// line tells them apart. Points lie evenly along each, blurred by a normal distribution.
/// </summary>
internal static class TwoMoons
{
    private const int PointsPerMoon = 200;
    private const double Blur = 0.15;

    /// <summary>Draws the points, the upper moon's first.</summary>
    public static ClassificationData Draw(Generator generator)
    {
        double[] x0 = new double[2 * PointsPerMoon], x1 = new double[2 * PointsPerMoon], angles = new double[2 * PointsPerMoon];
        generator.Uniform(angles, 0, Math.PI);
        generator.Normal(x0, 0, Blur);
        generator.Normal(x1, 0, Blur);
        for (var i = 0; i < angles.Length; i++)
        {
            var (sine, cosine) = Math.SinCos(angles[i]);
            x0[i] += i < PointsPerMoon ? cosine : 1 - cosine;
            x1[i] += i < PointsPerMoon ? sine : 0.5 - sine;
        }
        var isLower = Enumerable.Range(0, angles.Length).Select(i => i >= PointsPerMoon);
        return new ClassificationData("two moons (built in)", "moon", ["x0", "x1"], ["upper", "lower"], new LabelledPoints([x0, x1], [.. isLower]));
    }
}
