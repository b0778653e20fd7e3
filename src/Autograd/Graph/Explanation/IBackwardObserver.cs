namespace Autograd;

/// <summary>Who watches a backward pass.</summary>
internal interface IBackwardObserver
{
    /// <summary>The turn of a tensor has come: its gradient is complete.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="arrived">The sum of what its users sent.</param>
    /// <param name="gradient">The same, or what a hook put in its place.</param>
    void Visits(Tensor tensor, Tensor arrived, Tensor gradient);

    /// <summary>An operation sends a gradient to one of its inputs.</summary>
    /// <param name="operation">The operation whose turn it is.</param>
    /// <param name="index">Which input.</param>
    /// <param name="computed">What its backward method returned.</param>
    /// <param name="sent">The same in the input's shape and type.</param>
    void Sends(Operation operation, int index, Tensor computed, Tensor sent);
}
