using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Operators;
using AdjointKit.Optimization.Steps;

namespace AdjointKit.Optimization;

/// <summary>
/// GMRES with restarts, for any operator, real or complex (Saad and Schultz, SIAM J. Sci. Stat. Comput. 7, 1986): an orthonormal basis V of the Krylov space of A M from b - A x
/// by modified Gram-Schmidt, each vector orthogonalised twice, A M V_k = V_k+1 H; the y that makes |beta e_1 - H y| smallest by Givens rotations as the columns come; x += M V y at
/// the end of a cycle. The preconditioner M stands on the right, so that residuals are those of A x = b.
/// </summary>
/// <remarks><see cref="IterativeSolver{T}.Solution"/> changes at the end of a cycle; between, the residual is known and the solution is not formed.</remarks>
public sealed class Gmres<T> : SquareSolver<T>
    where T : unmanaged
{
    private readonly int cycle;
    private readonly NdArray<T>[] basis;
    private readonly NdArray<T> scratch;
    private readonly bool overReals;
    private readonly double roundoff = Precision.UnitRoundoff(ElementTypes.Of<T>());

    // H by columns, made upper triangular by the rotations (cosines, sines); g is the rotated right-hand side, then y.
    private readonly Complex[] h;
    private readonly double[] cosines;
    private readonly Complex[] sines;
    private readonly Complex[] g;
    private int columns;
    private double cycleStart;

    /// <summary>Makes the buffers: the basis, one vector more than <see cref="LinearOptions.Restart"/>, and three arrays.</summary>
    /// <param name="a">The operator.</param>
    /// <param name="options">How to solve; null: the defaults.</param>
    public Gmres(LinearOperator<T, T> a, LinearOptions? options = null)
        : base(a, options)
    {
        bool isComplex = ElementTypes.IsComplex(ElementTypes.Of<T>());
        overReals = isComplex && Options.OverReals;
        cycle = (int)Math.Clamp((overReals ? 2 : 1) * a.Domain.Count, 1, Options.Restart);
        basis = new NdArray<T>[cycle + 1];
        for (int k = 0; k <= cycle; k++) basis[k] = NewArray(a.Domain);
        scratch = NewArray(a.Domain);
        h = new Complex[cycle * (cycle + 1)];
        cosines = new double[cycle];
        sines = new Complex[cycle];
        g = new Complex[cycle + 1];
    }

    /// <inheritdoc/>
    public override string Name => "GMRES";

    private protected override NdArray<T> ResidualArray => basis[0];

    private protected override void Restart()
    {
        columns = 0;
        cycleStart = Residual;
        Array.Clear(g);
        g[0] = Residual;
        Backend.Affine(1 / Residual, basis[0], 0, basis[0]);
    }

    private protected override StopReason? Advance()
    {
        int k = columns;
        NdArray<T> next = basis[k + 1];
        if (Preconditioner is null)
        {
            A.Apply(basis[k], next);
        }
        else
        {
            Preconditioner.Apply(basis[k], scratch);
            A.Apply(scratch, next);
        }

        double before = Norm(next);
        double length = Orthogonalise(k, next);
        if (!double.IsFinite(length))
        {
            Residual = length;
            return StopReason.NotFinite;
        }

        bool invariant = length <= 10 * roundoff * before;
        if (!invariant) Backend.Affine(1 / length, next, 0, next);
        Rotate(k, invariant ? 0 : length);
        columns = k + 1;
        Residual = Complex.Abs(g[columns]);
        return invariant || columns == cycle || Residual <= Target ? EndCycle(invariant) : null;
    }

    private protected override void Conclude()
    {
        if (columns == 0) return;
        FormSolution();
        Residual = TrueResidual();
    }

    private protected override void Exchange(StateExchange exchange)
    {
        exchange.Array(Solution);
        exchange.Integer(ref columns);
        exchange.Number(ref cycleStart);
        for (int k = 0; k <= columns; k++) exchange.Array(basis[k]);
        exchange.Numbers(h.AsSpan(0, columns * (cycle + 1)));
        exchange.Numbers(cosines.AsSpan(0, columns));
        exchange.Numbers(sines.AsSpan(0, columns));
        exchange.Numbers(g.AsSpan(0, columns + 1));
    }

    private protected override void Release()
    {
        base.Release();
        foreach (NdArray<T> vector in basis) vector.Dispose();
        scratch.Dispose();
    }

    private StopReason? EndCycle(bool invariant)
    {
        FormSolution();
        Residual = TrueResidual();
        if (Residual <= Target) return StopReason.Converged;
        if (!double.IsFinite(Residual)) return StopReason.NotFinite;

        // The Krylov space is exhausted, or a whole cycle has gained nothing: going on would repeat it.
        if (Residual > 0.999 * cycleStart) return invariant ? StopReason.Breakdown : StopReason.Stagnated;
        Restart();
        return null;
    }

    /// <summary>Takes from a vector its parts along the basis, twice, and gives the norm of what is left.</summary>
    private double Orthogonalise(int k, NdArray<T> next)
    {
        Span<Complex> column = h.AsSpan(k * (cycle + 1), cycle + 1);
        column.Clear();
        for (int pass = 0; pass < 2; pass++)
        {
            for (int i = 0; i <= k; i++)
            {
                Complex part = Backend.Dot(basis[i], next);
                if (overReals) part = part.Real;
                column[i] += part;
                Backend.AddScaled(-part, basis[i], next);
            }
        }

        return Norm(next);
    }

    /// <summary>Applies the rotations so far to a new column, and one more that takes its last element to zero.</summary>
    private void Rotate(int k, double last)
    {
        Span<Complex> column = h.AsSpan(k * (cycle + 1), cycle + 1);
        for (int i = 0; i < k; i++)
        {
            Complex upper = column[i];
            column[i] = (cosines[i] * upper) + (sines[i] * column[i + 1]);
            column[i + 1] = (cosines[i] * column[i + 1]) - (Complex.Conjugate(sines[i]) * upper);
        }

        // [c s; -conj(s) c] with c real takes (a, last) to (phase(a) |(a, last)|, 0).
        double a = Complex.Abs(column[k]);
        double length = double.Hypot(a, last);
        Complex phase = a == 0 ? 1 : column[k] / a;
        cosines[k] = length == 0 ? 1 : a / length;
        sines[k] = length == 0 ? 0 : phase * (last / length);
        column[k] = phase * length;
        g[k + 1] = -Complex.Conjugate(sines[k]) * g[k];
        g[k] *= cosines[k];
    }

    /// <summary>x += M V y with H y = g. A direction that a singular operator leaves undetermined is left out.</summary>
    private void FormSolution()
    {
        int stride = cycle + 1;
        double largest = 0;
        for (int k = 0; k < columns; k++) largest = Math.Max(largest, Complex.Abs(h[(k * stride) + k]));
        for (int k = columns - 1; k >= 0; k--)
        {
            Complex diagonal = h[(k * stride) + k];
            g[k] = Complex.Abs(diagonal) <= roundoff * largest ? 0 : g[k] / diagonal;
            for (int i = 0; i < k; i++) g[i] -= h[(k * stride) + i] * g[k];
        }

        NdArray<T> sum = Preconditioner is null ? Solution : scratch;
        if (Preconditioner is not null) Backend.Fill(sum, 0);
        for (int k = 0; k < columns; k++) Backend.AddScaled(g[k], basis[k], sum);
        columns = 0;
        if (Preconditioner is null) return;
        Preconditioner.Apply(scratch, basis[^1]);
        Backend.AddScaled(1, basis[^1], Solution);
    }
}
