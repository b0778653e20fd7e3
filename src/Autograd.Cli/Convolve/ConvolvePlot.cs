using SkiaSharp;

namespace Autograd.Cli;

/// <summary>The picture of convolutions: each as image ⋆ kernel = result, with the first window and what it gives in a frame.</summary>
internal static class ConvolvePlot
{
    private const int Margin = 24, HeadingHeight = 34, Gap = 56, WidestLine = 1800;

    private static readonly SKColor _ink = SKColor.Parse("#222222");

    /// <summary>Draws the picture for a file, as PNG or SVG by its extension.</summary>
    /// <returns>The content of the file.</returns>
    public static byte[] Draw(ConvolveResult[] results, OutputFile file)
    {
        Row[] rows = [.. results.SelectMany(result => result.Parts.Select(part => new Row(result, part)))];
        var width = 2 * Margin + rows.Max(row => row.Width);
        var height = Margin + rows.Sum(row => row.Height + Margin);
        return Picture.Draw(file, width, height, Render);

        void Render(SKCanvas canvas)
        {
            canvas.Clear(SKColors.White);
            float y = Margin;
            foreach (var row in rows)
            {
                row.Draw(canvas, y);
                y += row.Height + Margin;
            }
        }
    }

    private sealed class Row
    {
        private readonly string _heading;
        private readonly HeatMap[] _maps;
        private readonly bool _isStacked;

        public Row(ConvolveResult result, ConvolutionExplanation part)
        {
            _heading = result.Name is null || part != result.Forward ? part.Description : $"{result.Name}: {part.Description}";
            var (stepDown, stepRight) = (part.ZerosBetween.Values[0] + 1, part.ZerosBetween.Values[1] + 1);
            var (top, left) = (part.Before.Values[0], part.Before.Values[1]);
            var longest = new[] { part.PaddedImage, part.Weights, part.Output }.Max(matrix => matrix.Shape.Max());
            _maps =
            [
                new HeatMap(part.ImageName, part.PaddedImage, longest, result.IsPicture && part != result.ImageGradient)
                {
                    IsPadding = (row, column) => !IsElement(row - top, stepDown, part.Image.Shape[0]) || !IsElement(column - left, stepRight, part.Image.Shape[1]),
                    Framed = (Window(part.Kernel.Shape[0], part.Dilation.Values[0]), Window(part.Kernel.Shape[1], part.Dilation.Values[1])),
                },
                new HeatMap(part.IsFlipped ? $"{part.KernelName} turned by 180°" : part.KernelName, part.Weights, longest),
                new HeatMap(part.OutputName, part.Output, longest) { Framed = ([0], [0]) },
            ];
            var sideBySide = _maps.Sum(map => map.Width) + 2 * Gap;
            _isStacked = sideBySide > WidestLine && part.PaddedImage.Shape[1] > 2 * part.PaddedImage.Shape[0];
            Width = Math.Max(_isStacked ? _maps.Max(map => map.Width) : sideBySide, (int)Math.Ceiling(Lettering.Width(_heading, Lettering.Heading)));
            Height = HeadingHeight + (_isStacked ? _maps.Sum(map => map.Height) : _maps.Max(map => map.Height));
        }

        public int Width { get; }

        public int Height { get; }

        public void Draw(SKCanvas canvas, float y)
        {
            Lettering.Write(canvas, _heading, Margin, y + 18, Lettering.Heading, _ink);
            y += HeadingHeight;
            float x = Margin;
            for (var i = 0; i < _maps.Length; i++)
            {
                _maps[i].Draw(canvas, x, y);
                if (_isStacked)
                {
                    y += _maps[i].Height;
                    continue;
                }
                x += _maps[i].Width + Gap;
                if (i < _maps.Length - 1)
                    Lettering.Write(canvas, i == 0 ? "⋆" : "=", x - Gap / 2f, y + HeatMap.Above + 30, Lettering.Sign, _ink, SKTextAlign.Center);
            }
        }

        private static bool IsElement(int place, int step, int count) => place >= 0 && place % step == 0 && place / step < count;

        private static int[] Window(int size, int dilation) => [.. Enumerable.Range(0, size).Select(i => i * dilation)];
    }
}
