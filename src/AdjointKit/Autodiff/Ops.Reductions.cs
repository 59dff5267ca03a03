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

    /// <summary>The array repeated along axes of length 1, and along new axes in front, to fill a shape.</summary>
    public static Var<T> BroadcastTo<T>(Var<T> x, Shape shape)
        where T : unmanaged => new(UntypedOps.BroadcastTo(x, shape));

    private static Var Misfit(Var prediction, Var observation)
    {
        if (prediction.Shape != observation.Shape) throw new ArgumentException($"a misfit of shapes {prediction.Shape} and {observation.Shape}: the shapes must be equal", nameof(observation));
        return UntypedOps.HalfSquaredNorm(prediction - observation);
    }
}
