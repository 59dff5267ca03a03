using System.Numerics;
using AdjointKit.Arrays;

namespace AdjointKit.Devices;

/// <summary>
/// The array operations of one device: the seam that op rules and solvers go through. No rule touches host memory. Element types are float, double,
/// <see cref="ComplexF"/> and <see cref="Complex"/>; all operands of a call have one element type but where stated. Operands of elementwise calls are
/// broadcast to the shape of <c>into</c> (axes of length 1, and axes missing in front, are repeated). <c>into</c> may be an operand itself, but may not overlap one otherwise.
/// Thread-safe. Results have the same bits at any thread count and vector width.
/// </summary>
public abstract partial class Backend
{
    private protected Backend() => Plans = new PlanCache(this);

    /// <summary>The device that this backend drives.</summary>
    public abstract Device Device { get; }

    /// <summary>The bytes that were copied between host and device so far.</summary>
    public TransferCount Transfers { get; } = new();

    /// <summary>What ops have planned here.</summary>
    internal PlanCache Plans { get; }

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

    /// <summary>into = a b + c, fused, and exactly c where a is 0, whatever b is (<see cref="BinaryOp.StrongMultiply"/>); real types only.</summary>
    public abstract void StrongMultiplyAdd(in UntypedArray a, in UntypedArray b, in UntypedArray c, in UntypedArray into);

    /// <summary>
    /// into = a where the condition holds, b elsewhere: nothing of the other one is read into the result, not even NaN. The condition is an array of bool or byte,
    /// or of real numbers of the precision of the operands; what is not zero holds.
    /// </summary>
    public abstract void Select(in UntypedArray condition, in UntypedArray a, in UntypedArray b, in UntypedArray into);

    /// <summary>
    /// Sums x over the axes that are missing in front or have length 1 in <paramref name="into"/>: the adjoint of broadcasting.
    /// </summary>
    public void SumTo(in UntypedArray x, in UntypedArray into) => ReduceTo(ReductionOp.Sum, x, into);

    /// <summary>
    /// Reduces x over the axes that are missing in front or have length 1 in <paramref name="into"/>, which may not overlap x. Sums and products are carried in
    /// float64 in a fixed tree over 16 virtual lanes and rounded once. Largest and smallest: real types only; NaN if any element is NaN; 0 counts as larger
    /// than -0. The sum of no elements is 0, their product 1; they have no largest and no smallest (an ArgumentException).
    /// </summary>
    public abstract void ReduceTo(ReductionOp op, in UntypedArray x, in UntypedArray into);

    /// <summary>
    /// Where the largest or smallest element of x stands, over the axes that are missing in front or have length 1 in <paramref name="into"/>: its number among
    /// the elements along these axes, counted row by row in the order of the axes (with one such axis: the index along it). Of equal elements (0 and -0 are
    /// equal) the first; the first NaN if there is one. Real types only; an array without elements has no extreme (an ArgumentException).
    /// </summary>
    public abstract void Locate(ExtremeOp op, in UntypedArray x, in NdArray<long> into);

    /// <summary>
    /// into[..., k, ...] = the sum of x[..., j, ...] over j from 0 to k along one axis, the others apart; both have one shape, and <paramref name="into"/> may be x.
    /// Carried in float64 in a fixed order (blocks of 4096 along the axis: the totals of the earlier blocks in order, plus the block's own sum in order) and rounded once.
    /// </summary>
    public abstract void RunningSum(in UntypedArray x, int axis, in UntypedArray into);

    /// <summary>The inner product sum conj(a) b of two arrays of one shape, read back to the host; carried in float64 in the fixed tree.</summary>
    public abstract Complex Dot(in UntypedArray a, in UntypedArray b);

    /// <summary>into = sum conj(a) b, a rank-0 array that stays on the device; one rounding to its element type, whose real part is kept if it is real.</summary>
    public abstract void Dot(in UntypedArray a, in UntypedArray b, in UntypedArray into);

    /// <summary>
    /// into = the Euclidean norm of x, real, over the axes that are missing in front or have length 1 in <paramref name="into"/>, right also where squares would be too large or too
    /// small for their type: the elements are divided by the largest magnitude first.
    /// </summary>
    /// <param name="x">The elements.</param>
    /// <param name="into">The norms, of the real type of x.</param>
    /// <param name="account">What intermediate arrays are charged to.</param>
    public virtual void Norm(in UntypedArray x, in UntypedArray into, MemoryAccount? account)
    {
        if (x.Count == 0)
        {
            Fill(into, 0);
            return;
        }

        UntypedArray terms = Allocate(into.ElementType, x.Shape, account);
        UntypedArray scale = Allocate(into.ElementType, into.Shape, account);
        UntypedArray bound = Allocate(into.ElementType, default, account);
        Unary(UnaryOp.Abs, x, terms);
        ReduceTo(ReductionOp.Largest, terms, scale);

        // Bounded so that the scale and its reciprocal are normal numbers, and an infinite element is infinite after the division, too.
        bool single = into.ElementType == ElementType.Float32;
        Fill(bound, single ? 7.5e-37 : 1e-300);
        Binary(BinaryOp.Maximum, scale, bound, scale);
        Fill(bound, single ? 1.3e36 : 1e300);
        Binary(BinaryOp.Minimum, scale, bound, scale);
        Binary(BinaryOp.Divide, terms, scale, terms);
        Unary(UnaryOp.Square, terms, terms);
        SumTo(terms, into);
        Unary(UnaryOp.Sqrt, into, into);
        Binary(BinaryOp.Multiply, into, scale, into);
        bound.Release();
        scale.Release();
        terms.Release();
    }

    /// <summary>The largest |x|, the magnitudes being those of <see cref="UnaryOp.Abs"/>, read back to the host; 0 for an empty array, NaN if any of them is NaN.</summary>
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

    /// <summary>into = the elements of the matrices in the last two axes of x on one side of a diagonal, that one included; 0 elsewhere, whatever x holds there.</summary>
    /// <param name="triangle">The side; a unit diagonal is not asked for here.</param>
    /// <param name="diagonal">The diagonal, counted from the main one to the right: element (i, i + diagonal).</param>
    /// <param name="x">The matrices.</param>
    /// <param name="into">An array of the same shape, or x itself.</param>
    public abstract void Triangle(MatrixTriangle triangle, nint diagonal, in UntypedArray x, in UntypedArray into);

    /// <summary>
    /// into = L with L L^H = (A + A^H) / 2, lower triangular with a positive diagonal, for the matrices in the last two axes of a. Factorisations are carried in float64 and
    /// rounded once; on a device they run on the host, through copies that <see cref="Transfers"/> counts.
    /// </summary>
    /// <exception cref="ArithmeticException">A matrix is not positive definite.</exception>
    public abstract void Cholesky(in UntypedArray a, in UntypedArray into);

    /// <summary>
    /// into = the factors of P A = L U for square matrices, with partial pivoting: one row more than A, the last one holding the exchanges of P in their order. L is below the diagonal, its own
    /// being ones. A singular matrix has zeros on the diagonal of U.
    /// </summary>
    public abstract void LuFactor(in UntypedArray a, in UntypedArray into);

    /// <summary>into = X with op(A) X = B, A given by the factors that <see cref="LuFactor"/> made; leading axes are broadcast to those of <paramref name="into"/>.</summary>
    /// <exception cref="ArithmeticException">A matrix is singular.</exception>
    public abstract void LuSolve(MatrixForm form, in UntypedArray factors, in UntypedArray b, in UntypedArray into);

    /// <summary>into = the determinants of the matrices that <see cref="LuFactor"/> factored.</summary>
    public abstract void LuDeterminant(in UntypedArray factors, in UntypedArray into);

    /// <summary>The logarithms of the magnitudes of determinants, real, and their signs (numbers of magnitude 1); of a singular matrix minus infinity and 0.</summary>
    public abstract void LuLogDeterminant(in UntypedArray factors, in UntypedArray sign, in UntypedArray logMagnitude);

    /// <summary>into = X with op(T) X = B for a triangle T of the matrices of a; leading axes are broadcast to those of <paramref name="into"/>. What else a holds is not looked at.</summary>
    /// <exception cref="ArithmeticException">A diagonal element is 0.</exception>
    public abstract void TriangularSolve(MatrixTriangle triangle, MatrixForm form, in UntypedArray a, in UntypedArray b, in UntypedArray into);

    /// <summary>A = Q R, thin: min(rows, columns) orthonormal columns of Q, and R upper triangular, its diagonal real and not negative. NaN where A is not finite.</summary>
    public abstract void Qr(in UntypedArray a, in UntypedArray q, in UntypedArray r);

    /// <summary>A = U diag(s) V^H, thin: s real, descending. NaN where A is not finite.</summary>
    /// <param name="a">The matrices.</param>
    /// <param name="u">U; the default value of the struct where only the singular values are wanted.</param>
    /// <param name="s">The singular values.</param>
    /// <param name="vh">V^H, or the default value like <paramref name="u"/>.</param>
    public abstract void Svd(in UntypedArray a, in UntypedArray u, in UntypedArray s, in UntypedArray vh);

    /// <summary>(A + A^H) / 2 = V diag(w) V^H: w real, ascending. NaN where A is not finite.</summary>
    /// <param name="a">The matrices.</param>
    /// <param name="values">w.</param>
    /// <param name="vectors">V; the default value of the struct where only the eigenvalues are wanted.</param>
    public abstract void EigenSymmetric(in UntypedArray a, in UntypedArray values, in UntypedArray vectors);

    /// <summary>into = e^A for square matrices. NaN where A is not finite.</summary>
    public abstract void MatrixExponential(in UntypedArray a, in UntypedArray into);

    /// <summary>
    /// into[k] = sum over j of weights[k, j] source[indices[k, j]]: weighted reading, in the order of j. <paramref name="source"/> is contiguous, its elements
    /// counted row by row; weights are real, of the precision of the source.
    /// </summary>
    public abstract void Gather(in UntypedArray source, in NdArray<long> indices, in UntypedArray weights, in UntypedArray into);

    /// <summary>into[indices[k, j]] += weights[k, j] x[k], in the order of k, then j: the transpose of <see cref="Gather"/>, added to what is there.</summary>
    public abstract void ScatterAdd(in UntypedArray x, in NdArray<long> indices, in UntypedArray weights, in UntypedArray into);

    /// <summary>
    /// Fills a contiguous array with numbers in [0, 1): element i, counted row by row, is number <paramref name="first"/> + i of the stream (complex: the parts are
    /// numbers first + 2 i and first + 2 i + 1). Double: the leading 53 of its 64 bits, float: the leading 24. The same on every device.
    /// </summary>
    public abstract void FillUniform(in UntypedArray into, CounterRandom random, ulong first = 0);

    /// <summary>
    /// Fills a contiguous array with normal numbers of mean 0 and variance 1 (complex: each part), from the same numbers of the stream as <see cref="FillUniform"/>: with u and v
    /// the uniform doubles 2 k and 2 k + 1, normal number 2 k is sqrt(-2 log(1 - u)) cos(2 pi v), number 2 k + 1 the same with the sine; float64, rounded once.
    /// Devices agree to the rounding of these functions.
    /// </summary>
    public abstract void FillNormal(in UntypedArray into, CounterRandom random, ulong first = 0);

    /// <summary>
    /// Fills a contiguous array of bool, byte, float or double with 1 where the leading 53 bits of number <paramref name="first"/> + i are below <paramref name="probability"/> 2^53, with 0
    /// elsewhere. The same on every device.
    /// </summary>
    public abstract void FillBernoulli(in UntypedArray into, double probability, CounterRandom random, ulong first = 0);

    /// <summary>
    /// Fills a contiguous array with integers of at least <paramref name="from"/> and less than <paramref name="to"/>, all equally likely: element i is
    /// <see cref="CounterRandom.Integer"/> number <paramref name="first"/> + i. The same on every device.
    /// </summary>
    public abstract void FillIntegers(in NdArray<long> into, long from, long to, CounterRandom random, ulong first = 0);

    /// <summary>Fills a contiguous array with a random order of the numbers 0 to its count - 1: <see cref="CounterRandom.Permutation"/>. The same on every device.</summary>
    public abstract void FillPermutation(in NdArray<long> into, CounterRandom random);

    /// <summary>Fourier transforms of a given length along the last axis of complex arrays.</summary>
    /// <param name="length">The number of points.</param>
    public abstract FourierPlan PlanFourier(nint length);

    /// <summary>Fourier transforms over a grid: the last axes, two or more, of arrays.</summary>
    /// <param name="grid">The number of points along each of them.</param>
    public abstract GridFourierPlan PlanFourier(in Shape grid);

    /// <summary>Refuses operands of a selection whose types do not fit.</summary>
    private protected static void RequireSelectable(in UntypedArray condition, in UntypedArray a, in UntypedArray b, in UntypedArray into)
    {
        bool fits = condition.ElementType is ElementType.Boolean or ElementType.UInt8 || condition.ElementType == ElementTypes.RealOf(into.ElementType);
        if (fits && a.ElementType == into.ElementType && b.ElementType == into.ElementType) return;
        throw new ArgumentException($"a selection between {a} and {b} by {condition} does not give {into}: the operands have the element type of the result, the condition is bool, byte or real of that precision", nameof(condition));
    }

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
