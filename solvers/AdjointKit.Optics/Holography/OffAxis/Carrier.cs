using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;

namespace AdjointKit.Optics;

/// <summary>A plane wave over a grid, exp(2 pi i (fy y / ny + fx x / nx)) with y and x counted from the middle: two lines of factors.</summary>
internal sealed class Carrier<T>
    where T : unmanaged
{
    private readonly Backend backend;
    private readonly NdArray<T> rows;
    private readonly NdArray<T> columns;
    private readonly NdArray<T> rowsConjugate;
    private readonly NdArray<T> columnsConjugate;

    internal Carrier(Compute compute, FieldGrid grid, double fringesY, double fringesX)
    {
        backend = compute.Backend;
        rows = Line(compute, grid.Ny, fringesY).Reshape(grid.Ny, 1);
        columns = Line(compute, grid.Nx, fringesX).Reshape(1, grid.Nx);
        rowsConjugate = Line(compute, grid.Ny, -fringesY).Reshape(grid.Ny, 1);
        columnsConjugate = Line(compute, grid.Nx, -fringesX).Reshape(1, grid.Nx);
    }

    internal void Multiply(NdArray<T> x, NdArray<T> into) => Multiply(x, rows, columns, into);

    internal void MultiplyConjugate(NdArray<T> x, NdArray<T> into) => Multiply(x, rowsConjugate, columnsConjugate, into);

    private static NdArray<T> Line(Compute compute, nint count, double fringes)
    {
        using NdArray<Complex> host = NdArray.Fill<Complex>(1, count, (_, k) => Complex.FromPolarCoordinates(1, 2 * Math.PI * fringes * (k - (count / 2)) / count));
        return FormedGrid.Rounded<T>(compute, host);
    }

    private void Multiply(NdArray<T> x, NdArray<T> alongY, NdArray<T> alongX, NdArray<T> into)
    {
        backend.Binary(BinaryOp.Multiply, x, alongY, into);
        backend.Binary(BinaryOp.Multiply, into, alongX, into);
    }
}
