using AdjointKit.Optimization.Steps;

namespace AdjointKit.Optimization;

/// <summary>x+ = prox_{t F}(y - t grad h(y)), y+ = x+ + m (x+ - x); in two parts, so that the length can be judged between them.</summary>
internal struct ForwardBackwardStep<TVector, TScalar>
    where TScalar : struct, IStepScalar<TScalar>
{
    /// <summary>The iterate.</summary>
    internal TVector X;

    /// <summary>The gradient there.</summary>
    internal TVector Slope;

    /// <summary>Where the step starts: the iterate, or a point ahead of it.</summary>
    internal TVector Y;

    /// <summary>The gradient there.</summary>
    internal TVector SlopeAhead;

    internal TVector NextX;
    internal TVector NextSlope;

    /// <summary>Scratch.</summary>
    internal TVector Point;

    internal void Begin<TOn>(TOn on, IStepMap slope)
        where TOn : IStepAlgebra<TVector, TScalar>
    {
        on.Apply(slope, X, ref Slope);
        on.Copy(Slope, ref SlopeAhead);
        on.Copy(X, ref Y);
    }

    internal void Move<TOn>(TOn on, IStepMap slope, ILengthMap prox, double t)
        where TOn : IStepAlgebra<TVector, TScalar>
    {
        on.Copy(Y, ref Point);
        on.AddMultiple(-t, SlopeAhead, ref Point);
        prox.Length = t;
        on.Apply(prox, Point, ref NextX);
        on.Apply(slope, NextX, ref NextSlope);
    }

    /// <summary>Of an affine gradient that at y+ is a combination of those that are known.</summary>
    internal void Carry<TOn>(TOn on, ISlopeMap slope, double momentum)
        where TOn : IStepAlgebra<TVector, TScalar>
    {
        Ahead(on, momentum, NextX, X, ref Y);
        if (slope.IsAffine || momentum == 0) Ahead(on, momentum, NextSlope, Slope, ref SlopeAhead);
        else on.Apply(slope, Y, ref SlopeAhead);
        on.Copy(NextX, ref X);
        on.Copy(NextSlope, ref Slope);
    }

    internal void Visit(IStateVisitor<TVector, TScalar> visitor)
    {
        visitor.Vector(ref X);
        visitor.Vector(ref Slope);
        visitor.Vector(ref Y);
        visitor.Vector(ref SlopeAhead);
    }

    private static void Ahead<TOn>(TOn on, double momentum, TVector next, TVector x, ref TVector into)
        where TOn : IStepAlgebra<TVector, TScalar>
    {
        on.Copy(next, ref into);
        if (momentum == 0) return;
        on.AddMultiple(momentum, next, ref into);
        on.AddMultiple(-momentum, x, ref into);
    }
}
