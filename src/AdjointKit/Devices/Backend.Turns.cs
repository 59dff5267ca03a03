using AdjointKit.Arrays;

namespace AdjointKit.Devices;

/// <content>Phases: what a thin slice does to a field. Written here with what every backend has; a backend may know better, within its rounding errors.</content>
public abstract partial class Backend
{
    /// <summary>
    /// into = magnitude x exp(i scale (angle - origin)): x complex, angle and magnitude real, broadcast to it; no magnitude counts as 1. <paramref name="into"/> may be x, and overlaps
    /// nothing else. The difference is taken first.
    /// </summary>
    internal virtual void Turn(double scale, in UntypedArray x, in UntypedArray angle, double origin, in UntypedArray magnitude, in UntypedArray into)
    {
        UntypedArray phase = Allocate(angle.ElementType, angle.Shape, account: null);
        UntypedArray factor = Allocate(x.ElementType, angle.Shape, account: null);
        Affine(1, angle, -origin, phase);
        Affine(scale, phase, 0, phase);
        Unary(UnaryOp.Cos, phase, factor.RealParts);
        Unary(UnaryOp.Sin, phase, factor.ImaginaryParts);
        Binary(BinaryOp.Multiply, x, factor, into);
        if (!magnitude.IsDefault)
        {
            Binary(BinaryOp.Multiply, into.RealParts, magnitude, into.RealParts);
            Binary(BinaryOp.Multiply, into.ImaginaryParts, magnitude, into.ImaginaryParts);
        }

        factor.Release();
        phase.Release();
    }
}
