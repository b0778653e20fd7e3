using System.Globalization;
using System.IO.Compression;

namespace Autograd;

/// <summary>
/// 1,797 hand-written digits of 8×8 pixels, carried in this assembly: the test part of "Optical Recognition of Handwritten Digits" by E. Alpaydin and
/// C. Kaynak (UCI Machine Learning Repository, 1998, doi:10.24432/C50P49), CC BY 4.0. The same as scikit-learn's <c>load_digits</c>, in the same order.
/// </summary>
public static class Digits
{
    private const int Side = 8;
    private const float White = 16;

    /// <summary>Reads the digits.</summary>
    /// <returns>Images Float32 [1797, 1, 8, 8] from 0 to 1, and labels Int64 [1797] from 0 to 9.</returns>
    public static TensorDataset Load()
    {
        using var resource = typeof(Digits).Assembly.GetManifestResourceStream("digits.csv.gz")!;
        using var reader = new StreamReader(new GZipStream(resource, CompressionMode.Decompress));
        var (pixels, labels) = (new List<float>(), new List<long>());
        while (reader.ReadLine() is { } line)
        {
            var numbers = Array.ConvertAll(line.Split(','), text => int.Parse(text, CultureInfo.InvariantCulture));
            pixels.AddRange(numbers.Take(Side * Side).Select(number => number / White));
            labels.Add(numbers[^1]);
        }
        return new TensorDataset(Tensor.From(pixels.ToArray(), [labels.Count, 1, Side, Side]), Tensor.From(labels.ToArray()));
    }
}
