namespace Autograd.Cli;

/// <summary>A picture of a digit, made like the images that a network learned from: light ink on dark ground, of its size.</summary>
/// <param name="File">Where it comes from.</param>
/// <param name="Pixels">Float32 [1, height, width], 0 for the ground to 1 for ink.</param>
/// <param name="Change">What was done to the picture, in words; empty if nothing was.</param>
internal sealed record DigitDrawing(string File, Tensor Pixels, string Change)
{
    // Ink is what is at least that bright once the ground is 0 and the brightest 1.
    private const float LeastInk = 0.2f;

    // MNIST: scaled into 20×20, the centre of its ink in the middle of 28×28 (LeCun et al., "Gradient-based learning applied to document recognition", 1998).
    private const double MnistFill = 20.0 / 28;

    /// <summary>Reads a picture.</summary>
    /// <exception cref="CommandException">There is nothing on it.</exception>
    /// <exception cref="FormatException">The file is no image.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static DigitDrawing Read(string file, TrainSettings settings)
    {
        var image = ImageFile.Read(file, ImageColor.Grey);
        var (height, width) = (image.Shape[1], image.Shape[2]);
        var pixels = image.ToArray<float>();
        if (pixels.Min() == pixels.Max())
            throw new CommandException($"{file}: there is nothing on this picture but its ground.");
        var ground = Median(Border(pixels, height, width));
        var isLight = ground > (pixels.Min() + pixels.Max()) / 2;
        List<string> changes = isLight ? ["light and dark exchanged"] : [];
        if (isLight)
            (pixels, ground) = (Array.ConvertAll(pixels, pixel => 1 - pixel), 1 - ground);
        var format = settings.Format;
        if ((height, width) != (format.Height, format.Width))
        {
            pixels = Normalize(file, pixels, height, width, ground, settings);
            changes.Add($"cropped, scaled and centred from {height}×{width}");
        }
        return new(file, Tensor.From(pixels, [1, format.Height, format.Width]), string.Join(", ", changes));
    }

    /// <summary>Cuts the ink out, scales it to the size that it has in the images of the training, and puts it into the middle.</summary>
    private static float[] Normalize(string file, float[] pixels, int height, int width, float ground, TrainSettings settings)
    {
        var brightest = pixels.Max();
        var ink = Array.ConvertAll(pixels, pixel => brightest <= ground ? 0 : Math.Clamp((pixel - ground) / (brightest - ground), 0, 1));
        var places = Enumerable.Range(0, ink.Length).Where(i => ink[i] >= LeastInk).Select(i => (Row: i / width, Column: i % width)).ToArray();
        if (places.Length == 0)
            throw new CommandException($"{file}: there is nothing on this picture but its ground.");
        var (top, left) = (places.Min(place => place.Row), places.Min(place => place.Column));
        var (boxHeight, boxWidth) = (places.Max(place => place.Row) - top + 1, places.Max(place => place.Column) - left + 1);

        var (format, isMnist) = (settings.Format, settings.Source == ImageSource.Mnist);
        var fill = isMnist ? MnistFill : 1;
        var scale = Math.Min(fill * format.Height / boxHeight, fill * format.Width / boxWidth);
        // Where the middle of the box comes to lie; MNIST has the centre of the ink there.
        var (middleRow, middleColumn) = (top + boxHeight / 2.0, left + boxWidth / 2.0);
        if (isMnist)
        {
            var weight = places.Sum(place => ink[place.Row * width + place.Column]);
            middleRow = places.Sum(place => ink[place.Row * width + place.Column] * (place.Row + 0.5)) / weight;
            middleColumn = places.Sum(place => ink[place.Row * width + place.Column] * (place.Column + 0.5)) / weight;
        }
        var rows = Weights(format.Height, scale, middleRow, height);
        var columns = Weights(format.Width, scale, middleColumn, width);
        var scaled = new float[format.Height * format.Width];
        for (var row = 0; row < format.Height; row++)
        {
            for (var column = 0; column < format.Width; column++)
            {
                var sum = 0.0;
                foreach (var (y, share) in rows[row])
                {
                    foreach (var (x, part) in columns[column])
                        sum += share * part * ink[y * width + x];
                }
                scaled[row * format.Width + column] = (float)sum;
            }
        }
        return scaled;
    }

    /// <summary>For each new pixel of an axis, the old ones that it covers, and which share of it each of them fills: smaller pictures are averages of areas.</summary>
    /// <param name="size">The number of new pixels.</param>
    /// <param name="scale">New pixels for each old one.</param>
    /// <param name="middle">The old place that the middle of the new axis shows.</param>
    /// <param name="old">The number of old pixels.</param>
    private static (int Place, double Share)[][] Weights(int size, double scale, double middle, int old) =>
        [.. Enumerable.Range(0, size).Select(i =>
        {
            var (start, end) = (middle + (i - size / 2.0) / scale, middle + (i + 1 - size / 2.0) / scale);
            var (first, last) = (Math.Max(0, (int)Math.Floor(start)), Math.Min(old - 1, (int)Math.Ceiling(end) - 1));
            return Enumerable.Range(first, Math.Max(0, last - first + 1))
                .Select(place => (place, (Math.Min(end, place + 1) - Math.Max(start, place)) * scale))
                .ToArray();
        })];

    private static IEnumerable<float> Border(float[] pixels, int height, int width) =>
        pixels.Where((_, i) => i / width == 0 || i / width == height - 1 || i % width == 0 || i % width == width - 1);

    private static float Median(IEnumerable<float> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }
}
