using PublicApiGenerator;

namespace Autograd.Tests.Documentation;

public class PublicApiTests
{
    /// <summary>Whoever changes what users see changes this file too, and so reads what changes for them.</summary>
    [Fact]
    public void The_public_surface_is_the_reviewed_one() => Repository.AssertHolds(
        "tests/Autograd.Tests/Documentation/PublicApi.txt",
        typeof(Tensor).Assembly.GeneratePublicApi(new ApiGeneratorOptions { IncludeAssemblyAttributes = false }));
}
