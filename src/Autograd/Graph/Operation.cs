using System.Collections;

namespace Autograd;

/// <summary>
/// The result of an operation and the node of the graph that computed it. A class derived from this one says what the operation does
/// forward and backward; <see cref="Run{TOperation}"/> evaluates it. Derive from the base for the number of inputs:
/// <see cref="UnaryOperation"/>, <see cref="BinaryOperation"/>, <see cref="NaryOperation"/>, or from one of the elementwise bases.
/// </summary>
public abstract class Operation : Tensor
{
    // The change counter when the operation ran: an input changed later holds other values than the ones computed with.
    private long _ranAt = long.MaxValue;
    private State _state;

    private protected Operation(Layout layout, DType type) : base(layout, type, null) { }

    private enum State : byte { New, Recorded, NotRecorded, Released }

    /// <inheritdoc/>
    public override IReadOnlyList<Tensor> Inputs => _state is State.NotRecorded or State.Released ? [] : new InputList(this);

    /// <summary>What kind of work the operation does: drawings colour it by that.</summary>
    public virtual OperationFamily Family => OperationFamily.Other;

    /// <summary>The part of the network that the operation was recorded in, as a path: <c>encoder/attention</c>; null outside of any <see cref="Tensor.Section"/>.</summary>
    public string? SectionPath { get; private set; }

    /// <summary>The number of inputs.</summary>
    protected internal abstract int InputCount { get; }

    /// <summary>
    /// How many multiplications, each followed by an addition, the result takes: of matrix products and convolutions, by their definition; 0 for others. To be
    /// asked while the inputs are there.
    /// </summary>
    protected internal virtual long MultiplyAdds => 0;

    /// <summary>
    /// What the formula names beside the inputs, and what else an explanation should tell: the p of a power, the axis of a softmax. Values
    /// are numbers, lists of whole numbers, or texts.
    /// </summary>
    protected internal virtual IReadOnlyList<KeyValuePair<string, object>> Parameters => [];

    /// <summary>
    /// Evaluates an operation at once. Its inputs are kept for the backward pass if any of them requires a gradient and recording is on,
    /// and dropped otherwise.
    /// </summary>
    /// <exception cref="GraphException">The operation was run before.</exception>
    public static TOperation Run<TOperation>(TOperation operation) where TOperation : Operation
    {
        ArgumentNullException.ThrowIfNull(operation);
        Operation node = operation;
        if (node._state != State.New)
            throw new GraphException($"Run: {node.Describe()} was run before; construct a new operation for each run.");
        // Before the values are read: a change on another thread in between must not go unnoticed.
        var moment = Storage.Now;
        node.Storage = node.Filled(node.Forward());
        var recording = Recording.OfThisThread;
        recording.Observer?.Ran(node);
        if (recording.IsOn && node.DType.IsFloatingPoint && node.AnyInputRequiresGradient())
            node.Record(recording, moment);
        else
            node.Drop();
        return operation;
    }

    /// <summary>
    /// Computes the values: row by row in a new storage from <see cref="Storage.Allocate{T}"/>, every element written.
    /// </summary>
    protected abstract Storage Forward();

    /// <summary>The input at a place, or null after the inputs were released.</summary>
    private protected abstract Tensor? InputAt(int index);

    /// <summary>
    /// The gradient for one input, given the gradient of this result. It may have any shape that broadcasting made of the input's: the
    /// engine sums it back. Called only for inputs that need it.
    /// </summary>
    private protected abstract Tensor BackwardTo(int index, Tensor gradient);

    /// <summary>Lets go of the inputs and of what else the backward pass would have needed.</summary>
    private protected abstract void ReleaseInputs();

    /// <summary>An input for use in the backward pass, checked: still held, and unchanged since the operation ran.</summary>
    /// <exception cref="GraphException">The graph was released, or the input's values have changed.</exception>
    private protected Tensor Saved(Tensor? input)
    {
        if (input is null)
            throw Gone();
        if (input.Storage.ChangedSince(_ranAt))
        {
            throw new GraphException(
                $"Backward: {Describe()} saved the values of {input.Describe()}, {(input is Variable or ModuleBuffer ? "which" : $"which shares those of variable '{input.Storage.Owner}', and they")} have changed since; "
                + "run the backward pass before changing a variable, or run the forward pass again.");
        }
        return input;
    }

    internal override void Backpropagate(Tensor gradient, BackwardPass pass)
    {
        if (_state != State.Recorded)
            throw Gone();
        for (var i = 0; i < InputCount; i++)
        {
            var input = InputAt(i)!;
            if (!pass.Needs(input))
                continue;
            var computed = BackwardTo(i, gradient);
            var fitted = Fit(computed, input);
            pass.Observer?.Sends(this, i, computed, fitted);
            pass.Send(input, fitted);
        }
    }

    /// <summary>The inputs, without the check of <see cref="Saved"/>: for walking the graph.</summary>
    internal Tensor? PeekInput(int index) => InputAt(index);

    /// <summary>True if the inputs are still there to be walked.</summary>
    internal bool IsRecorded => _state == State.Recorded;

    /// <summary>True if a backward pass has been here and let go of the inputs.</summary>
    internal bool IsReleased => _state == State.Released;

    internal GraphException Gone(string method = nameof(Backward)) => new(_state switch
    {
        State.New => $"{method}: {Describe()} was constructed but not run; write Operation.Run(new {GetType().Name}(…)).",
        State.NotRecorded => $"{method}: {Describe()} was not recorded: no input required a gradient, or it was computed under NoGradient().",
        _ => $"{method}: the graph through {Describe()} was released by an earlier backward pass; pass keepGraph: true to that one, or run the forward pass again.",
    });

    internal void Release()
    {
        _state = State.Released;
        ReleaseInputs();
    }

    private Storage Filled(Storage? storage)
    {
        if (storage is null)
            throw new GraphException($"Run: the Forward of {Describe()} returned null; return a storage with the values.");
        if (storage.Type != DType || (Layout.IsContiguous && storage.Length < Layout.Offset + Count))
        {
            throw new GraphException(
                $"Run: the Forward of {Describe()} returned {storage.Length} elements of {storage.Type}; return {Count} of {DType}.");
        }
        return storage;
    }

    private void Record(Recording recording, long moment)
    {
        // Above the order of every input, also of those recorded on other threads.
        var order = recording.LastOrder;
        for (var i = 0; i < InputCount; i++)
            order = Math.Max(order, InputAt(i)!.Order);
        Order = recording.LastOrder = order + 1;
        SectionPath = recording.SectionPath;
        RequiresGradient = true;
        _state = State.Recorded;
        _ranAt = moment;
    }

    private void Drop()
    {
        _state = State.NotRecorded;
        ReleaseInputs();
    }

    private bool AnyInputRequiresGradient()
    {
        for (var i = 0; i < InputCount; i++)
        {
            if (InputAt(i)!.RequiresGradient)
                return true;
        }
        return false;
    }

    private Tensor Fit(Tensor gradient, Tensor input)
    {
        if (gradient is null)
            throw new GraphException($"Backward: {Describe()} returned null as the gradient for {input.Describe()}; return zeros where none flows.");
        if (ReferenceEquals(gradient.Shape, input.Shape) && gradient.DType == input.DType)
            return gradient;
        try
        {
            return gradient.SumTo(input.Shape).Cast(input.DType);
        }
        catch (ShapeException)
        {
            throw new GraphException(
                $"Backward: {Describe()} returned a gradient of shape {gradient.Shape} for an input of shape {input.Shape}; "
                + "they must be equal but for axes that broadcasting repeated.");
        }
    }

    private sealed class InputList(Operation operation) : IReadOnlyList<Tensor>
    {
        public int Count => operation.InputCount;

        public Tensor this[int index] => operation.InputAt(index)!;

        public IEnumerator<Tensor> GetEnumerator()
        {
            for (var i = 0; i < Count; i++)
                yield return this[i];
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
