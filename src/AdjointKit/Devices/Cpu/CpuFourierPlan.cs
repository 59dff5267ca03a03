using AdjointKit.Arrays;
using AdjointKit.Kernels;
using AdjointKit.Kernels.Fourier;

namespace AdjointKit.Devices.Cpu;

/// <summary>Fourier transforms in the precision of the arrays, lines over the lanes of registers and groups of lines over the team. See <see cref="LineTransforms{T}"/>.</summary>
internal sealed unsafe class CpuFourierPlan : FourierPlan
{
    private readonly ThreadTeam team;
    private LineTransforms<float>? single;
    private LineTransforms<double>? @double;

    internal CpuFourierPlan(nint length, ThreadTeam team)
        : base(length) => this.team = team;

    private LineTransforms<float> Single => Volatile.Read(ref single) ?? (single = LineTransforms<float>.Create((int)Length, LineTransforms<float>.BestWidth));

    private LineTransforms<double> Double => Volatile.Read(ref @double) ?? (@double = LineTransforms<double>.Create((int)Length, LineTransforms<double>.BestWidth));

    public override void Forward(in UntypedArray x, in UntypedArray into)
    {
        CheckComplex(x, into);
        Complex(x, into, inverse: false);
    }

    public override void Inverse(in UntypedArray x, in UntypedArray into)
    {
        CheckComplex(x, into);
        Complex(x, into, inverse: true);
    }

    public override void ForwardReal(in UntypedArray x, in UntypedArray into)
    {
        CheckForwardReal(x, into);
        into.BeginWrite();
        nint lines = x.Count / Length;
        if (x.ElementType == ElementType.Float32) Single.ForwardReal((float*)x.Pointer, (float*)into.Pointer, lines, team);
        else Double.ForwardReal((double*)x.Pointer, (double*)into.Pointer, lines, team);
        KeepAlive(x, into);
    }

    public override void InverseReal(in UntypedArray x, in UntypedArray into)
    {
        CheckInverseReal(x, into);
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
}
