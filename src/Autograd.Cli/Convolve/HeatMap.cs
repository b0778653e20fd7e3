using System.Globalization;
using SkiaSharp;

namespace Autograd.Cli;

/// <summary>
/// A matrix as a table of colours, blue below 0, white at 0 and orange above, with the numbers in the cells where there is room.
/// Grey values of a picture are drawn as that picture.
/// </summary>
internal sealed class HeatMap
{
    /// <summary>What stands above and below the cells.</summary>
    public const int Above = 30, Below = 34;

    private const int MostNumbers = 30, LongestNumber = 9, Comfortable = 560, Largest = 1200, Thinnest = 24, BarWidth = 80, BarHeight = 10, BarGap = 5;

    private static readonly SKColor _ink = SKColor.Parse("#222222"), _faint = SKColor.Parse("#999999"), _line = SKColor.Parse("#BBBBBB");
    private static readonly SKColor _negative = SKColor.Parse("#0072B2"), _positive = SKColor.Parse("#D55E00"), _padding = SKColor.Parse("#F1F1F1");

    private readonly string _title;
    private readonly double[] _values;
    private readonly string[]? _numbers;
    private readonly int _rows, _columns;
    private readonly bool _isPicture;
    private readonly double _most;
    private readonly SKSize _cell;

    /// <summary>The table of a matrix.</summary>
    /// <param name="title">What it is.</param>
    /// <param name="matrix">Its numbers.</param>
    /// <param name="longest">The most rows or columns of those drawn beside it: they all get one scale.</param>
    /// <param name="isPicture">Whether the numbers are grey values from 0 to 255.</param>
    public HeatMap(string title, Tensor matrix, int longest, bool isPicture = false)
    {
        _title = title;
        _values = matrix.ToArray<double>();
        (_rows, _columns) = (matrix.Shape[0], matrix.Shape[1]);
        _isPicture = isPicture;
        _most = isPicture ? 255 : _values.Max(Math.Abs);
        if (Math.Max(_rows, _columns) <= MostNumbers)
            _numbers = [.. _values.Select(Number)];
        if (_numbers?.Max(number => number.Length) > LongestNumber)
            _numbers = null;
        _cell = _numbers is null ? PlainCell(longest) : new SKSize(Math.Max(40, 22 + 10 * _numbers.Max(number => number.Length)), 40);
        var legend = BarWidth + 2 * BarGap + Lettering.Width(Number(Least), Lettering.Legend) + Lettering.Width(Number(_most), Lettering.Legend);
        Width = (int)Math.Ceiling(Math.Max(_columns * _cell.Width, Math.Max(legend, Lettering.Width(_title, Lettering.Title))));
        Height = Above + (int)Math.Ceiling(_rows * _cell.Height) + Below;
    }

    /// <summary>The width with the title, in pixels.</summary>
    public int Width { get; }

    /// <summary>The height with title and legend, in pixels.</summary>
    public int Height { get; }

    /// <summary>Cells that are only padding: they are drawn pale.</summary>
    public Func<int, int, bool>? IsPadding { get; init; }

    /// <summary>The rows and columns of the cells to be framed.</summary>
    public (int[] Rows, int[] Columns)? Framed { get; init; }

    private double Least => _isPicture ? 0 : -_most;

    /// <summary>Draws the table with its upper left corner at a point.</summary>
    public void Draw(SKCanvas canvas, float x, float y)
    {
        Lettering.Write(canvas, _title, x, y + 18, Lettering.Title, _ink);
        var top = y + Above;
        if (_numbers is null)
            DrawPixels(canvas, SKRect.Create(x, top, _columns * _cell.Width, _rows * _cell.Height));
        else
            DrawCells(canvas, x, top, _numbers);
        if (Framed is { } framed)
            DrawFrames(canvas, x, top, framed.Rows, framed.Columns);
        DrawLegend(canvas, x, top + _rows * _cell.Height + 8);
    }

    /// <summary>Whole numbers as such, others short.</summary>
    private static string Number(double value) =>
        value == 0 ? "0" : value.ToString(double.IsInteger(value) && Math.Abs(value) < 1e9 ? "0" : "G4", CultureInfo.InvariantCulture);

    /// <summary>Square, but for lines too thin to be seen; a pixel of its own for each element where the picture does not become too large.</summary>
    private SKSize PlainCell(int longest)
    {
        var side = longest <= Comfortable ? Comfortable / longest : Math.Min(1, (float)Largest / longest);
        return new SKSize(Math.Max(side, (float)Thinnest / _columns), Math.Max(side, (float)Thinnest / _rows));
    }

    private void DrawCells(SKCanvas canvas, float x, float y, string[] numbers)
    {
        using var paint = new SKPaint { IsAntialias = true };
        for (var i = 0; i < _values.Length; i++)
        {
            var (row, column) = Math.DivRem(i, _columns);
            var cell = SKRect.Create(x + column * _cell.Width, y + row * _cell.Height, _cell.Width, _cell.Height);
            var isPadding = IsPadding?.Invoke(row, column) == true;
            var color = isPadding ? _padding : ColorOf(_values[i]);
            (paint.Style, paint.Color) = (SKPaintStyle.Fill, color);
            canvas.DrawRect(cell, paint);
            (paint.Style, paint.Color, paint.StrokeWidth) = (SKPaintStyle.Stroke, _line, 1);
            canvas.DrawRect(cell, paint);
            var ink = isPadding ? _faint : IsDark(color) ? SKColors.White : _ink;
            Lettering.Write(canvas, numbers[i], cell.MidX, cell.MidY + 6, Lettering.Cell, ink, SKTextAlign.Center);
        }
    }

    private void DrawPixels(SKCanvas canvas, SKRect place)
    {
        var isEnlarged = _cell.Width >= 1 && _cell.Height >= 1;
        // A picture that shrinks alike on both sides is left to the sampling, whose averages are the better ones.
        var (values, rows, columns) = isEnlarged || (_isPicture && _cell.Width == _cell.Height)
            ? (_values, _rows, _columns)
            : Shrunk((int)MathF.Round(place.Height), (int)MathF.Round(place.Width));
        using var bitmap = new SKBitmap(new SKImageInfo(columns, rows, SKColorType.Rgba8888, SKAlphaType.Opaque));
        bitmap.Pixels = Array.ConvertAll(values, ColorOf);
        using var image = SKImage.FromBitmap(bitmap);
        // Enlarged pixels stay squares; those of a picture that is made smaller are averaged.
        var sampling = place.Width < columns - 0.5f || place.Height < rows - 0.5f ? new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear) : new SKSamplingOptions(SKFilterMode.Nearest);
        canvas.DrawImage(image, place, sampling);
        using var paint = new SKPaint { Style = SKPaintStyle.Stroke, Color = _line, StrokeWidth = 1, IsAntialias = true };
        canvas.DrawRect(place, paint);
    }

    /// <summary>
    /// Of the numbers that share a pixel the one farthest from 0: an edge one pixel wide stays visible, which an average would wash out. Of a
    /// picture's grey values their mean.
    /// </summary>
    private (double[] Values, int Rows, int Columns) Shrunk(int rows, int columns)
    {
        (rows, columns) = (Math.Clamp(rows, 1, _rows), Math.Clamp(columns, 1, _columns));
        var (shrunk, counts) = (new double[rows * columns], new int[rows * columns]);
        for (var i = 0; i < _values.Length; i++)
        {
            var (row, column) = Math.DivRem(i, _columns);
            var place = (int)((long)row * rows / _rows) * columns + (int)((long)column * columns / _columns);
            ref var target = ref shrunk[place];
            if (_isPicture)
                target += (_values[i] - target) / ++counts[place];
            else
                target = Math.Abs(_values[i]) > Math.Abs(target) ? _values[i] : target;
        }
        return (shrunk, rows, columns);
    }

    private void DrawFrames(SKCanvas canvas, float x, float y, int[] rows, int[] columns)
    {
        using var paint = new SKPaint { Style = SKPaintStyle.Stroke, Color = _ink, StrokeWidth = 3, IsAntialias = true };
        if (_numbers is not null && (HasGaps(rows) || HasGaps(columns)))
        {
            foreach (var row in rows)
            {
                foreach (var column in columns)
                    canvas.DrawRect(SKRect.Create(x + column * _cell.Width, y + row * _cell.Height, _cell.Width, _cell.Height), paint);
            }
            return;
        }
        var frame = new SKRect(
            x + columns[0] * _cell.Width, y + rows[0] * _cell.Height, x + (columns[^1] + 1) * _cell.Width, y + (rows[^1] + 1) * _cell.Height);
        if (_numbers is null)
        {
            paint.StrokeWidth = 1.5f;
            paint.Color = _isPicture ? _positive : _ink;
        }
        canvas.DrawRect(frame, paint);

        static bool HasGaps(int[] positions) => positions[^1] - positions[0] >= positions.Length;
    }

    private void DrawLegend(SKCanvas canvas, float x, float y)
    {
        if (_most == 0)
            return;
        var low = Number(Least);
        var left = x + Lettering.Width(low, Lettering.Legend) + BarGap;
        using var paint = new SKPaint();
        for (var i = 0; i < BarWidth; i++)
        {
            // Their difference may be no finite number.
            var share = (double)i / (BarWidth - 1);
            paint.Color = ColorOf(Least * (1 - share) + _most * share);
            canvas.DrawRect(SKRect.Create(left + i, y, 1, BarHeight), paint);
        }
        (paint.Style, paint.Color, paint.StrokeWidth) = (SKPaintStyle.Stroke, _line, 1);
        canvas.DrawRect(SKRect.Create(left, y, BarWidth, BarHeight), paint);
        Lettering.Write(canvas, low, x, y + BarHeight, Lettering.Legend, _ink);
        Lettering.Write(canvas, Number(_most), left + BarWidth + BarGap, y + BarHeight, Lettering.Legend, _ink);
    }

    private SKColor ColorOf(double value)
    {
        if (_isPicture)
        {
            var grey = (byte)Math.Clamp(value, 0, 255);
            return new SKColor(grey, grey, grey);
        }
        var end = value < 0 ? _negative : _positive;
        var share = _most == 0 ? 0 : Math.Abs(value) / _most;
        // Without numbers the colours must tell the small ones from 0.
        if (_numbers is null)
            share = Math.Sqrt(share);
        return new SKColor(Blend(end.Red), Blend(end.Green), Blend(end.Blue));

        byte Blend(byte component) => (byte)Math.Round(255 + (component - 255) * share);
    }

    private static bool IsDark(SKColor color) => 0.2126 * color.Red + 0.7152 * color.Green + 0.0722 * color.Blue < 140;
}
