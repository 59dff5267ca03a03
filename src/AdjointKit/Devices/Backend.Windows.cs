using AdjointKit.Arrays;

namespace AdjointKit.Devices;

/// <content>Pools and interpolation. Operands are contiguous here: the rules that call pack views.</content>
public abstract partial class Backend
{
    /// <summary>into[window] = t where the largest element of x in the window stands; of equal elements the first, row by row, and the first NaN if there is one. Planes are the last two axes; real types.</summary>
    internal abstract void PickLargest(in PoolShape shape, in UntypedArray x, in UntypedArray t, in UntypedArray into);

    /// <summary>into = the sum of y over the windows whose largest element of x stands there: the transpose of <see cref="PickLargest"/> as a map of t. Windows add in their order.</summary>
    internal abstract void PlaceLargest(in PoolShape shape, in UntypedArray x, in UntypedArray y, in UntypedArray into);

    /// <summary>
    /// What linear interpolation in a grid of rows and columns reads: for each position its neighbours' places, counted row by row, and their weights, as <see cref="Gather"/> takes them; two on
    /// a line, four in a plane. Outside the grid the nearest point of its border counts. Where a slope is asked for along an axis, the weights are their derivatives by the position.
    /// </summary>
    /// <param name="positions">The positions in units of points; along rows the default value of the struct for a line.</param>
    /// <param name="grid">The number of rows and columns; one row for a line.</param>
    /// <param name="slope">Whether weights are derivatives along rows, and along columns.</param>
    /// <param name="indices">The places [positions, neighbours].</param>
    /// <param name="weights">The weights [positions, neighbours], real like the positions.</param>
    internal abstract void LinearTaps((UntypedArray Rows, UntypedArray Columns) positions, (nint Rows, nint Columns) grid, (bool Rows, bool Columns) slope, in NdArray<long> indices, in UntypedArray weights);
}
