using System.Runtime.CompilerServices;

namespace AdjointKit.Waves.Acoustic.Kernels;

/// <summary>The absorbing layers. The columns of a block are whole registers. Each pass is written once and compiled for either axis.</summary>
internal sealed unsafe partial class VectorAcousticKernels<TOperations, TVector, T, TRadius>
{
    private interface IAxis
    {
        static abstract bool AlongZ { get; }
    }

    internal override void PmlForwardMemory(in PmlBlock<T> block, T* u)
    {
        if (block.AlongZ) ForwardMemory<AxisZ>(block, u);
        else ForwardMemory<AxisX>(block, u);
    }

    internal override void PmlForwardUpdate(in PmlBlock<T> block, T* u, T* next, T* d, T* c, T* record)
    {
        if (block.AlongZ) ForwardUpdate<AxisZ>(block, u, next, d, c, record);
        else ForwardUpdate<AxisX>(block, u, next, d, c, record);
    }

    internal override void PmlAdjointSecond(in PmlBlock<T> block, T* p)
    {
        if (block.AlongZ) AdjointSecond<AxisZ>(block, p);
        else AdjointSecond<AxisX>(block, p);
    }

    internal override void PmlAdjointFirst(in PmlBlock<T> block, T* p)
    {
        if (block.AlongZ) AdjointFirst<AxisZ>(block, p);
        else AdjointFirst<AxisX>(block, p);
    }

    internal override void PmlAdjointUpdate(in PmlBlock<T> block, T* p, T* next, T* ubar, T* c)
    {
        if (block.AlongZ) AdjointUpdate<AxisZ>(block, p, next, ubar, c);
        else AdjointUpdate<AxisX>(block, p, next, ubar, c);
    }

    private void ForwardMemory<TAxis>(in PmlBlock<T> block, T* u)
        where TAxis : struct, IAxis
    {
        nint step = TAxis.AlongZ ? 1 : Layout.HaloStride;
        Spread(TAxis.AlongZ ? firstZ : firstX, out TVector f1, out TVector f2, out TVector f3, out TVector f4, out TVector f5, out TVector f6);
        T* a = block.A;
        T* b = block.B;
        int columns = block.ColumnTo;
        for (int i = block.RowFrom; i < block.RowTo; i++)
        {
            T* field = u + Haloed(block, i);
            T* psi = block.Psi + ((nint)i * block.PsiStride);
            for (nint k = block.ColumnFrom; k < columns; k += TOperations.Width)
            {
                TVector decayed = TOperations.Multiply(Profile<TAxis>(b, i, k), TOperations.Load(psi + k));
                TOperations.Store(TOperations.MultiplyAdd(Profile<TAxis>(a, i, k), First(field + k, step, f1, f2, f3, f4, f5, f6), decayed), psi + k);
            }
        }
    }

    private void ForwardUpdate<TAxis>(in PmlBlock<T> block, T* u, T* next, T* d, T* c, T* record)
        where TAxis : struct, IAxis
    {
        nint step = TAxis.AlongZ ? 1 : Layout.HaloStride;
        nint stripStep = TAxis.AlongZ ? 1 : block.PsiStride;
        Spread(TAxis.AlongZ ? firstZ : firstX, out TVector f1, out TVector f2, out TVector f3, out TVector f4, out TVector f5, out TVector f6);
        Spread(TAxis.AlongZ ? secondZ : secondX, out TVector s1, out TVector s2, out TVector s3, out TVector s4, out TVector s5, out TVector s6);
        T* a = block.A;
        T* b = block.B;
        int columns = block.ColumnTo;
        for (int i = block.RowFrom; i < block.RowTo; i++)
        {
            nint haloed = Haloed(block, i);
            nint plain = Plain(block, i);
            T* psi = block.Psi + ((nint)i * block.PsiStride);
            T* zeta = block.Zeta + ((nint)i * block.ZetaStride);
            for (nint k = block.ColumnFrom; k < columns; k += TOperations.Width)
            {
                T* point = u + haloed + k;
                TVector center = TOperations.Load(point);
                TVector q = First(psi + k, stripStep, f1, f2, f3, f4, f5, f6);
                TVector curvature = TOperations.Add(Second(center, point, step, s1, s2, s3, s4, s5, s6), q);
                TVector decayed = TOperations.Multiply(Profile<TAxis>(b, i, k), TOperations.Load(zeta + k));
                TVector memory = TOperations.MultiplyAdd(Profile<TAxis>(a, i, k), curvature, decayed);
                TOperations.Store(memory, zeta + k);
                TVector e = TOperations.Add(q, memory);
                TVector increment = TOperations.MultiplyAdd(TOperations.Load(c + plain + k), e, TOperations.Load(d + plain + k));
                TOperations.Store(increment, d + plain + k);
                TOperations.Store(TOperations.Add(center, increment), next + haloed + k);
                if (record != null) TOperations.Store(TOperations.Add(TOperations.Load(record + plain + k), e), record + plain + k);
            }
        }
    }

    private void AdjointSecond<TAxis>(in PmlBlock<T> block, T* p)
        where TAxis : struct, IAxis
    {
        T* a = block.A;
        T* b = block.B;
        int columns = block.ColumnTo;
        for (int i = block.RowFrom; i < block.RowTo; i++)
        {
            T* field = p + Haloed(block, i);
            T* s = block.S + ((nint)i * block.PsiStride);
            T* zeta = block.Zeta + ((nint)i * block.ZetaStride);
            for (nint k = block.ColumnFrom; k < columns; k += TOperations.Width)
            {
                TVector t = TOperations.Add(TOperations.Load(zeta + k), TOperations.Load(field + k));
                TOperations.Store(TOperations.Multiply(Profile<TAxis>(a, i, k), t), s + k);
                TOperations.Store(TOperations.Multiply(Profile<TAxis>(b, i, k), t), zeta + k);
            }
        }
    }

    private void AdjointFirst<TAxis>(in PmlBlock<T> block, T* p)
        where TAxis : struct, IAxis
    {
        nint step = TAxis.AlongZ ? 1 : Layout.HaloStride;
        nint stripStep = TAxis.AlongZ ? 1 : block.PsiStride;
        Spread(TAxis.AlongZ ? firstZ : firstX, out TVector f1, out TVector f2, out TVector f3, out TVector f4, out TVector f5, out TVector f6);
        T* a = block.A;
        T* b = block.B;
        int columns = block.ColumnTo;
        for (int i = block.RowFrom; i < block.RowTo; i++)
        {
            T* field = p + Haloed(block, i);
            nint strip = (nint)i * block.PsiStride;
            T* s = block.S + strip;
            T* y = block.Y + strip;
            T* psi = block.Psi + strip;
            for (nint k = block.ColumnFrom; k < columns; k += TOperations.Width)
            {
                TVector t = TOperations.Subtract(TOperations.Load(psi + k), FirstOfSum(field + k, step, s + k, stripStep, f1, f2, f3, f4, f5, f6));
                TOperations.Store(TOperations.Multiply(Profile<TAxis>(a, i, k), t), y + k);
                TOperations.Store(TOperations.Multiply(Profile<TAxis>(b, i, k), t), psi + k);
            }
        }
    }

    private void AdjointUpdate<TAxis>(in PmlBlock<T> block, T* p, T* next, T* ubar, T* c)
        where TAxis : struct, IAxis
    {
        nint stripStep = TAxis.AlongZ ? 1 : block.PsiStride;
        Spread(TAxis.AlongZ ? firstZ : firstX, out TVector f1, out TVector f2, out TVector f3, out TVector f4, out TVector f5, out TVector f6);
        Spread(TAxis.AlongZ ? secondZ : secondX, out TVector s1, out TVector s2, out TVector s3, out TVector s4, out TVector s5, out TVector s6);
        int columns = block.ColumnTo;
        for (int i = block.RowFrom; i < block.RowTo; i++)
        {
            nint haloed = Haloed(block, i);
            nint plain = Plain(block, i);
            nint strip = (nint)i * block.PsiStride;
            for (nint k = block.ColumnFrom; k < columns; k += TOperations.Width)
            {
                T* s = block.S + strip + k;
                TVector curvature = Second(TOperations.Load(s), s, stripStep, s1, s2, s3, s4, s5, s6);
                TVector e = TOperations.Subtract(curvature, First(block.Y + strip + k, stripStep, f1, f2, f3, f4, f5, f6));
                TVector sum = TOperations.Add(TOperations.Load(ubar + plain + k), e);
                TOperations.Store(sum, ubar + plain + k);
                TOperations.Store(TOperations.MultiplyAdd(TOperations.Load(c + plain + k), sum, TOperations.Load(p + haloed + k)), next + haloed + k);
            }
        }
    }

    /// <summary>The first derivative of field + strip along one axis.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector FirstOfSum(T* field, nint step, T* strip, nint stripStep, TVector w1, TVector w2, TVector w3, TVector w4, TVector w5, TVector w6)
    {
        TVector sum = TOperations.Multiply(w1, TOperations.Subtract(SumAt(field + step, strip + stripStep), SumAt(field - step, strip - stripStep)));
        if (TRadius.Value >= 2) sum = TOperations.MultiplyAdd(w2, TOperations.Subtract(SumAt(field + (2 * step), strip + (2 * stripStep)), SumAt(field - (2 * step), strip - (2 * stripStep))), sum);
        if (TRadius.Value >= 3) sum = TOperations.MultiplyAdd(w3, TOperations.Subtract(SumAt(field + (3 * step), strip + (3 * stripStep)), SumAt(field - (3 * step), strip - (3 * stripStep))), sum);
        if (TRadius.Value >= 4) sum = TOperations.MultiplyAdd(w4, TOperations.Subtract(SumAt(field + (4 * step), strip + (4 * stripStep)), SumAt(field - (4 * step), strip - (4 * stripStep))), sum);
        if (TRadius.Value >= 5) sum = TOperations.MultiplyAdd(w5, TOperations.Subtract(SumAt(field + (5 * step), strip + (5 * stripStep)), SumAt(field - (5 * step), strip - (5 * stripStep))), sum);
        if (TRadius.Value >= 6) sum = TOperations.MultiplyAdd(w6, TOperations.Subtract(SumAt(field + (6 * step), strip + (6 * stripStep)), SumAt(field - (6 * step), strip - (6 * stripStep))), sum);
        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector SumAt(T* field, T* strip) => TOperations.Add(TOperations.Load(field), TOperations.Load(strip));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Profile<TAxis>(T* profile, int row, nint column)
        where TAxis : struct, IAxis => TAxis.AlongZ ? TOperations.Load(profile + column) : TOperations.Broadcast(profile[row]);

    private nint Haloed(in PmlBlock<T> block, int row) => ((nint)(block.OriginRow + row) * Layout.HaloStride) + block.OriginColumn;

    private nint Plain(in PmlBlock<T> block, int row) => ((nint)(block.OriginRow + row) * Layout.PlainStride) + block.OriginColumn;

    private readonly struct AxisX : IAxis
    {
        public static bool AlongZ => false;
    }

    private readonly struct AxisZ : IAxis
    {
        public static bool AlongZ => true;
    }
}
