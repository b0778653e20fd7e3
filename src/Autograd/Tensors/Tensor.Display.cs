using System.Globalization;

namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>Elements that the debugger display looks at: enough to judge a tensor, few enough not to be felt.</summary>
    private const int DebuggerElements = 1 << 16;

    /// <summary>
    /// The values as PyTorch prints them, with the type if it is not Float32, Int64 or Bool, and the name of a variable or the operation
    /// that gradients flow through: <c>tensor([[1., 2.], [3., 4.]], operation=Add)</c>. Large tensors show their edges.
    /// </summary>
    public override string ToString() => TensorFormatter.Format(this);

    /// <summary>What the debugger shows: class, name, type and shape; the value of a single element, else what range the values have.</summary>
    internal string DebuggerText
    {
        get
        {
            if (_storage is null)
                return $"{Describe()}, not run";
            try
            {
                return $"{Describe()}, {Statistics()}";
            }
            catch (Exception gone)      // a debugger must be able to show a tensor in any state
            {
                return $"{Describe()}, no values: {gone.Message}";
            }
        }
    }

    private string Statistics()
    {
        if (Count == 0)
            return "no elements";
        if (Count == 1)
            return ToString();
        double least = double.PositiveInfinity, greatest = double.NegativeInfinity, sum = 0;
        var notNumbers = 0;
        // Evenly spread over a large tensor; an odd step meets every column sooner or later.
        var step = Count <= DebuggerElements ? 1 : Count / DebuggerElements | 1;
        var looked = 0;
        for (long i = 0; i < Count; i += step, looked++)
        {
            var value = DoubleAt((int)i);
            notNumbers += double.IsNaN(value) ? 1 : 0;
            if (double.IsNaN(value))
                continue;
            (least, greatest) = (Math.Min(least, value), Math.Max(greatest, value));
            sum += value;
        }
        var range = looked == notNumbers ? ""
            : string.Create(CultureInfo.InvariantCulture, $"min {least:G6}, max {greatest:G6}, mean {sum / (looked - notNumbers):G6}, ");
        return $"{range}{notNumbers} NaN{(step == 1 ? "" : $" in every {step}th element")}";
    }

    /// <summary>One element by its number in row-major order: slow, for display.</summary>
    internal double DoubleAt(int index)
    {
        var offset = Layout.Offset;
        for (var axis = Rank - 1; axis >= 0; index /= Shape[axis--])
            offset += index % Shape[axis] * Layout.Strides[axis];
        return DType switch
        {
            DType.Bool => At<bool>(offset) ? 1 : 0,
            DType.Int32 => At<int>(offset),
            DType.Int64 => At<long>(offset),
            DType.Float32 => At<float>(offset),
            _ => At<double>(offset),
        };
    }
}
