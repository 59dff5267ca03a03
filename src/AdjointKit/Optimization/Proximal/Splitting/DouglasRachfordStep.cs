using AdjointKit.Optimization.Steps;

namespace AdjointKit.Optimization;

/// <summary>x = prox_{t G}(v), y = prox_{t F}(2 x - v), v+ = v + a (y - x).</summary>
internal struct DouglasRachfordStep<TVector, TScalar>
    where TScalar : struct, IStepScalar<TScalar>
{
    /// <summary>What is carried on; at the solution x - v is t times a slope of F.</summary>
    internal TVector V;

    /// <summary>prox of G; on arrays also where the linear system of least squares begins.</summary>
    internal TVector X;

    /// <summary>prox of F.</summary>
    internal TVector Y;

    /// <summary>2 x - v.</summary>
    internal TVector Point;

    internal void Move<TOn>(TOn on, ILengthMap f, ILengthMap g, double t)
        where TOn : IStepAlgebra<TVector, TScalar>
    {
        (f.Length, g.Length) = (t, t);
        on.Apply(g, V, ref X);
        on.Copy(X, ref Point);
        on.AddMultiple(1, X, ref Point);
        on.AddMultiple(-1, V, ref Point);
        on.Apply(f, Point, ref Y);
    }

    internal void Carry<TOn>(TOn on, double relaxation)
        where TOn : IStepAlgebra<TVector, TScalar>
    {
        on.AddMultiple(relaxation, Y, ref V);
        on.AddMultiple(-relaxation, X, ref V);
    }

    internal void Visit(IStateVisitor<TVector, TScalar> visitor)
    {
        visitor.Vector(ref V);
        visitor.Vector(ref X);
        visitor.Vector(ref Y);
    }
}
