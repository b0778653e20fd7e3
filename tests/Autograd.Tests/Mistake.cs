namespace Autograd.Tests;

/// <summary>What users do wrong, and what they are told.</summary>
internal static class Mistake
{
    /// <summary>Fails unless the mistake is answered by an exception of this type with this message, to the letter.</summary>
    public static void AssertExplained((Action Make, Type Exception, string Message) mistake)
    {
        var exception = Record.Exception(mistake.Make);
        Assert.NotNull(exception);
        Assert.Equal((mistake.Exception, mistake.Message), (exception.GetType(), exception.Message.ReplaceLineEndings("\n")));
    }
}
