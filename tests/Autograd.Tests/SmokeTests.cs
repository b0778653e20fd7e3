namespace Autograd.Tests;

public class SmokeTests
{
    [Fact]
    public void Works() => Assert.Equal(3, (int)DType.Float32);
}
