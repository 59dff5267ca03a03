using System.Numerics;
using AdjointKit.Arrays;

namespace AdjointKit.Devices;

/// <summary>
/// The array operations of one device: the seam that op rules and solvers go through. No rule touches host memory. Element types are float, double,
/// <see cref="ComplexF"/> and <see cref="Complex"/>; all operands of a call have one element type but where stated. Operands of elementwise calls are
/// broadcast to the shape of <c>into</c> (axes of length 1, and axes missing in front, are repeated). <c>into</c> may be an operand itself, but may not overlap one otherwise.
/// Thread-safe. Results have the same bits at any thread count and vector width.
/// </summary>
public abstract class Backend
{
    /// <summary>The device that this backend drives.</summary>
    public abstract Device Device { get; }

    /// <summary>The bytes that were copied between host and device so far.</summary>
    public TransferCount Transfers { get; } = new();

    /// <summary>A new array on the device, its elements undefined, charged to an account.</summary>
    public abstract UntypedArray Allocate(ElementType elementType, in Shape shape, MemoryAccount? account);

    /// <summary>Sets every element to a value (its real part for real arrays).</summary>
    public abstract void Fill(in UntypedArray into, Complex value);

    /// <summary>into = x, any strides; x is broadcast.</summary>
    public void Copy(in UntypedArray x, in UntypedArray into) => Unary(UnaryOp.Copy, x, into);

    /// <summary>into = op(x).</summary>
    public abstract void Unary(UnaryOp op, in UntypedArray x, in UntypedArray into);

    /// <summary>into = op(a, b).</summary>
    public abstract void Binary(BinaryOp op, in UntypedArray a, in UntypedArray b, in UntypedArray into);

    /// <summary>into = scale x + shift, one rounding for real arrays. Real arrays take the real parts of the numbers.</summary>
    public abstract void Affine(Complex scale, in UntypedArray x, Complex shift, in UntypedArray into);

    /// <summary>into = into + scale x, fused. Real arrays take the real part of the number.</summary>
    public abstract void AddScaled(Complex scale, in UntypedArray x, in UntypedArray into);

    /// <summary>into = a b + c, fused.</summary>
    public abstract void MultiplyAdd(in UntypedArray a, in UntypedArray b, in UntypedArray c, in UntypedArray into);

    /// <summary>
    /// Sums x over the axes that are missing in front or have length 1 in <paramref name="into"/>: the adjoint of broadcasting.
    /// Sums are carried in float64 in a fixed tree over 16 virtual lanes and rounded once.
    /// </summary>
    public abstract void SumTo(in UntypedArray x, in UntypedArray into);

    /// <summary>The inner product sum conj(a) b of two arrays of one shape, read back to the host; carried in float64 in the fixed tree.</summary>
    public abstract Complex Dot(in UntypedArray a, in UntypedArray b);

    /// <summary>into = sum conj(a) b, a rank-0 array that stays on the device; one rounding to its element type, whose real part is kept if it is real.</summary>
    public abstract void Dot(in UntypedArray a, in UntypedArray b, in UntypedArray into);

    /// <summary>The largest |x|, read back to the host; 0 for an empty array, NaN if any element is NaN.</summary>
    public abstract double MaxAbs(in UntypedArray x);

    /// <summary>
    /// into = op(a) op(b), or into += op(a) op(b): matrix products over the last two axes; the axes in front of them are broadcast to those of <paramref name="into"/>,
    /// which may not overlap an operand. Views of any strides are taken as they lie. An element is a chain of fused multiply-adds along the inner axis, in blocks that depend on its length only.
    /// </summary>
    /// <param name="formA">How a is taken.</param>
    /// <param name="a">The left operand.</param>
    /// <param name="formB">How b is taken.</param>
    /// <param name="b">The right operand.</param>
    /// <param name="accumulate">Whether the product is added to what is in <paramref name="into"/>.</param>
    /// <param name="into">The result.</param>
    public abstract void MatrixMultiply(MatrixForm formA, in UntypedArray a, MatrixForm formB, in UntypedArray b, bool accumulate, in UntypedArray into);

    /// <summary>
    /// into[k] = sum over j of weights[k, j] source[indices[k, j]]: weighted reading, in the order of j. <paramref name="source"/> is contiguous, its elements
    /// counted row by row; weights are real, of the precision of the source.
    /// </summary>
    public abstract void Gather(in UntypedArray source, in NdArray<long> indices, in UntypedArray weights, in UntypedArray into);

    /// <summary>into[indices[k, j]] += weights[k, j] x[k], in the order of k, then j: the transpose of <see cref="Gather"/>, added to what is there.</summary>
    public abstract void ScatterAdd(in UntypedArray x, in NdArray<long> indices, in UntypedArray weights, in UntypedArray into);

    /// <summary>Fourier transforms of a given length along the last axis of complex arrays.</summary>
    /// <param name="length">The number of points.</param>
    public abstract FourierPlan PlanFourier(nint length);

    /// <summary>Fourier transforms over a grid: the last axes, two or more, of arrays.</summary>
    /// <param name="grid">The number of points along each of them.</param>
    public abstract GridFourierPlan PlanFourier(in Shape grid);

    /// <summary>Copies a host array into one of this device. Counted in <see cref="Transfers"/>.</summary>
    public abstract void CopyFromHost(in UntypedArray host, in UntypedArray device);

    /// <summary>Copies an array of this device into one on the host. Counted in <see cref="Transfers"/>.</summary>
    public abstract void CopyToHost(in UntypedArray device, in UntypedArray host);
}

/// <summary>Bytes copied between host and device. Thread-safe.</summary>
public sealed class TransferCount
{
    private long toDevice;
    private long toHost;

    /// <summary>Bytes from the host to the device.</summary>
    public long ToDevice => Interlocked.Read(ref toDevice);

    /// <summary>Bytes from the device to the host.</summary>
    public long ToHost => Interlocked.Read(ref toHost);

    internal void CountToDevice(long bytes) => Interlocked.Add(ref toDevice, bytes);

    internal void CountToHost(long bytes) => Interlocked.Add(ref toHost, bytes);
}
