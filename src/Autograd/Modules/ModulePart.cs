namespace Autograd;

/// <summary>What a module is made of, with its name: a variable, a buffer, or another module.</summary>
/// <param name="Name">The name within the module, in PyTorch's spelling: <c>hidden_layer</c>, <c>blocks.0</c>.</param>
/// <param name="Value">A <see cref="Variable"/>, <see cref="ModuleBuffer"/> or <see cref="Module"/>.</param>
public readonly record struct ModulePart(string Name, object Value);
