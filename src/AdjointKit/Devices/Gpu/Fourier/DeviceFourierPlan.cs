using AdjointKit.Arrays;

namespace AdjointKit.Devices.Gpu.Fourier;

/// <summary>Fourier transforms along the last axis on a device.</summary>
internal sealed class DeviceFourierPlan : FourierPlan
{
    private readonly DeviceBackend backend;
    private readonly PerPrecision<FourierChain> chains;
    private readonly PerPrecision<RealLines> realLines;

    internal DeviceFourierPlan(DeviceBackend backend, nint length)
        : base(length)
    {
        this.backend = backend;
        chains = new PerPrecision<FourierChain>(type => new FourierBuilder(backend, type).Chain(new FourierAxis(1, (int)Length, 1)));
        realLines = new PerPrecision<RealLines>(type => new RealLines(backend, type, (int)Length));
    }

    public override void Forward(in UntypedArray x, in UntypedArray into) => Complex(x, into, FourierEnds.Plain);

    public override void Inverse(in UntypedArray x, in UntypedArray into) => Complex(x, into, FourierEnds.Inverse(1.0 / Length));

    public override void ForwardReal(in UntypedArray x, in UntypedArray into)
    {
        CheckForwardReal(x, into);
        backend.BeginTransform(x, into);
        if (into.Count > 0) realLines.Of(into.ElementType).Forward(x, into);
        KeepAlive(x, into);
    }

    public override void InverseReal(in UntypedArray x, in UntypedArray into)
    {
        CheckInverseReal(x, into);
        backend.BeginTransform(x, into);
        if (into.Count > 0) realLines.Of(into.ElementType).Inverse(x, into);
        KeepAlive(x, into);
    }

    private void Complex(in UntypedArray x, in UntypedArray into, in FourierEnds ends)
    {
        CheckComplex(x, into);
        backend.BeginTransform(x, into);
        if (into.Count > 0) chains.Of(into.ElementType).Run(Reals.Of(x), Reals.Of(into), into.Count / Length, ends);
        KeepAlive(x, into);
    }
}
