namespace Autograd;

/// <summary>Somebody who watches the operations of one thread, recorded or not.</summary>
internal interface IOperationObserver
{
    /// <summary>An operation has been evaluated; its inputs are still there.</summary>
    void Ran(Operation operation);
}
