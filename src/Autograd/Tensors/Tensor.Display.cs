namespace Autograd;

public abstract partial class Tensor
{
    internal string DebuggerText => Describe();
}
