using System.Numerics;
using AdjointKit.Autodiff;

namespace AdjointKit.Optics;

/// <summary>
/// A factor for every point of a grid. Points are counted by whole numbers from the middle of the grid (samples), or from frequency 0 (coefficients); what they mean in metres the method knows.
/// It must treat every point alike: a plan asks for it in strips of rows.
/// </summary>
/// <param name="row">The number along y, [rows, 1].</param>
/// <param name="column">The number along x, [1, columns].</param>
/// <param name="at">Wavelength, distance, index and pitch on the same tape.</param>
/// <returns>The factors, [rows, columns].</returns>
public delegate Var<Complex> GridFunction(Var<double> row, Var<double> column, PropagationVariables at);

/// <summary>Takes the steps of which a propagation is made, one after another: what <see cref="PropagationMethod.Describe"/> describes them to.</summary>
public abstract class PropagationPath
{
    private readonly List<GridFunction> pending = [];

    private protected PropagationPath(nint ny, nint nx)
    {
        Ny = ny;
        Nx = nx;
    }

    /// <summary>Points along y of the grid that the steps have led to.</summary>
    public nint Ny { get; private set; }

    /// <summary>Points along x of the grid that the steps have led to.</summary>
    public nint Nx { get; private set; }

    /// <summary>The numbers that the path is described for, for decisions that are not differentiated (which way a transform goes, how wide a band is).</summary>
    public abstract PropagationNumbers Numbers { get; }

    /// <summary>Puts the grid into the middle of another one, or cuts the middle out of it: the point floor(n/2) stays where it is, new points are 0.</summary>
    /// <param name="ny">Points along y.</param>
    /// <param name="nx">Points along x.</param>
    public void Resize(nint ny, nint nx)
    {
        if (ny == Ny && nx == Nx) return;
        Flush();
        if ((ny >= Ny) != (nx >= Nx)) throw new ArgumentException($"a grid of {Ny} x {Nx} points grows or shrinks along both axes, it does not become {ny} x {nx}", nameof(ny));
        TakeResize(ny, nx);
        Ny = ny;
        Nx = nx;
    }

    /// <summary>Multiplies every point by a factor; points are counted from the middle.</summary>
    public void Multiply(GridFunction factors) => pending.Add(factors);

    /// <summary>Filters by a transfer function, F^-1 H F with periodic boundaries; row and column are frequencies in units of 1 / (n pitch).</summary>
    /// <param name="transfer">The transfer function.</param>
    /// <param name="isEven">Whether it is the same, to the bit, for a row and its negative, and for a column and its: a plan then asks for a quarter of the points.</param>
    public void Filter(GridFunction transfer, bool isEven = false)
    {
        Flush();
        TakeFilter(transfer, isResponse: false, isEven);
    }

    /// <summary>Convolves, with periodic boundaries, with a response whose points are counted from its middle, which is the origin.</summary>
    /// <param name="response">The response.</param>
    /// <param name="isEven">Whether it is the same, to the bit, for a row and its negative, and for a column and its: a plan then asks for a quarter of the points.</param>
    public void Convolve(GridFunction response, bool isEven = false)
    {
        Flush();
        TakeFilter(response, isResponse: true, isEven);
    }

    /// <summary>
    /// Transforms between middle and middle: X[k] = sum over j of x[j] exp(-2 pi i (j - c)(k - c) / n) along both axes, c = floor(n/2), or the same with +i; unscaled.
    /// </summary>
    /// <param name="positive">Whether the sign of the exponent is plus.</param>
    public void Transform(bool positive)
    {
        nint ny = Ny;
        nint nx = Nx;
        double sign = positive ? -1 : 1;

        // (j - c)(k - c) = j k - (j - c) c - c k: phases before and behind take a transform that counts from its first point to one that counts from the middle.
        Multiply((row, column, _) => ShiftPhase(row + (double)(ny / 2), column + (double)(nx / 2)));
        Flush();
        TakeTransform(positive);
        Multiply((row, column, _) => ShiftPhase(row, column));

        Var<Complex> ShiftPhase(Var<double> j, Var<double> i) => Phases.Polar(sign * (Along(j, ny) + Along(i, nx)));

        static Var<double> Along(Var<double> j, nint n) => (1.0 / n) * Ops.Remainder((double)(n / 2) * j, n);
    }

    /// <summary>
    /// Sums plane waves, whose coefficients the points of the grid are, on a grid of other size: u[j, i] = sum of s exp(2 pi i (fy j + fx i)), j and i counted from the middle.
    /// </summary>
    /// <param name="ny">Points along y of the sum.</param>
    /// <param name="nx">Points along x of the sum.</param>
    /// <param name="frequencies">fx + i fy of every point of the grid, in cycles per point of the sum; points are counted from the middle.</param>
    public void SumWaves(nint ny, nint nx, GridFunction frequencies)
    {
        Flush();
        TakeWaves(ny, nx, frequencies);
        Ny = ny;
        Nx = nx;
    }

    /// <summary>Ends the description.</summary>
    internal void End() => Flush();

    private protected abstract void TakeResize(nint ny, nint nx);

    private protected abstract void TakeFilter(GridFunction function, bool isResponse, bool isEven);

    private protected abstract void TakeTransform(bool positive);

    private protected abstract void TakeWaves(nint ny, nint nx, GridFunction frequencies);

    private protected abstract void TakeFactors(GridFunction factors);

    private void Flush()
    {
        if (pending.Count == 0) return;
        GridFunction[] factors = [.. pending];
        pending.Clear();
        TakeFactors((row, column, at) =>
        {
            Var<Complex> product = factors[0](row, column, at);
            foreach (GridFunction factor in factors.AsSpan(1)) product *= factor(row, column, at);
            return product;
        });
    }
}
