using Autograd.Kernels;

namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>The single element as a C# number.</summary>
    /// <typeparam name="T">The element type, or a wider one.</typeparam>
    /// <exception cref="ShapeException">There is more than one element, or none.</exception>
    /// <exception cref="TypeException"><typeparamref name="T"/> cannot hold every value of the element type.</exception>
    public T Item<T>() where T : unmanaged
    {
        if (Count != 1)
            throw new ShapeException($"Item: {Describe()} has {Count} elements, only a single one can be read; index first, or use ToArray.");
        if (Storage is Storage<T>)
            return At<T>(Layout.Offset);
        if (typeof(T) == typeof(double) && DType is DType.Float32 or DType.Int32)
            return (T)(object)(DType == DType.Float32 ? At<float>(Layout.Offset) : (double)At<int>(Layout.Offset));
        if (typeof(T) == typeof(long) && DType == DType.Int32)
            return (T)(object)(long)At<int>(Layout.Offset);
        throw new TypeException($"Item: {Describe()} cannot be read as {DTypes.NameInCSharp<T>()} without loss; read it as {Storage.ElementName} or convert with Cast first.");
    }

    /// <summary>A copy of the elements, row by row.</summary>
    /// <exception cref="TypeException"><typeparamref name="T"/> is not the element type.</exception>
    public T[] ToArray<T>() where T : unmanaged
    {
        _ = TypedStorage<T>(nameof(ToArray));
        var values = GC.AllocateUninitializedArray<T>(Count);
        CopyTo<T>(values);
        return values;
    }

    /// <summary>Copies the elements, row by row.</summary>
    /// <exception cref="TypeException"><typeparamref name="T"/> is not the element type.</exception>
    /// <exception cref="ArgumentException">The target is too short.</exception>
    public void CopyTo<T>(Span<T> target) where T : unmanaged
    {
        var source = TypedStorage<T>(nameof(CopyTo));
        if (target.Length < Count)
            throw new ArgumentException($"CopyTo: {Describe()} has {Count} elements, the target has room for {target.Length}.", nameof(target));
        if (IsContiguous)
            source.Span.Slice(Layout.Offset, Count).CopyTo(target);
        else
            Copying.Gather(source.Span, Layout, target);
        GC.KeepAlive(source);
    }

    /// <summary>
    /// The elements themselves, without copying, row by row. Do not write to them: other tensors may share them. They stay right for as long as
    /// the span is used, whatever becomes of the tensor: its memory is never given to another one, which costs fresh memory where tensors are large.
    /// </summary>
    /// <exception cref="TypeException"><typeparamref name="T"/> is not the element type.</exception>
    /// <exception cref="ShapeException">The elements do not lie one after another.</exception>
    public ReadOnlySpan<T> AsSpan<T>() where T : unmanaged
    {
        var storage = TypedStorage<T>(nameof(AsSpan));
        return IsContiguous
            ? storage.AsSpan<T>().Slice(Layout.Offset, Count)
            : throw new ShapeException($"AsSpan: the elements of {Describe()} do not lie one after another (it is a view); call Contiguous() first, or use ToArray.");
    }

    /// <summary>The single element of a tensor, converted as C# converts numbers; a Bool counts as 0 or 1. PyTorch's <c>float(x)</c>.</summary>
    /// <exception cref="ShapeException">There is more than one element, or none.</exception>
    public static explicit operator float(Tensor x) => NotNull(x).Single<float>();

    /// <summary>The single element of a tensor, converted as C# converts numbers; a Bool counts as 0 or 1. PyTorch's <c>float(x)</c>.</summary>
    /// <exception cref="ShapeException">There is more than one element, or none.</exception>
    public static explicit operator double(Tensor x) => NotNull(x).Single<double>();

    /// <summary>The single element of a tensor, its fraction cut off; a Bool counts as 0 or 1. PyTorch's <c>int(x)</c>.</summary>
    /// <exception cref="ShapeException">There is more than one element, or none.</exception>
    public static explicit operator int(Tensor x) => NotNull(x).Single<int>();

    /// <summary>The single element of a tensor, its fraction cut off; a Bool counts as 0 or 1. PyTorch's <c>int(x)</c>.</summary>
    /// <exception cref="ShapeException">There is more than one element, or none.</exception>
    public static explicit operator long(Tensor x) => NotNull(x).Single<long>();

    /// <summary>True unless the single element is 0. PyTorch's <c>bool(x)</c>.</summary>
    /// <exception cref="ShapeException">There is more than one element, or none.</exception>
    public static explicit operator bool(Tensor x) => NotNull(x).Single<bool>();

    /// <summary>The elements row by row: in place where they lie so, else a copy. What an operation's forward pass reads from.</summary>
    internal ReadOnlySpan<T> Dense<T>() where T : unmanaged =>
        IsContiguous ? TypedStorage<T>(nameof(Dense)).Span.Slice(Layout.Offset, Count) : ToArray<T>();

    /// <summary>The elements row by row, and where they start: this tensor's own if they lie so, else a copy.</summary>
    internal (Storage<T> Elements, int Offset) RowByRow<T>() where T : unmanaged =>
        IsContiguous ? (Storage.Typed<T>(), Layout.Offset) : (CopyStorage().Typed<T>(), 0);

    /// <summary>The element at a place of the storage.</summary>
    internal T At<T>(int offset) where T : unmanaged
    {
        var storage = Storage.Typed<T>();
        var element = storage.Span[offset];
        GC.KeepAlive(storage);
        return element;
    }

    /// <summary>A storage of its own with the elements row by row.</summary>
    internal Storage CopyStorage() => Dispatch.Any(DType, new CopyWork(this));

    /// <summary>Overwrites a storage of the same type and number of elements.</summary>
    internal void CopyInto(Storage target) => Dispatch.Any(DType, new CopyIntoWork(this, target));

    private T Single<T>() where T : unmanaged =>
        (Storage is Storage<T> || Count != 1 ? this : new Input(Shape.Contiguous, Autograd.Cast.Convert(this, DTypes.Of<T>()))).Item<T>();

    private Storage<T> TypedStorage<T>(string operation) where T : unmanaged =>
        Storage as Storage<T> ?? throw new TypeException(
            $"{operation}: {Describe()} has elements of type {Storage.ElementName}, asked for {DTypes.NameInCSharp<T>()}; convert with Cast(DType.{DTypes.Of<T>()}) first.");

    private readonly struct CopyWork(Tensor x) : IAnyWork
    {
        public Storage Invoke<T>() where T : unmanaged
        {
            var storage = Storage.Allocate<T>(x.Count);
            x.CopyTo(storage.Span);
            return storage;
        }
    }

    private readonly struct CopyIntoWork(Tensor x, Storage target) : IAnyWork
    {
        public Storage Invoke<T>() where T : unmanaged
        {
            x.CopyTo(target.Typed<T>().Span);
            return target;
        }
    }
}
