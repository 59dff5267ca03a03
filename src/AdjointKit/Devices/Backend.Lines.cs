using AdjointKit.Arrays;

namespace AdjointKit.Devices;

/// <content>
/// Softmax and its relatives, and normalisation, over lines: the axes where the shape "reduced" has length 1, or that are missing in front of it. Written here with what every backend has; a backend may know better, with the same bits.
/// Real types.
/// </content>
public abstract partial class Backend
{
    /// <summary>into = exp x / sum exp x, the largest element taken out.</summary>
    internal virtual void Softmax(in UntypedArray x, in Shape reduced, in UntypedArray into)
    {
        if (x.Count == 0) return;
        UntypedArray ofLine = Allocate(x.ElementType, reduced, account: null);
        ReduceTo(ReductionOp.Largest, x, ofLine);
        Binary(BinaryOp.ExpOfDifference, x, ofLine, into);
        SumTo(into, ofLine);
        Binary(BinaryOp.Divide, into, ofLine, into);
        ofLine.Release();
    }

    /// <summary>into = log sum exp x, the largest element taken out of the sum; minus infinity where there is no element.</summary>
    internal virtual void LogSumExp(in UntypedArray x, in UntypedArray into)
    {
        if (x.Count == 0)
        {
            Fill(into, double.NegativeInfinity);
            return;
        }

        UntypedArray largest = Allocate(into.ElementType, into.Shape, account: null);
        UntypedArray terms = Allocate(x.ElementType, x.Shape, account: null);
        ReduceTo(ReductionOp.Largest, x, largest);
        Binary(BinaryOp.ExpOfDifference, x, largest, terms);
        SumTo(terms, into);
        Unary(UnaryOp.Log, into, into);
        Binary(BinaryOp.Add, into, largest, into);
        terms.Release();
        largest.Release();
    }

    /// <summary>into = x - log sum exp x.</summary>
    internal virtual void LogSoftmax(in UntypedArray x, in Shape reduced, in UntypedArray into)
    {
        UntypedArray logarithms = Allocate(x.ElementType, reduced, account: null);
        LogSumExp(x, logarithms);
        Binary(BinaryOp.Subtract, x, logarithms, into);
        logarithms.Release();
    }

    /// <summary>into = y v - y sum y v: the change of a softmax y; where v is 0, y v is 0.</summary>
    internal virtual void SoftmaxChange(in UntypedArray y, in UntypedArray v, in Shape reduced, in UntypedArray into)
    {
        UntypedArray sum = Allocate(y.ElementType, reduced, account: null);
        UntypedArray shares = Allocate(y.ElementType, y.Shape, account: null);
        Binary(BinaryOp.StrongMultiply, v, y, into);
        SumTo(into, sum);
        Binary(BinaryOp.StrongMultiply, sum, y, shares);
        Binary(BinaryOp.Subtract, into, shares, into);
        shares.Release();
        sum.Release();
    }

    /// <summary>into = v - e^y sum v: what comes back through a logarithm y of a softmax.</summary>
    internal virtual void LogSoftmaxSensitivity(in UntypedArray y, in UntypedArray v, in Shape reduced, in UntypedArray into)
    {
        UntypedArray sum = Allocate(y.ElementType, reduced, account: null);
        SumTo(v, sum);
        Unary(UnaryOp.Exp, y, into);
        Binary(BinaryOp.StrongMultiply, sum, into, into);
        Binary(BinaryOp.Subtract, v, into, into);
        sum.Release();
    }

    /// <summary>y = (x - mean x) r, r = 1 / sqrt(mean (x - mean x)^2 + shift), which has the reduced shape.</summary>
    internal virtual void Standardize(in UntypedArray x, double shift, in UntypedArray y, in UntypedArray r)
    {
        double ofOne = (double)r.Count / x.Count;
        UntypedArray squares = Allocate(x.ElementType, x.Shape, account: null);
        SumTo(x, r);
        Affine(ofOne, r, 0, r);
        Binary(BinaryOp.Subtract, x, r, y);
        Unary(UnaryOp.Square, y, squares);
        SumTo(squares, r);
        Affine(ofOne, r, shift, r);
        Unary(UnaryOp.Sqrt, r, r);
        Unary(UnaryOp.Reciprocal, r, r);
        Binary(BinaryOp.Multiply, y, r, y);
        squares.Release();
    }

    /// <summary>into = r (v - mean v - y mean y v): the change of what <see cref="Standardize"/> made; where v is 0, y v is 0, and so on.</summary>
    internal virtual void StandardizeChange(in UntypedArray y, in UntypedArray r, in UntypedArray v, in UntypedArray into)
    {
        double ofOne = (double)r.Count / y.Count;
        UntypedArray mean = Allocate(y.ElementType, r.Shape, account: null);
        UntypedArray along = Allocate(y.ElementType, y.Shape, account: null);
        Binary(BinaryOp.StrongMultiply, v, y, along);
        SumTo(along, mean);
        Affine(ofOne, mean, 0, mean);
        Binary(BinaryOp.StrongMultiply, mean, y, along);
        SumTo(v, mean);
        Affine(ofOne, mean, 0, mean);
        Binary(BinaryOp.Subtract, v, mean, into);
        Binary(BinaryOp.Subtract, into, along, into);
        Binary(BinaryOp.StrongMultiply, into, r, into);
        along.Release();
        mean.Release();
    }

    /// <summary>
    /// y = the soft threshold of v by theta, which is broadcast to one number for each line of the last axis; the largest magnitudes of a line, <paramref name="passing"/> of them, pass as they are
    /// where they are above theta. slope = dy/dv, thresholdSlope = dy/dtheta, almost everywhere. No array overlaps another one that is written.
    /// </summary>
    internal virtual void SupportThreshold(in UntypedArray v, in UntypedArray theta, nint passing, in UntypedArray y, in UntypedArray slope, in UntypedArray thresholdSlope)
    {
        if (v.Count == 0) return;
        RequireApart([v, theta], [y, slope, thresholdSlope]);
        UntypedArray size = Allocate(v.ElementType, v.Shape, account: null);
        UntypedArray limit = Allocate(v.ElementType, v.Shape.With(v.Rank - 1, 1), account: null);
        Unary(UnaryOp.Abs, v, size);

        // What passes as it is stands above the largest of those that do not.
        OrderStatistic(size, v.Rank - 1, passing, limit);
        Binary(BinaryOp.GreaterOrEqual, theta, size, slope);
        Affine(-1, slope, 1, slope);
        Binary(BinaryOp.GreaterOrEqual, limit, size, thresholdSlope);

        // Not the elements that are not cut off: where theta is no number nothing is above it, and nothing is cut off.
        if (passing > 0) Binary(BinaryOp.Greater, size, theta, y);
        Binary(BinaryOp.Multiply, passing > 0 ? y : slope, thresholdSlope, thresholdSlope);
        Unary(UnaryOp.Sign, v, size);
        Binary(BinaryOp.StrongMultiply, thresholdSlope, size, thresholdSlope);
        Affine(-1, thresholdSlope, 0, thresholdSlope);
        Binary(BinaryOp.Multiply, thresholdSlope, theta, size);
        Binary(BinaryOp.Add, v, size, y);
        Binary(BinaryOp.StrongMultiply, slope, y, y);
        limit.Release();
        size.Release();
    }
}
