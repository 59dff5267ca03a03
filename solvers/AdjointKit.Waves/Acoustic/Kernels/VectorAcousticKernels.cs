using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using AdjointKit.Kernels.Simd;

namespace AdjointKit.Waves.Acoustic.Kernels;

/// <summary>
/// The vector twin of <see cref="PlainAcousticKernels{T}"/>: the same operations in the same order for each point, a register of points at a time.
/// </summary>
internal sealed unsafe partial class VectorAcousticKernels<TOperations, TVector, T, TRadius> : AcousticKernels<T>
    where TOperations : struct, IVectorOperations<TVector, T>
    where TVector : unmanaged
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TRadius : struct, IRadius
{
    // Pointers into the stencil's pinned arrays: a managed array costs a bounds check per weight and point.
    private readonly T* secondX;
    private readonly T* secondZ;
    private readonly T* firstX;
    private readonly T* firstZ;

    internal VectorAcousticKernels(Stencil<T> stencil, PaddedLayout layout)
        : base(stencil, layout)
    {
        secondX = Pinned(stencil.SecondX);
        secondZ = Pinned(stencil.SecondZ);
        firstX = Pinned(stencil.FirstX);
        firstZ = Pinned(stencil.FirstZ);
    }

    internal override int Lanes => TOperations.Width;

    internal override void Forward(T* u, T* next, T* d, T* c, T* record, int from, int to)
    {
        if (record == null) Rows<ForwardRule>(u, next, d, c, null, null, from, to);
        else Rows<ForwardRecordRule>(u, next, d, c, record, null, from, to);
    }

    internal override void Tangent(T* u, T* next, T* d, T* c, T* dc, T* w, int from, int to) => Rows<TangentRule>(u, next, d, c, dc, w, from, to);

    internal override void Adjoint(T* p, T* next, T* ubar, T* c, T* record, T* image, int from, int to)
    {
        if (image == null) Rows<AdjointRule>(p, next, ubar, c, null, null, from, to);
        else Rows<AdjointImageRule>(p, next, ubar, c, record, image, from, to);
    }

    private void Rows<TRule>(T* u, T* next, T* d, T* c, T* extra1, T* extra2, int from, int to)
        where TRule : struct, IPointRule
    {
        int i = from;

        // A narrow stencil has little to share; its single rows are streams that the processor prefetches better.
        for (; TRadius.Value > 2 && i + 2 <= to; i += 2) TwoRows<TRule>(u, next, d, c, extra1, extra2, i);
        for (; i < to; i++) OneRow<TRule>(u, next, d, c, extra1, extra2, i);
    }

    private void OneRow<TRule>(T* u, T* next, T* d, T* c, T* extra1, T* extra2, int row)
        where TRule : struct, IPointRule
    {
        nint stride = Layout.HaloStride;
        nint plain = (nint)row * Layout.PlainStride;
        u += row * stride;
        next += row * stride;
        TVector ratio = TOperations.Broadcast(Stencil.RatioZ);
        Spread(secondX, out TVector w1, out TVector w2, out TVector w3, out TVector w4, out TVector w5, out TVector w6);
        int columns = Layout.PlainStride;
        for (int k = 0; k < columns; k += TOperations.Width)
        {
            T* point = u + k;
            TVector center = TOperations.Load(point);
            TVector laplacian = TOperations.MultiplyAdd(ratio, Second(center, point, 1, w1, w2, w3, w4, w5, w6), Second(center, point, stride, w1, w2, w3, w4, w5, w6));
            TRule.Finish(laplacian, center, next + k, d, c, extra1, extra2, plain + k);
        }
    }

    /// <summary>
    /// Two rows at once: they share most of the rows that the difference in x loads. With four the sixteen registers of AVX2 no longer hold sums, centres
    /// and weights, and the many streams need prefetching by hand (measured: half as fast).
    /// </summary>
    private void TwoRows<TRule>(T* u, T* next, T* d, T* c, T* extra1, T* extra2, int row)
        where TRule : struct, IPointRule
    {
        nint stride = Layout.HaloStride;
        nint plain = (nint)row * Layout.PlainStride;
        nint plainBelow = plain + Layout.PlainStride;
        u += row * stride;
        next += row * stride;
        TVector ratio = TOperations.Broadcast(Stencil.RatioZ);
        Spread(secondX, out TVector w1, out TVector w2, out TVector w3, out TVector w4, out TVector w5, out TVector w6);
        int columns = Layout.PlainStride;
        for (int k = 0; k < columns; k += TOperations.Width)
        {
            T* point = u + k;
            T* below = point + stride;
            TVector center0 = TOperations.Load(point);
            TVector center1 = TOperations.Load(below);
            TVector twice0 = TOperations.Add(center0, center0);
            TVector twice1 = TOperations.Add(center1, center1);
            TVector x0 = TOperations.Multiply(w1, Curvature(TOperations.Load(point - stride), center1, twice0));
            TVector x1 = TOperations.Multiply(w1, Curvature(center0, TOperations.Load(below + stride), twice1));
            TVector z0 = TOperations.Multiply(w1, Curvature(TOperations.Load(point - 1), TOperations.Load(point + 1), twice0));
            TVector z1 = TOperations.Multiply(w1, Curvature(TOperations.Load(below - 1), TOperations.Load(below + 1), twice1));
            if (TRadius.Value >= 2)
            {
                x0 = Pair(x0, w2, point - (2 * stride), point + (2 * stride), twice0);
                x1 = Pair(x1, w2, below - (2 * stride), below + (2 * stride), twice1);
                z0 = Pair(z0, w2, point - 2, point + 2, twice0);
                z1 = Pair(z1, w2, below - 2, below + 2, twice1);
            }

            if (TRadius.Value >= 3)
            {
                x0 = Pair(x0, w3, point - (3 * stride), point + (3 * stride), twice0);
                x1 = Pair(x1, w3, below - (3 * stride), below + (3 * stride), twice1);
                z0 = Pair(z0, w3, point - 3, point + 3, twice0);
                z1 = Pair(z1, w3, below - 3, below + 3, twice1);
            }

            if (TRadius.Value >= 4)
            {
                x0 = Pair(x0, w4, point - (4 * stride), point + (4 * stride), twice0);
                x1 = Pair(x1, w4, below - (4 * stride), below + (4 * stride), twice1);
                z0 = Pair(z0, w4, point - 4, point + 4, twice0);
                z1 = Pair(z1, w4, below - 4, below + 4, twice1);
            }

            if (TRadius.Value >= 5)
            {
                x0 = Pair(x0, w5, point - (5 * stride), point + (5 * stride), twice0);
                x1 = Pair(x1, w5, below - (5 * stride), below + (5 * stride), twice1);
                z0 = Pair(z0, w5, point - 5, point + 5, twice0);
                z1 = Pair(z1, w5, below - 5, below + 5, twice1);
            }

            if (TRadius.Value >= 6)
            {
                x0 = Pair(x0, w6, point - (6 * stride), point + (6 * stride), twice0);
                x1 = Pair(x1, w6, below - (6 * stride), below + (6 * stride), twice1);
                z0 = Pair(z0, w6, point - 6, point + 6, twice0);
                z1 = Pair(z1, w6, below - 6, below + 6, twice1);
            }

            TRule.Finish(TOperations.MultiplyAdd(ratio, z0, x0), center0, next + k, d, c, extra1, extra2, plain + k);
            TRule.Finish(TOperations.MultiplyAdd(ratio, z1, x1), center1, next + stride + k, d, c, extra1, extra2, plainBelow + k);
        }
    }

    /// <summary>The second difference along one axis. The terms are written out because the compiler leaves a loop over the radius rolled.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Second(TVector center, T* point, nint step, TVector w1, TVector w2, TVector w3, TVector w4, TVector w5, TVector w6)
    {
        TVector twice = TOperations.Add(center, center);
        TVector sum = TOperations.Multiply(w1, Curvature(TOperations.Load(point - step), TOperations.Load(point + step), twice));
        if (TRadius.Value >= 2) sum = Pair(sum, w2, point - (2 * step), point + (2 * step), twice);
        if (TRadius.Value >= 3) sum = Pair(sum, w3, point - (3 * step), point + (3 * step), twice);
        if (TRadius.Value >= 4) sum = Pair(sum, w4, point - (4 * step), point + (4 * step), twice);
        if (TRadius.Value >= 5) sum = Pair(sum, w5, point - (5 * step), point + (5 * step), twice);
        if (TRadius.Value >= 6) sum = Pair(sum, w6, point - (6 * step), point + (6 * step), twice);
        return sum;
    }

    /// <summary>sum + weight ((before + after) - twice the centre).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Pair(TVector sum, TVector weight, T* before, T* after, TVector twice) =>
        TOperations.MultiplyAdd(weight, Curvature(TOperations.Load(before), TOperations.Load(after), twice), sum);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Curvature(TVector before, TVector after, TVector twice) => TOperations.Subtract(TOperations.Add(before, after), twice);

    /// <summary>The first derivative along one axis.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector First(T* point, nint step, TVector w1, TVector w2, TVector w3, TVector w4, TVector w5, TVector w6)
    {
        TVector sum = TOperations.Multiply(w1, TOperations.Subtract(TOperations.Load(point + step), TOperations.Load(point - step)));
        if (TRadius.Value >= 2) sum = TOperations.MultiplyAdd(w2, TOperations.Subtract(TOperations.Load(point + (2 * step)), TOperations.Load(point - (2 * step))), sum);
        if (TRadius.Value >= 3) sum = TOperations.MultiplyAdd(w3, TOperations.Subtract(TOperations.Load(point + (3 * step)), TOperations.Load(point - (3 * step))), sum);
        if (TRadius.Value >= 4) sum = TOperations.MultiplyAdd(w4, TOperations.Subtract(TOperations.Load(point + (4 * step)), TOperations.Load(point - (4 * step))), sum);
        if (TRadius.Value >= 5) sum = TOperations.MultiplyAdd(w5, TOperations.Subtract(TOperations.Load(point + (5 * step)), TOperations.Load(point - (5 * step))), sum);
        if (TRadius.Value >= 6) sum = TOperations.MultiplyAdd(w6, TOperations.Subtract(TOperations.Load(point + (6 * step)), TOperations.Load(point - (6 * step))), sum);
        return sum;
    }

    /// <summary>The weights as registers: read from memory inside a loop they would be loaded again after every store.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Spread(T* weights, out TVector w1, out TVector w2, out TVector w3, out TVector w4, out TVector w5, out TVector w6)
    {
        w1 = TOperations.Broadcast(weights[1]);
        w2 = TOperations.Broadcast(weights[2]);
        w3 = TOperations.Broadcast(weights[3]);
        w4 = TOperations.Broadcast(weights[4]);
        w5 = TOperations.Broadcast(weights[5]);
        w6 = TOperations.Broadcast(weights[6]);
    }

    private static T* Pinned(T[] array) => (T*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(array));
}
