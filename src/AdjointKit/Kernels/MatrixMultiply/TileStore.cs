using System.Numerics;
using AdjointKit.Kernels.Simd;

namespace AdjointKit.Kernels.MatrixMultiply;

/// <summary>Brings a tile that a kernel left in the scratch to its place in the result.</summary>
internal static unsafe class TileStore
{
    internal static void Clear<T>(Matrix<T> into, nint rows, nint columns, int parts)
        where T : unmanaged
    {
        for (nint row = 0; row < rows; row++)
        {
            for (nint column = 0; column < columns; column++) new Span<T>(into.At(row, column), parts).Clear();
        }
    }
}

/// <content>
/// Complex tiles: row 2 i holds p = sum Re(a) b and row 2 i + 1 holds q = sum Im(a) b; the element is p + i q, with the signs that conjugation asks for.
/// </content>
internal static unsafe class TileStore<TOps, TVector, T>
    where TOps : struct, ILaneOperations<TVector, T>
    where TVector : unmanaged
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal static void Real(T* tile, int rows, nint columns, Matrix<T> into, bool add)
    {
        for (nint row = 0; row < rows; row++)
        {
            T* from = tile + (row * 2 * TOps.Width);
            T* target = into.At(row, 0);
            nint column = 0;
            if (into.ColumnStep == 1)
            {
                for (; column <= columns - TOps.Width; column += TOps.Width)
                {
                    TVector sums = TOps.Load(from + column);
                    TOps.Store(add ? TOps.Add(TOps.Load(target + column), sums) : sums, target + column);
                }
            }

            for (; column < columns; column++)
            {
                T* place = target + (column * into.ColumnStep);
                *place = add ? *place + from[column] : from[column];
            }
        }
    }

    internal static void Complex(T* tile, int rows, nint columns, Matrix<T> into, bool add, bool conjugateA, bool conjugateB)
    {
        // (ar + s i ai)(br + t i bi) = (p.re - s t q.im) + i (t p.im + s q.re)
        T signA = conjugateA ? -T.One : T.One;
        T signB = conjugateB ? -T.One : T.One;
        for (nint row = 0; row < rows; row++)
        {
            T* p = tile + (row * 4 * TOps.Width);
            T* q = p + (2 * TOps.Width);
            if (into.ColumnStep == 2 && columns == TOps.Width) Whole(p, q, signA, signB, into.At(row, 0), add);
            else
            {
                for (nint column = 0; column < columns; column++)
                {
                    T real = p[2 * column] - (signA * signB * q[(2 * column) + 1]);
                    T imaginary = (signB * p[(2 * column) + 1]) + (signA * q[2 * column]);
                    T* target = into.At(row, column);
                    target[0] = add ? target[0] + real : real;
                    target[1] = add ? target[1] + imaginary : imaginary;
                }
            }
        }
    }

    private static void Whole(T* p, T* q, T signA, T signB, T* target, bool add)
    {
        TOps.LoadComplex(p, out TVector pReal, out TVector pImaginary);
        TOps.LoadComplex(q, out TVector qReal, out TVector qImaginary);
        TVector real = TOps.Subtract(pReal, TOps.Multiply(TOps.Broadcast(signA * signB), qImaginary));
        TVector imaginary = TOps.Add(TOps.Multiply(TOps.Broadcast(signB), pImaginary), TOps.Multiply(TOps.Broadcast(signA), qReal));
        if (add)
        {
            TOps.LoadComplex(target, out TVector beforeReal, out TVector beforeImaginary);
            real = TOps.Add(beforeReal, real);
            imaginary = TOps.Add(beforeImaginary, imaginary);
        }

        TOps.StoreComplex(real, imaginary, target);
    }
}
