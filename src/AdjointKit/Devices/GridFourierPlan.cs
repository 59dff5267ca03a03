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
        for (int axis = 0; axis < grid.Rank; axis++) ArgumentOutOfRangeException.ThrowIfNegativeOrZero(grid[axis], nameof(grid));
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

    /// <summary>into [..., n/2 + 1] complex = the first coefficients along the last axis of the transform of x [..., grid] real.</summary>
    public abstract void ForwardReal(in UntypedArray x, in UntypedArray into);

    /// <summary>into [..., grid] real = the inverse transform, scaled by 1/N, of the conjugate-symmetric coefficients of which x [..., n/2 + 1] holds the first ones along the last axis.</summary>
    public abstract void InverseReal(in UntypedArray x, in UntypedArray into);
}
