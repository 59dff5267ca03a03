using AdjointKit.Optimization.Steps;

namespace AdjointKit.Optimization;

/// <summary>The step of <see cref="ProximalGradient{TIn, TOut}"/>, in three parts, so that its length can be judged.</summary>
internal struct ProximalGradientStep<TVector, TScalar>
    where TScalar : struct, IStepScalar<TScalar>
{
    /// <summary>The iterate.</summary>
    internal TVector X;

    /// <summary>Where the step starts: the iterate, or a point ahead of it.</summary>
    internal TVector Y;

    /// <summary>A x.</summary>
    internal TVector Image;

    /// <summary>A y, a combination of images of iterates: A is applied once in a step.</summary>
    internal TVector ImageAhead;

    /// <summary>A next.</summary>
    internal TVector ImageNext;

    /// <summary>A y - b.</summary>
    internal TVector Misfit;

    /// <summary>A^H (A y - b).</summary>
    internal TVector Gradient;

    /// <summary>The next iterate.</summary>
    internal TVector Next;

    /// <summary>y - s gradient.</summary>
    internal TVector Point;

    internal void Slope<TOn>(TOn on, IStepMap adjoint, TVector b)
        where TOn : IStepAlgebra<TVector, TScalar>
    {
        on.Copy(ImageAhead, ref Misfit);
        on.AddMultiple(-1, b, ref Misfit);
        on.Apply(adjoint, Misfit, ref Gradient);
    }

    internal void Move<TOn>(TOn on, IStepMap a, IStepMap prox, double length)
        where TOn : IStepAlgebra<TVector, TScalar>
    {
        on.Copy(Y, ref Point);
        on.AddMultiple(-length, Gradient, ref Point);
        on.Apply(prox, Point, ref Next);
        on.Apply(a, Next, ref ImageNext);
    }

    /// <summary>y = next + momentum (next - x), x = next, and the images alike.</summary>
    internal void Carry<TOn>(TOn on, double momentum)
        where TOn : IStepAlgebra<TVector, TScalar>
    {
        Combine(on, momentum, Next, ref X, ref Y);
        Combine(on, momentum, ImageNext, ref Image, ref ImageAhead);
    }

    internal void Visit(IStateVisitor<TVector, TScalar> visitor)
    {
        visitor.Vector(ref X);
        visitor.Vector(ref Y);
        visitor.Vector(ref Image);
        visitor.Vector(ref ImageAhead);
    }

    private static void Combine<TOn>(TOn on, double momentum, TVector next, ref TVector x, ref TVector y)
        where TOn : IStepAlgebra<TVector, TScalar>
    {
        on.Copy(next, ref y);
        if (momentum != 0)
        {
            on.AddMultiple(momentum, next, ref y);
            on.AddMultiple(-momentum, x, ref y);
        }

        on.Copy(next, ref x);
    }
}
