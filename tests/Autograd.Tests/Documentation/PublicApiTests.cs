using System.Reflection;
using PublicApiGenerator;

namespace Autograd.Tests.Documentation;

public class PublicApiTests
{
    public static TheoryData<string, Assembly> Packages => new()
    {
        { "PublicApi.txt", typeof(Tensor).Assembly },
        { "PublicApi.Data.txt", typeof(Digits).Assembly },
        { "PublicApi.Training.txt", typeof(Trainer).Assembly },
    };

    /// <summary>Whoever changes what users see changes this file too, and so reads what changes for them.</summary>
    [Theory, MemberData(nameof(Packages))]
    public void The_public_surface_is_the_reviewed_one(string file, Assembly package) => Repository.AssertHolds(
        $"tests/Autograd.Tests/Documentation/{file}", package.GeneratePublicApi(new ApiGeneratorOptions { IncludeAssemblyAttributes = false }));
}
