using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Operators;

namespace AdjointKit.Optics;

/// <summary>D^T W D on a grid: D the differences between neighbours along both axes, W one weight for each of them. It is its own adjoint.</summary>
internal sealed class WeightedLaplacian<T> : LinearOperator<T, T>, IDisposable
    where T : unmanaged
{
    private readonly NdArray<T>[] weights;

    /// <summary>From weights of points: a difference counts as its lighter end.</summary>
    internal WeightedLaplacian(Compute compute, NdArray<T> points)
        : base(compute, points.Shape, points.Shape)
    {
        weights = [Lighter(compute, points, 0), Lighter(compute, points, 1)];
    }

    /// <inheritdoc/>
    public override string Name => "weighted Laplacian";

    /// <inheritdoc/>
    public override LinearOperator<T, T> H => this;

    /// <summary>D^T W wrap(D psi), the right-hand side of the least-squares problem: a new array.</summary>
    internal NdArray<T> OfWrapped(NdArray<T> psi)
    {
        NdArray<T> into = Compute.Empty<T>(Domain);
        Divergence(psi, wrap: true, into);
        return into;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (NdArray<T> axis in weights) axis.Dispose();
    }

    /// <inheritdoc/>
    protected internal override void ApplyCore(in NdArray<T> x, in NdArray<T> into) => Divergence(x, wrap: false, into);

    /// <inheritdoc/>
    protected internal override void ApplyAdjointCore(in NdArray<T> y, in NdArray<T> into) => ApplyCore(y, into);

    private static NdArray<T> Lighter(Compute compute, NdArray<T> points, int axis)
    {
        nint edges = points.Shape[axis] - 1;
        NdArray<T> into = compute.Empty<T>(points.Shape.With(axis, edges));
        if (edges > 0) compute.Backend.Binary(BinaryOp.Minimum, points.Slice(axis, 1, edges), points.Slice(axis, 0, edges), into);
        return into;
    }

    private void Divergence(NdArray<T> x, bool wrap, NdArray<T> into)
    {
        Compute.Backend.Fill(into, 0);
        for (int axis = 0; axis < 2; axis++)
        {
            using NdArray<T> d = PhaseGrid.Differences(Compute, x, axis);
            if (wrap) PhaseGrid.Wrap(Compute, d);
            if (d.Count > 0) Compute.Backend.Binary(BinaryOp.Multiply, d, weights[axis], d);
            PhaseGrid.AddDivergence(Compute, d, axis, into);
        }
    }
}
