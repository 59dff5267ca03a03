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
        using var numbers = new GridNumbers(host, ny, nx, fromMiddle);
        return Of(host, numbers.Rows, numbers.Columns, strip);
    }

    /// <summary>[ny / 2 + 1, nx / 2 + 1], the quarter of a grid of coefficients that holds one of every row and its negative, and of every column and its.</summary>
    internal static NdArray<Complex> Quarter(Compute host, nint ny, nint nx, FieldGrid grid, PropagationNumbers at, GridFunction function)
    {
        using var numbers = new GridNumbers(host, ny, nx, fromMiddle: false);
        return Of(
            host,
            numbers.Rows.Slice(0, 0, (ny / 2) + 1),
            numbers.Columns.Slice(1, 0, (nx / 2) + 1),
            (rows, columns, _) => function(rows, columns, PropagationVariables.Constants(rows.Tape, grid, at.Wavelength, at.Distance, at.Index)));
    }

    /// <summary>[ny, nx] of an even function of which a quarter is known.</summary>
    internal static NdArray<T> Mirrored<T>(Compute compute, NdArray<T> quarter, nint ny, nint nx)
        where T : unmanaged
    {
        NdArray<T> whole = compute.Empty<T>(ny, nx);
        (nint rows, nint columns) = (quarter.Shape[0], quarter.Shape[1]);
        NdArray<T> upper = whole.Slice(0, 0, rows);
        compute.Backend.Copy(quarter, upper.Slice(1, 0, columns));
        if (nx > columns) compute.Backend.Copy(quarter.Slice(1, nx - columns, nx - columns, -1), upper.Slice(1, columns, nx - columns));
        if (ny > rows) compute.Backend.Copy(upper.Slice(0, ny - rows, ny - rows, -1), whole.Slice(0, rows, ny - rows));
        return whole;
    }

    private static NdArray<Complex> Of(Compute host, NdArray<double> rowNumbers, NdArray<double> columnNumbers, Strip strip)
    {
        (nint ny, nint nx) = (rowNumbers.Shape[0], columnNumbers.Shape[1]);
        NdArray<Complex> values = host.Empty<Complex>(ny, nx);
        using var tape = new Tape(host);
        nint rows = Math.Clamp(PointsPerStrip / nx, 1, ny);
        for (nint row = 0; row < ny; row += rows)
        {
            nint count = Math.Min(rows, ny - row);
            Var<Complex> part = strip(tape.Constant(rowNumbers.Slice(0, row, count)), tape.Constant(columnNumbers), row);
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
