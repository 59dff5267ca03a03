using System.Numerics;
using System.Runtime.Intrinsics.X86;
using AdjointKit.Kernels.Simd;

namespace AdjointKit.Kernels.Fourier;

/// <summary>
/// Complex lines whose length is a product of two multiples of 16: each is split into columns and rows of its own, so that what is in use at a time is one
/// line and not as many as a register has lanes, and nothing but the middle is transposed. Real lines are transformed in lanes.
/// </summary>
internal sealed unsafe class SplitLineTransforms<TOps, TVector, T> : LineTransforms<T>
    where TOps : struct, ILaneOperations<TVector, T>
    where TVector : unmanaged
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ShortLineTransforms<TOps, TVector, T> real;
    private readonly WorkPool<Work> pool;
    private FactoredLongTransform<TOps, TVector, T>? whole;

    internal SplitLineTransforms(int length)
        : base(length)
    {
        real = new ShortLineTransforms<TOps, TVector, T>(length);
        pool = new WorkPool<Work>(() => new Work(this));
    }

    private FactoredLongTransform<TOps, TVector, T> Whole => Volatile.Read(ref whole) ?? (whole = new FactoredLongTransform<TOps, TVector, T>(Length));

    internal override void Complex(T* x, T* into, nint lines, bool inverse, ThreadTeam team)
    {
        Work work = pool.Take();
        work.X = x;
        work.Into = into;
        work.Lines = lines;
        work.Inverse = inverse;
        int parts = lines * Length >= ParallelLength ? (int)Math.Min(team.Threads, lines) : 1;
        work.Reserve(parts);
        team.Run(work, parts);
        pool.Return(work);
    }

    internal override void ForwardReal(T* x, T* into, nint lines, ThreadTeam team) => real.ForwardReal(x, into, lines, team);

    internal override void InverseReal(T* x, T* into, nint lines, ThreadTeam team) => real.InverseReal(x, into, lines, team);

    /// <summary>One call: its arguments and the scratch of the team.</summary>
    private sealed class Work(SplitLineTransforms<TOps, TVector, T> plan) : ITeamWork
    {
        private readonly TeamScratch scratch = new();

        internal T* X { get; set; }

        internal T* Into { get; set; }

        internal nint Lines { get; set; }

        internal bool Inverse { get; set; }

        internal void Reserve(int parts) => scratch.Reserve(parts, plan.Whole.LaneBytes + (2 * (nint)plan.Length * sizeof(T)));

        public void Execute(int part, int parts)
        {
            FactoredLongTransform<TOps, TVector, T> transform = plan.Whole;
            T* middle = (T*)scratch.Of(part);
            nint length = 2 * (nint)plan.Length;
            T* lanes = middle + length;
            T scale = Inverse ? T.One / T.CreateChecked(plan.Length) : T.One;
            for (nint line = Lines * part / parts; line < Lines * (part + 1) / parts; line++)
            {
                T* from = X + (line * length);
                T* to = Into + (line * length);
                int strips = transform.ColumnStrips;
                for (int strip = 0; strip < strips; strip++)
                {
                    Fetch(from + length + (length * strip / strips), length / strips);
                    transform.Columns(from, middle, Inverse, 0, lanes, strip, strips);
                }

                strips = transform.RowGroups;
                for (int strip = 0; strip < strips; strip++)
                {
                    Fetch(to + length + (length * strip / strips), length / strips);
                    transform.Rows(middle, to, Inverse, scale, 0, lanes, strip, strips);
                }
            }
        }
    
        /// <summary>Asks for a part of the next line, one after another: strips of it are no pattern that the processor foresees.</summary>
        private static void Fetch(T* part, nint count)
        {
            if (!Sse.IsSupported) return;
            for (nint i = 0; i < count; i += 64 / sizeof(T)) Sse.Prefetch1(part + i);
        }
    }
}
