using System.Collections;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>A tensor with the given shape and a copy of the values, row by row.</summary>
    /// <exception cref="ShapeException">The number of values is not that of the shape.</exception>
    public static Input From<T>(ReadOnlySpan<T> values, Shape shape) where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(shape);
        if (values.Length != shape.ElementCount)
            throw new ShapeException($"From: {values.Length} values do not fill shape {shape}, which has {shape.ElementCount} elements.");
        var storage = Storage.Allocate<T>(values.Length);
        values.CopyTo(storage.Span);
        return new Input(shape.Contiguous, storage);
    }

    /// <summary>A tensor with the given shape and a copy of the values, row by row.</summary>
    /// <exception cref="ShapeException">The number of values is not that of the shape.</exception>
    public static Input From<T>(T[] values, Shape shape) where T : unmanaged => From(new ReadOnlySpan<T>(NotNull(values)), shape);

    /// <summary>A vector with a copy of the values.</summary>
    public static Input From<T>(ReadOnlySpan<T> values) where T : unmanaged => From(values, [values.Length]);

    /// <summary>A vector with a copy of the values.</summary>
    public static Input From<T>(T[] values) where T : unmanaged => From(new ReadOnlySpan<T>(NotNull(values)), [values.Length]);

    /// <summary>A matrix from rows of equal length.</summary>
    /// <exception cref="ShapeException">The rows have different lengths.</exception>
    public static Input From<T>(T[][] rows) where T : unmanaged => From((Array)rows);

    /// <summary>A tensor of three axes from nested arrays of equal lengths.</summary>
    /// <exception cref="ShapeException">Arrays of one level have different lengths.</exception>
    public static Input From<T>(T[][][] blocks) where T : unmanaged => From((Array)blocks);

    /// <summary>A matrix with a copy of the values.</summary>
    public static Input From<T>(T[,] values) where T : unmanaged => From((Array)values);

    /// <summary>A single number as a tensor without axes.</summary>
    public static Input From<T>(T value) where T : unmanaged => Input.Scalar(value);

    /// <summary>A tensor from a rectangular (<c>float[,,]</c>) or jagged (<c>float[][][]</c>) array of any rank.</summary>
    /// <exception cref="ShapeException">Arrays of one level of a jagged array have different lengths.</exception>
    /// <exception cref="TypeException">The elements are not float, double, long, int or bool.</exception>
    public static Input From(Array values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return values switch
        {
            _ when LeafType(values) == typeof(float) => FromArray<float>(values),
            _ when LeafType(values) == typeof(double) => FromArray<double>(values),
            _ when LeafType(values) == typeof(long) => FromArray<long>(values),
            _ when LeafType(values) == typeof(int) => FromArray<int>(values),
            _ when LeafType(values) == typeof(bool) => FromArray<bool>(values),
            _ => throw new TypeException($"From: elements of type {LeafType(values).Name} are not supported; use float, double, long, int or bool."),
        };

        static Type LeafType(Array values)
        {
            var type = values.GetType();
            while (type.IsArray)
                type = type.GetElementType()!;
            return type;
        }
    }

    /// <summary>Zeros. PyTorch's <c>torch.zeros</c>.</summary>
    [OverloadResolutionPriority(1)]
    public static Input Zeros(Shape shape, DType type = DType.Float32) => Full(shape, 0, type);

    /// <summary>Zeros of type Float32: <c>Tensor.Zeros(2, 3)</c>.</summary>
    public static Input Zeros(params ReadOnlySpan<int> shape) => Zeros(Shape.Create(shape));

    /// <summary>Ones. PyTorch's <c>torch.ones</c>.</summary>
    [OverloadResolutionPriority(1)]
    public static Input Ones(Shape shape, DType type = DType.Float32) => Full(shape, 1, type);

    /// <summary>Ones of type Float32: <c>Tensor.Ones(2, 3)</c>.</summary>
    public static Input Ones(params ReadOnlySpan<int> shape) => Ones(Shape.Create(shape));

    /// <summary>One value everywhere. PyTorch's <c>torch.full</c>.</summary>
    public static Input Full(Shape shape, double value, DType type = DType.Float32)
    {
        ArgumentNullException.ThrowIfNull(shape);
        var fits = type switch
        {
            DType.Int32 => value is >= int.MinValue and <= int.MaxValue,
            DType.Int64 => value is >= long.MinValue and < 9223372036854775808.0,
            _ => true,
        };
        if (!fits)
            throw new ArgumentOutOfRangeException(nameof(value), value, $"Full: {value} does not fit {type}; use a type that holds it.");
        return type switch
        {
            DType.Float32 => Filled((float)value),
            DType.Float64 => Filled(value),
            DType.Int64 => Filled((long)value),
            DType.Int32 => Filled((int)value),
            _ => Filled(value != 0),
        };

        Input Filled<T>(T element) where T : unmanaged
        {
            var storage = Storage.Allocate<T>(shape.ElementCount);
            storage.Span.Fill(element);
            return new Input(shape.Contiguous, storage);
        }
    }

    /// <summary>The whole numbers 0, 1, …, <paramref name="end"/> − 1 as Int64. PyTorch's <c>torch.arange</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The end is negative.</exception>
    public static Input Arange(long end) => Arange(0L, end);

    /// <summary>The whole numbers start, start + step, … before <paramref name="end"/>, as Int64. PyTorch's <c>torch.arange</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The step is 0 or leads away from the end.</exception>
    /// <exception cref="ShapeException">There are more numbers than one tensor can hold.</exception>
    public static Input Arange(long start, long end, long step = 1)
    {
        var distance = (Int128)end - start;
        if (step == 0 || (distance != 0 && Int128.Sign(distance) != Math.Sign(step)))
            throw LeadsAway(start, end, step);
        var storage = Storage.Allocate<long>(CheckedCount((double)((distance + step - Math.Sign(step)) / step)));
        var values = storage.Span;
        for (var i = 0; i < values.Length; i++)
            values[i] = start + i * step;
        return new Input(Autograd.Shape.Create(values.Length).Contiguous, storage);
    }

    /// <summary>
    /// The numbers start, start + step, … before <paramref name="end"/>, each computed as start + i · step in double precision and rounded
    /// once: exact to half an ulp of the type, where PyTorch's <c>torch.arange</c> may be off by one.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The step is 0 or leads away from the end, or one of the numbers is not finite.</exception>
    /// <exception cref="ShapeException">There are more numbers than one tensor can hold.</exception>
    public static Input Arange(double start, double end, double step = 1, DType type = DType.Float32)
    {
        var count = Math.Ceiling((end - start) / step);
        if (step == 0 || !(count >= 0) || !double.IsFinite(start) || !double.IsFinite(end) || !double.IsFinite(step))
            throw LeadsAway(start, end, step);
        var storage = Storage.Allocate<double>(CheckedCount(count));
        var values = storage.Span;
        for (var i = 0; i < values.Length; i++)
            values[i] = start + i * step;
        return ToType(new Input(Autograd.Shape.Create(values.Length).Contiguous, storage), type);
    }

    /// <summary>
    /// Numbers at equal distances from <paramref name="start"/> to <paramref name="end"/>, both included and both exact. Computed in
    /// double precision and rounded once. PyTorch's <c>torch.linspace</c>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative.</exception>
    public static Input Linspace(double start, double end, int count, DType type = DType.Float32)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var step = count > 1 ? (end - start) / (count - 1) : 0;
        var storage = Storage.Allocate<double>(count);
        var values = storage.Span;
        // From both ends, as PyTorch does, so that the last value is exactly the end.
        for (var i = 0; i < values.Length; i++)
            values[i] = i < count / 2 || count == 1 ? start + i * step : end - (count - 1 - i) * step;
        return ToType(new Input(Autograd.Shape.Create(count).Contiguous, storage), type);
    }

    /// <summary>The identity matrix, or a rectangular one with ones on its diagonal. PyTorch's <c>torch.eye</c>.</summary>
    /// <exception cref="ShapeException">A size is negative.</exception>
    public static Input Eye(int rows, int? columns = null, DType type = DType.Float32)
    {
        var width = columns ?? rows;
        Shape shape = [rows, width];
        var identity = Operation.Run(new Embed(Ones([Math.Min(rows, width)], type), shape, layout => layout.Diagonal(0, 0, 1)));
        return new Input(identity.Layout, identity.Storage);
    }

    /// <summary>Numbers drawn evenly from [0, 1). The same draws as PyTorch's <c>torch.rand</c> for the same seed.</summary>
    public static Input Rand(Shape shape, DType type = DType.Float32, Generator? generator = null)
    {
        ArgumentNullException.ThrowIfNull(shape);
        RequireFloatingPoint(type, nameof(Rand));
        generator ??= Randomness.Default;
        return type == DType.Float32 ? Drawn<float>(shape, x => generator.Uniform(x)) : Drawn<double>(shape, x => generator.Uniform(x));
    }

    /// <summary>Numbers drawn from the standard normal distribution. The same draws as PyTorch's <c>torch.randn</c> for the same seed.</summary>
    public static Input Randn(Shape shape, DType type = DType.Float32, Generator? generator = null)
    {
        ArgumentNullException.ThrowIfNull(shape);
        RequireFloatingPoint(type, nameof(Randn));
        generator ??= Randomness.Default;
        return type == DType.Float32 ? Drawn<float>(shape, x => generator.Normal(x)) : Drawn<double>(shape, x => generator.Normal(x));
    }

    /// <summary>
    /// Whole numbers drawn evenly from low to high − 1, as Int64. The same draws as PyTorch's <c>torch.randint</c> for the same seed.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="high"/> is not above <paramref name="low"/>.</exception>
    public static Input RandInt(long low, long high, Shape shape, Generator? generator = null)
    {
        ArgumentNullException.ThrowIfNull(shape);
        generator ??= Randomness.Default;
        return Drawn<long>(shape, x => generator.Integers(x, low, high));
    }

    /// <summary>The numbers 0 to count − 1 in random order, as Int64. The same as PyTorch's <c>torch.randperm</c> for the same seed.</summary>
    public static Input RandPermutation(int count, Generator? generator = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        generator ??= Randomness.Default;
        return Drawn<long>([count], generator.Permutation);
    }

    /// <summary>A number as a tensor without axes; meeting another tensor, it takes that tensor's type.</summary>
    public static implicit operator Tensor(float value) => Input.Scalar(value, isLiteral: true);

    /// <inheritdoc cref="op_Implicit(float)"/>
    public static implicit operator Tensor(double value) => Input.Scalar(value, isLiteral: true);

    /// <inheritdoc cref="op_Implicit(float)"/>
    public static implicit operator Tensor(int value) => Input.Scalar(value, isLiteral: true);

    /// <inheritdoc cref="op_Implicit(float)"/>
    public static implicit operator Tensor(long value) => Input.Scalar(value, isLiteral: true);

    /// <inheritdoc cref="op_Implicit(float)"/>
    public static implicit operator Tensor(bool value) => Input.Scalar(value, isLiteral: true);

    /// <summary>A tensor with a copy of the array's values.</summary>
    public static implicit operator Tensor(float[] values) => From(values);

    /// <inheritdoc cref="op_Implicit(float[])"/>
    public static implicit operator Tensor(double[] values) => From(values);

    /// <inheritdoc cref="op_Implicit(float[])"/>
    public static implicit operator Tensor(int[] values) => From(values);

    /// <inheritdoc cref="op_Implicit(float[])"/>
    public static implicit operator Tensor(long[] values) => From(values);

    /// <inheritdoc cref="op_Implicit(float[])"/>
    public static implicit operator Tensor(bool[] values) => From(values);

    /// <summary>A tensor with a copy of a rectangular or jagged array's values.</summary>
    public static implicit operator Tensor(Array values) => From(values);

    private static Input FromArray<T>(Array values) where T : unmanaged
    {
        if (values.GetType().GetElementType() == typeof(T))
        {
            var sizes = Enumerable.Range(0, values.Rank).Select(values.GetLength).ToArray();
            var span = MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<byte, T>(ref MemoryMarshal.GetArrayDataReference(values)), values.Length);
            return From(span, Shape.Create(sizes));
        }

        List<int> levels = [];
        for (object? level = values; level is Array array; level = array.Length > 0 ? array.GetValue(new int[array.Rank]) : null)
            levels.Add(array.Rank == 1 ? array.Length : throw new ShapeException("From: an array of arrays whose outer array has several axes; use one kind throughout."));
        var shape = Shape.Create([.. levels]);
        var storage = Storage.Allocate<T>(shape.ElementCount);
        Fill(values, 0, 0, shape.ElementCount);
        return new Input(shape.Contiguous, storage);

        void Fill(Array level, int depth, int start, int count)
        {
            if (level.Length != levels[depth])
            {
                throw new ShapeException(
                    $"From: ragged array: at depth {depth} one array has {levels[depth]} elements and another {level.Length}; all of one depth must be equal.");
            }
            if (level is T[] leaf)
            {
                leaf.CopyTo(storage.Span.Slice(start, count));
                return;
            }
            var step = level.Length == 0 ? 0 : count / level.Length;
            foreach (var inner in (IEnumerable)level)
            {
                Fill((Array?)inner ?? throw new ShapeException($"From: ragged array: an array at depth {depth + 1} is null."), depth + 1, start, step);
                start += step;
            }
        }
    }

    private static ArgumentOutOfRangeException LeadsAway<T>(T start, T end, T step) => new(nameof(step), step,
        $"Arange: steps of {step} never lead from {start} to {end}; all three must be finite, and the step not 0 and of the sign of the distance.");

    private static int CheckedCount(double count) => count <= Array.MaxLength
        ? (int)count
        : throw new ShapeException($"Arange: {count:N0} elements are more than one tensor can hold ({Array.MaxLength}).");

    private delegate void Draw<T>(Span<T> values);

    private static Input Drawn<T>(Shape shape, Draw<T> draw) where T : unmanaged
    {
        var storage = Storage.Allocate<T>(shape.ElementCount);
        draw(storage.Span);
        return new Input(shape.Contiguous, storage);
    }

    private static Input ToType(Input x, DType type) =>
        x.DType == type ? x : new Input(x.Layout, Autograd.Cast.Convert(x, type));

    private static void RequireFloatingPoint(DType type, string operation)
    {
        if (!type.IsFloatingPoint)
            throw new TypeException($"{operation}: draws real numbers, asked for {type}; use Float32 or Float64, or RandInt for whole numbers.");
    }
}
