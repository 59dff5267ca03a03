using System.Numerics;
using AdjointKit.Arrays;

namespace AdjointKit.Devices.Cpu;

/// <content>Phases and real factors, in one pass each.</content>
internal sealed unsafe partial class CpuBackend
{
    internal override void Turn(double scale, in UntypedArray x, in UntypedArray angle, double origin, in UntypedArray magnitude, in UntypedArray into)
    {
        RequireOneType(x, x, into);
        UntypedArray real = into.RealParts;
        RequireOneType(angle, magnitude.IsDefault ? angle : magnitude, real);
        CheckOverlap(x, into);
        CheckOverlap(angle, into);
        if (!magnitude.IsDefault) CheckOverlap(magnitude, into);
        RunNest(KernelTable.Turn(into.ElementType), scale, origin, magnitude.IsDefault ? 2 : 3, x, angle, magnitude, into);
    }

    internal override void UnitPhasor(in UntypedArray angle, in UntypedArray into)
    {
        RequireOneType(angle, angle, into.RealParts);
        CheckOverlap(angle, into);
        RunNest(KernelTable.UnitPhasor(into.ElementType), Complex.One, Complex.Zero, 1, angle, default, default, into);
    }

    internal override void RealTimes(Complex scale, in UntypedArray r, in UntypedArray x, StrongFactor strong, in UntypedArray into)
    {
        RequireOneType(x, x, into);
        RequireOneType(r, r, into.RealParts);
        CheckOverlap(x, into);
        CheckOverlap(r, into);
        RunNest(KernelTable.RealTimes(into.ElementType), scale, (int)strong, 2, x, r, default, into);
    }

    internal override void RealOfPull(Complex scale, in UntypedArray a, in UntypedArray b, bool isStrong, in UntypedArray into)
    {
        RequireOneType(a, b, a);
        RequireOneType(into, into, a.RealParts);
        CheckOverlap(a, into);
        CheckOverlap(b, into);
        RunNest(KernelTable.RealOfPull(a.ElementType), scale, isStrong ? Complex.One : Complex.Zero, 2, a, b, default, into);
    }
}
