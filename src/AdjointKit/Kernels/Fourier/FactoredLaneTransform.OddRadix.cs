namespace AdjointKit.Kernels.Fourier;

/// <content>Butterflies of any odd number of points, by the sum, with the coefficients k and p - k made from the same four real sums.</content>
internal sealed unsafe partial class FactoredLaneTransform<TOps, TVector, T>
{
    private static readonly T[][] OddRoots = MakeOddRoots();

    /// <summary>u = a_0 + sum cos(2 pi q k / p) (a_q + a_(p-q)), v = sum sin(2 pi q k / p) (a_q - a_(p-q)); X_k = u - i v, X_(p-k) = u + i v.</summary>
    private static void OddRadix(T* block, int radix, int legs, T* twiddles)
    {
        nint leg = (nint)legs * LaneComplex<TOps, TVector, T>.Step;
        int pairs = radix / 2;
        LaneComplex<TOps, TVector, T>* sums = stackalloc LaneComplex<TOps, TVector, T>[SmoothLengths.LargestPrime / 2];
        LaneComplex<TOps, TVector, T>* differences = stackalloc LaneComplex<TOps, TVector, T>[SmoothLengths.LargestPrime / 2];
        fixed (T* roots = OddRoots[radix])
        {
            for (int k = 0; k < legs; k++)
            {
                T* p = block + ((nint)k * LaneComplex<TOps, TVector, T>.Step);
                T* w = twiddles + ((nint)k * 2 * (radix - 1)) - 2;
                var first = LaneComplex<TOps, TVector, T>.Load(p);
                var total = first;
                for (int q = 1; q <= pairs; q++)
                {
                    var a = k == 0 ? LaneComplex<TOps, TVector, T>.Load(p + (q * leg)) : LaneComplex<TOps, TVector, T>.LoadTimes(p + (q * leg), w + (2 * q));
                    var b = k == 0 ? LaneComplex<TOps, TVector, T>.Load(p + ((radix - q) * leg)) : LaneComplex<TOps, TVector, T>.LoadTimes(p + ((radix - q) * leg), w + (2 * (radix - q)));
                    sums[q - 1] = a + b;
                    differences[q - 1] = a - b;
                    total += sums[q - 1];
                }

                total.Store(p);
                for (int row = 1; row <= pairs; row++)
                {
                    T* root = roots + ((row - 1) * 2 * pairs);
                    var u = first.PlusScaled(TOps.Broadcast(root[0]), sums[0]);
                    var v = differences[0].Scaled(TOps.Broadcast(root[1]));
                    for (int q = 1; q < pairs; q++)
                    {
                        u = u.PlusScaled(TOps.Broadcast(root[2 * q]), sums[q]);
                        v = v.PlusScaled(TOps.Broadcast(root[(2 * q) + 1]), differences[q]);
                    }

                    u.MinusTurned(v).Store(p + (row * leg));
                    u.PlusTurned(v).Store(p + ((radix - row) * leg));
                }
            }
        }
    }

    /// <summary>For each odd prime: cosine and sine of 2 pi q k / p, k by k.</summary>
    private static T[][] MakeOddRoots()
    {
        var all = new T[SmoothLengths.LargestPrime + 1][];
        foreach (int radix in (ReadOnlySpan<int>)[7, 11, 13])
        {
            int pairs = radix / 2;
            var roots = new T[pairs * pairs * 2];
            for (int k = 1; k <= pairs; k++)
            {
                for (int q = 1; q <= pairs; q++)
                {
                    System.Numerics.Complex root = RootsOfUnity.Root((long)q * k, radix);
                    int at = 2 * (((k - 1) * pairs) + q - 1);
                    roots[at] = T.CreateChecked(root.Real);
                    roots[at + 1] = T.CreateChecked(-root.Imaginary);
                }
            }

            all[radix] = roots;
        }

        return all;
    }
}
