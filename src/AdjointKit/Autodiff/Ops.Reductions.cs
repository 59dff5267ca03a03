using System.Numerics;
using AdjointKit.Arrays;

namespace AdjointKit.Autodiff;

/// <content>Sums and other reductions, and broadcasting, their adjoint.</content>
public static partial class Ops
{
    /// <summary>The sum of all elements, rank 0.</summary>
    public static Var<T> Sum<T>(Var<T> x)
        where T : unmanaged => new(UntypedOps.SumTo(x, default));

    /// <summary>The sum over one axis, which goes; or stays with length 1 if <paramref name="keepAxis"/>.</summary>
    public static Var<T> Sum<T>(Var<T> x, int axis, bool keepAxis = false)
        where T : unmanaged => Sum(x, [axis], keepAxis);

    /// <summary>The sum over some axes, which go; or stay with length 1 if <paramref name="keepAxes"/>.</summary>
    public static Var<T> Sum<T>(Var<T> x, ReadOnlySpan<int> axes, bool keepAxes = false)
        where T : unmanaged => new(UntypedOps.WithoutAxes(UntypedOps.SumTo(x, UntypedOps.Reduced(x.Shape, axes)), axes, keepAxes));

    /// <summary>The mean of all elements, rank 0.</summary>
    public static Var<T> Mean<T>(Var<T> x)
        where T : unmanaged => new(UntypedOps.Mean(x, default));

    /// <summary>The mean over one axis, which goes; or stays with length 1 if <paramref name="keepAxis"/>.</summary>
    public static Var<T> Mean<T>(Var<T> x, int axis, bool keepAxis = false)
        where T : unmanaged => Mean(x, [axis], keepAxis);

    /// <summary>The mean over some axes, which go; or stay with length 1 if <paramref name="keepAxes"/>.</summary>
    public static Var<T> Mean<T>(Var<T> x, ReadOnlySpan<int> axes, bool keepAxes = false)
        where T : unmanaged => new(UntypedOps.WithoutAxes(UntypedOps.Mean(x, UntypedOps.Reduced(x.Shape, axes)), axes, keepAxes));

    /// <summary>The product of all elements, rank 0. Its derivatives are exact where elements are zero.</summary>
    public static Var<T> Product<T>(Var<T> x)
        where T : unmanaged => new(UntypedOps.Reshape(UntypedOps.Product(UntypedOps.Reshape(x, new Shape(x.Shape.Count)), 0), default));

    /// <summary>The product over one axis, which goes; or stays with length 1 if <paramref name="keepAxis"/>.</summary>
    public static Var<T> Product<T>(Var<T> x, int axis, bool keepAxis = false)
        where T : unmanaged => new(UntypedOps.WithoutAxes(UntypedOps.Product(x, UntypedOps.AxisOf(axis, x.Shape)), [axis], keepAxis));

    /// <summary>The product over some axes, which go; or stay with length 1 if <paramref name="keepAxes"/>.</summary>
    public static Var<T> Product<T>(Var<T> x, ReadOnlySpan<int> axes, bool keepAxes = false)
        where T : unmanaged
    {
        Shape reduced = UntypedOps.Reduced(x.Shape, axes);
        Var merged = UntypedOps.Merged(x, axes);
        Var product = UntypedOps.Reshape(UntypedOps.Product(merged, merged.Shape.Rank - 1), reduced);
        return new(UntypedOps.WithoutAxes(product, axes, keepAxes));
    }

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

    /// <summary>The array repeated along axes of length 1, and along new axes in front, to fill a shape.</summary>
    public static Var<T> BroadcastTo<T>(Var<T> x, Shape shape)
        where T : unmanaged => new(UntypedOps.BroadcastTo(x, shape));

    private static Var Misfit(Var prediction, Var observation)
    {
        if (prediction.Shape != observation.Shape) throw new ArgumentException($"a misfit of shapes {prediction.Shape} and {observation.Shape}: the shapes must be equal", nameof(observation));
        return UntypedOps.HalfSquaredNorm(prediction - observation);
    }
}
