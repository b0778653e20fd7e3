namespace Autograd.Cli;

/// <summary>
/// Least squares by a QR decomposition A·P = Q·R with Householder reflections and column pivoting, which shows the rank
/// (Golub and Van Loan, Matrix Computations, 5.4.2).
/// </summary>
internal sealed class LeastSquares
{
    private readonly double[][] _columns; // column j: R above the diagonal, the reflection's vector from the diagonal down
    private readonly double[] _diagonal;  // the diagonal of R
    private readonly int[] _order;        // which column of A stands at j
    private readonly int _rows;

    /// <summary>Decomposes a matrix given by its columns, which should be of like size.</summary>
    /// <param name="columns">The columns; they stay as they are.</param>
    /// <param name="noise">What is that small against its column does not count as independent.</param>
    public LeastSquares(double[][] columns, double noise)
    {
        _columns = [.. columns.Select(column => (double[])column.Clone())];
        _order = [.. Enumerable.Range(0, columns.Length)];
        _diagonal = new double[columns.Length];
        _rows = columns[0].Length;
        var largest = 0.0;
        for (var k = 0; k < Math.Min(columns.Length, _rows); k++)
        {
            var pivot = Enumerable.Range(k, columns.Length - k).MaxBy(j => Norm(_columns[j], k));
            (_columns[k], _columns[pivot]) = (_columns[pivot], _columns[k]);
            (_order[k], _order[pivot]) = (_order[pivot], _order[k]);

            var norm = Norm(_columns[k], k);
            largest = Math.Max(largest, norm);
            if (norm <= 8 * columns.Length * noise * largest)
                break;
            Rank = k + 1;
            var vector = _columns[k].AsSpan(k);
            _diagonal[k] = vector[0] > 0 ? -norm : norm;
            // I − v·vᵀ / (v₀·norm) with v = column − diagonal·e₀, so that v·v = 2·|diagonal|·|v₀|.
            vector[0] -= _diagonal[k];
            for (var j = k + 1; j < columns.Length; j++)
                Reflect(k, _columns[j]);
        }
    }

    /// <summary>The number of independent columns.</summary>
    public int Rank { get; private set; }

    /// <summary>A column that depends on others, with those, or null if the columns are independent.</summary>
    public (int Column, int[] Others)? Dependency
    {
        get
        {
            if (Rank == _columns.Length)
                return null;
            var weights = BackSubstitute(_columns[Rank]);
            var others = Enumerable.Range(0, Rank).Where(j => Math.Abs(weights[j]) > 1e-6).Select(j => _order[j]);
            return (_order[Rank], [.. others.Order()]);
        }
    }

    /// <summary>The x that makes |A·x − b| smallest, for independent columns.</summary>
    public double[] Solve(double[] right)
    {
        var b = (double[])right.Clone();
        for (var k = 0; k < Rank; k++)
            Reflect(k, b);
        var pivoted = BackSubstitute(b);
        var x = new double[_columns.Length];
        for (var k = 0; k < Rank; k++)
            x[_order[k]] = pivoted[k];
        return x;
    }

    /// <summary>The largest and smallest eigenvalue of Aᵀ·A / rows, from the singular values of R by one-sided Jacobi rotations.</summary>
    public (double Largest, double Smallest) Curvatures()
    {
        var count = _columns.Length;
        var columns = new double[count][];
        for (var j = 0; j < count; j++)
        {
            columns[j] = new double[count];
            _columns[j].AsSpan(0, j).CopyTo(columns[j]);
            columns[j][j] = _diagonal[j];
        }
        for (var (sweep, hasRotated) = (0, true); hasRotated && sweep < 30; sweep++)
        {
            hasRotated = false;
            for (var p = 0; p < count; p++)
            {
                for (var q = p + 1; q < count; q++)
                    hasRotated |= Orthogonalize(columns[p], columns[q]);
            }
        }
        var eigenvalues = columns.Select(column => Dot(column, column, 0) / _rows).ToArray();
        return (eigenvalues.Max(), eigenvalues.Min());
    }

    private static bool Orthogonalize(double[] left, double[] right)
    {
        var (a, b, c) = (Dot(left, left, 0), Dot(right, right, 0), Dot(left, right, 0));
        if (Math.Abs(c) <= 1e-10 * Math.Sqrt(a * b))
            return false;
        var zeta = (b - a) / (2 * c);
        var tangent = (zeta < 0 ? -1 : 1) / (Math.Abs(zeta) + Math.Sqrt(1 + zeta * zeta));
        var cosine = 1 / Math.Sqrt(1 + tangent * tangent);
        var sine = cosine * tangent;
        for (var i = 0; i < left.Length; i++)
            (left[i], right[i]) = (cosine * left[i] - sine * right[i], sine * left[i] + cosine * right[i]);
        return true;
    }

    private void Reflect(int k, double[] column)
    {
        var vector = _columns[k];
        var factor = Dot(vector, column, k) / (_diagonal[k] * vector[k]);
        for (var i = k; i < column.Length; i++)
            column[i] += factor * vector[i];
    }

    private double[] BackSubstitute(double[] right)
    {
        var x = new double[Rank];
        for (var k = Rank - 1; k >= 0; k--)
        {
            var sum = right[k];
            for (var j = k + 1; j < Rank; j++)
                sum -= _columns[j][k] * x[j];
            x[k] = sum / _diagonal[k];
        }
        return x;
    }

    private static double Norm(double[] column, int start) => Math.Sqrt(Dot(column, column, start));

    private static double Dot(double[] left, double[] right, int start)
    {
        var sum = 0.0;
        for (var i = start; i < left.Length; i++)
            sum += left[i] * right[i];
        return sum;
    }
}
