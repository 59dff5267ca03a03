using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Operators;
using AdjointKit.Optimization.Steps;

namespace AdjointKit.Optimization;

/// <summary>
/// The step of <see cref="ProximalGradient{TIn, TOut}"/> for the L1 norm and many samples, by the matrix A^H A, which is formed once: A^H (A x - b) is then one product with what is not 0 in x, instead
/// of that product with A and another one with all of A x - b. It is found from a reference r, as A^H (A r - b) + A^H A (x - r), and |A x - b|^2 likewise. The reference follows the iterates, so that
/// near a solution x - r is small and what cancels costs few digits. The misfits of the step's struct are A^H (A x - b) here.
/// </summary>
internal sealed class SampleDescent<T>
    where T : unmanaged
{
    /// <summary>The steps after which the reference is the iterate again.</summary>
    private const int StepsOfReference = 64;

    /// <summary>The objective is found from the misfit of the reference. Where it has become as small a share of that, four binary digits are lost.</summary>
    private const double SmallestShare = 1.0 / 16;

    private readonly MatrixOperator<T> a;
    private readonly L1Norm<T> f;
    private readonly NdArray<T> product;
    private readonly UntypedArray reference;
    private readonly UntypedArray slopeOfReference;
    private readonly UntypedArray difference;
    private readonly UntypedArray misfit;
    private double misfitOfReference;
    private double stepsSinceReference;
    private double isReferenceZero;
    private double value;

    private SampleDescent(MatrixOperator<T> a, L1Norm<T> f)
    {
        this.a = a;
        this.f = f;
        nint columns = a.Matrix.Shape[1];
        product = a.Compute.Empty<T>(new Shape(columns, columns));
        Backend.MatrixMultiply(MatrixForm.Transposed, a.Matrix, MatrixForm.Plain, a.Matrix, accumulate: false, product);
        reference = a.Compute.Empty<T>(a.Domain);
        slopeOfReference = a.Compute.Empty<T>(a.Domain);
        difference = a.Compute.Empty<T>(a.Domain);
        misfit = a.Compute.Empty<T>(a.Range);
    }

    /// <summary>How far the last step led from the point it started from.</summary>
    internal double MovedBy { get; private set; }

    /// <summary>The objective where the last step led.</summary>
    internal double Objective { get; private set; }

    private Backend Backend => a.Compute.Backend;

    /// <summary>
    /// The descent, where it pays: the matrix is found in less than a step by the products with A, as there are as many samples as columns, and is not so much larger than A that its product takes longer
    /// though zeros are left out.
    /// </summary>
    internal static SampleDescent<T>? For(MatrixOperator<T> a, ProximalOperator<T> f)
    {
        if (a.SampleAxes == 0 || ElementTypes.IsComplex(ElementTypes.Of<T>()) || f is not L1Norm<T> norm || !a.Compute.Backend.LeavesOutZeros) return null;
        (nint rows, nint columns) = (a.Matrix.Shape[0], a.Matrix.Shape[1]);
        return a.Domain[0] >= columns && columns <= 4 * rows ? new SampleDescent<T>(a, norm) : null;
    }

    /// <summary>Begins with the iterate of a step.</summary>
    /// <returns>|A^H b|.</returns>
    internal double Start(ref ProximalGradientStep<UntypedArray, RealScalar> step, in UntypedArray b, bool isZero)
    {
        a.ApplyAdjoint(b.As<T>(), slopeOfReference.As<T>());
        double slopeOfZero = Math.Sqrt(Backend.Dot(slopeOfReference, slopeOfReference).Real);
        isReferenceZero = isZero ? 1 : 0;
        Refer(step.X, b);
        Backend.Copy(slopeOfReference, step.Misfit);
        Backend.Copy(slopeOfReference, step.MisfitPrevious);
        return slopeOfZero;
    }

    /// <summary>Finds the next iterate, and A^H (A x - b) of it.</summary>
    internal void Move(ref ProximalGradientStep<UntypedArray, RealScalar> step, double length)
    {
        (value, double movedSquared) = f.Descend(step.X, step.Previous, step.Momentum, step.Misfit, step.MisfitPrevious, length, step.Next);
        MovedBy = Math.Sqrt(movedSquared);
        Objective = value + misfitOfReference + (Slope(step.Next, step.MisfitNext) / 2);
    }

    /// <summary>After a step: the iterate becomes the reference, if it is time.</summary>
    internal void Renew(ref ProximalGradientStep<UntypedArray, RealScalar> step, in UntypedArray b)
    {
        stepsSinceReference++;
        if (stepsSinceReference < StepsOfReference && Objective >= SmallestShare * misfitOfReference) return;
        isReferenceZero = 0;
        Refer(step.X, b);
        Backend.Copy(slopeOfReference, step.Misfit);
        Slope(step.Previous, step.MisfitPrevious);
        Objective = value + misfitOfReference;
    }

    internal void Exchange(StateExchange exchange)
    {
        UntypedArray point = reference;
        UntypedArray slope = slopeOfReference;
        exchange.Vector(ref point);
        exchange.Vector(ref slope);
        exchange.Number(ref misfitOfReference);
        exchange.Number(ref stepsSinceReference);
        exchange.Number(ref isReferenceZero);
    }

    internal void Release()
    {
        product.Dispose();
        reference.Release();
        slopeOfReference.Release();
        difference.Release();
        misfit.Release();
    }

    private void Refer(in UntypedArray x, in UntypedArray b)
    {
        Backend.Copy(x, reference);
        a.ApplyToSparse(x.As<T>(), misfit.As<T>());
        Backend.Binary(BinaryOp.Subtract, misfit, b, misfit);
        a.ApplyAdjoint(misfit.As<T>(), slopeOfReference.As<T>());
        misfitOfReference = Backend.Dot(misfit, misfit).Real / 2;
        stepsSinceReference = 0;
    }

    /// <summary>into = A^H (A x - b).</summary>
    /// <returns>(x - r, A^H (A r - b) + into): |A x - b|^2 less that of the reference.</returns>
    private double Slope(in UntypedArray x, in UntypedArray into)
    {
        UntypedArray moved = isReferenceZero == 1 ? x : difference;
        if (isReferenceZero == 0) Backend.Binary(BinaryOp.Subtract, x, reference, difference);
        Backend.MultiplySparse(MatrixForm.Plain, moved, MatrixForm.Transposed, product, into);
        return Backend.AddWithGain(slopeOfReference, moved, into);
    }
}
