using System.Globalization;
using System.Text;

namespace Autograd;

/// <summary>
/// Writes the values of a tensor as PyTorch writes them, character by character: one width for all, whole numbers as <c>1.</c>, the
/// exponent form where the numbers span more than three orders of magnitude, only the edges of large tensors.
/// </summary>
internal sealed class TensorFormatter
{
    private const int LineWidth = 80;
    private const int EdgeItems = 3;
    private const int SummaryThreshold = 1000;
    private const string Prefix = "tensor(";

    private readonly Tensor _x;
    private readonly bool _isSummary;
    private bool _isWhole = true;
    private bool _hasExponent;
    private int _width = 1;

    private TensorFormatter(Tensor x)
    {
        _x = x;
        _isSummary = x.Count > SummaryThreshold;
        if (x.DType.IsFloatingPoint)
            ChooseForm();
        else
            Visit(0, x.Layout.Offset, offset => _width = Math.Max(_width, Text(offset).Length));
    }

    /// <summary>The values, then what PyTorch's defaults do not tell: shape, type, and the operation or the variable.</summary>
    public static string Format(Tensor x)
    {
        var text = new StringBuilder(Prefix).Append(x.Count == 0 ? "[]" : new TensorFormatter(x).Values(0, x.Layout.Offset, Prefix.Length));
        // PyTorch counts one character more than there are: what follows the values wraps that much sooner.
        var lineLength = text.Length - text.ToString().LastIndexOf('\n') + 1;
        foreach (var suffix in Suffixes(x))
        {
            var wraps = lineLength + suffix.Length + 2 > LineWidth;
            text.Append(wraps ? ",\n" + new string(' ', Prefix.Length) : ", ").Append(suffix);
            lineLength = wraps ? Prefix.Length + suffix.Length : lineLength + suffix.Length + 2;
        }
        return text.Append(')').ToString();
    }

    private static IEnumerable<string> Suffixes(Tensor x)
    {
        if (x.Count == 0 && x.Rank != 1)
            yield return $"shape={x.Shape}";
        if (x.DType != DType.Float32 && (x.Count == 0 || x.DType is not (DType.Int64 or DType.Bool)))
            yield return $"type={x.DType}";
        if (x is Variable)
            yield return $"variable='{x.Name}'";
        else if (x is Operation { RequiresGradient: true })
            yield return $"operation={x.GetType().Name}";
    }

    private void ChooseForm()
    {
        double least = double.PositiveInfinity, greatest = 0;
        Visit(0, _x.Layout.Offset, offset =>
        {
            var value = Number(offset);
            if (value == 0 || !double.IsFinite(value))
                return;
            (least, greatest) = (Math.Min(least, Math.Abs(value)), Math.Max(greatest, Math.Abs(value)));
            _isWhole &= double.IsInteger(value);
        });
        if (greatest == 0)
            return;
        _hasExponent = greatest / least > 1000 || greatest > 1e8 || least < 1e-4;
        // Zeros, NaN and infinities do not count for the width.
        Visit(0, _x.Layout.Offset, offset =>
        {
            if (Number(offset) is not 0 and var value && double.IsFinite(value))
                _width = Math.Max(_width, Text(offset).Length);
        });
    }

    /// <summary>Calls back with the place of each element that is shown.</summary>
    private void Visit(int axis, int offset, Action<int> element)
    {
        if (axis == _x.Rank)
        {
            element(offset);
            return;
        }
        foreach (var i in Shown(axis))
            Visit(axis + 1, offset + i * _x.Layout.Strides[axis], element);
    }

    private string Values(int axis, int offset, int indent)
    {
        if (axis == _x.Rank)
            return Text(offset).PadLeft(_width);
        List<string> parts = [];
        var last = -1;
        var isInnermost = axis == _x.Rank - 1;
        foreach (var i in Shown(axis))
        {
            if (i != last + 1)
                parts.Add(isInnermost ? " ..." : "...");
            parts.Add(Values(axis + 1, offset + i * _x.Layout.Strides[axis], indent + 1));
            last = i;
        }
        var newLine = "," + new string('\n', Math.Max(1, _x.Rank - axis - 1)) + new string(' ', indent + 1);
        return isInnermost
            ? $"[{string.Join(newLine, parts.Chunk(Math.Max(1, (LineWidth - indent) / (_width + 2))).Select(line => string.Join(", ", line)))}]"
            : $"[{string.Join(newLine, parts)}]";
    }

    private IEnumerable<int> Shown(int axis)
    {
        var size = _x.Shape[axis];
        return _isSummary && size > 2 * EdgeItems
            ? Enumerable.Range(0, EdgeItems).Concat(Enumerable.Range(size - EdgeItems, EdgeItems))
            : Enumerable.Range(0, size);
    }

    private string Text(int offset) => _x.DType switch
    {
        DType.Bool => _x.At<bool>(offset).ToString(),
        DType.Int32 => _x.At<int>(offset).ToString(CultureInfo.InvariantCulture),
        DType.Int64 => _x.At<long>(offset).ToString(CultureInfo.InvariantCulture),
        _ => Text(Number(offset)),
    };

    private double Number(int offset) => _x.DType == DType.Float32 ? _x.At<float>(offset) : _x.At<double>(offset);

    private string Text(double value)
    {
        if (!double.IsFinite(value))
            return double.IsNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
        if (!_hasExponent)
            return value.ToString(_isWhole ? "F0" : "F4", CultureInfo.InvariantCulture) + (_isWhole ? "." : "");
        // .NET writes three digits of the exponent, C two if they suffice.
        var text = value.ToString("e4", CultureInfo.InvariantCulture);
        return text[^3] == '0' ? text.Remove(text.Length - 3, 1) : text;
    }
}
