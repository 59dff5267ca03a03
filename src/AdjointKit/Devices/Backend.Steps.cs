using AdjointKit.Arrays;

namespace AdjointKit.Devices;

/// <content>What steps of iterations do in one pass over their vectors. Written here with what every backend has; a backend may know better, with the same bits.</content>
public abstract partial class Backend
{
    /// <summary>into = a op(b) as in <see cref="MatrixMultiply"/>, where many elements of a may be 0: their products are left out where that pays, so that what is not finite in b meets no zero of a.</summary>
    internal virtual void MultiplySparse(MatrixForm formA, in UntypedArray a, MatrixForm formB, in UntypedArray b, in UntypedArray into) => MatrixMultiply(formA, a, formB, b, accumulate: false, into);

    /// <summary>Whether <see cref="MultiplySparse"/> is faster than <see cref="MatrixMultiply"/> where there is enough to leave out.</summary>
    internal virtual bool LeavesOutZeros => false;

    /// <summary>
    /// into = c + sign op(a) op(b): what a step leaves of data, or adds to an iterate. The product is rounded, then added. <paramref name="into"/>, of the shape of the product and of c, may be c, but
    /// overlaps no other.
    /// </summary>
    /// <param name="c">What the product is added to.</param>
    /// <param name="sign">1 or -1.</param>
    /// <param name="formA">How a is turned.</param>
    /// <param name="a">The left factor.</param>
    /// <param name="formB">How b is turned.</param>
    /// <param name="b">The right factor.</param>
    /// <param name="leavesOutZeros">Whether many elements of a may be 0 (<see cref="MultiplySparse"/>).</param>
    /// <param name="into">The result.</param>
    internal virtual void AddProduct(in UntypedArray c, double sign, MatrixForm formA, in UntypedArray a, MatrixForm formB, in UntypedArray b, bool leavesOutZeros, in UntypedArray into)
    {
        bool isInPlace = c.Overlaps(into);
        UntypedArray product = isInPlace ? Allocate(into.ElementType, into.Shape, account: null) : into;
        if (leavesOutZeros) MultiplySparse(formA, a, formB, b, product);
        else MatrixMultiply(formA, a, formB, b, accumulate: false, product);
        Binary(sign < 0 ? BinaryOp.Subtract : BinaryOp.Add, c, product, into);
        if (isInPlace) product.Release();
    }

    /// <summary>product = op(a) op(b), into = c + scale product with a scale that is broadcast to them: scale times product is rounded, then added. No array overlaps another one that is written.</summary>
    internal virtual void AddScaledProduct(in UntypedArray c, in UntypedArray scale, MatrixForm formA, in UntypedArray a, MatrixForm formB, in UntypedArray b, in UntypedArray product, in UntypedArray into)
    {
        RequireApart([c, scale, a, b], [product, into]);
        MatrixMultiply(formA, a, formB, b, accumulate: false, product);
        Binary(BinaryOp.Multiply, scale, product, into);
        Binary(BinaryOp.Add, c, into, into);
    }

    /// <summary>into = a x + b y: b y is rounded, the rest is fused. <paramref name="into"/> may be y, but may not overlap x.</summary>
    internal virtual void Combine(double a, in UntypedArray x, double b, in UntypedArray y, in UntypedArray into)
    {
        Affine(b, y, 0, into);
        AddScaled(a, x, into);
    }

    /// <summary>
    /// into = z less itself cut off at the threshold, z = y - length gradient, y = x + momentum (x - previous): a step of the proximal gradient method for the L1 norm. Real arrays of one shape;
    /// <paramref name="into"/> may be the gradient, but overlaps no other.
    /// </summary>
    /// <returns>The sum of |into|, and the sum of (into - y)^2: as inner products are carried.</returns>
    internal virtual (double Magnitudes, double MovedSquared) ShrinkAfterDescent(in UntypedArray x, in UntypedArray previous, double momentum, in UntypedArray gradient, double length, double threshold, in UntypedArray into)
    {
        UntypedArray limit = Allocate(x.ElementType, default, account: null);
        UntypedArray scratch = Allocate(x.ElementType, x.Shape, account: null);
        UntypedArray y = Allocate(x.ElementType, x.Shape, account: null);
        if (momentum == 0) Copy(x, y);
        else Combine(1 + momentum, x, -momentum, previous, y);
        Copy(y, scratch);
        AddScaled(-length, gradient, scratch);
        Fill(limit, threshold);
        Binary(BinaryOp.Minimum, scratch, limit, into);
        Fill(limit, -threshold);
        Binary(BinaryOp.Maximum, into, limit, into);
        Binary(BinaryOp.Subtract, scratch, into, into);
        Unary(UnaryOp.Sign, into, scratch);
        double magnitudes = Dot(scratch, into).Real;
        Binary(BinaryOp.Subtract, into, y, scratch);
        double moved = Dot(scratch, scratch).Real;
        y.Release();
        scratch.Release();
        limit.Release();
        return (magnitudes, moved);
    }

    /// <summary>
    /// The same with gradient = slope + momentum (slope - previous slope), as it is for a quadratic function with that slope at x, and the other one at the iterate before. <paramref name="into"/>
    /// overlaps no other.
    /// </summary>
    internal virtual (double Magnitudes, double MovedSquared) ShrinkAfterDescent(in UntypedArray x, in UntypedArray previous, double momentum, in UntypedArray slope, in UntypedArray previousSlope, double length, double threshold, in UntypedArray into)
    {
        if (momentum == 0) return ShrinkAfterDescent(x, previous, momentum, slope, length, threshold, into);
        UntypedArray gradient = Allocate(x.ElementType, x.Shape, account: null);
        Combine(1 + momentum, slope, -momentum, previousSlope, gradient);
        (double, double) sums = ShrinkAfterDescent(x, previous, momentum, gradient, length, threshold, into);
        gradient.Release();
        return sums;
    }

    /// <summary>Where chains are compiled: runs one over real arrays of one shape, which are its places; a default array stands for a place without one, but the first.</summary>
    /// <returns>Whether it was run; if not, nothing is written.</returns>
    internal virtual bool TryRun(ElementChain chain, ReadOnlySpan<UntypedArray> arrays) => false;

    /// <summary>
    /// Where there is a kernel for it: the changes of a sweep of coordinate descent over the columns of a block, one after the other. x and slope (less that of the quadratic function) are real
    /// [samples, columns], <paramref name="products"/> its symmetric matrix; <paramref name="changes"/> overlaps no other.
    /// </summary>
    /// <returns>Whether there is one; if not, nothing is written.</returns>
    internal virtual bool TrySweep(in UntypedArray x, in UntypedArray slope, in UntypedArray products, ReadOnlySpan<double> curvatures, double weight, in UntypedArray changes) => false;

    /// <summary>into = into + slope. Real arrays of one shape, of which <paramref name="into"/> overlaps no other.</summary>
    /// <returns>The inner product of x with into + slope, as it is carried: what a quadratic function gains along x, twice, if it begins with that slope and into was its matrix times x.</returns>
    internal virtual double AddWithGain(in UntypedArray slope, in UntypedArray x, in UntypedArray into)
    {
        Binary(BinaryOp.Add, into, slope, into);
        UntypedArray sum = Allocate(x.ElementType, x.Shape, account: null);
        Binary(BinaryOp.Add, into, slope, sum);
        double gain = Dot(x, sum).Real;
        sum.Release();
        return gain;
    }
}
