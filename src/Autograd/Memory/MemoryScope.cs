namespace Autograd;

/// <summary>
/// A stretch of code whose results are temporary: when it is disposed, the memory of every tensor computed on this thread since it was opened is
/// given back at once, for the next results to land in. Reading such a tensor afterwards throws; <see cref="Tensor.Keep"/> takes one out.
/// Being a ref struct, a scope cannot live across an <c>await</c>, which might go on in another thread.
/// </summary>
/// <remarks>Nobody has to use scopes: without one, memory is given back once the garbage collector finds a tensor gone.</remarks>
public readonly ref struct MemoryScope : IDisposable
{
    private readonly Scope? _scope;

    internal MemoryScope(Scope scope) => _scope = scope;

    /// <summary>Gives the memory back.</summary>
    public void Dispose() => _scope?.End();
}
