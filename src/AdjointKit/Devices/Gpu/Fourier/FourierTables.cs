using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Kernels.Fourier;

namespace AdjointKit.Devices.Gpu.Fourier;

/// <summary>The constants of transforms, computed in double precision, rounded once and kept on the device.</summary>
internal static unsafe class FourierTables
{
    /// <summary>The twiddles of all passes, as Sources/fourier.passes.cl reads them.</summary>
    internal static UntypedArray Twiddles(Backend backend, ElementType type, ReadOnlySpan<int> radices)
    {
        var values = new List<Complex>();
        long before = 1;
        foreach (int radix in radices)
        {
            for (int l = 1; l < radix; l++)
            {
                for (long k = 0; k < before; k++) values.Add(RootsOfUnity.Root(k * l, before * radix));
            }

            before *= radix;
        }

        if (values.Count == 0) values.Add(Complex.One);
        return OnDevice(backend, type, [.. values]);
    }

    /// <summary>The twiddles exp(-2 pi i j k / n) between the columns and the rows of a line of n points: [rows, columns].</summary>
    internal static UntypedArray Square(Backend backend, ElementType type, int rows, int columns)
    {
        var values = new Complex[rows * columns];
        for (int k = 0; k < rows; k++)
        {
            for (int j = 0; j < columns; j++) values[(k * columns) + j] = RootsOfUnity.Root((long)j * k, values.Length);
        }

        return OnDevice(backend, type, values);
    }

    /// <summary>The factors -(i / 2) exp(-2 pi i k / n), k = 0 to n / 4, that make a real line of n points of half as many complex ones.</summary>
    internal static UntypedArray Turns(Backend backend, ElementType type, int length)
    {
        var values = new Complex[(length / 4) + 1];
        for (int k = 0; k < values.Length; k++)
        {
            Complex root = RootsOfUnity.Root(k, length);
            values[k] = new Complex(root.Imaginary / 2, -root.Real / 2);
        }

        return OnDevice(backend, type, values);
    }

    /// <summary>The chirp of a length and its transform over a convolution length.</summary>
    internal static ChirpTables Chirps(Backend backend, ElementType type, int length, int convolution)
    {
        var chirp = new Complex[length];
        var kernel = new Complex[convolution];
        fixed (Complex* begin = chirp)
        {
            fixed (Complex* transform = kernel) Chirp.Fill(length, convolution, (double*)begin, (double*)transform);
        }

        return new ChirpTables(OnDevice(backend, type, chirp), OnDevice(backend, type, kernel));
    }

    private static UntypedArray OnDevice(Backend backend, ElementType type, Complex[] values)
    {
        UntypedArray array = backend.Allocate(type, new Shape(values.Length), null);
        if (type == ElementType.Complex128) backend.CopyFromHost(NdArray.From<Complex>(values), array);
        else backend.CopyFromHost(NdArray.From<ComplexF>(Array.ConvertAll(values, value => (ComplexF)value)), array);
        return array;
    }
}
