using System.Numerics;

namespace AdjointKit.Kernels.Fourier;

/// <summary>Transforms of lines of which only the points in the middle are given, zeros around them, and back, of which only those are wanted. A few lines at a time pass through a scratch.</summary>
internal sealed unsafe class MiddleLines<T>(LineTransforms<T> lines) : ITeamWork
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>As many lines as the registers of a transform have lanes, at most.</summary>
    private const int Most = 16;

    private readonly TeamScratch scratch = new();
    private ThreadTeam? team;
    private T* middle;
    private LineLayout layout;
    private T* narrow;
    private int columns;
    private nint count;
    private bool inverse;

    private nint LineNumbers => 2 * (nint)lines.Length;

    private nint NarrowNumbers => 2 * (nint)columns;

    private nint Left => 2 * (nint)((lines.Length / 2) - (columns / 2));

    private nint BlockBytes => Most * LineNumbers * sizeof(T);

    /// <summary>to [count, n] = the transforms of x [count, columns] between zeros.</summary>
    internal void Widen(T* x, int width, T* to, in LineLayout wide, nint number, ThreadTeam of) => Run(x, width, to, wide, number, backwards: false, of);

    /// <summary>to [count, columns] = the middle of the inverse transforms of x [count, n].</summary>
    internal void Narrow(T* x, in LineLayout wide, T* to, int width, nint number, ThreadTeam of) => Run(to, width, x, wide, number, backwards: true, of);

    public void Execute(int part, int parts)
    {
        T* block = (T*)scratch.Of(part);
        if (!inverse) new Span<byte>(block, (int)BlockBytes).Clear();
        nint end = count * (part + 1) / parts;
        var rows = LineLayout.Rows(lines.Length);
        for (nint line = count * part / parts; line < end; line += Most)
        {
            nint some = Math.Min(Most, end - line);
            T* wide = middle + (line * layout.Stride);
            if (inverse) Transform(wide, layout, block, rows, some);
            for (nint i = 0; i < some; i++)
            {
                T* inBlock = block + (i * LineNumbers) + Left;
                T* inArray = narrow + ((line + i) * NarrowNumbers);
                long bytes = NarrowNumbers * sizeof(T);
                if (inverse) Buffer.MemoryCopy(inBlock, inArray, bytes, bytes);
                else Buffer.MemoryCopy(inArray, inBlock, bytes, bytes);
            }

            if (!inverse) Transform(block, rows, wide, layout, some);
        }
    }

    private void Transform(T* x, in LineLayout from, T* into, in LineLayout to, nint some)
    {
        if (lines is IStripLines<T> strips) strips.Complex(x, from, into, to, some, inverse, team!);
        else lines.Complex(x, into, some, inverse, team!);
    }

    private void Run(T* array, int width, T* wide, in LineLayout wideLayout, nint number, bool backwards, ThreadTeam of)
    {
        narrow = array;
        columns = width;
        middle = wide;
        layout = wideLayout;
        count = number;
        inverse = backwards;
        team = of;
        int parts = (int)Math.Min(of.Threads, (number + Most - 1) / Most);
        scratch.Reserve(parts, TeamScratch.Align(BlockBytes));
        of.Run(this, parts);
        team = null;
    }
}
