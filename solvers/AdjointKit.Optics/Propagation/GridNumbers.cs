using AdjointKit.Arrays;
using AdjointKit.Devices;

namespace AdjointKit.Optics;

/// <summary>The numbers of the rows and columns of a grid: of samples from the middle, or of coefficients in the order of a transform, frequency 0 first and negative ones behind.</summary>
internal sealed class GridNumbers : IDisposable
{
    internal GridNumbers(Compute compute, nint ny, nint nx, bool fromMiddle)
    {
        Rows = Along(compute, ny, fromMiddle).Reshape(ny, 1);
        Columns = Along(compute, nx, fromMiddle).Reshape(1, nx);
    }

    /// <summary>[ny, 1].</summary>
    internal NdArray<double> Rows { get; }

    /// <summary>[1, nx].</summary>
    internal NdArray<double> Columns { get; }

    public void Dispose()
    {
        Rows.Dispose();
        Columns.Dispose();
    }

    private static NdArray<double> Along(Compute compute, nint n, bool fromMiddle)
    {
        using NdArray<double> host = NdArray.Fill<double>(1, n, (_, k) => fromMiddle ? k - (n / 2) : k < (n + 1) / 2 ? k : k - n);
        return compute.ToDevice(host);
    }
}
