using System.Numerics;
using System.Runtime.Intrinsics.X86;
using AdjointKit.Kernels.Simd;

namespace AdjointKit.Kernels.Fourier;

/// <summary>
/// Columns in strips as wide as a register: a whole strip goes to the scratch, is transformed and goes back, so that the array is read and written once for an
/// axis. A transfer function is applied where the strip of the first axis stands in the scratch, between its transform and the inverse one.
/// </summary>
internal sealed unsafe class LaneGridTransforms<TOps, TVector, T> : GridTransforms<T>
    where TOps : struct, ILaneOperations<TVector, T>
    where TVector : unmanaged
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const nint ParallelLength = 1 << 14;

    /// <summary>Filters put the transformed lines of grids of so many bytes into strips: less stays in the cache of a core anyway, and the copy of more would take too much memory.</summary>
    private const nint LeastStripsBytes = 1 << 20;
    private const nint MostStripsBytes = 1 << 27;

    private readonly int[] lengths;
    private readonly LineTransforms<T> lines;
    private readonly LaneTransform<TOps, TVector, T>[] columns;
    private readonly WorkPool<Work> pool;
    private readonly WorkPool<MiddleLines<T>> middles;

    internal LaneGridTransforms(int[] lengths, LineTransforms<T> lines)
    {
        this.lengths = lengths;
        this.lines = lines;
        columns = new LaneTransform<TOps, TVector, T>[lengths.Length - 1];
        for (int axis = 0; axis < columns.Length; axis++)
        {
            int same = Array.IndexOf(lengths, lengths[axis], 0, axis);
            columns[axis] = same >= 0 ? columns[same] : LaneTransform<TOps, TVector, T>.Create(lengths[axis]);
        }

        pool = new WorkPool<Work>(() => new Work());
        middles = new WorkPool<MiddleLines<T>>(() => new MiddleLines<T>(lines));
    }

    private enum Kind
    {
        Forward,
        Inverse,
        Filter,
    }

    private nint LinesOfGrid
    {
        get
        {
            nint count = 1;
            for (int axis = 0; axis < columns.Length; axis++) count *= lengths[axis];
            return count;
        }
    }

    private int HalfLength => (lengths[^1] / 2) + 1;

    internal override void Complex(T* x, T* into, nint grids, bool inverse, ThreadTeam team)
    {
        Work work = pool.Take();
        lines.Complex(x, into, grids * LinesOfGrid, inverse, team);
        for (int axis = columns.Length - 1; axis >= 0; axis--) Columns(work, axis, inverse ? Kind.Inverse : Kind.Forward, into, into, grids, lengths[^1], team);
        pool.Return(work);
        GC.KeepAlive(this);
    }

    internal override void Filter(T* x, T* transfer, bool conjugate, T* into, nint grids, ThreadTeam team)
    {
        Work work = pool.Take();
        work.Transfer = transfer;
        work.Conjugate = conjugate;
        if (columns.Length == 1 && StripLines(lengths[0]) is { } strips) FilterInStrips(work, strips, x, into, grids, team);
        else FilterInPlace(work, x, into, grids, team);
        pool.Return(work);
        GC.KeepAlive(this);
    }

    /// <summary>Line by line and column by column where the array stands.</summary>
    private void FilterInPlace(Work work, T* x, T* into, nint grids, ThreadTeam team)
    {
        lines.Complex(x, into, grids * LinesOfGrid, inverse: false, team);
        for (int axis = columns.Length - 1; axis > 0; axis--) Columns(work, axis, Kind.Forward, into, into, grids, lengths[^1], team);
        Columns(work, 0, Kind.Filter, into, into, grids, lengths[^1], team);
        for (int axis = 1; axis < columns.Length; axis++) Columns(work, axis, Kind.Inverse, into, into, grids, lengths[^1], team);
        lines.Complex(into, into, grids * LinesOfGrid, inverse: true, team);
    }

    /// <summary>One grid after another, with its transformed lines in strips.</summary>
    private void FilterInStrips(Work work, IStripLines<T> strips, T* x, T* into, nint grids, ThreadTeam team)
    {
        int rows = lengths[0];
        var plain = LineLayout.Rows(lengths[1]);
        LineLayout layout = LineLayout.Strips(TOps.Width, rows);
        T* middle = work.Middle(layout.Offset(lengths[1]));
        for (nint grid = 0; grid < grids; grid++)
        {
            nint origin = grid * rows * plain.Stride;
            strips.Complex(x + origin, plain, middle, layout, rows, inverse: false, team);
            Columns(work, 0, Kind.Filter, middle, middle, 1, lengths[1], team, layout);
            strips.Complex(middle, layout, into + origin, plain, rows, inverse: true, team);
        }
    }

    /// <summary>What transforms lines to strips, for grids of so many lines at which this is faster.</summary>
    private IStripLines<T>? StripLines(int rows)
    {
        nint bytes = rows * (nint)lengths[1] * 2 * sizeof(T);
        return TOps.Width > 1 && bytes is >= LeastStripsBytes and <= MostStripsBytes && lines is IStripLines<T> strips && strips.CanBeStrips(TOps.Width) ? strips : null;
    }

    internal override void FilterMiddle(T* x, int rows, int columns, T* transfer, bool conjugate, T* into, nint grids, ThreadTeam team)
    {
        Work work = pool.Take();
        MiddleLines<T> ends = middles.Take();
        work.Transfer = transfer;
        work.Conjugate = conjugate;
        bool inStrips = StripLines(rows) is not null;
        LineLayout layout = inStrips ? LineLayout.Strips(TOps.Width, rows) : LineLayout.Rows(lengths[1]);
        nint some = inStrips ? 1 : grids;
        T* middle = work.Middle(inStrips ? layout.Offset(lengths[1]) : grids * rows * layout.Stride);
        for (nint grid = 0; grid < grids; grid += some)
        {
            nint origin = 2 * grid * rows * columns;
            ends.Widen(x + origin, columns, middle, layout, some * rows, team);
            Columns(work, 0, Kind.Filter, middle, middle, some, lengths[1], team, layout, rows);
            ends.Narrow(middle, layout, into + origin, columns, some * rows, team);
        }

        middles.Return(ends);
        pool.Return(work);
        GC.KeepAlive(this);
    }

    internal override void ForwardReal(T* x, T* into, nint grids, ThreadTeam team)
    {
        Work work = pool.Take();
        lines.ForwardReal(x, into, grids * LinesOfGrid, team);
        for (int axis = columns.Length - 1; axis >= 0; axis--) Columns(work, axis, Kind.Forward, into, into, grids, HalfLength, team);
        pool.Return(work);
        GC.KeepAlive(this);
    }

    internal override void InverseReal(T* x, T* into, nint grids, ThreadTeam team)
    {
        Work work = pool.Take();
        nint count = grids * LinesOfGrid;
        T* middle = work.Middle(count * HalfLength * 2);
        T* from = x;
        for (int axis = 0; axis < columns.Length; axis++)
        {
            Columns(work, axis, Kind.Inverse, from, middle, grids, HalfLength, team);
            from = middle;
        }

        lines.InverseReal(middle, into, count, team);
        pool.Return(work);
        GC.KeepAlive(this);
    }

    private void Columns(Work work, int axis, Kind kind, T* x, T* into, nint grids, int last, ThreadTeam team, LineLayout? layout = null, int rows = 0)
    {
        work.Kind = kind;
        work.X = x;
        work.Into = into;
        work.Transform = columns[axis];
        work.Rows = rows > 0 ? rows : lengths[axis];
        work.Outer = grids;
        for (int before = 0; before < axis; before++) work.Outer *= lengths[before];
        work.Inner = last;
        for (int behind = axis + 1; behind < columns.Length; behind++) work.Inner *= lengths[behind];
        work.Layout = layout ?? LineLayout.Rows(work.Inner);
        int parts = work.Outer * work.Inner * lengths[axis] >= ParallelLength ? (int)Math.Min(team.Threads, work.Strips) : 1;
        work.Reserve(parts);
        team.Run(work, parts);
    }

    /// <summary>One call: its arguments and the scratch of the team.</summary>
    private sealed class Work : ITeamWork
    {
        private readonly TeamScratch scratch = new();
        private readonly TeamScratch middle = new();

        internal Kind Kind { get; set; }

        internal T* X { get; set; }

        internal T* Into { get; set; }

        internal T* Transfer { get; set; }

        internal bool Conjugate { get; set; }

        internal LaneTransform<TOps, TVector, T>? Transform { get; set; }

        /// <summary>How many points of a column the array holds: those in its middle, where it is less than the transform has.</summary>
        internal int Rows { get; set; }

        /// <summary>How the rows of such an array lie.</summary>
        internal LineLayout Layout { get; set; }

        /// <summary>How many arrays of columns there are.</summary>
        internal nint Outer { get; set; }

        /// <summary>How many columns such an array has.</summary>
        internal nint Inner { get; set; }

        internal nint Strips => Outer * StripsOfArray;

        private nint StripsOfArray => (Inner + TOps.Width - 1) / TOps.Width;

        internal void Reserve(int parts) => scratch.Reserve(parts, Kind == Kind.Filter ? 2 * Transform!.ScratchBytes : Transform!.ScratchBytes);

        /// <summary>An array for what stands between columns and lines where neither operand can hold it.</summary>
        internal T* Middle(nint count)
        {
            middle.Reserve(1, count * sizeof(T));
            return (T*)middle.Of(0);
        }

        private int Above => (Transform!.Length / 2) - (Rows / 2);

        public void Execute(int part, int parts)
        {
            T* lanes = (T*)scratch.Of(part);
            for (nint strip = Strips * part / parts; strip < Strips * (part + 1) / parts; strip++)
            {
                nint column = strip % StripsOfArray * TOps.Width;
                nint origin = (2 * (strip / StripsOfArray) * Rows * Inner) + Layout.Offset(column);
                Strip(X + origin, Into + origin, column, (int)Math.Min(TOps.Width, Inner - column), lanes);
            }
        }

        private void Strip(T* x, T* into, nint column, int count, T* lanes)
        {
            LaneTransform<TOps, TVector, T> transform = Transform!;
            int points = transform.Length;
            nint ahead = Layout.Offset(TOps.Width);
            LaneEnd<T> from = LaneEnd<T>.Columns(x, Layout.Stride, count, ahead);
            LaneEnd<T> to = LaneEnd<T>.Columns(into, Layout.Stride, count, X == Into ? 0 : ahead);
            switch (Kind)
            {
                case Kind.Forward:
                    transform.Run(from, to, lanes);
                    break;
                case Kind.Inverse:
                    transform.Run(from.Exchanged(T.One), to.Exchanged(T.One / T.CreateChecked(points)), lanes);
                    break;
                default:
                    T* second = (T*)((byte*)lanes + transform.ScratchBytes);
                    if (Rows < points) Widen(x, count, lanes);
                    Multiply(transform.Run(Rows < points ? LaneEnd<T>.Scratch : from, LaneEnd<T>.Scratch, lanes), Transfer + (2 * column), count, second);
                    if (Rows < points) Narrow(transform.Run(second), into, count);
                    else transform.Run(LaneEnd<T>.Scratch, to.Exchanged(T.One / T.CreateChecked(points)), second);
                    break;
            }
        }

        /// <summary>Columns of fewer points to the middle of the transform's, zeros before and behind.</summary>
        private void Widen(T* x, int count, T* lanes)
        {
            new Span<byte>(lanes, (int)Transform!.ScratchBytes).Clear();
            LaneColumns<TOps, TVector, T>.Load(x, Layout.Stride, Rows, count, Transform.Positions + Above, lanes, exchanged: false);
        }

        /// <summary>What stands in the middle of transformed columns, parts exchanged, to an array of fewer points.</summary>
        private void Narrow(T* lanes, T* into, int count)
        {
            T factor = T.One / T.CreateChecked(Transform!.Length);
            LaneColumns<TOps, TVector, T>.Store(lanes + (Above * (nint)LaneComplex<TOps, TVector, T>.Step), Rows, count, factor, into, Layout.Stride, exchanged: true);
        }

        /// <summary>The coefficients times the transfer function, to where the inverse transform wants its points, parts exchanged.</summary>
        private void Multiply(T* coefficients, T* transfer, int count, T* second)
        {
            nint step = LaneComplex<TOps, TVector, T>.Step;
            int* positions = Transform!.Positions;
            for (int k = 0; k < Transform.Length; k++)
            {
                // The next strip's: the processor does not foresee them.
                if (Sse.IsSupported) Sse.Prefetch1(transfer + (2 * Inner * k) + step);
                var value = LaneComplex<TOps, TVector, T>.Load(coefficients + (k * step));
                LaneComplex<TOps, TVector, T> factor = LaneColumns<TOps, TVector, T>.Read(transfer + (2 * Inner * k), count);
                (Conjugate ? value.TimesConjugate(factor) : value.Times(factor)).StoreExchanged(second + (positions[k] * step));
            }
        }
    }
}
