using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using AdjointKit.Kernels.Simd;

namespace AdjointKit.Kernels.MatrixMultiply;

/// <summary>What one run of a tile's kernel reads and writes. Steps are in numbers (real elements).</summary>
internal unsafe struct TileRun<T>
    where T : unmanaged
{
    /// <summary>The left operand at the tile's first row and the first k.</summary>
    internal T* A;

    /// <summary>From a row of the tile to the one after the next: a complex row is two rows, its real and its imaginary parts.</summary>
    internal nint PairStepA;

    /// <summary>From an even row of the tile to the odd one behind it.</summary>
    internal nint RowStepA;

    /// <summary>From k to k + 1.</summary>
    internal nint StepA;

    /// <summary>The right operand at the tile's first column and the first k.</summary>
    internal T* B;

    /// <summary>From k to k + 1.</summary>
    internal nint StepB;

    /// <summary>Where the rows of B go that a packing tile has read; null where the tile does not pack.</summary>
    internal T* Packed;

    /// <summary>How many k.</summary>
    internal nint Count;

    /// <summary>Where the tile goes.</summary>
    internal T* Into;

    /// <summary>From a row of the tile to the next.</summary>
    internal nint StepInto;

    /// <summary>Whether the sums are added to what is there.</summary>
    internal bool Add;
}

/// <summary>
/// The innermost loop: a tile of a few rows and one or two registers of columns, whose sums stay in registers while k advances: sum = a[i, k] b[k, j] + sum, one rounding,
/// in the order of k, from zero. So an element has the same bits in a tile of any size and at any register width.
/// </summary>
/// <remarks>The rows beyond those of <typeparamref name="TShape"/> are compiled away.</remarks>
internal static unsafe class TileKernel<TOps, TVector, T, TShape>
    where TOps : struct, IVectorOperations<TVector, T>
    where TVector : unmanaged
    where T : unmanaged
    where TShape : struct, ITileShape
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Run(TileRun<T>* run)
    {
        nint pair = run->PairStepA;
        T* a0 = run->A;
        T* a1 = a0 + run->RowStepA;
        T* a2 = a0 + pair;
        T* a3 = a2 + run->RowStepA;
        T* a4 = a2 + pair;
        T* a5 = a4 + run->RowStepA;
        T* a6 = a4 + pair;
        T* a7 = a6 + run->RowStepA;
        T* a8 = a6 + pair;
        T* a9 = a8 + run->RowStepA;
        T* a10 = a8 + pair;
        T* a11 = a10 + run->RowStepA;
        T* a12 = a10 + pair;
        T* a13 = a12 + run->RowStepA;
        T* b = run->B;
        T* packed = run->Packed;
        nint stepA = run->StepA;
        nint stepB = run->StepB;
        TVector left0 = TOps.Zero;
        TVector right0 = TOps.Zero;
        TVector left1 = TOps.Zero;
        TVector right1 = TOps.Zero;
        TVector left2 = TOps.Zero;
        TVector right2 = TOps.Zero;
        TVector left3 = TOps.Zero;
        TVector right3 = TOps.Zero;
        TVector left4 = TOps.Zero;
        TVector right4 = TOps.Zero;
        TVector left5 = TOps.Zero;
        TVector right5 = TOps.Zero;
        TVector left6 = TOps.Zero;
        TVector right6 = TOps.Zero;
        TVector left7 = TOps.Zero;
        TVector right7 = TOps.Zero;
        TVector left8 = TOps.Zero;
        TVector right8 = TOps.Zero;
        TVector left9 = TOps.Zero;
        TVector right9 = TOps.Zero;
        TVector left10 = TOps.Zero;
        TVector right10 = TOps.Zero;
        TVector left11 = TOps.Zero;
        TVector right11 = TOps.Zero;
        TVector left12 = TOps.Zero;
        TVector right12 = TOps.Zero;
        TVector left13 = TOps.Zero;
        TVector right13 = TOps.Zero;
        Prefetch(run);
        nint k = 0;
        for (nint left = run->Count; left > 0; left--)
        {
            TVector b0 = TOps.Load(b);
            TVector b1 = TShape.IsWide ? TOps.Load(b + TOps.Width) : b0;
            if (TShape.Packs)
            {
                TOps.Store(b0, packed);
                TOps.Store(b1, packed + TOps.Width);
                packed += 2 * TOps.Width;
            }

            Step(a0[k], b0, b1, ref left0, ref right0);
            if (TShape.Rows > 1) Step(a1[k], b0, b1, ref left1, ref right1);
            if (TShape.Rows > 2) Step(a2[k], b0, b1, ref left2, ref right2);
            if (TShape.Rows > 3) Step(a3[k], b0, b1, ref left3, ref right3);
            if (TShape.Rows > 4) Step(a4[k], b0, b1, ref left4, ref right4);
            if (TShape.Rows > 5) Step(a5[k], b0, b1, ref left5, ref right5);
            if (TShape.Rows > 6) Step(a6[k], b0, b1, ref left6, ref right6);
            if (TShape.Rows > 7) Step(a7[k], b0, b1, ref left7, ref right7);
            if (TShape.Rows > 8) Step(a8[k], b0, b1, ref left8, ref right8);
            if (TShape.Rows > 9) Step(a9[k], b0, b1, ref left9, ref right9);
            if (TShape.Rows > 10) Step(a10[k], b0, b1, ref left10, ref right10);
            if (TShape.Rows > 11) Step(a11[k], b0, b1, ref left11, ref right11);
            if (TShape.Rows > 12) Step(a12[k], b0, b1, ref left12, ref right12);
            if (TShape.Rows > 13) Step(a13[k], b0, b1, ref left13, ref right13);
            b += stepB;
            k += stepA;
        }

        T* into = run->Into;
        Finish(left0, right0, into + (0 * run->StepInto), run->Add);
        if (TShape.Rows > 1) Finish(left1, right1, into + (1 * run->StepInto), run->Add);
        if (TShape.Rows > 2) Finish(left2, right2, into + (2 * run->StepInto), run->Add);
        if (TShape.Rows > 3) Finish(left3, right3, into + (3 * run->StepInto), run->Add);
        if (TShape.Rows > 4) Finish(left4, right4, into + (4 * run->StepInto), run->Add);
        if (TShape.Rows > 5) Finish(left5, right5, into + (5 * run->StepInto), run->Add);
        if (TShape.Rows > 6) Finish(left6, right6, into + (6 * run->StepInto), run->Add);
        if (TShape.Rows > 7) Finish(left7, right7, into + (7 * run->StepInto), run->Add);
        if (TShape.Rows > 8) Finish(left8, right8, into + (8 * run->StepInto), run->Add);
        if (TShape.Rows > 9) Finish(left9, right9, into + (9 * run->StepInto), run->Add);
        if (TShape.Rows > 10) Finish(left10, right10, into + (10 * run->StepInto), run->Add);
        if (TShape.Rows > 11) Finish(left11, right11, into + (11 * run->StepInto), run->Add);
        if (TShape.Rows > 12) Finish(left12, right12, into + (12 * run->StepInto), run->Add);
        if (TShape.Rows > 13) Finish(left13, right13, into + (13 * run->StepInto), run->Add);
    }

    /// <summary>Where the tile goes is fetched while the sums are computed: rows of the result are often far apart, where the processor does not see them come.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Prefetch(TileRun<T>* run)
    {
        if (!Sse.IsSupported) return;
        for (int row = 0; row < TShape.Rows; row++)
        {
            T* into = run->Into + (row * run->StepInto);
            Sse.Prefetch0(into);
            Sse.Prefetch0(into + ((TShape.IsWide ? 2 : 1) * TOps.Width) - 1);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Step(T a, TVector b0, TVector b1, ref TVector left, ref TVector right)
    {
        TVector factor = TOps.Broadcast(a);
        left = TOps.MultiplyAdd(factor, b0, left);
        if (TShape.IsWide) right = TOps.MultiplyAdd(factor, b1, right);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish(TVector left, TVector right, T* into, bool add)
    {
        TOps.Store(add ? TOps.Add(TOps.Load(into), left) : left, into);
        if (TShape.IsWide) TOps.Store(add ? TOps.Add(TOps.Load(into + TOps.Width), right) : right, into + TOps.Width);
    }
}
