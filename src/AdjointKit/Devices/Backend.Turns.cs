using System.Numerics;
using AdjointKit.Arrays;

namespace AdjointKit.Devices;

/// <content>Phases and real factors: what a thin slice or a phase plate does to a field, and what comes back. Written here with what every backend has; a backend may know better, within its rounding errors.</content>
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

    /// <summary>into = e^(i angle), into complex, angle real.</summary>
    internal virtual void UnitPhasor(in UntypedArray angle, in UntypedArray into)
    {
        Unary(UnaryOp.Cos, angle, into.RealParts);
        Unary(UnaryOp.Sin, angle, into.ImaginaryParts);
    }

    /// <summary>into = scale r x: r real, x and into complex, broadcast to it.</summary>
    internal virtual void RealTimes(Complex scale, in UntypedArray r, in UntypedArray x, StrongFactor strong, in UntypedArray into)
    {
        UntypedArray factor = Allocate(x.ElementType, r.Shape, account: null);
        Unary(UnaryOp.Copy, r, factor);
        if (strong == StrongFactor.Second) Binary(BinaryOp.StrongMultiply, x, factor, into);
        else Binary(strong == StrongFactor.First ? BinaryOp.StrongMultiply : BinaryOp.Multiply, factor, x, into);
        Affine(scale, into, 0, into);
        factor.Release();
    }

    /// <summary>into = Re(scale conj(a) b): a and b complex, into real, broadcast to it. Strong: zero where b is, whatever a is.</summary>
    internal virtual void RealOfPull(Complex scale, in UntypedArray a, in UntypedArray b, bool isStrong, in UntypedArray into)
    {
        UntypedArray conjugate = Allocate(a.ElementType, a.Shape, account: null);
        UntypedArray product = Allocate(a.ElementType, into.Shape, account: null);
        Unary(UnaryOp.Conjugate, a, conjugate);
        Binary(isStrong ? BinaryOp.StrongMultiply : BinaryOp.Multiply, b, conjugate, product);
        Affine(scale, product, 0, product);
        Unary(UnaryOp.Real, product, into);
        product.Release();
        conjugate.Release();
    }
}
