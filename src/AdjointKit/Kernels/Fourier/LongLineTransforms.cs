using System.Numerics;
using AdjointKit.Kernels.Simd;

namespace AdjointKit.Kernels.Fourier;

/// <summary>Long lines, one after another, each by the whole team.</summary>
internal sealed unsafe class LongLineTransforms<TOps, TVector, T> : LineTransforms<T>
    where TOps : struct, ILaneOperations<TVector, T>
    where TVector : unmanaged
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly WorkPool<LongWork<TOps, TVector, T>> pool;
    private LongTransform<TOps, TVector, T>? whole;
    private LongTransform<TOps, TVector, T>? half;

    internal LongLineTransforms(int length)
        : base(length) => pool = new WorkPool<LongWork<TOps, TVector, T>>(() => new LongWork<TOps, TVector, T>());

    private LongTransform<TOps, TVector, T> Whole => Volatile.Read(ref whole) ?? (whole = LongTransform<TOps, TVector, T>.Create(Length));

    private LongTransform<TOps, TVector, T> Half => Volatile.Read(ref half) ?? (half = LongTransform<TOps, TVector, T>.Create(Length / 2));

    internal override void Complex(T* x, T* into, nint lines, bool inverse, ThreadTeam team)
    {
        LongWork<TOps, TVector, T> work = pool.Take();
        T scale = inverse ? T.One / T.CreateChecked(Length) : T.One;
        for (nint line = 0; line < lines; line++) Whole.Run(x + (line * 2 * Length), into + (line * 2 * Length), inverse, scale, work, team);
        pool.Return(work);
    }

    internal override void ForwardReal(T* x, T* into, nint lines, ThreadTeam team)
    {
        LongWork<TOps, TVector, T> work = pool.Take();
        int kept = (Length / 2) + 1;
        T* line = work.Line(Length);
        for (nint i = 0; i < lines; i++)
        {
            T* from = x + (i * Length);
            T* to = into + (i * 2 * kept);
            if (Length % 2 == 0)
            {
                Half.Run(from, line, exchanged: false, T.One, work, team);
                LongRealSplit.AfterForward(line, to, Length);
                continue;
            }

            for (nint j = 0; j < Length; j++)
            {
                line[2 * j] = from[j];
                line[(2 * j) + 1] = T.Zero;
            }

            Whole.Run(line, line, exchanged: false, T.One, work, team);
            new Span<T>(line, 2 * kept).CopyTo(new Span<T>(to, 2 * kept));
        }

        pool.Return(work);
    }

    internal override void InverseReal(T* x, T* into, nint lines, ThreadTeam team)
    {
        LongWork<TOps, TVector, T> work = pool.Take();
        int kept = (Length / 2) + 1;
        T* line = work.Line(Length);
        for (nint i = 0; i < lines; i++)
        {
            T* from = x + (i * 2 * kept);
            T* to = into + (i * Length);
            if (Length % 2 == 0)
            {
                LongRealSplit.BeforeInverse(from, line, Length);
                Half.Run(line, to, exchanged: true, T.One / T.CreateChecked(Length / 2), work, team);
                continue;
            }

            CompleteByConjugates(from, line);
            Whole.Run(line, line, exchanged: true, T.One / T.CreateChecked(Length), work, team);
            for (nint j = 0; j < Length; j++) to[j] = line[2 * j];
        }

        pool.Return(work);
    }

    private void CompleteByConjugates(T* kept, T* line)
    {
        line[0] = kept[0];
        line[1] = T.Zero;
        for (nint k = 1; k <= Length / 2; k++)
        {
            line[2 * k] = line[2 * (Length - k)] = kept[2 * k];
            line[(2 * k) + 1] = kept[(2 * k) + 1];
            line[(2 * (Length - k)) + 1] = -kept[(2 * k) + 1];
        }
    }
}
