namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>
    /// Makes what is computed on this thread until disposed temporary: <c>using (Tensor.MemoryScope()) { … }</c> gives the memory back at once
    /// when it ends, for the next results to land in. Variables are not affected, gradients that a backward pass brings to them are. Scopes nest;
    /// <see cref="Keep"/> takes a tensor out of all of them.
    /// </summary>
    /// <remarks>
    /// Nobody has to: without scopes, memory is given back some time after a tensor is gone. An optimizer's <see cref="Optimizer.Step(Func{Tensor})"/>
    /// is a scope already.
    /// </remarks>
    public static MemoryScope MemoryScope() => new(Scope.Open());

    /// <summary>
    /// Takes the values out of every <see cref="MemoryScope"/>, optimizer's step and backward pass that would give back their memory: they stay
    /// for as long as the tensor is reachable. Outside of these it does nothing. TorchSharp's <c>MoveToOuterDisposeScope</c>, for all of them.
    /// </summary>
    /// <returns>This tensor.</returns>
    /// <exception cref="ObjectDisposedException">The memory was given back already.</exception>
    public Tensor Keep()
    {
        Storage.MoveTo(null);
        return this;
    }
}
