namespace Autograd;

/// <summary>What became of a variable's gradient since it was last set or cleared: so an optimizer sees that nobody clears it.</summary>
internal enum GradientUse : byte
{
    /// <summary>No optimizer has used it.</summary>
    None,

    /// <summary>An optimizer has changed the variable by it.</summary>
    Used,

    /// <summary>That, and a backward pass has added to it afterwards.</summary>
    UsedAndAddedTo,
}
