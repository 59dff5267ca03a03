using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;

namespace AdjointKit.Optics;

/// <summary>
/// The cosine transform along the last axis, X[k] = sum over j of x[j] cos(pi k (2 j + 1) / (2 n)), and its inverse, by one real Fourier transform of n points: the even elements in front,
/// the odd ones backwards behind them (Makhoul, IEEE Trans. ASSP 28, 1980). With w[k] = exp(-i pi k / (2 n)) and V the transform of those, X[k] = Re w[k] V[k] and X[n - k] = -Im w[k] V[k].
/// </summary>
internal sealed class CosineTransform<T> : IDisposable
    where T : unmanaged
{
    private readonly Compute compute;
    private readonly FourierPlan plan;
    private readonly UntypedArray turns;
    private readonly UntypedArray turnsBack;
    private readonly nint length;

    internal CosineTransform(Compute compute, nint length)
    {
        this.compute = compute;
        this.length = length;
        plan = compute.Backend.PlanFourier(length);
        turns = Turns(-1);
        turnsBack = Turns(1);
    }

    private Backend Backend => compute.Backend;

    /// <summary>How many coefficients come from the real parts; the others come from the imaginary ones.</summary>
    private nint Real => plan.HalfLength;

    private nint Imaginary => length - plan.HalfLength;

    /// <summary>x, a contiguous [rows, n], becomes its transform.</summary>
    internal void Forward(NdArray<T> x)
    {
        using NdArray<T> ordered = compute.Empty<T>(x.Shape);
        UntypedArray half = Half(x.Shape[0]);
        Backend.Copy(x.Slice(1, 0, (length + 1) / 2, 2), Front(ordered));
        if (length > 1) Backend.Copy(x.Slice(1, 1, length / 2, 2), Behind(ordered));
        plan.ForwardReal(ordered, half);
        Backend.Binary(BinaryOp.Multiply, half, turns, half);
        Backend.Copy(half.RealParts, x.Slice(1, 0, Real));
        if (Imaginary > 0) Backend.Unary(UnaryOp.Negate, half.ImaginaryParts.Slice(1, 1, Imaginary, 1), Last(x));
        half.Release();
    }

    /// <summary>x becomes what it is the transform of.</summary>
    internal void Inverse(NdArray<T> x)
    {
        using NdArray<T> ordered = compute.Empty<T>(x.Shape);
        UntypedArray half = Half(x.Shape[0]);
        Backend.Fill(half, 0);
        Backend.Copy(x.Slice(1, 0, Real), half.RealParts);
        if (Imaginary > 0) Backend.Unary(UnaryOp.Negate, Last(x), half.ImaginaryParts.Slice(1, 1, Imaginary, 1));

        // In the middle of an even length both halves are one coefficient.
        if (length % 2 == 0) Backend.Unary(UnaryOp.Negate, x.Slice(1, length / 2, 1), half.ImaginaryParts.Slice(1, length / 2, 1, 1));
        Backend.Binary(BinaryOp.Multiply, half, turnsBack, half);
        plan.InverseReal(half, ordered);
        half.Release();
        Backend.Copy(Front(ordered), x.Slice(1, 0, (length + 1) / 2, 2));
        if (length > 1) Backend.Copy(Behind(ordered), x.Slice(1, 1, length / 2, 2));
    }

    public void Dispose()
    {
        turns.Release();
        turnsBack.Release();
    }

    private NdArray<T> Front(NdArray<T> ordered) => ordered.Slice(1, 0, (length + 1) / 2);

    private NdArray<T> Behind(NdArray<T> ordered) => ordered.Slice(1, length - 1, length / 2, -1);

    /// <summary>Coefficients n - 1, n - 2, ...: those of the imaginary parts 1, 2, ...</summary>
    private NdArray<T> Last(NdArray<T> x) => x.Slice(1, length - 1, Imaginary, -1);

    private UntypedArray Half(nint rows) => Backend.Allocate(ElementTypes.ComplexOf(ElementTypes.Of<T>()), new Shape(rows, plan.HalfLength), compute.Memory);

    private UntypedArray Turns(int sign)
    {
        using NdArray<Complex> host = NdArray.Fill<Complex>(1, plan.HalfLength, (_, k) => Complex.FromPolarCoordinates(1, sign * Math.PI * k / (2 * length)));
        return ElementTypes.Of<T>() == ElementType.Float32 ? FormedGrid.Rounded<ComplexF>(compute, host) : FormedGrid.Rounded<Complex>(compute, host);
    }
}
