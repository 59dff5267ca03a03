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
        for (int axis = 0; axis < lengths.Length; axis++) lengths[axis] = (int)grid[axis];
    }

    private GridTransforms<float> Single => Volatile.Read(ref single) ?? (single = GridTransforms<float>.Create(lengths, LineTransforms<float>.BestWidth));

    private GridTransforms<double> Double => Volatile.Read(ref @double) ?? (@double = GridTransforms<double>.Create(lengths, LineTransforms<double>.BestWidth));

    public override void Forward(in UntypedArray x, in UntypedArray into) => Complex(x, into, inverse: false);

    public override void Inverse(in UntypedArray x, in UntypedArray into) => Complex(x, into, inverse: true);

    public override void Filter(in UntypedArray x, in UntypedArray transfer, bool conjugate, in UntypedArray into)
    {
        CheckFilter(x, transfer, into);
        into.BeginWrite();
        nint grids = x.Count / Grid.Count;
        if (x.ElementType == ElementType.Complex64) Single.Filter((float*)x.Pointer, (float*)transfer.Pointer, conjugate, (float*)into.Pointer, grids, team);
        else Double.Filter((double*)x.Pointer, (double*)transfer.Pointer, conjugate, (double*)into.Pointer, grids, team);
        GC.KeepAlive(transfer.Storage);
        KeepAlive(x, into);
    }

    public override void ForwardReal(in UntypedArray x, in UntypedArray into)
    {
        CheckForwardReal(x, into);
        into.BeginWrite();
        nint grids = x.Count / Grid.Count;
        if (x.ElementType == ElementType.Float32) Single.ForwardReal((float*)x.Pointer, (float*)into.Pointer, grids, team);
        else Double.ForwardReal((double*)x.Pointer, (double*)into.Pointer, grids, team);
        KeepAlive(x, into);
    }

    public override void InverseReal(in UntypedArray x, in UntypedArray into)
    {
        CheckInverseReal(x, into);
        into.BeginWrite();
        nint grids = into.Count / Grid.Count;
        if (into.ElementType == ElementType.Float32) Single.InverseReal((float*)x.Pointer, (float*)into.Pointer, grids, team);
        else Double.InverseReal((double*)x.Pointer, (double*)into.Pointer, grids, team);
        KeepAlive(x, into);
    }

    private protected override void FilterSmaller(in UntypedArray x, in UntypedArray transfer, bool conjugate, in UntypedArray into)
    {
        int rows = (int)x.Shape[-2];
        int columns = (int)x.Shape[-1];
        nint grids = x.Count / rows / columns;
        if (x.ElementType == ElementType.Complex64) Single.FilterMiddle((float*)x.Pointer, rows, columns, (float*)transfer.Pointer, conjugate, (float*)into.Pointer, grids, team);
        else Double.FilterMiddle((double*)x.Pointer, rows, columns, (double*)transfer.Pointer, conjugate, (double*)into.Pointer, grids, team);
    }

    private void Complex(in UntypedArray x, in UntypedArray into, bool inverse)
    {
        CheckComplex(x, into);
        into.BeginWrite();
        nint grids = x.Count / Grid.Count;
        if (x.ElementType == ElementType.Complex64) Single.Complex((float*)x.Pointer, (float*)into.Pointer, grids, inverse, team);
        else Double.Complex((double*)x.Pointer, (double*)into.Pointer, grids, inverse, team);
        KeepAlive(x, into);
    }
}
