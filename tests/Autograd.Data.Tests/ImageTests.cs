using SkiaSharp;

namespace Autograd.Data.Tests;

public sealed class ImageTests : Folder
{
    [Fact]
    public void Pixels_become_planes_from_0_to_1()
    {
        var path = Write("two.png", Png(2, 1, (x, _) => x == 0 ? new SKColor(255, 51, 0) : new SKColor(0, 0, 255)));
        Assert.Equal([1f, 0, 0.2f, 0, 0, 1], ImageFile.Read(path).ToArray<float>());
        Assert.Equal([(float)(0.299 + 0.587 * 0.2), 0.114f], ImageFile.Read(path, ImageColor.Grey).ToArray<float>().Select(grey => MathF.Round(grey, 6)));
        Assert.Equal(Shape.Create(1, 1, 2), ImageFile.Read(path, ImageColor.Grey).Shape);
        var transparent = Write("transparent.png", Png(1, 1, (_, _) => new SKColor(255, 0, 0, 51)));
        Assert.Equal([1f, 0.8f, 0.8f], ImageFile.Read(transparent).ToArray<float>());
    }

    [Fact]
    public void Images_are_resized()
    {
        var path = Write("halves.png", Png(16, 16, (x, _) => x < 8 ? SKColors.Black : SKColors.White));
        var small = ImageFile.Read(path, ImageColor.Grey, 4, 8);
        Assert.Equal(Shape.Create(1, 4, 8), small.Shape);
        Assert.Equal((0f, 1f), ((float)small[0, 2, 0], (float)small[0, 2, 7]));
        Assert.Equal(0.5, (double)ImageFile.Read(path, ImageColor.Grey, 1, 1), 2);
        Assert.Equal(Shape.Create(3, 20, 16), ImageFile.Read(path, height: 20).Shape);
    }

    [Fact]
    public void A_folder_of_folders_is_a_dataset_of_classes()
    {
        foreach (var (name, shade) in (ReadOnlySpan<(string, byte)>)[("dog/b.PNG", 102), ("dog/a.png", 51), ("cat/deep/c.png", 255)])
            Write(name, Png(3, 2, (_, _) => new SKColor(shade, shade, shade)));
        Write("cat/photo.jpg", Encode(Filled(3, 2, SKColors.Black), SKEncodedImageFormat.Jpeg));
        Write("dog/notes.txt", "no image");
        var images = new ImageFolder(PathOf(""), 2, 2, ImageColor.Grey);
        Assert.Equal(["cat", "dog"], images.Classes);
        Assert.Equal([0L, 0, 1, 1], images.Targets.ToArray<long>());
        foreach (var workers in (int[])[0, 2])
        {
            var (x, y) = new DataLoader(images, 4, workers: workers).Single();
            Assert.Equal(Shape.Create(4, 1, 2, 2), x.Shape);
            Assert.Equal([1f, 0, 0.2f, 0.4f], x.Mean([1, 2, 3]).ToArray<float>().Select(mean => MathF.Round(mean, 5)));
            Assert.Equal([0L, 0, 1, 1], y.ToArray<long>());
        }
    }

    [Fact]
    public void An_image_that_cannot_be_read_is_named()
    {
        Write("good/a.png", Png(8, 8, (x, y) => new SKColor((byte)(x * 31), (byte)(y * 31), 0)));
        var text = Write("good/b.png", "no image");
        var cut = Write("good/c.png", File.ReadAllBytes(PathOf("good/a.png"))[..^40]);
        var images = new ImageFolder(PathOf(""), 8, 8);
        Assert.Equal($"{text}: this is not an image that can be read; PNG and JPEG are.", Assert.Throws<FormatException>(() => images[1]).Message);
        Assert.Equal($"{cut}: this image is damaged or cut short.", Assert.Throws<FormatException>(() => images[2]).Message);
        var exception = Assert.Throws<SampleException>(() => new DataLoader(images, 3, workers: 2).ToList());
        Assert.Equal((1, $"sample 1: {text}: this is not an image that can be read; PNG and JPEG are."), (exception.Index, exception.Message));
    }

    [Fact]
    public void A_folder_that_is_none_is_said_to_be_none()
    {
        Assert.Equal($"ImageFolder: there is no folder {PathOf("none")}.", Assert.Throws<DirectoryNotFoundException>(() => new ImageFolder(PathOf("none"), 8, 8)).Message);
        Assert.Equal(
            $"{PathOf("")}: there are no sub-folders; the images of each class lie in one, named like the class.",
            Assert.Throws<FormatException>(() => new ImageFolder(PathOf(""), 8, 8)).Message);
        Write("empty/notes.txt", "no image");
        Assert.Equal(
            $"{PathOf("empty")}: there are no images; files that end in .png, .jpg, .jpeg are read.", Assert.Throws<FormatException>(() => new ImageFolder(PathOf(""), 8, 8)).Message);
    }

    private static byte[] Png(int width, int height, Func<int, int, SKColor> color)
    {
        var bitmap = Filled(width, height, SKColors.Black);
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
                bitmap.SetPixel(x, y, color(x, y));
        }
        return Encode(bitmap, SKEncodedImageFormat.Png);
    }

    private static SKBitmap Filled(int width, int height, SKColor color)
    {
        var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Unpremul));
        bitmap.Erase(color);
        return bitmap;
    }

    private static byte[] Encode(SKBitmap bitmap, SKEncodedImageFormat format)
    {
        using (bitmap)
        {
            using var data = bitmap.Encode(format, 100);
            return data.ToArray();
        }
    }
}
