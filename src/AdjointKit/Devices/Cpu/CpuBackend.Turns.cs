using AdjointKit.Arrays;

namespace AdjointKit.Devices.Cpu;

/// <content>Phases, in one pass.</content>
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
}
