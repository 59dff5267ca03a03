using AdjointKit.Arrays;
using AdjointKit.Kernels;
using AdjointKit.Kernels.Fourier;

namespace AdjointKit.Devices.Cpu;

/// <summary>Fourier transforms in the precision of the arrays, lines over the lanes of registers and groups of lines over the team. See <see cref="LineTransforms{T}"/>.</summary>
internal sealed unsafe class CpuFourierPlan : FourierPlan
{
    private const int MaxLength = 1 << 29;

    private readonly ThreadTeam team;
    private LineTransforms<float>? single;
    private LineTransforms<double>? @double;

    internal CpuFourierPlan(nint length, ThreadTeam team)
        : base(length)
    {
        if (length > MaxLength) throw new ArgumentOutOfRangeException(nameof(length), length, $"a transform has at most {MaxLength} points here");
        this.team = team;
    }

    private LineTransforms<float> Single => Volatile.Read(ref single) ?? (single = LineTransforms<float>.Create((int)Length, LineTransforms<float>.BestWidth));

    private LineTransforms<double> Double => Volatile.Read(ref @double) ?? (@double = LineTransforms<double>.Create((int)Length, LineTransforms<double>.BestWidth));

    public override void Forward(in UntypedArray x, in UntypedArray into)
    {
        Check(x, into, Length, Length, complexX: true, complexInto: true);
        Complex(x, into, inverse: false);
    }

    public override void Inverse(in UntypedArray x, in UntypedArray into)
    {
        Check(x, into, Length, Length, complexX: true, complexInto: true);
        Complex(x, into, inverse: true);
    }

    public override void ForwardReal(in UntypedArray x, in UntypedArray into)
    {
        Check(x, into, Length, HalfLength, complexX: false, complexInto: true);
        into.BeginWrite();
        nint lines = x.Count / Length;
        if (x.ElementType == ElementType.Float32) Single.ForwardReal((float*)x.Pointer, (float*)into.Pointer, lines, team);
        else Double.ForwardReal((double*)x.Pointer, (double*)into.Pointer, lines, team);
        KeepAlive(x, into);
    }

    public override void InverseReal(in UntypedArray x, in UntypedArray into)
    {
        Check(x, into, HalfLength, Length, complexX: true, complexInto: false);
        into.BeginWrite();
        nint lines = into.Count / Length;
        if (into.ElementType == ElementType.Float32) Single.InverseReal((float*)x.Pointer, (float*)into.Pointer, lines, team);
        else Double.InverseReal((double*)x.Pointer, (double*)into.Pointer, lines, team);
        KeepAlive(x, into);
    }

    private void Complex(in UntypedArray x, in UntypedArray into, bool inverse)
    {
        into.BeginWrite();
        nint lines = x.Count / Length;
        if (x.ElementType == ElementType.Complex64) Single.Complex((float*)x.Pointer, (float*)into.Pointer, lines, inverse, team);
        else Double.Complex((double*)x.Pointer, (double*)into.Pointer, lines, inverse, team);
        KeepAlive(x, into);
    }

    /// <summary>The kernels see addresses only: the plan and the arrays must outlive them.</summary>
    private void KeepAlive(in UntypedArray x, in UntypedArray into)
    {
        GC.KeepAlive(x.Storage);
        GC.KeepAlive(into.Storage);
        GC.KeepAlive(this);
    }

    private static void Check(in UntypedArray x, in UntypedArray into, nint lastX, nint lastInto, bool complexX, bool complexInto)
    {
        if (x.Rank == 0 || into.Rank != x.Rank || x.Shape[-1] != lastX || into.Shape[-1] != lastInto || x.Count / lastX != into.Count / lastInto)
        {
            throw new ArgumentException($"this transform takes [..., {lastX}] to [..., {lastInto}], not {x.Shape} to {into.Shape}", nameof(into));
        }

        FourierOperands.Check(x, into, complexX, complexInto);
    }
}
