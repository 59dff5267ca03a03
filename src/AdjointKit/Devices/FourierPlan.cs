using AdjointKit.Arrays;

namespace AdjointKit.Devices;

/// <summary>
/// Discrete Fourier transforms of one length along the last axis of contiguous arrays (complex64 or complex128; the real ones float32 or float64):
/// X[k] = sum over j of x[j] exp(-2 pi i j k / n), unscaled; the inverse is scaled by 1/n. So the adjoint of <see cref="Forward"/> is n times
/// <see cref="Inverse"/>. A plan owns its scratch; results go to the array that the caller gives. Thread-safe.
/// </summary>
public abstract class FourierPlan
{
    private protected FourierPlan(nint length)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(length);
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
}
