namespace Autograd.Cli;

/// <summary>A sum that keeps what rounding would drop (Neumaier's variant of Kahan's).</summary>
internal struct CompensatedSum
{
    private double _sum, _dropped;

    public readonly double Value => _sum + _dropped;

    public void Add(double x)
    {
        var sum = _sum + x;
        _dropped += Math.Abs(_sum) >= Math.Abs(x) ? _sum - sum + x : x - sum + _sum;
        _sum = sum;
    }

    public void AddProduct(double left, double right)
    {
        var product = left * right;
        Add(product);
        Add(Math.FusedMultiplyAdd(left, right, -product));
    }
}
