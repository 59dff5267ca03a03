using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Operators;

namespace AdjointKit.Autodiff;

/// <summary>The differentiable functions of variables; arithmetic is in the operators of <see cref="Var{T}"/>. Elementwise but where stated.</summary>
public static class Ops
{
    /// <summary>e^x.</summary>
    public static Var<T> Exp<T>(Var<T> x)
        where T : unmanaged => new(UntypedOps.Exp(x));

    /// <summary>The natural logarithm; principal value.</summary>
    public static Var<T> Log<T>(Var<T> x)
        where T : unmanaged => new(UntypedOps.Log(x));

    /// <summary>The sine.</summary>
    public static Var<T> Sin<T>(Var<T> x)
        where T : unmanaged => new(UntypedOps.Sin(x));

    /// <summary>The cosine.</summary>
    public static Var<T> Cos<T>(Var<T> x)
        where T : unmanaged => new(UntypedOps.Cos(x));

    /// <summary>The hyperbolic tangent.</summary>
    public static Var<T> Tanh<T>(Var<T> x)
        where T : unmanaged => new(UntypedOps.Tanh(x));

    /// <summary>e^x - 1, to the last place near 0 too.</summary>
    public static Var<double> Expm1(Var<double> x) => new(UntypedOps.Expm1(x));

    /// <inheritdoc cref="Expm1(Var{double})"/>
    public static Var<float> Expm1(Var<float> x) => new(UntypedOps.Expm1(x));

    /// <summary>log(1 + x), to the last place near 0 too.</summary>
    public static Var<double> Log1p(Var<double> x) => new(UntypedOps.Log1p(x));

    /// <inheritdoc cref="Log1p(Var{double})"/>
    public static Var<float> Log1p(Var<float> x) => new(UntypedOps.Log1p(x));

    /// <summary>The logistic function 1 / (1 + e^-x).</summary>
    public static Var<double> Sigmoid(Var<double> x) => new(UntypedOps.Sigmoid(x));

    /// <inheritdoc cref="Sigmoid(Var{double})"/>
    public static Var<float> Sigmoid(Var<float> x) => new(UntypedOps.Sigmoid(x));

    /// <summary>The error function.</summary>
    public static Var<double> Erf(Var<double> x) => new(UntypedOps.Erf(x));

    /// <inheritdoc cref="Erf(Var{double})"/>
    public static Var<float> Erf(Var<float> x) => new(UntypedOps.Erf(x));

    /// <summary>The angle of the point (x, y), between -pi and pi; broadcast.</summary>
    public static Var<double> Atan2(Var<double> y, Var<double> x) => new(UntypedOps.Atan2(y, x));

    /// <inheritdoc cref="Atan2(Var{double}, Var{double})"/>
    public static Var<float> Atan2(Var<float> y, Var<float> x) => new(UntypedOps.Atan2(y, x));

    /// <summary>x to the power of the exponent, broadcast. A negative x has powers at integers, and none by which the exponent can be differentiated.</summary>
    public static Var<double> Power(Var<double> x, Var<double> exponent) => new(UntypedOps.Power(x, exponent));

    /// <inheritdoc cref="Power(Var{double}, Var{double})"/>
    public static Var<float> Power(Var<float> x, Var<float> exponent) => new(UntypedOps.Power(x, exponent));

    /// <summary>The magnitude |x|. Its derivative where x is 0 is taken to be 0.</summary>
    public static Var<double> Abs(Var<double> x) => new(UntypedOps.Abs(x));

    /// <inheritdoc cref="Abs(Var{double})"/>
    public static Var<float> Abs(Var<float> x) => new(UntypedOps.Abs(x));

    /// <inheritdoc cref="Abs(Var{double})"/>
    public static Var<double> Abs(Var<Complex> x) => new(UntypedOps.Abs(x));

    /// <inheritdoc cref="Abs(Var{double})"/>
    public static Var<float> Abs(Var<ComplexF> x) => new(UntypedOps.Abs(x));

    /// <summary>The angle of a complex number in the plane, between -pi and pi.</summary>
    public static Var<double> Phase(Var<Complex> x) => new(UntypedOps.Phase(x));

    /// <inheritdoc cref="Phase(Var{Complex})"/>
    public static Var<float> Phase(Var<ComplexF> x) => new(UntypedOps.Phase(x));

    /// <summary>The square root; of a complex number the one in the right half plane.</summary>
    public static Var<T> Sqrt<T>(Var<T> x)
        where T : unmanaged => new(UntypedOps.Sqrt(x));

    /// <summary>x^2.</summary>
    public static Var<T> Square<T>(Var<T> x)
        where T : unmanaged => new(UntypedOps.Square(x));

    /// <summary>1/x.</summary>
    public static Var<T> Reciprocal<T>(Var<T> x)
        where T : unmanaged => new(UntypedOps.Reciprocal(x));

    /// <summary>The complex conjugate.</summary>
    public static Var<T> Conjugate<T>(Var<T> x)
        where T : unmanaged => new(UntypedOps.Conjugate(x));

    /// <summary>The real part.</summary>
    public static Var<double> Real(Var<Complex> x) => new(UntypedOps.Real(x));

    /// <inheritdoc cref="Real(Var{Complex})"/>
    public static Var<float> Real(Var<ComplexF> x) => new(UntypedOps.Real(x));

    /// <summary>The imaginary part.</summary>
    public static Var<double> Imaginary(Var<Complex> x) => new(UntypedOps.Imaginary(x));

    /// <inheritdoc cref="Imaginary(Var{Complex})"/>
    public static Var<float> Imaginary(Var<ComplexF> x) => new(UntypedOps.Imaginary(x));

    /// <summary>|x|^2.</summary>
    public static Var<double> AbsSquared(Var<Complex> x) => new(UntypedOps.AbsSquared(x));

    /// <inheritdoc cref="AbsSquared(Var{Complex})"/>
    public static Var<float> AbsSquared(Var<ComplexF> x) => new(UntypedOps.AbsSquared(x));

    /// <summary>A real variable as a complex one.</summary>
    public static Var<Complex> ToComplex(Var<double> x) => new(UntypedOps.ToComplex(x));

    /// <inheritdoc cref="ToComplex(Var{double})"/>
    public static Var<ComplexF> ToComplex(Var<float> x) => new(UntypedOps.ToComplex(x));

    /// <summary>The sum of all elements, rank 0.</summary>
    public static Var<T> Sum<T>(Var<T> x)
        where T : unmanaged => new(UntypedOps.SumTo(x, default));

    /// <summary>The sum over one axis, which goes; or stays with length 1 if <paramref name="keepAxis"/>.</summary>
    public static Var<T> Sum<T>(Var<T> x, int axis, bool keepAxis = false)
        where T : unmanaged
    {
        Shape shape = x.Shape;
        _ = shape[axis];
        int index = axis < 0 ? axis + shape.Rank : axis;
        Var sum = UntypedOps.SumTo(x, shape.With(index, 1));
        return new(keepAxis ? sum : UntypedOps.Reshape(sum, shape.Without(index)));
    }

    /// <summary>The mean of all elements, rank 0.</summary>
    public static Var<T> Mean<T>(Var<T> x)
        where T : unmanaged => Sum(x) * (1.0 / x.Shape.Count);

    /// <summary>The mean over one axis, which goes; or stays with length 1 if <paramref name="keepAxis"/>.</summary>
    public static Var<T> Mean<T>(Var<T> x, int axis, bool keepAxis = false)
        where T : unmanaged => Sum(x, axis, keepAxis) * (1.0 / x.Shape[axis]);

    /// <summary>The inner product sum conj(a) b of two arrays of one shape, rank 0.</summary>
    public static Var<T> InnerProduct<T>(Var<T> a, Var<T> b)
        where T : unmanaged => new(UntypedOps.InnerProduct(a, b));

    /// <summary>The least-squares misfit 1/2 sum |prediction - observation|^2, rank 0.</summary>
    public static Var<double> L2Misfit(Var<double> prediction, Var<double> observation) => new(Misfit(prediction, observation));

    /// <inheritdoc cref="L2Misfit(Var{double}, Var{double})"/>
    public static Var<float> L2Misfit(Var<float> prediction, Var<float> observation) => new(Misfit(prediction, observation));

    /// <inheritdoc cref="L2Misfit(Var{double}, Var{double})"/>
    public static Var<double> L2Misfit(Var<Complex> prediction, Var<Complex> observation) => new(Misfit(prediction, observation));

    /// <inheritdoc cref="L2Misfit(Var{double}, Var{double})"/>
    public static Var<float> L2Misfit(Var<ComplexF> prediction, Var<ComplexF> observation) => new(Misfit(prediction, observation));

    /// <summary>1/2 sum |x|^2, rank 0.</summary>
    public static Var<double> HalfSquaredNorm(Var<double> x) => new(UntypedOps.HalfSquaredNorm(x));

    /// <inheritdoc cref="HalfSquaredNorm(Var{double})"/>
    public static Var<float> HalfSquaredNorm(Var<float> x) => new(UntypedOps.HalfSquaredNorm(x));

    /// <inheritdoc cref="HalfSquaredNorm(Var{double})"/>
    public static Var<double> HalfSquaredNorm(Var<Complex> x) => new(UntypedOps.HalfSquaredNorm(x));

    /// <inheritdoc cref="HalfSquaredNorm(Var{double})"/>
    public static Var<float> HalfSquaredNorm(Var<ComplexF> x) => new(UntypedOps.HalfSquaredNorm(x));

    /// <summary>
    /// The matrix product of the last two axes of a and b, each as it is or turned; the axes in front of them are broadcast. Arrays have two axes or more: reshape a
    /// vector to one row or one column.
    /// </summary>
    /// <param name="a">The left operand.</param>
    /// <param name="b">The right operand.</param>
    /// <param name="formA">How a is taken.</param>
    /// <param name="formB">How b is taken: a layer's x W^T needs no transposed copy of W.</param>
    public static Var<T> MatMul<T>(Var<T> a, Var<T> b, MatrixForm formA = MatrixForm.Plain, MatrixForm formB = MatrixForm.Plain)
        where T : unmanaged => new(UntypedOps.MatMul(formA, a, formB, b));

    /// <summary>The elements under another shape of as many elements.</summary>
    public static Var<T> Reshape<T>(Var<T> x, params ReadOnlySpan<nint> lengths)
        where T : unmanaged => new(UntypedOps.Reshape(x, new Shape(lengths)));

    /// <summary><paramref name="count"/> entries along an axis, from <paramref name="start"/> on, every <paramref name="step"/>-th.</summary>
    public static Var<T> Slice<T>(Var<T> x, int axis, nint start, nint count, nint step = 1)
        where T : unmanaged => new(UntypedOps.Slice(x, axis, start, count, step));

    /// <summary>The array repeated along axes of length 1, and along new axes in front, to fill a shape.</summary>
    public static Var<T> BroadcastTo<T>(Var<T> x, Shape shape)
        where T : unmanaged => new(UntypedOps.BroadcastTo(x, shape));

    /// <summary>A x for a linear operator A.</summary>
    public static Var<TOut> Apply<TIn, TOut>(LinearOperator<TIn, TOut> @operator, Var<TIn> x)
        where TIn : unmanaged
        where TOut : unmanaged
    {
        ArgumentNullException.ThrowIfNull(@operator);
        return new(UntypedOps.ApplyOperator(@operator, x));
    }

    private static Var Misfit(Var prediction, Var observation)
    {
        if (prediction.Shape != observation.Shape) throw new ArgumentException($"a misfit of shapes {prediction.Shape} and {observation.Shape}: the shapes must be equal", nameof(observation));
        return UntypedOps.HalfSquaredNorm(prediction - observation);
    }
}
