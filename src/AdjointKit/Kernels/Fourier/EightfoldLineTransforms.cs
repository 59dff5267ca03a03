using System.Numerics;
using AdjointKit.Kernels.Simd;

namespace AdjointKit.Kernels.Fourier;

/// <summary>Complex lines that are split into eighths, one after another, each by one member of the team; real ones are left to others.</summary>
internal sealed unsafe class EightfoldLineTransforms<TOps, TVector, T> : LineTransforms<T>, IStripLines<T>
    where TOps : struct, ITurnedLanes<TVector, T>
    where TVector : unmanaged
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly LineTransforms<T> real;
    private readonly WorkPool<Work> pool;
    private EightfoldLine<TOps, TVector, T>? line;

    internal EightfoldLineTransforms(int length, LineTransforms<T> real)
        : base(length)
    {
        this.real = real;
        pool = new WorkPool<Work>(() => new Work());
    }

    private EightfoldLine<TOps, TVector, T> Line => Volatile.Read(ref line) ?? (line = new EightfoldLine<TOps, TVector, T>(Length));

    public bool CanBeStrips(int width) => Line.CanBeStrips(width);

    public void Complex(T* x, in LineLayout from, T* into, in LineLayout to, nint lines, bool inverse, ThreadTeam team)
    {
        Work work = pool.Take();
        int parts = lines * Length >= ParallelLength ? (int)Math.Min(team.Threads, lines) : 1;
        work.Prepare(Line, x, from, into, to, lines, inverse, parts);
        team.Run(work, parts);
        pool.Return(work);
    }

    internal override void Complex(T* x, T* into, nint lines, bool inverse, ThreadTeam team)
    {
        var rows = LineLayout.Rows(Length);
        Complex(x, rows, into, rows, lines, inverse, team);
    }

    internal override void ForwardReal(T* x, T* into, nint lines, ThreadTeam team) => real.ForwardReal(x, into, lines, team);

    internal override void InverseReal(T* x, T* into, nint lines, ThreadTeam team) => real.InverseReal(x, into, lines, team);

    /// <summary>One call: its arguments and the scratch of the team.</summary>
    private sealed class Work : ITeamWork
    {
        private readonly TeamScratch scratch = new();
        private EightfoldLine<TOps, TVector, T>? line;
        private T* x;
        private T* into;
        private LineLayout layoutX;
        private LineLayout layoutInto;
        private nint lines;
        private bool inverse;
        private T factor;

        internal void Prepare(EightfoldLine<TOps, TVector, T> owner, T* from, in LineLayout layoutFrom, T* to, in LineLayout layoutTo, nint count, bool backwards, int parts)
        {
            line = owner;
            x = from;
            layoutX = layoutFrom;
            into = to;
            layoutInto = layoutTo;
            lines = count;
            inverse = backwards;
            factor = T.One / T.CreateChecked(owner.Length);
            scratch.Reserve(parts, owner.ScratchBytes);
        }

        public void Execute(int part, int parts)
        {
            byte* own = scratch.Of(part);
            for (nint i = lines * part / parts; i < lines * (part + 1) / parts; i++) line!.Run(x + (i * layoutX.Stride), layoutX, into + (i * layoutInto.Stride), layoutInto, inverse, factor, own);
        }
    }
}
