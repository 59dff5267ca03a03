using System.Globalization;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Optimization;

/// <summary>
/// The indicator of {x : A x = b} for a matrix A: prox is the projection x - V (V^H x) + A^+ b, with V an orthonormal basis of the rows of A from its singular value decomposition, which is
/// made once. Rows may depend on each other. For operators: <see cref="AffineOperatorSet{T}"/>.
/// </summary>
public sealed class AffineSet<T> : ProximalOperator<T>
    where T : unmanaged
{
    private readonly NdArray<T> basis;
    private readonly NdArray<T> nearest;
    private readonly nint columns;

    /// <summary>Factorises the matrix.</summary>
    /// <param name="compute">Where its arrays lie.</param>
    /// <param name="a">A, of two axes; x has as many elements as A has columns, in any shape.</param>
    /// <param name="b">b, with as many elements as A has rows.</param>
    /// <exception cref="ArgumentException">No x has A x = b.</exception>
    public AffineSet(Compute compute, NdArray<T> a, NdArray<T> b)
        : base(compute)
    {
        if (a.Rank != 2) throw new ArgumentException($"the matrix of an affine set has two axes, not shape {a.Shape}", nameof(a));
        if (b.Count != a.Shape[0]) throw new ArgumentException($"a right-hand side of {b.Count} elements does not fit a matrix of shape {a.Shape}", nameof(b));
        columns = a.Shape[1];
        if (a.Count == 0)
        {
            if (compute.Backend.MaxAbs(b) > 0) throw Infeasible(compute.Backend.MaxAbs(b));
            basis = compute.Empty<T>(0, columns);
            nearest = compute.Zeros<T>(columns, 1);
            return;
        }

        using var tape = new Tape(compute);
        Var matrix = tape.Constant(a);
        Var right = UntypedOps.Reshape(UntypedOps.BroadcastTo(tape.Constant(b), b.Shape), new Shape(b.Count, 1));
        (Var u, Var s, Var vh) = UntypedOps.Svd(matrix);
        nint rank = RankOf(s, Math.Max(a.Shape[0], columns));
        Var rows = UntypedOps.Slice(vh, 0, 0, rank, 1);
        Var along = UntypedOps.MatMul(MatrixForm.ConjugateTransposed, UntypedOps.Slice(u, 1, 0, rank, 1), MatrixForm.Plain, right);
        Var coefficients = UntypedOps.Divide(along, UntypedOps.Reshape(UntypedOps.Slice(s, 0, 0, rank, 1), new Shape(rank, 1)));
        Var point = UntypedOps.MatMul(MatrixForm.ConjugateTransposed, rows, MatrixForm.Plain, coefficients);
        Var missed = UntypedOps.Subtract(UntypedOps.MatMul(MatrixForm.Plain, matrix, MatrixForm.Plain, point), right);
        double scale = compute.Backend.MaxAbs(right.Value) + (compute.Backend.MaxAbs(a) * compute.Backend.MaxAbs(point.Value) * columns);
        double miss = compute.Backend.MaxAbs(missed.Value);
        if (!(miss <= 1e3 * Precision.UnitRoundoff(RealType) * scale)) throw Infeasible(miss);
        basis = Keep(rows);
        nearest = Keep(point);
    }

    /// <inheritdoc/>
    protected internal override Var ValueCore(Var<T> x)
    {
        // The distance from the set: in the space of the rows.
        Var flat = UntypedOps.Reshape(x, new Shape(columns, 1));
        Var off = UntypedOps.MatMul(MatrixForm.Plain, x.Tape.Constant(basis), MatrixForm.Plain, UntypedOps.Subtract(flat, x.Tape.Constant(nearest)));
        return Indicator(UntypedOps.Norm(off, 2, default), UntypedOps.Norm(UntypedOps.Abs(flat) + UntypedOps.Abs(x.Tape.Constant(nearest)), 2, default));
    }

    /// <inheritdoc/>
    protected internal override Var<T> ProxCore(Var<T> x, Var step)
    {
        Var rows = x.Tape.Constant(basis);
        Var off = UntypedOps.Subtract(UntypedOps.Reshape(x, new Shape(columns, 1)), x.Tape.Constant(nearest));
        Var along = UntypedOps.MatMul(MatrixForm.Plain, rows, MatrixForm.Plain, off);
        Var drawn = UntypedOps.MatMul(MatrixForm.ConjugateTransposed, rows, MatrixForm.Plain, along);
        return new(UntypedOps.Subtract(x, UntypedOps.Reshape(drawn, x.Shape)));
    }

    /// <inheritdoc/>
    protected internal override void RequireFits(Shape shape)
    {
        if (shape.Count != columns) throw new ArgumentException($"an affine set of {columns} unknowns has no arrays of shape {shape}", nameof(shape));
    }

    private static ArgumentException Infeasible(double miss) =>
        new(string.Create(CultureInfo.InvariantCulture, $"no x has A x = b: the nearest one misses b by {miss:g4}; leave out rows that contradict others, or ask for a ball around b instead"));

    private nint RankOf(Var s, nint longer)
    {
        NdArray<double> values = NdArray.Empty<double>(s.Shape);
        Compute.Host.Backend.Copy(OnHost(s), values);
        double smallest = values[0] * longer * 2 * Precision.UnitRoundoff(RealType);
        nint rank = 0;
        while (rank < values.Count && values[rank] > smallest) rank++;
        values.Dispose();
        return rank;
    }

    private UntypedArray OnHost(Var s)
    {
        if (Compute.Device.IsHost) return s.Value;
        UntypedArray host = Compute.Host.Backend.Allocate(s.ElementType, s.Shape, account: null);
        Compute.Backend.CopyToHost(s.Value, host);
        return host;
    }

    private NdArray<T> Keep(Var value)
    {
        NdArray<T> kept = Compute.Empty<T>(value.Shape);
        Compute.Backend.Copy(value.Value, kept);
        return kept;
    }
}
