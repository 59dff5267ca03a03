using System.Numerics;

namespace AdjointKit.Kernels.Reductions;

/// <summary>Products of complex numbers in the order of <see cref="LaneTree"/>.</summary>
internal static unsafe class ComplexProducts
{
    /// <summary>The product of one block.</summary>
    internal static void Block<T>(byte* x, byte* unused, int count, double* result)
        where T : unmanaged
    {
        T* parts = (T*)x;
        Complex* lanes = stackalloc Complex[LaneTree.Lanes];
        for (int lane = 0; lane < LaneTree.Lanes; lane++) lanes[lane] = Complex.One;
        for (int i = 0; i < count; i++) lanes[i % LaneTree.Lanes] = Multiply(lanes[i % LaneTree.Lanes], new Complex(Doubles.Load1(parts + (2 * i)), Doubles.Load1(parts + (2 * i) + 1)));
        for (int width = LaneTree.Lanes / 2; width > 0; width /= 2)
        {
            for (int lane = 0; lane < width; lane++) lanes[lane] = Multiply(lanes[lane], lanes[lane + width]);
        }

        *(Complex*)result = lanes[0];
    }

    /// <summary>Joins the products of two blocks.</summary>
    internal static void Join(double* into, double* other) => *(Complex*)into = Multiply(*(Complex*)into, *(Complex*)other);

    /// <summary>The rounding of the elementwise product: the products with the imaginary part of a are rounded, those with the real part fused onto them.</summary>
    private static Complex Multiply(Complex a, Complex b) => new(
        Math.FusedMultiplyAdd(a.Real, b.Real, -(a.Imaginary * b.Imaginary)),
        Math.FusedMultiplyAdd(a.Real, b.Imaginary, a.Imaginary * b.Real));
}
