using AdjointKit.Arrays;

namespace AdjointKit.Devices;

/// <content>Windows of convolutions and pools, and interpolation. Operands are contiguous here: the rules that call pack views.</content>
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

    /// <summary>windows [samples, channels and taps, rows and windows] = what the windows of a strip of x see, zero outside. Here a tap after another by copying; a backend may know better.</summary>
    internal virtual void GatherWindows(in ConvolutionShape shape, in WindowStrip strip, in UntypedArray x, in UntypedArray windows)
    {
        for (nint tapY = 0; tapY < shape.Y.Taps; tapY++)
        {
            (nint firstY, nint countY, nint elementY) = shape.Y.Within(tapY, strip.FirstRow, strip.Rows);
            for (nint tapX = 0; tapX < shape.X.Taps; tapX++)
            {
                (nint firstX, nint countX, nint elementX) = shape.X.Within(tapX, 0, shape.X.Windows);
                UntypedArray tap = TapOf(shape, strip, windows, tapY, tapX);
                if (countY < strip.Rows || countX < shape.X.Windows) Fill(tap, 0);
                if (countY == 0 || countX == 0) continue;
                UntypedArray seen = x.Slice(0, strip.FirstSample, strip.Samples, 1).Slice(2, elementY, countY, shape.Y.Stride).Slice(3, elementX, countX, shape.X.Stride);
                Copy(seen, tap.Slice(2, firstY - strip.FirstRow, countY, 1).Slice(3, firstX, countX, 1));
            }
        }
    }

    /// <summary>into += the columns of a strip, each element where its tap looks, tap after tap: the transpose of <see cref="GatherWindows"/>.</summary>
    internal virtual void ScatterWindows(in ConvolutionShape shape, in WindowStrip strip, in UntypedArray windows, in UntypedArray into)
    {
        for (nint tapY = 0; tapY < shape.Y.Taps; tapY++)
        {
            (nint firstY, nint countY, nint elementY) = shape.Y.Within(tapY, strip.FirstRow, strip.Rows);
            for (nint tapX = 0; tapX < shape.X.Taps; tapX++)
            {
                (nint firstX, nint countX, nint elementX) = shape.X.Within(tapX, 0, shape.X.Windows);
                if (countY == 0 || countX == 0) continue;
                UntypedArray tap = TapOf(shape, strip, windows, tapY, tapX).Slice(2, firstY - strip.FirstRow, countY, 1).Slice(3, firstX, countX, 1);
                UntypedArray seen = into.Slice(0, strip.FirstSample, strip.Samples, 1).Slice(2, elementY, countY, shape.Y.Stride).Slice(3, elementX, countX, shape.X.Stride);
                AddScaled(1, tap, seen);
            }
        }
    }

    /// <summary>into = a convolution of x (or, transposed, what <see cref="Convolutions.Transposed"/> makes of it) without columns, where a backend has a way for the shape: whether it has. Operands are contiguous.</summary>
    internal virtual bool ConvolveDirectly(in ConvolutionShape shape, bool transposed, in UntypedArray x, in UntypedArray kernel, in UntypedArray into) => false;

    /// <summary>into = the correlation of x and y to a kernel (<see cref="Convolutions.Kernel"/>) without columns, as <see cref="ConvolveDirectly"/>.</summary>
    internal virtual bool CorrelateDirectly(in ConvolutionShape shape, in UntypedArray x, in UntypedArray y, in UntypedArray into) => false;

    /// <summary>What one tap of all windows of a strip sees: [samples, channels, rows, windows of a row].</summary>
    private static UntypedArray TapOf(in ConvolutionShape shape, in WindowStrip strip, in UntypedArray windows, nint tapY, nint tapX) =>
        windows.Reshape(new Shape(strip.Samples, shape.Inputs, shape.Y.Taps, shape.X.Taps, strip.Rows, shape.X.Windows)).Select(2, tapY).Select(2, tapX);
}
