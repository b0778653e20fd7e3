using SkiaSharp;

namespace Autograd.Cli.Tests;

/// <summary>Pictures of digits, as a network sees them.</summary>
[Collection("training")]
public sealed class PredictTests : IDisposable
{
    private readonly CommandLine _commandLine = new();
    private readonly string _checkpoint;

    public PredictTests()
    {
        _checkpoint = _commandLine.PathOf("c.safetensors");
        CommandLine.Json("train", "digits", "--model", "mlp", "--epochs", "8", "--checkpoint", _checkpoint);
    }

    public void Dispose() => _commandLine.Dispose();

    [Fact]
    public void A_picture_of_the_networks_size_is_taken_as_it_is()
    {
        var digits = Digits.Load();
        var files = Enumerable.Range(0, 10).Select(i => Picture($"{i}.png", digits.Input[i], scale: 1, margin: 0, isDarkOnLight: false)).ToArray();
        var result = CommandLine.Json("predict", [.. files, "--checkpoint", _checkpoint]);
        var predictions = result.GetProperty("predictions").EnumerateArray().ToArray();
        Assert.Equal(files, predictions.Select(prediction => prediction.GetProperty("image").GetString()));
        using var _ = Tensor.NoGradient();
        var expected = TrainedModel.Load(_checkpoint).Model.Forward(digits.Input[..10]).ArgMax(1);
        Assert.Equal(expected.ToArray<long>(), predictions.Select(prediction => prediction.GetProperty("class").GetInt64()));
        foreach (var prediction in predictions)
        {
            var probabilities = prediction.GetProperty("probabilities").EnumerateArray().Select(value => value.GetDouble()).ToArray();
            Assert.Equal(1, probabilities.Sum(), 5);
            Assert.Equal(probabilities.Max(), prediction.GetProperty("probability").GetDouble());
        }
    }

    [Fact]
    public void A_larger_picture_dark_on_light_and_off_the_middle_is_cropped_scaled_and_centred()
    {
        var digits = Digits.Load();
        var files = Enumerable.Range(0, 40).Select(i => Picture($"{i}.png", digits.Input[i], scale: 9, margin: 30 + i, isDarkOnLight: i % 2 == 0)).ToArray();
        var predictions = CommandLine.Json("predict", [.. files, "--checkpoint", _checkpoint]).GetProperty("predictions").EnumerateArray();
        var right = digits.Target.ToArray<long>();
        var hits = predictions.Where((prediction, i) => prediction.GetProperty("class").GetInt64() == right[i]).Count();
        Assert.True(hits >= 37, $"{hits} of 40");
    }

    [Fact]
    public void One_picture_is_shown()
    {
        var file = Picture("one.png", Digits.Load().Input[1], scale: 4, margin: 3, isDarkOnLight: true);
        var (exitCode, output, error) = CommandLine.Run("predict", file, "--checkpoint", _checkpoint);
        Assert.Equal((0, ""), (exitCode, error));
        Assert.StartsWith($"{file}, as the network sees it (light and dark exchanged, cropped, scaled and centred from 36×36):\n", output, StringComparison.Ordinal);
        Assert.Contains("@@", output, StringComparison.Ordinal);
        Assert.Contains("%", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Mistakes_are_one_line()
    {
        var empty = _commandLine.PathOf("empty.png");
        Save(new SKBitmap(20, 30), empty);
        Assert.Equal($"{empty}: there is nothing on this picture but its ground.", CommandLine.Mistake("predict", empty, "--checkpoint", _checkpoint));
        var text = _commandLine.Write("text.png", "no picture");
        Assert.Equal($"{text}: this is not an image that can be read; PNG and JPEG are.", CommandLine.Mistake("predict", text, "--checkpoint", _checkpoint));
        Assert.Contains("nowhere.png", CommandLine.Mistake("predict", "nowhere.png", "--checkpoint", _checkpoint), StringComparison.Ordinal);
        Assert.Contains("nowhere.safetensors", CommandLine.Mistake("predict", empty, "--checkpoint", "nowhere.safetensors"), StringComparison.Ordinal);
    }

    /// <summary>A digit of 8×8 as a file: each pixel a square, with a margin on the left and above, and half of it right and below.</summary>
    private string Picture(string name, Tensor digit, int scale, int margin, bool isDarkOnLight)
    {
        var size = 8 * scale + margin + margin / 2;
        using var bitmap = new SKBitmap(size, size);
        bitmap.Erase(isDarkOnLight ? SKColors.White : SKColors.Black);
        var pixels = digit.Reshape(64).ToArray<float>();
        for (var y = 0; y < 8 * scale; y++)
        {
            for (var x = 0; x < 8 * scale; x++)
            {
                var shade = (byte)MathF.Round(255 * pixels[y / scale * 8 + x / scale]);
                shade = isDarkOnLight ? (byte)(255 - shade) : shade;
                bitmap.SetPixel(margin + x, margin + y, new SKColor(shade, shade, shade));
            }
        }
        var path = _commandLine.PathOf(name);
        Save(bitmap, path);
        return path;
    }

    private static void Save(SKBitmap bitmap, string path)
    {
        using var file = File.Create(path);
        bitmap.Encode(file, SKEncodedImageFormat.Png, 100);
    }
}
