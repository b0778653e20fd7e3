using System.Buffers;
using SkiaSharp;

namespace Autograd.Cli;

/// <summary>A matrix as a user gives it: in words, as a CSV file, or as a picture.</summary>
internal static class MatrixSource
{
    private const long LargestPicture = 100_000_000;

    private static readonly SearchValues<char> _numberCharacters = SearchValues.Create("0123456789.,;+-eE \t\r\n");
    private static readonly string[] _pictures = [".png", ".jpg", ".jpeg"];

    /// <summary>Reads a matrix.</summary>
    /// <param name="option">The option that gave it, for messages.</param>
    /// <param name="value">Rows of numbers, or the name of a file.</param>
    /// <returns>The matrix, and whether it holds a picture's grey values from 0 to 255.</returns>
    /// <exception cref="CommandException">It cannot be read.</exception>
    public static (Input Matrix, bool IsPicture) Read(string option, string value)
    {
        if (!IsFile(value))
            return (TensorText.ParseMatrix(option, value), false);
        if (Directory.Exists(value))
            throw new CommandException($"{value}: this is a folder; name a file.");
        if (!File.Exists(value))
            throw new CommandException($"{value}: there is no such file.");
        return _pictures.Contains(Path.GetExtension(value).ToLowerInvariant()) || StartsLikePicture(value) ? (ReadPicture(value), true) : (TensorText.ReadMatrix(value), false);
    }

    /// <summary>True for the first bytes of a PNG, JPEG or GIF, whatever the file is called.</summary>
    private static bool StartsLikePicture(string path)
    {
        Span<byte> start = stackalloc byte[4];
        using var file = File.OpenRead(path);
        return file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length
            && start is [0x89, (byte)'P', (byte)'N', (byte)'G'] or [0xFF, 0xD8, 0xFF, _] or [(byte)'G', (byte)'I', (byte)'F', (byte)'8'];
    }

    /// <summary>True for what exists, and for what is named like a file: with an extension that begins with a letter. Numbers are always numbers.</summary>
    private static bool IsFile(string value) =>
        value.AsSpan().ContainsAnyExcept(_numberCharacters)
        && (Path.Exists(value) || (!value.Contains(';') && Path.GetExtension(value) is ['.', var first, ..] && char.IsLetter(first)));

    private static Input ReadPicture(string path)
    {
        // What cannot be read is said by the exception, in one line.
        using var data = SKData.CreateCopy(File.ReadAllBytes(path));
        using var codec = SKCodec.Create(data) ?? throw new CommandException($"{path}: this is not a PNG or JPEG picture.");
        var (width, height) = (codec.Info.Width, codec.Info.Height);
        if ((long)width * height > LargestPicture)
            throw new CommandException($"{path}: a picture of {width} × {height} is too large; there may be {LargestPicture} pixels.");
        using var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Unpremul));
        if (codec.GetPixels(bitmap.Info, bitmap.GetPixels()) != SKCodecResult.Success)
            throw new CommandException($"{path}: this picture is damaged or cut short.");
        return Tensor.From(Grey(bitmap.GetPixelSpan()), [height, width]);
    }

    /// <summary>Luma as of Rec. 709, in whole numbers, on white where the picture is transparent.</summary>
    private static double[] Grey(ReadOnlySpan<byte> pixels)
    {
        var grey = new double[pixels.Length / 4];
        for (var i = 0; i < grey.Length; i++)
        {
            var (red, green, blue, alpha) = (pixels[4 * i], pixels[4 * i + 1], pixels[4 * i + 2], pixels[4 * i + 3]);
            var luma = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
            grey[i] = Math.Round(255 + (luma - 255) * alpha / 255);
        }
        return grey;
    }
}
