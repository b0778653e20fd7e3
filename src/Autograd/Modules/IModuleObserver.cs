namespace Autograd;

/// <summary>Somebody who watches the modules and operations of one thread.</summary>
internal interface IModuleObserver : IOperationObserver
{
    /// <summary>A module begins to compute; what runs until it ends is its own work, or that of modules within.</summary>
    void Begins(Module module);

    /// <summary>A module has computed something, or, with null, failed to.</summary>
    void Ends(Module module, object? result);
}
