using AdjointKit.Arrays;

namespace AdjointKit.Devices;

/// <summary>
/// Discrete Fourier transforms of one length along the last axis of contiguous arrays (complex64 or complex128; the real ones float32 or float64):
/// X[k] = sum over j of x[j] exp(-2 pi i j k / n), unscaled; the inverse is scaled by 1/n. So the adjoint of <see cref="Forward"/> is n times
/// <see cref="Inverse"/>. A plan owns its scratch; results go to the array that the caller gives. Thread-safe.
/// </summary>
public abstract class FourierPlan
{
    /// <summary>The most points of an axis: kernels count them, and those of a convolution of twice the length, in 32 bits.</summary>
    internal const int MaxLength = 1 << 29;

    private protected FourierPlan(nint length)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(length);
        if (length > MaxLength) throw new ArgumentOutOfRangeException(nameof(length), length, $"a transform has at most {MaxLength} points here");
        Length = length;
    }

    /// <summary>The number of points n.</summary>
    public nint Length { get; }

    /// <summary>The number of coefficients n/2 + 1 that a real transform keeps: the rest are their conjugates.</summary>
    public nint HalfLength => (Length / 2) + 1;

    /// <summary>into = the transform of x; both [..., n] complex. They may be the same array.</summary>
    public abstract void Forward(in UntypedArray x, in UntypedArray into);

    /// <summary>into = the inverse transform of x, scaled by 1/n; both [..., n] complex. They may be the same array.</summary>
    public abstract void Inverse(in UntypedArray x, in UntypedArray into);

    /// <summary>into [..., n/2 + 1] complex = the first coefficients of the transform of x [..., n] real.</summary>
    public abstract void ForwardReal(in UntypedArray x, in UntypedArray into);

    /// <summary>
    /// into [..., n] real = the inverse transform, scaled by 1/n, of the conjugate-symmetric coefficients of which x [..., n/2 + 1] holds the first ones.
    /// The imaginary parts of x[0] and, for even n, of x[n/2] are taken as 0.
    /// </summary>
    public abstract void InverseReal(in UntypedArray x, in UntypedArray into);

    private protected void CheckComplex(in UntypedArray x, in UntypedArray into) => Check(x, into, Length, Length, complexX: true, complexInto: true);

    private protected void CheckForwardReal(in UntypedArray x, in UntypedArray into) => Check(x, into, Length, HalfLength, complexX: false, complexInto: true);

    private protected void CheckInverseReal(in UntypedArray x, in UntypedArray into) => Check(x, into, HalfLength, Length, complexX: true, complexInto: false);

    /// <summary>Kernels see addresses only: the plan and the arrays must outlive the call.</summary>
    private protected void KeepAlive(in UntypedArray x, in UntypedArray into)
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
