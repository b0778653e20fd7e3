using Autograd.Kernels;

namespace Autograd;

/// <summary>Checks what normalisations are given.</summary>
internal static class NormalizationArguments
{
    /// <summary>The last axes, so many, as groups.</summary>
    /// <exception cref="ShapeException">There are not so many axes, or none is asked for.</exception>
    public static Shape LastAxes(string operation, Tensor x, int axes) => axes >= 1 && axes <= x.Rank
        ? Shape.Create(x.Shape.Sizes[(x.Rank - axes)..])
        : throw new ShapeException(x.Rank == 0
            ? $"{operation}: the input is a single number; it needs at least one axis to normalize along."
            : $"{operation}: cannot normalize along the last {axes} axes of input {x.Shape}; use 1 to {x.Rank}.");

    /// <summary>The last axes, which must have the given sizes.</summary>
    /// <exception cref="ShapeException">They have others.</exception>
    public static Shape LastAxes(string operation, Tensor x, ReadOnlySpan<int> sizes)
    {
        if (sizes.Length >= 1 && x.Shape.Sizes.EndsWith(sizes))
            return Shape.Create(sizes);
        throw new ShapeException(
            $"{operation}: the last axes of input {x.Shape} are not [{string.Join(", ", sizes.ToArray())}]; give the sizes of the axes to normalize along, the innermost last.");
    }

    /// <summary>The groups of the last axes, with weights and biases for each of their elements.</summary>
    public static StandardGroups Rows(string operation, Tensor x, Shape last, Tensor? weight, Tensor? bias, double epsilon)
    {
        RequireReal(operation, x, epsilon);
        RequireFit(operation, x, weight, nameof(weight), last);
        RequireFit(operation, x, bias, nameof(bias), last);
        return StandardGroups.Rows(Shape.Create(x.Shape.Sizes[..(x.Rank - last.Rank)]).ElementCount, last.ElementCount);
    }

    /// <summary>Batch, channels, and the number of elements of a channel, once weights and biases are known to be one for each channel.</summary>
    public static (int Batch, int Channels, int Inner) Channels(
        string operation, Tensor x, Tensor? weight, Tensor? bias, double epsilon, int leastRank = 2)
    {
        RequireReal(operation, x, epsilon);
        if (x.Rank < leastRank)
        {
            throw new ShapeException(
                $"{operation}: input {x.Shape} has {x.Rank} {(x.Rank == 1 ? "axis" : "axes")}; it takes [batch, channels, …]{(leastRank == 3 ? " with at least one axis behind" : "")}.");
        }
        RequireFit(operation, x, weight, nameof(weight), [x.Shape[1]]);
        RequireFit(operation, x, bias, nameof(bias), [x.Shape[1]]);
        return (x.Shape[0], x.Shape[1], Shape.Create(x.Shape.Sizes[2..]).ElementCount);
    }

    /// <summary>Refuses a tensor that is not of the input's type and of the shape given.</summary>
    public static void RequireFit(string operation, Tensor x, Tensor? given, string name, Shape shape)
    {
        if (given is null)
            return;
        if (given.Shape != shape)
            throw new ShapeException($"{operation}: {name} {given.Shape} does not fit input {x.Shape}; it must be {shape}.");
        if (given.DType != x.DType)
            throw new TypeException($"{operation}: input is {x.DType}, the {name} {given.DType}; convert one of them with Cast first.");
    }

    /// <summary>The elements of a tensor one after another, or null for none.</summary>
    public static Planes<T>? Read<T>(Tensor? tensor) where T : unmanaged => tensor is null ? null : Planes<T>.Of(tensor.Storage, tensor.Layout);

    private static void RequireReal(string operation, Tensor x, double epsilon)
    {
        if (!x.DType.IsFloatingPoint)
            throw new TypeException($"{operation}: takes floating-point numbers, got {x.DType}; convert with Cast(DType.Float32) first.");
        if (!(epsilon >= 0))
            throw new ArgumentException($"{operation}: epsilon {epsilon} must be 0 or more.", nameof(epsilon));
    }
}
