using AdjointKit.Arrays;

namespace AdjointKit.Devices;

/// <summary>
/// Discrete Fourier transforms over a grid, the last two or more axes of contiguous arrays, with the convention of <see cref="FourierPlan"/> along each axis:
/// unscaled forward, the inverse scaled by 1/N, N the number of points of the grid. So the adjoint of <see cref="Forward"/> is N times <see cref="Inverse"/>.
/// A plan owns its scratch; results go to the array that the caller gives. Thread-safe.
/// </summary>
public abstract class GridFourierPlan
{
    private protected GridFourierPlan(in Shape grid)
    {
        if (grid.Rank < 2) throw new ArgumentException($"a grid has two axes or more, not {grid}: along one axis transform by the plan of its length", nameof(grid));
        for (int axis = 0; axis < grid.Rank; axis++)
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(grid[axis], nameof(grid));
            if (grid[axis] > FourierPlan.MaxLength) throw new ArgumentOutOfRangeException(nameof(grid), grid, $"a transform has at most {FourierPlan.MaxLength} points along an axis here");
        }

        Grid = grid;
    }

    /// <summary>The number of points along each axis.</summary>
    public Shape Grid { get; }

    /// <summary>The number of coefficients along the last axis, n/2 + 1, that a real transform keeps.</summary>
    public nint HalfLength => (Grid[-1] / 2) + 1;

    /// <summary>into = the transform of x; both [..., grid] complex. They may be the same array.</summary>
    public abstract void Forward(in UntypedArray x, in UntypedArray into);

    /// <summary>into = the inverse transform of x, scaled by 1/N; both [..., grid] complex. They may be the same array.</summary>
    public abstract void Inverse(in UntypedArray x, in UntypedArray into);

    /// <summary>
    /// into = F^-1 (transfer F x), the product point by point: a convolution, a propagation. x and into are [..., grid] complex and may be the same array,
    /// transfer is [grid] complex. With <paramref name="conjugate"/> the conjugate of the transfer function is taken, which gives the adjoint.
    /// </summary>
    public abstract void Filter(in UntypedArray x, in UntypedArray transfer, bool conjugate, in UntypedArray into);

    /// <summary>
    /// The same filter of x and into [..., rows, columns] that stand in the middle of a grid of two axes, zeros around them, and are cut out again: what a padded propagation is, without the
    /// padded arrays. Offsets are floor(N/2) - floor(n/2).
    /// </summary>
    public void FilterMiddle(in UntypedArray x, in UntypedArray transfer, bool conjugate, in UntypedArray into)
    {
        if (Grid.Rank != 2) throw new ArgumentException($"arrays are put into the middle of a grid of two axes, not of {Grid}: pad them first", nameof(x));
        if (x.Rank < 2 || x.Shape[-1] > Grid[-1] || x.Shape[-2] > Grid[-2] || x.Shape != into.Shape)
        {
            throw new ArgumentException($"a filter over the middle of a grid {Grid} takes and gives arrays of one shape that fit into it, not {x.Shape} to {into.Shape}", nameof(into));
        }

        if (x.Shape[-1] == Grid[-1] && x.Shape[-2] == Grid[-2])
        {
            Filter(x, transfer, conjugate, into);
            return;
        }

        FourierOperands.Check(x, into, complexX: true, complexInto: true);
        CheckTransfer(x, transfer, into);
        into.BeginWrite();
        if (into.Count > 0) FilterSmaller(x, transfer, conjugate, into);
        GC.KeepAlive(transfer.Storage);
        KeepAlive(x, into);
    }

    /// <summary>into [..., n/2 + 1] complex = the first coefficients along the last axis of the transform of x [..., grid] real.</summary>
    public abstract void ForwardReal(in UntypedArray x, in UntypedArray into);

    /// <summary>into [..., grid] real = the inverse transform, scaled by 1/N, of the conjugate-symmetric coefficients of which x [..., n/2 + 1] holds the first ones along the last axis.</summary>
    public abstract void InverseReal(in UntypedArray x, in UntypedArray into);

    private protected void CheckComplex(in UntypedArray x, in UntypedArray into) => Check(x, into, Grid[-1], Grid[-1], complexX: true, complexInto: true);

    private protected void CheckForwardReal(in UntypedArray x, in UntypedArray into) => Check(x, into, Grid[-1], HalfLength, complexX: false, complexInto: true);

    private protected void CheckInverseReal(in UntypedArray x, in UntypedArray into) => Check(x, into, HalfLength, Grid[-1], complexX: true, complexInto: false);

    private protected void CheckFilter(in UntypedArray x, in UntypedArray transfer, in UntypedArray into)
    {
        CheckComplex(x, into);
        CheckTransfer(x, transfer, into);
    }

    /// <summary>What <see cref="FilterMiddle"/> does where the arrays are smaller than the grid.</summary>
    private protected abstract void FilterSmaller(in UntypedArray x, in UntypedArray transfer, bool conjugate, in UntypedArray into);

    /// <summary>Kernels see addresses only: the plan and the arrays must outlive the call.</summary>
    private protected void KeepAlive(in UntypedArray x, in UntypedArray into)
    {
        GC.KeepAlive(x.Storage);
        GC.KeepAlive(into.Storage);
        GC.KeepAlive(this);
    }

    private void CheckTransfer(in UntypedArray x, in UntypedArray transfer, in UntypedArray into)
    {
        if (transfer.Shape != Grid || transfer.ElementType != x.ElementType || !transfer.IsContiguous)
        {
            throw new ArgumentException($"the transfer function is a contiguous array of {x.ElementType} {Grid}, not {transfer}", nameof(transfer));
        }

        if (transfer.Overlaps(into)) throw new ArgumentException("the transfer function may not overlap the result: write to an array of its own", nameof(into));
    }

    private void Check(in UntypedArray x, in UntypedArray into, nint lastX, nint lastInto, bool complexX, bool complexInto)
    {
        if (!EndsWithGrid(x.Shape, lastX) || !EndsWithGrid(into.Shape, lastInto) || x.Rank != into.Rank || x.Count / lastX != into.Count / lastInto)
        {
            throw new ArgumentException($"this transform over a grid {Grid} takes a last axis of {lastX} to one of {lastInto}, not {x.Shape} to {into.Shape}", nameof(into));
        }

        FourierOperands.Check(x, into, complexX, complexInto);
    }

    private bool EndsWithGrid(in Shape shape, nint last)
    {
        if (shape.Rank < Grid.Rank || shape[-1] != last) return false;
        for (int axis = 2; axis <= Grid.Rank; axis++)
        {
            if (shape[-axis] != Grid[-axis]) return false;
        }

        return true;
    }
}
