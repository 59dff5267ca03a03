using AdjointKit.Arrays;
using AdjointKit.Kernels;
using AdjointKit.Kernels.Fourier;

namespace AdjointKit.Devices.Cpu;

/// <summary>Fourier transforms over a grid in the precision of the arrays. See <see cref="GridTransforms{T}"/>.</summary>
internal sealed unsafe class CpuGridFourierPlan : GridFourierPlan
{
    private readonly ThreadTeam team;
    private readonly int[] lengths;
    private GridTransforms<float>? single;
    private GridTransforms<double>? @double;

    internal CpuGridFourierPlan(in Shape grid, ThreadTeam team)
        : base(grid)
    {
        this.team = team;
        lengths = new int[grid.Rank];
        for (int axis = 0; axis < lengths.Length; axis++)
        {
            if (grid[axis] > CpuFourierPlan.MaxLength) throw new ArgumentOutOfRangeException(nameof(grid), grid, $"a transform has at most {CpuFourierPlan.MaxLength} points along an axis here");
            lengths[axis] = (int)grid[axis];
        }
    }

    private GridTransforms<float> Single => Volatile.Read(ref single) ?? (single = GridTransforms<float>.Create(lengths, LineTransforms<float>.BestWidth));

    private GridTransforms<double> Double => Volatile.Read(ref @double) ?? (@double = GridTransforms<double>.Create(lengths, LineTransforms<double>.BestWidth));

    public override void Forward(in UntypedArray x, in UntypedArray into) => Complex(x, into, inverse: false);

    public override void Inverse(in UntypedArray x, in UntypedArray into) => Complex(x, into, inverse: true);

    public override void Filter(in UntypedArray x, in UntypedArray transfer, bool conjugate, in UntypedArray into)
    {
        Check(x, into, Grid[-1], Grid[-1], complexX: true, complexInto: true);
        if (transfer.Shape != Grid || transfer.ElementType != x.ElementType || !transfer.IsContiguous)
        {
            throw new ArgumentException($"the transfer function is a contiguous array of {x.ElementType} {Grid}, not {transfer}", nameof(transfer));
        }

        if (transfer.Overlaps(into)) throw new ArgumentException("the transfer function may not overlap the result: write to an array of its own", nameof(into));
        into.BeginWrite();
        nint grids = x.Count / Grid.Count;
        if (x.ElementType == ElementType.Complex64) Single.Filter((float*)x.Pointer, (float*)transfer.Pointer, conjugate, (float*)into.Pointer, grids, team);
        else Double.Filter((double*)x.Pointer, (double*)transfer.Pointer, conjugate, (double*)into.Pointer, grids, team);
        GC.KeepAlive(transfer.Storage);
        KeepAlive(x, into);
    }

    public override void ForwardReal(in UntypedArray x, in UntypedArray into)
    {
        Check(x, into, Grid[-1], HalfLength, complexX: false, complexInto: true);
        into.BeginWrite();
        nint grids = x.Count / Grid.Count;
        if (x.ElementType == ElementType.Float32) Single.ForwardReal((float*)x.Pointer, (float*)into.Pointer, grids, team);
        else Double.ForwardReal((double*)x.Pointer, (double*)into.Pointer, grids, team);
        KeepAlive(x, into);
    }

    public override void InverseReal(in UntypedArray x, in UntypedArray into)
    {
        Check(x, into, HalfLength, Grid[-1], complexX: true, complexInto: false);
        into.BeginWrite();
        nint grids = into.Count / Grid.Count;
        if (into.ElementType == ElementType.Float32) Single.InverseReal((float*)x.Pointer, (float*)into.Pointer, grids, team);
        else Double.InverseReal((double*)x.Pointer, (double*)into.Pointer, grids, team);
        KeepAlive(x, into);
    }

    private void Complex(in UntypedArray x, in UntypedArray into, bool inverse)
    {
        Check(x, into, Grid[-1], Grid[-1], complexX: true, complexInto: true);
        into.BeginWrite();
        nint grids = x.Count / Grid.Count;
        if (x.ElementType == ElementType.Complex64) Single.Complex((float*)x.Pointer, (float*)into.Pointer, grids, inverse, team);
        else Double.Complex((double*)x.Pointer, (double*)into.Pointer, grids, inverse, team);
        KeepAlive(x, into);
    }

    private void KeepAlive(in UntypedArray x, in UntypedArray into)
    {
        GC.KeepAlive(x.Storage);
        GC.KeepAlive(into.Storage);
        GC.KeepAlive(this);
    }

    private void Check(in UntypedArray x, in UntypedArray into, nint lastX, nint lastInto, bool complexX, bool complexInto)
    {
        if (!EndsWithGrid(x.Shape, lastX) || !EndsWithGrid(into.Shape, lastInto) || x.Rank != into.Rank || x.Count / lastX != into.Count / lastInto)
        {
            throw new ArgumentException($"this transform over a grid {Grid} takes a last axis of {lastX} to one of {lastInto}, not {x.Shape} to {into.Shape}", nameof(into));
        }

        FourierOperands.Check(x, into, complexX, complexInto);
    }

    private bool EndsWithGrid(in Shape shape, nint last)
    {
        if (shape.Rank < Grid.Rank || shape[-1] != last) return false;
        for (int axis = 2; axis <= Grid.Rank; axis++)
        {
            if (shape[-axis] != Grid[-axis]) return false;
        }

        return true;
    }
}
