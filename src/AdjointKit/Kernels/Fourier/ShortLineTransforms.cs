using System.Numerics;
using AdjointKit.Kernels.Simd;

namespace AdjointKit.Kernels.Fourier;

/// <summary>Lines that are transformed in lanes, as many at a time as a register has lanes, each team member with a scratch of its own.</summary>
internal sealed unsafe class ShortLineTransforms<TOps, TVector, T> : LineTransforms<T>
    where TOps : struct, ILaneOperations<TVector, T>
    where TVector : unmanaged
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly WorkPool<Work> pool;
    private LaneTransform<TOps, TVector, T>? whole;
    private HalfLength? half;

    internal ShortLineTransforms(int length)
        : base(length) => pool = new WorkPool<Work>(() => new Work(this));

    private enum Kind
    {
        Forward,
        Inverse,
        ForwardReal,
        InverseReal,
    }

    private LaneTransform<TOps, TVector, T> Whole => Volatile.Read(ref whole) ?? (whole = LaneTransform<TOps, TVector, T>.Create(Length));

    private HalfLength Half => Volatile.Read(ref half) ?? (half = new HalfLength(Length));

    internal override void Complex(T* x, T* into, nint lines, bool inverse, ThreadTeam team) =>
        Run(inverse ? Kind.Inverse : Kind.Forward, x, into, 2 * (nint)Length, 2 * (nint)Length, lines, team);

    internal override void ForwardReal(T* x, T* into, nint lines, ThreadTeam team) => Run(Kind.ForwardReal, x, into, Length, 2 * (nint)((Length / 2) + 1), lines, team);

    internal override void InverseReal(T* x, T* into, nint lines, ThreadTeam team) => Run(Kind.InverseReal, x, into, 2 * (nint)((Length / 2) + 1), Length, lines, team);

    private void Run(Kind kind, T* x, T* into, nint strideX, nint strideInto, nint lines, ThreadTeam team)
    {
        Work work = pool.Take();
        work.Kind = kind;
        work.X = x;
        work.Into = into;
        work.StrideX = strideX;
        work.StrideInto = strideInto;
        work.Lines = lines;
        work.Split = kind is Kind.ForwardReal or Kind.InverseReal && Length % 2 == 0 ? Half : null;
        work.Transform = work.Split?.Transform ?? Whole;
        int parts = lines * Length >= ParallelLength ? (int)Math.Min(team.Threads, (lines + TOps.Width - 1) / TOps.Width) : 1;
        work.Reserve(parts);
        team.Run(work, parts);
        pool.Return(work);
    }

    /// <summary>What real lines of even length need.</summary>
    private sealed class HalfLength(int length)
    {
        internal LaneTransform<TOps, TVector, T> Transform { get; } = LaneTransform<TOps, TVector, T>.Create(length / 2);

        internal RealSplit<TOps, TVector, T> Split { get; } = new(length);
    }

    /// <summary>One call: its arguments and the scratch of the team.</summary>
    private sealed class Work(ShortLineTransforms<TOps, TVector, T> plan) : ITeamWork
    {
        private readonly TeamScratch scratch = new();

        internal Kind Kind { get; set; }

        internal T* X { get; set; }

        internal T* Into { get; set; }

        internal nint StrideX { get; set; }

        internal nint StrideInto { get; set; }

        internal nint Lines { get; set; }

        internal HalfLength? Split { get; set; }

        internal LaneTransform<TOps, TVector, T>? Transform { get; set; }

        private static nint OffsetBytes => TeamScratch.Align(2 * TOps.Width * sizeof(nint));

        internal void Reserve(int parts) => scratch.Reserve(parts, OffsetBytes + Transform!.ScratchBytes);

        public void Execute(int part, int parts)
        {
            nint groups = (Lines + TOps.Width - 1) / TOps.Width;
            byte* own = scratch.Of(part);
            nint* offsetsX = (nint*)own;
            nint* offsetsInto = offsetsX + TOps.Width;
            for (nint group = groups * part / parts; group < groups * (part + 1) / parts; group++)
            {
                nint line = group * TOps.Width;
                LaneLines<TOps, TVector, T>.FillOffsets(offsetsX, Lines - line, StrideX);
                LaneLines<TOps, TVector, T>.FillOffsets(offsetsInto, Lines - line, StrideInto);
                Group(X + (line * StrideX), offsetsX, Into + (line * StrideInto), offsetsInto, (T*)(own + OffsetBytes));
            }
        }

        private void Group(T* x, nint* offsetsX, T* into, nint* offsetsInto, T* lanes)
        {
            LaneTransform<TOps, TVector, T> transform = Transform!;
            int points = transform.Length;
            T scale = T.One / T.CreateChecked(points);
            switch (Kind)
            {
                case Kind.Forward:
                    LaneLines<TOps, TVector, T>.Load(x, offsetsX, points, transform.Positions, lanes, exchanged: false);
                    LaneLines<TOps, TVector, T>.Store(transform.Run(lanes), points, T.One, into, offsetsInto, exchanged: false);
                    break;
                case Kind.Inverse:
                    LaneLines<TOps, TVector, T>.Load(x, offsetsX, points, transform.Positions, lanes, exchanged: true);
                    LaneLines<TOps, TVector, T>.Store(transform.Run(lanes), points, scale, into, offsetsInto, exchanged: true);
                    break;
                case Kind.ForwardReal when Split is not null:
                    LaneLines<TOps, TVector, T>.Load(x, offsetsX, points, transform.Positions, lanes, exchanged: false);
                    T* spectrum = transform.Run(lanes);
                    Split.Split.AfterForward(spectrum);
                    LaneLines<TOps, TVector, T>.Store(spectrum, points + 1, T.One, into, offsetsInto, exchanged: false);
                    break;
                case Kind.InverseReal when Split is not null:
                    LaneLines<TOps, TVector, T>.Load(x, offsetsX, points + 1, transform.Positions, lanes, exchanged: false);
                    Split.Split.BeforeInverse(lanes, transform.Positions);
                    LaneLines<TOps, TVector, T>.Store(transform.Run(lanes), points, scale, into, offsetsInto, exchanged: true);
                    break;
                case Kind.ForwardReal:
                    LaneLines<TOps, TVector, T>.LoadReal(x, offsetsX, points, transform.Positions, lanes);
                    LaneLines<TOps, TVector, T>.Store(transform.Run(lanes), (points / 2) + 1, T.One, into, offsetsInto, exchanged: false);
                    break;
                default:
                    LaneLines<TOps, TVector, T>.Load(x, offsetsX, (points / 2) + 1, transform.Positions, lanes, exchanged: true);
                    CompleteByConjugates(transform, lanes);
                    LaneLines<TOps, TVector, T>.StoreSecond(transform.Run(lanes), points, scale, into, offsetsInto);
                    break;
            }

            GC.KeepAlive(plan);
        }

        /// <summary>The second half of the coefficients of a real line of odd length, parts exchanged; coefficient 0 is real.</summary>
        private static void CompleteByConjugates(LaneTransform<TOps, TVector, T> transform, T* lanes)
        {
            nint step = LaneComplex<TOps, TVector, T>.Step;
            TOps.Store(TOps.Zero, lanes + (transform.Positions[0] * step));
            for (int k = 1; k <= transform.Length / 2; k++)
            {
                T* from = lanes + (transform.Positions[k] * step);
                T* to = lanes + (transform.Positions[transform.Length - k] * step);
                TOps.Store(TOps.Subtract(TOps.Zero, TOps.Load(from)), to);
                TOps.Store(TOps.Load(from + TOps.Width), to + TOps.Width);
            }
        }
    }
}
