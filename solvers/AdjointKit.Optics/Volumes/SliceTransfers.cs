using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;

namespace AdjointKit.Optics;

/// <summary>The arrays of a <see cref="MultiSlice"/> in the precision of its fields: formed in double precision, each [y, x] of the padded grid.</summary>
internal sealed class SliceTransfers<T>
    where T : unmanaged
{
    internal SliceTransfers(MultiSlice slices, Compute compute)
    {
        (nint ny, nint nx) = (slices.Grid.Ny * slices.Padding, slices.Grid.Nx * slices.Padding);
        var whole = new PropagationNumbers(slices.Wavelength, slices.Thickness, slices.Index, slices.Grid.Dy, slices.Grid.Dx);
        PropagationNumbers half = whole with { Distance = slices.Thickness / 2 };
        Step = new SliceStep(2 * Math.PI * slices.Thickness / slices.Wavelength, slices.Index, compute.Backend.Plans.Fourier(new Shape(ny, nx)));
        int terms = slices.WideAngle ? GeneralizedScreen.Terms : 1;
        Between = new NdArray<T>[terms];
        Last = new NdArray<T>[terms];
        using NdArray<Complex> between = FreeSpace(whole);
        using NdArray<Complex> last = FreeSpace(half);
        Between[0] = FormedGrid.Rounded<T>(compute, between);
        Last[0] = FormedGrid.Rounded<T>(compute, last);
        for (int m = 1; m < terms; m++)
        {
            int power = m;
            using NdArray<Complex> factor = FormedGrid.Of(compute.Host, ny, nx, fromMiddle: false, slices.Grid, whole, (row, column, at) => GeneralizedScreen.Factor(power, TransferFunctions.SquaredSine(row, column, ny, nx, at), at));
            Between[m] = Product(between, factor);
            Last[m] = Product(last, factor);
        }

        if (slices.Rim == 0) return;
        using NdArray<double> window = AbsorbingRim.Window(ny, nx, slices.Rim, whole);
        UntypedArray host = compute.Host.Backend.Allocate(ElementTypes.RealOf(ElementTypes.Of<T>()), window.Shape, account: null);
        compute.Host.Backend.Copy(window, host);
        Rim = compute.Backend.Allocate(host.ElementType, host.Shape, account: null);
        compute.Backend.CopyFromHost(host, Rim);
        host.Release();

        NdArray<Complex> FreeSpace(in PropagationNumbers numbers) =>
            FormedGrid.Of(compute.Host, ny, nx, fromMiddle: false, slices.Grid, numbers, (row, column, at) => TransferFunctions.FreeSpace(TransferFunctions.SquaredSine(row, column, ny, nx, at), at));

        NdArray<T> Product(NdArray<Complex> transfer, NdArray<Complex> factor)
        {
            using NdArray<Complex> product = compute.Host.Empty<Complex>(ny, nx);
            compute.Host.Backend.Binary(BinaryOp.Multiply, transfer, factor, product);
            return FormedGrid.Rounded<T>(compute, product);
        }
    }

    /// <summary>What a slice does.</summary>
    internal SliceStep Step { get; }

    /// <summary>From the middle of a slice to the middle of the next one, times the factors of the powers of the contrast.</summary>
    internal NdArray<T>[] Between { get; }

    /// <summary>From the middle of the last slice to the end of the volume, likewise. The first one leads from the beginning to the middle of the first slice as well.</summary>
    internal NdArray<T>[] Last { get; }

    /// <summary>What the rim lets through; default: there is none.</summary>
    internal UntypedArray Rim { get; }
}
