using System.Numerics;

namespace AdjointKit.Waves.Acoustic.Kernels;

/// <summary>The plain twin: the specification of every kernel, one point at a time, one rounding per operation as written, multiply-add fused.</summary>
internal sealed unsafe class PlainAcousticKernels<T>(Stencil<T> stencil, PaddedLayout layout) : AcousticKernels<T>(stencil, layout)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal override int Lanes => 1;

    internal override void Forward(T* u, T* next, T* d, T* c, T* record, int from, int to)
    {
        for (int i = from; i < to; i++)
        {
            for (int k = 0; k < Layout.PlainStride; k++)
            {
                nint haloed = Haloed(i, k);
                nint plain = Plain(i, k);
                T laplacian = Laplacian(u + haloed);
                if (record != null) record[plain] = laplacian;
                d[plain] = Fma(c[plain], laplacian, d[plain]);
                next[haloed] = u[haloed] + d[plain];
            }
        }
    }

    internal override void Tangent(T* u, T* next, T* d, T* c, T* dc, T* w, int from, int to)
    {
        for (int i = from; i < to; i++)
        {
            for (int k = 0; k < Layout.PlainStride; k++)
            {
                nint haloed = Haloed(i, k);
                nint plain = Plain(i, k);
                d[plain] = Fma(c[plain], Laplacian(u + haloed), d[plain]);
                d[plain] = Fma(dc[plain], w[plain], d[plain]);
                next[haloed] = u[haloed] + d[plain];
            }
        }
    }

    internal override void Adjoint(T* p, T* next, T* ubar, T* c, T* record, T* image, int from, int to)
    {
        for (int i = from; i < to; i++)
        {
            for (int k = 0; k < Layout.PlainStride; k++)
            {
                nint haloed = Haloed(i, k);
                nint plain = Plain(i, k);
                if (image != null) image[plain] = Fma(record[plain], p[haloed], image[plain]);
                ubar[plain] += Laplacian(p + haloed);
                next[haloed] = Fma(c[plain], ubar[plain], p[haloed]);
            }
        }
    }

    internal override void PmlForwardMemory(in PmlBlock<T> block, T* u)
    {
        for (int i = block.RowFrom; i < block.RowTo; i++)
        {
            for (int k = block.ColumnFrom; k < block.ColumnTo; k++)
            {
                T* psi = block.Psi + ((nint)i * block.PsiStride) + k;
                int j = block.AlongZ ? k : i;
                *psi = Fma(block.A[j], First(block, u + Haloed(block.OriginRow + i, block.OriginColumn + k), Layout.HaloStride), block.B[j] * *psi);
            }
        }
    }

    internal override void PmlForwardUpdate(in PmlBlock<T> block, T* u, T* next, T* d, T* c, T* record)
    {
        for (int i = block.RowFrom; i < block.RowTo; i++)
        {
            for (int k = block.ColumnFrom; k < block.ColumnTo; k++)
            {
                int j = block.AlongZ ? k : i;
                nint haloed = Haloed(block.OriginRow + i, block.OriginColumn + k);
                nint plain = Plain(block.OriginRow + i, block.OriginColumn + k);
                T* zeta = block.Zeta + ((nint)i * block.ZetaStride) + k;
                T q = First(block, block.Psi + ((nint)i * block.PsiStride) + k, block.PsiStride);
                *zeta = Fma(block.A[j], Second(block, u + haloed, Layout.HaloStride) + q, block.B[j] * *zeta);
                T e = q + *zeta;
                d[plain] = Fma(c[plain], e, d[plain]);
                next[haloed] = u[haloed] + d[plain];
                if (record != null) record[plain] += e;
            }
        }
    }

    internal override void PmlAdjointSecond(in PmlBlock<T> block, T* p)
    {
        for (int i = block.RowFrom; i < block.RowTo; i++)
        {
            for (int k = block.ColumnFrom; k < block.ColumnTo; k++)
            {
                int j = block.AlongZ ? k : i;
                T* zeta = block.Zeta + ((nint)i * block.ZetaStride) + k;
                T t = *zeta + p[Haloed(block.OriginRow + i, block.OriginColumn + k)];
                block.S[((nint)i * block.PsiStride) + k] = block.A[j] * t;
                *zeta = block.B[j] * t;
            }
        }
    }

    internal override void PmlAdjointFirst(in PmlBlock<T> block, T* p)
    {
        for (int i = block.RowFrom; i < block.RowTo; i++)
        {
            for (int k = block.ColumnFrom; k < block.ColumnTo; k++)
            {
                int j = block.AlongZ ? k : i;
                nint strip = ((nint)i * block.PsiStride) + k;
                T* field = p + Haloed(block.OriginRow + i, block.OriginColumn + k);
                T t = block.Psi[strip] - FirstOfSum(block, field, block.S + strip);
                block.Y[strip] = block.A[j] * t;
                block.Psi[strip] = block.B[j] * t;
            }
        }
    }

    internal override void PmlAdjointUpdate(in PmlBlock<T> block, T* p, T* next, T* ubar, T* c)
    {
        for (int i = block.RowFrom; i < block.RowTo; i++)
        {
            for (int k = block.ColumnFrom; k < block.ColumnTo; k++)
            {
                nint strip = ((nint)i * block.PsiStride) + k;
                nint haloed = Haloed(block.OriginRow + i, block.OriginColumn + k);
                nint plain = Plain(block.OriginRow + i, block.OriginColumn + k);
                T e = Second(block, block.S + strip, block.PsiStride) - First(block, block.Y + strip, block.PsiStride);
                ubar[plain] += e;
                next[haloed] = Fma(c[plain], ubar[plain], p[haloed]);
            }
        }
    }

    internal override void AddSquare(T* target, T* u, int from, int to)
    {
        for (int i = from; i < to; i++)
        {
            for (int k = 0; k < Layout.PlainStride; k++)
            {
                T value = u[Haloed(i, k)];
                target[Plain(i, k)] = Fma(value, value, target[Plain(i, k)]);
            }
        }
    }

    internal override void InverseScattering(T* image, T* u, T* d, T* p, T* ubar, int from, int to)
    {
        for (int i = from; i < to; i++)
        {
            for (int k = 0; k < Layout.PlainStride; k++)
            {
                nint haloed = Haloed(i, k);
                nint plain = Plain(i, k);
                T sum = d[plain] * ubar[plain];
                sum = Fma(First(u + haloed, Layout.HaloStride, Stencil.FirstX), First(p + haloed, Layout.HaloStride, Stencil.FirstX), sum);
                sum = Fma(First(u + haloed, 1, Stencil.FirstZ), First(p + haloed, 1, Stencil.FirstZ), sum);
                image[plain] -= sum;
            }
        }
    }

    internal override void Accumulate(T* real, T* imaginary, T* u, T cosine, T sine, int from, int to)
    {
        for (int i = from; i < to; i++)
        {
            for (int k = 0; k < Layout.PlainStride; k++)
            {
                nint plain = Plain(i, k);
                real[plain] = Fma(cosine, u[Haloed(i, k)], real[plain]);
                imaginary[plain] = Fma(sine, u[Haloed(i, k)], imaginary[plain]);
            }
        }
    }

    private static T Fma(T left, T right, T addend) => T.FusedMultiplyAdd(left, right, addend);

    private T First(T* field, nint step, T[] weights)
    {
        T sum = weights[1] * (field[step] - field[-step]);
        for (int m = 2; m <= Stencil.Radius; m++) sum = Fma(weights[m], field[m * step] - field[-m * step], sum);
        return sum;
    }

    private T Second(T* field, nint step, T[] weights)
    {
        T twice = *field + *field;
        T sum = weights[1] * ((field[-step] + field[step]) - twice);
        for (int m = 2; m <= Stencil.Radius; m++) sum = Fma(weights[m], (field[-m * step] + field[m * step]) - twice, sum);
        return sum;
    }

    private nint Haloed(int row, int column) => ((nint)row * Layout.HaloStride) + column;

    private nint Plain(int row, int column) => ((nint)row * Layout.PlainStride) + column;

    private T Laplacian(T* u) => Fma(Stencil.RatioZ, Second(u, 1, Stencil.SecondX), Second(u, Layout.HaloStride, Stencil.SecondX));

    private T First(in PmlBlock<T> block, T* field, int rowStride) => First(field, block.AlongZ ? 1 : rowStride, block.AlongZ ? Stencil.FirstZ : Stencil.FirstX);

    private T Second(in PmlBlock<T> block, T* field, int rowStride) => Second(field, block.AlongZ ? 1 : rowStride, block.AlongZ ? Stencil.SecondZ : Stencil.SecondX);

    private T FirstOfSum(in PmlBlock<T> block, T* field, T* strip)
    {
        nint fieldStep = block.AlongZ ? 1 : Layout.HaloStride;
        nint stripStep = block.AlongZ ? 1 : block.PsiStride;
        T[] weights = block.AlongZ ? Stencil.FirstZ : Stencil.FirstX;
        T sum = weights[1] * ((field[fieldStep] + strip[stripStep]) - (field[-fieldStep] + strip[-stripStep]));
        for (int m = 2; m <= Stencil.Radius; m++)
        {
            sum = Fma(weights[m], (field[m * fieldStep] + strip[m * stripStep]) - (field[-m * fieldStep] + strip[-m * stripStep]), sum);
        }

        return sum;
    }
}
