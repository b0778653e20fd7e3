namespace Autograd.Tests.Memory;

public sealed class SizeClassTests
{
    [Fact]
    public void Every_size_fits_into_its_class_and_not_into_the_one_below()
    {
        for (var bytes = 1L; bytes < 1 << 20; bytes += 1 + bytes / 97)
            AssertFits(bytes);
        for (var power = 10; power <= 33; power++)
        {
            AssertFits((1L << power) - 1);
            AssertFits(1L << power);
            AssertFits((1L << power) + 1);
        }
        AssertFits(8L * int.MaxValue);
    }

    [Fact]
    public void A_class_is_made_of_cache_lines_and_wastes_at_most_an_eighth()
    {
        for (var i = 1; i < SizeClasses.Count; i++)
        {
            Assert.Equal(0, SizeClasses.Size(i) % Block.Alignment);
            Assert.InRange((double)SizeClasses.Size(i) / SizeClasses.Size(i - 1), 1.0 + 1 / 16.0, 1.125);
        }
    }

    private static void AssertFits(long bytes)
    {
        var sizeClass = SizeClasses.For(bytes);
        Assert.InRange(sizeClass, 0, SizeClasses.Count - 1);
        Assert.True(SizeClasses.Size(sizeClass) >= bytes);
        Assert.True(sizeClass == 0 || SizeClasses.Size(sizeClass - 1) < bytes);
    }
}
