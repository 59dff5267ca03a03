using System.Runtime.CompilerServices;

namespace AdjointKit.Waves.Acoustic.Kernels;

/// <summary>The absorbing layers. The columns of a block are whole registers.</summary>
internal sealed unsafe partial class VectorAcousticKernels<TOperations, TVector, T, TRadius>
{
    internal override void PmlForwardMemory(in PmlBlock<T> block, T* u)
    {
        nint step = block.AlongZ ? 1 : Layout.HaloStride;
        T[] first = block.AlongZ ? Stencil.FirstZ : Stencil.FirstX;
        for (int i = block.RowFrom; i < block.RowTo; i++)
        {
            T* field = u + Haloed(block, i);
            T* psi = block.Psi + ((nint)i * block.PsiStride);
            for (int k = block.ColumnFrom; k < block.ColumnTo; k += TOperations.Width)
            {
                TVector decayed = TOperations.Multiply(Profile(block, block.B, i, k), TOperations.Load(psi + k));
                TOperations.Store(TOperations.MultiplyAdd(Profile(block, block.A, i, k), First(field + k, step, first), decayed), psi + k);
            }
        }
    }

    internal override void PmlForwardUpdate(in PmlBlock<T> block, T* u, T* next, T* d, T* c, T* record)
    {
        nint step = block.AlongZ ? 1 : Layout.HaloStride;
        nint stripStep = block.AlongZ ? 1 : block.PsiStride;
        T[] first = block.AlongZ ? Stencil.FirstZ : Stencil.FirstX;
        T[] second = block.AlongZ ? Stencil.SecondZ : Stencil.SecondX;
        for (int i = block.RowFrom; i < block.RowTo; i++)
        {
            nint haloed = Haloed(block, i);
            nint plain = Plain(block, i);
            T* psi = block.Psi + ((nint)i * block.PsiStride);
            T* zeta = block.Zeta + ((nint)i * block.ZetaStride);
            for (int k = block.ColumnFrom; k < block.ColumnTo; k += TOperations.Width)
            {
                T* point = u + haloed + k;
                TVector center = TOperations.Load(point);
                TVector q = First(psi + k, stripStep, first);
                TVector curvature = TOperations.Add(AddSecond(TOperations.Zero, center, point, step, second), q);
                TVector decayed = TOperations.Multiply(Profile(block, block.B, i, k), TOperations.Load(zeta + k));
                TVector memory = TOperations.MultiplyAdd(Profile(block, block.A, i, k), curvature, decayed);
                TOperations.Store(memory, zeta + k);
                TVector e = TOperations.Add(q, memory);
                TVector increment = TOperations.MultiplyAdd(TOperations.Load(c + plain + k), e, TOperations.Load(d + plain + k));
                TOperations.Store(increment, d + plain + k);
                TOperations.Store(TOperations.Add(center, increment), next + haloed + k);
                if (record != null) TOperations.Store(TOperations.Add(TOperations.Load(record + plain + k), e), record + plain + k);
            }
        }
    }

    internal override void PmlAdjointSecond(in PmlBlock<T> block, T* p)
    {
        for (int i = block.RowFrom; i < block.RowTo; i++)
        {
            T* field = p + Haloed(block, i);
            T* s = block.S + ((nint)i * block.PsiStride);
            T* zeta = block.Zeta + ((nint)i * block.ZetaStride);
            for (int k = block.ColumnFrom; k < block.ColumnTo; k += TOperations.Width)
            {
                TVector t = TOperations.Add(TOperations.Load(zeta + k), TOperations.Load(field + k));
                TOperations.Store(TOperations.Multiply(Profile(block, block.A, i, k), t), s + k);
                TOperations.Store(TOperations.Multiply(Profile(block, block.B, i, k), t), zeta + k);
            }
        }
    }

    internal override void PmlAdjointFirst(in PmlBlock<T> block, T* p)
    {
        nint step = block.AlongZ ? 1 : Layout.HaloStride;
        nint stripStep = block.AlongZ ? 1 : block.PsiStride;
        T[] first = block.AlongZ ? Stencil.FirstZ : Stencil.FirstX;
        for (int i = block.RowFrom; i < block.RowTo; i++)
        {
            T* field = p + Haloed(block, i);
            nint strip = (nint)i * block.PsiStride;
            for (int k = block.ColumnFrom; k < block.ColumnTo; k += TOperations.Width)
            {
                TVector sum = TOperations.Zero;
                for (int m = 1; m <= TRadius.Value; m++)
                {
                    TVector after = TOperations.Add(TOperations.Load(field + k + (m * step)), TOperations.Load(block.S + strip + k + (m * stripStep)));
                    TVector before = TOperations.Add(TOperations.Load(field + k - (m * step)), TOperations.Load(block.S + strip + k - (m * stripStep)));
                    sum = TOperations.MultiplyAdd(TOperations.Broadcast(first[m]), TOperations.Subtract(after, before), sum);
                }

                TVector t = TOperations.Subtract(TOperations.Load(block.Psi + strip + k), sum);
                TOperations.Store(TOperations.Multiply(Profile(block, block.A, i, k), t), block.Y + strip + k);
                TOperations.Store(TOperations.Multiply(Profile(block, block.B, i, k), t), block.Psi + strip + k);
            }
        }
    }

    internal override void PmlAdjointUpdate(in PmlBlock<T> block, T* p, T* next, T* ubar, T* c)
    {
        nint stripStep = block.AlongZ ? 1 : block.PsiStride;
        T[] first = block.AlongZ ? Stencil.FirstZ : Stencil.FirstX;
        T[] second = block.AlongZ ? Stencil.SecondZ : Stencil.SecondX;
        for (int i = block.RowFrom; i < block.RowTo; i++)
        {
            nint haloed = Haloed(block, i);
            nint plain = Plain(block, i);
            nint strip = (nint)i * block.PsiStride;
            for (int k = block.ColumnFrom; k < block.ColumnTo; k += TOperations.Width)
            {
                T* s = block.S + strip + k;
                TVector curvature = AddSecond(TOperations.Zero, TOperations.Load(s), s, stripStep, second);
                TVector e = TOperations.Subtract(curvature, First(block.Y + strip + k, stripStep, first));
                TVector sum = TOperations.Add(TOperations.Load(ubar + plain + k), e);
                TOperations.Store(sum, ubar + plain + k);
                TOperations.Store(TOperations.MultiplyAdd(TOperations.Load(c + plain + k), sum, TOperations.Load(p + haloed + k)), next + haloed + k);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Profile(in PmlBlock<T> block, T* profile, int row, int column) =>
        block.AlongZ ? TOperations.Load(profile + column) : TOperations.Broadcast(profile[row]);

    private nint Haloed(in PmlBlock<T> block, int row) => ((nint)(block.OriginRow + row) * Layout.HaloStride) + block.OriginColumn;

    private nint Plain(in PmlBlock<T> block, int row) => ((nint)(block.OriginRow + row) * Layout.PlainStride) + block.OriginColumn;
}
