namespace Autograd.Data.Tests;

public sealed class DigitsTests
{
    [Fact]
    public void The_digits_are_those_of_scikit_learn()
    {
        var digits = Digits.Load();
        Assert.Equal(1797, digits.Count);
        Assert.Equal(Shape.Create(1797, 1, 8, 8), digits.Input.Shape);
        Assert.Equal([0f, 0, 5 / 16f, 13 / 16f, 9 / 16f, 1 / 16f, 0, 0], digits.Input[0, 0, 0].ToArray<float>());
        Assert.Equal((0f, 1f), ((float)digits.Input.Min(), (float)digits.Input.Max()));
        // load_digits().data.sum() and numpy.bincount(load_digits().target)
        Assert.Equal(561_718, (double)(digits.Input.Cast(DType.Float64) * 16).Sum());
        Assert.Equal([178, 182, 177, 183, 181, 182, 181, 179, 174, 180], digits.Target.ToArray<long>().CountBy(label => label).OrderBy(entry => entry.Key).Select(entry => entry.Value));
        Assert.Equal([0L, 1, 2, 3], digits.Target[..4].ToArray<long>());
    }
}
