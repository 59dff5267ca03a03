using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Optics;

/// <summary>The values of a function of a grid as an array, formed on the host in double precision, in strips of rows, so that forming takes little more memory than the array.</summary>
internal static class FormedGrid
{
    private const nint PointsPerStrip = 1 << 14;

    /// <summary>A strip of rows, [rows, nx]: of <paramref name="rows"/>, [rows, 1], and <paramref name="columns"/>, [1, nx], the numbers of the points, on their tape.</summary>
    internal delegate Var<Complex> Strip(Var<double> rows, Var<double> columns, nint firstRow);

    /// <summary>[ny, nx] of a function of the numbers of a propagation.</summary>
    internal static NdArray<Complex> Of(Compute host, nint ny, nint nx, bool fromMiddle, FieldGrid grid, PropagationNumbers at, GridFunction function) => Of(
        host, ny, nx, fromMiddle, (rows, columns, _) => function(rows, columns, PropagationVariables.Constants(rows.Tape, grid, at.Wavelength, at.Distance, at.Index)));

    /// <summary>[ny, nx].</summary>
    internal static NdArray<Complex> Of(Compute host, nint ny, nint nx, bool fromMiddle, Strip strip)
    {
        NdArray<Complex> values = host.Empty<Complex>(ny, nx);
        using var numbers = new GridNumbers(host, ny, nx, fromMiddle);
        using var tape = new Tape(host);
        nint rows = Math.Clamp(PointsPerStrip / nx, 1, ny);
        for (nint row = 0; row < ny; row += rows)
        {
            nint count = Math.Min(rows, ny - row);
            Var<Complex> part = strip(tape.Constant(numbers.Rows.Slice(0, row, count)), tape.Constant(numbers.Columns), row);
            host.Backend.Copy(Ops.BroadcastTo(part, new Shape(count, nx)).Value, values.Slice(0, row, count));
            tape.Reset();
        }

        return values;
    }

    /// <summary>In the precision of fields, where they are.</summary>
    internal static NdArray<T> Rounded<T>(Compute compute, UntypedArray values)
        where T : unmanaged
    {
        using NdArray<T> host = compute.Host.Empty<T>(values.Shape);
        compute.Host.Backend.Copy(values, host);
        return compute.ToDevice(host);
    }
}
