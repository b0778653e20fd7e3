using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

/// <summary>
/// Turns, shifts, scales and shears an image about its centre by random amounts; what comes from beyond the border is 0. Pixels are interpolated
/// linearly in both directions. PyTorch's <c>RandomAffine</c> with bilinear interpolation and shear along the rows.
/// </summary>
/// <remarks>
/// A point p of the image goes to c + t + s · R · H · (p − c): c the centre, t the shift, s the scale, R the rotation, H = [1, tan shear; 0, 1].
/// </remarks>
public sealed class RandomAffine : Transform
{
    private readonly double _degrees;
    private readonly double _shift;
    private readonly double _leastScale;
    private readonly double _greatestScale;
    private readonly double _shear;

    /// <summary>Makes the transform.</summary>
    /// <param name="degrees">The greatest rotation, in degrees, either way.</param>
    /// <param name="shift">The greatest shift in each direction, as a fraction of the image's height and width.</param>
    /// <param name="leastScale">The least factor of the size.</param>
    /// <param name="greatestScale">The greatest factor of the size.</param>
    /// <param name="shear">The greatest angle by which columns lean, in degrees, either way.</param>
    /// <exception cref="ArgumentOutOfRangeException">An amount is negative or not finite, a scale is 0, or the shear reaches 90°.</exception>
    public RandomAffine(double degrees = 0, double shift = 0, double leastScale = 1, double greatestScale = 1, double shear = 0)
    {
        Require(degrees >= 0 && double.IsFinite(degrees), degrees, nameof(degrees), "the rotation is at least 0 degrees; it is drawn for both ways.");
        Require(shift >= 0 && double.IsFinite(shift), shift, nameof(shift), "the shift is at least 0; it is drawn for all ways.");
        Require(leastScale > 0 && double.IsFinite(leastScale), leastScale, nameof(leastScale), "a scale is above 0.");
        Require(greatestScale >= leastScale && double.IsFinite(greatestScale), greatestScale, nameof(greatestScale), "the greatest scale is not below the least.");
        Require(shear is >= 0 and < 90, shear, nameof(shear), "the shear is from 0 to below 90 degrees; it is drawn for both ways.");
        (_degrees, _shift, _leastScale, _greatestScale, _shear) = (degrees, shift, leastScale, greatestScale, shear);

        static void Require(bool isRight, double value, string name, string rule)
        {
            if (!isRight)
                throw new ArgumentOutOfRangeException(name, value, $"RandomAffine: {rule}");
        }
    }

    /// <inheritdoc/>
    public override Tensor Apply(Tensor x, Generator generator)
    {
        var (height, width) = Image(x);
        var degrees = Uniform(generator, -_degrees, _degrees);
        var (right, down) = (width * Uniform(generator, -_shift, _shift), height * Uniform(generator, -_shift, _shift));
        var scale = Uniform(generator, _leastScale, _greatestScale);
        return Warp(x, degrees, right, down, scale, Uniform(generator, -_shear, _shear));
    }

    /// <summary>The same by amounts that are given: degrees clockwise, pixels to the right and down, a factor, and degrees of shear.</summary>
    internal static Tensor Warp(Tensor x, double degrees, double right, double down, double scale, double shear)
    {
        var (sine, cosine) = Math.SinCos(double.DegreesToRadians(degrees));
        var lean = Math.Tan(double.DegreesToRadians(shear));
        // The inverse, from a point of the result to one of the image: H⁻¹ · R⁻¹ / s.
        var (xx, xy) = ((cosine + lean * sine) / scale, (sine - lean * cosine) / scale);
        var (yx, yy) = (-sine / scale, cosine / scale);
        var (height, width) = (x.Shape[1], x.Shape[2]);
        var (row, column) = ((height - 1) / 2.0, (width - 1) / 2.0);
        var (fromRow, fromColumn) = (row + down, column + right);
        var map = new AffineMap(xx, xy, column - xx * fromColumn - xy * fromRow, yx, yy, row - yx * fromColumn - yy * fromRow);
        return new Input(x.Shape.Contiguous, Dispatch.Real(x.DType, new Work(x, height, width, map), new RandomAffine()));
    }

    private readonly struct Work(Tensor x, int height, int width, AffineMap map) : IRealWork
    {
        public Storage Invoke<T>() where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T>
        {
            var result = Storage.Allocate<T>(x.Count);
            AffineSampling.Sample(x.Dense<T>(), result.Span, height, width, map);
            GC.KeepAlive(x);
            return result;
        }
    }
}
