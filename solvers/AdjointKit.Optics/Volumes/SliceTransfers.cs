using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
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
        Step = new SliceStep(2 * Math.PI * slices.Thickness / slices.Wavelength, slices.Index, compute.Backend.Plans.Fourier(new Shape(ny, nx)));
        Between = Transfers(whole);
        Last = Transfers(whole with { Distance = slices.Thickness / 2 });
        if (slices.Rim == 0) return;
        using NdArray<double> window = AbsorbingRim.Window(ny, nx, slices.Rim, whole);
        UntypedArray host = compute.Host.Backend.Allocate(ElementTypes.RealOf(ElementTypes.Of<T>()), window.Shape, account: null);
        compute.Host.Backend.Copy(window, host);
        Rim = compute.Backend.Allocate(host.ElementType, host.Shape, account: null);
        compute.Backend.CopyFromHost(host, Rim);
        host.Release();

        // One after the other, so that little of double precision is there at a time.
        NdArray<T>[] Transfers(in PropagationNumbers way)
        {
            var transfers = new NdArray<T>[slices.WideAngle ? GeneralizedScreen.Terms : 1];
            using NdArray<Complex> freeSpace = Formed(way, TransferFunctions.FreeSpace);
            transfers[0] = FormedGrid.Rounded<T>(compute, freeSpace);
            for (int m = 1; m < transfers.Length; m++)
            {
                int power = m;
                using NdArray<Complex> product = Formed(whole, (squaredSine, in at) => GeneralizedScreen.Factor(power, squaredSine, at));
                compute.Host.Backend.Binary(BinaryOp.Multiply, freeSpace, product, product);
                transfers[m] = FormedGrid.Rounded<T>(compute, product);
            }

            return transfers;
        }

        NdArray<Complex> Formed(in PropagationNumbers numbers, TransferFunction function) =>
            FormedGrid.Of(compute.Host, ny, nx, fromMiddle: false, slices.Grid, numbers, (row, column, at) => function(TransferFunctions.SquaredSine(row, column, ny, nx, at), at));
    }

    private delegate Var<Complex> TransferFunction(Var<double> squaredSine, in PropagationVariables at);

    /// <summary>What a slice does.</summary>
    internal SliceStep Step { get; }

    /// <summary>From the middle of a slice to the middle of the next one, times the factors of the powers of the contrast.</summary>
    internal NdArray<T>[] Between { get; }

    /// <summary>From the middle of the last slice to the end of the volume, likewise. The first one leads from the beginning to the middle of the first slice as well.</summary>
    internal NdArray<T>[] Last { get; }

    /// <summary>What the rim lets through; default: there is none.</summary>
    internal UntypedArray Rim { get; }
}
