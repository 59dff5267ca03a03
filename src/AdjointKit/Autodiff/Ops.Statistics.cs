using System.Numerics;
using AdjointKit.Arrays;

namespace AdjointKit.Autodiff;

/// <content>Variances, norms and log sum exp.</content>
public static partial class Ops
{
    /// <summary>The variance of all elements, rank 0: the mean square distance from the mean, in two passes.</summary>
    /// <param name="x">The array.</param>
    /// <param name="sample">Whether to divide by one less than the number of elements: the estimate from a sample.</param>
    public static Var<T> Variance<T>(Var<T> x, bool sample = false)
        where T : unmanaged, IFloatingPointIeee754<T> => new(VarianceTo(x, default, sample));

    /// <summary>The variance over one axis, which goes; or stays with length 1 if <paramref name="keepAxis"/>.</summary>
    public static Var<T> Variance<T>(Var<T> x, int axis, bool sample = false, bool keepAxis = false)
        where T : unmanaged, IFloatingPointIeee754<T> => Variance(x, [axis], sample, keepAxis);

    /// <summary>The variance over some axes, which go; or stay with length 1 if <paramref name="keepAxes"/>.</summary>
    public static Var<T> Variance<T>(Var<T> x, ReadOnlySpan<int> axes, bool sample = false, bool keepAxes = false)
        where T : unmanaged, IFloatingPointIeee754<T> => new(UntypedOps.WithoutAxes(VarianceTo(x, UntypedOps.Reduced(x.Shape, axes), sample), axes, keepAxes));

    /// <summary>The standard deviation of all elements, rank 0: the root of the variance, its derivative 0 where all are equal.</summary>
    /// <param name="x">The array.</param>
    /// <param name="sample">Whether to divide by one less than the number of elements: the estimate from a sample.</param>
    public static Var<T> StandardDeviation<T>(Var<T> x, bool sample = false)
        where T : unmanaged, IFloatingPointIeee754<T> => new(DeviationTo(x, default, sample));

    /// <summary>The standard deviation over one axis, which goes; or stays with length 1 if <paramref name="keepAxis"/>.</summary>
    public static Var<T> StandardDeviation<T>(Var<T> x, int axis, bool sample = false, bool keepAxis = false)
        where T : unmanaged, IFloatingPointIeee754<T> => StandardDeviation(x, [axis], sample, keepAxis);

    /// <summary>The standard deviation over some axes, which go; or stay with length 1 if <paramref name="keepAxes"/>.</summary>
    public static Var<T> StandardDeviation<T>(Var<T> x, ReadOnlySpan<int> axes, bool sample = false, bool keepAxes = false)
        where T : unmanaged, IFloatingPointIeee754<T> => new(UntypedOps.WithoutAxes(DeviationTo(x, UntypedOps.Reduced(x.Shape, axes), sample), axes, keepAxes));

    /// <summary>log sum exp x over all elements, rank 0, without overflow; -infinity where all are, the derivative 0 there.</summary>
    public static Var<T> LogSumExp<T>(Var<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => new(UntypedOps.LogSumExp(x, default));

    /// <summary>log sum exp x over one axis, which goes; or stays with length 1 if <paramref name="keepAxis"/>.</summary>
    public static Var<T> LogSumExp<T>(Var<T> x, int axis, bool keepAxis = false)
        where T : unmanaged, IFloatingPointIeee754<T> => LogSumExp(x, [axis], keepAxis);

    /// <summary>log sum exp x over some axes, which go; or stay with length 1 if <paramref name="keepAxes"/>.</summary>
    public static Var<T> LogSumExp<T>(Var<T> x, ReadOnlySpan<int> axes, bool keepAxes = false)
        where T : unmanaged, IFloatingPointIeee754<T> => new(UntypedOps.WithoutAxes(UntypedOps.LogSumExp(x, UntypedOps.Reduced(x.Shape, axes)), axes, keepAxes));

    /// <summary>The norm (sum |x|^p)^(1/p) of all elements, rank 0. Its derivative where it is 0 is taken to be 0.</summary>
    /// <param name="x">The array.</param>
    /// <param name="order">p, at least 1; infinity: the largest magnitude.</param>
    public static Var<double> Norm(Var<double> x, double order = 2) => new(UntypedOps.Norm(x, order, default));

    /// <inheritdoc cref="Norm(Var{double}, double)"/>
    public static Var<float> Norm(Var<float> x, double order = 2) => new(UntypedOps.Norm(x, order, default));

    /// <inheritdoc cref="Norm(Var{double}, double)"/>
    public static Var<double> Norm(Var<Complex> x, double order = 2) => new(UntypedOps.Norm(x, order, default));

    /// <inheritdoc cref="Norm(Var{double}, double)"/>
    public static Var<float> Norm(Var<ComplexF> x, double order = 2) => new(UntypedOps.Norm(x, order, default));

    /// <summary>The norms over some axes, which go; or stay with length 1 if <paramref name="keepAxes"/>. The derivative where one is 0 is taken to be 0.</summary>
    /// <param name="x">The array.</param>
    /// <param name="axes">The axes.</param>
    /// <param name="order">p, at least 1; infinity: the largest magnitude.</param>
    /// <param name="keepAxes">Whether the axes stay.</param>
    public static Var<double> Norm(Var<double> x, ReadOnlySpan<int> axes, double order = 2, bool keepAxes = false) => new(NormOver(x, axes, order, keepAxes));

    /// <inheritdoc cref="Norm(Var{double}, ReadOnlySpan{int}, double, bool)"/>
    public static Var<float> Norm(Var<float> x, ReadOnlySpan<int> axes, double order = 2, bool keepAxes = false) => new(NormOver(x, axes, order, keepAxes));

    /// <inheritdoc cref="Norm(Var{double}, ReadOnlySpan{int}, double, bool)"/>
    public static Var<double> Norm(Var<Complex> x, ReadOnlySpan<int> axes, double order = 2, bool keepAxes = false) => new(NormOver(x, axes, order, keepAxes));

    /// <inheritdoc cref="Norm(Var{double}, ReadOnlySpan{int}, double, bool)"/>
    public static Var<float> Norm(Var<ComplexF> x, ReadOnlySpan<int> axes, double order = 2, bool keepAxes = false) => new(NormOver(x, axes, order, keepAxes));

    private static Var NormOver(Var x, ReadOnlySpan<int> axes, double order, bool keepAxes) => UntypedOps.WithoutAxes(UntypedOps.Norm(x, order, UntypedOps.Reduced(x.Shape, axes, nameof(Norm))), axes, keepAxes);

    private static Var VarianceTo(Var x, in Shape shape, bool sample) => UntypedOps.Affine(PerElement(x, shape, sample), UntypedOps.SumTo(UntypedOps.Square(UntypedOps.Centred(x, shape)), shape), 0);

    private static Var DeviationTo(Var x, in Shape shape, bool sample) => UntypedOps.Affine(Math.Sqrt(PerElement(x, shape, sample)), UntypedOps.Norm(UntypedOps.Centred(x, shape), 2, shape), 0);

    /// <summary>1 / n, or of a sample 1 / (n - 1), for n elements to a result.</summary>
    private static double PerElement(Var x, in Shape shape, bool sample) => 1 / (((double)x.Shape.Count / shape.Count) - (sample ? 1 : 0));
}
