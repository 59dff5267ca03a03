using AdjointKit.Optimization.Steps;

namespace AdjointKit.Optimization;

/// <summary>The step of <see cref="ConjugateGradient{T}"/>, in three parts, so that each can be judged before the next.</summary>
internal struct ConjugateGradientStep<TVector, TScalar> : ILinearStep<TVector, TScalar>
    where TScalar : struct, IStepScalar<TScalar>
{
    internal TVector X;
    internal TVector R;
    internal TVector P;
    internal TVector Q;
    internal TVector Z;
    internal TScalar Rho;
    internal TScalar Curvature;

    public readonly TVector Solution => X;

    public void Begin<TOn>(TOn on, LinearMaps maps, TVector b, TVector x, TVector residual)
        where TOn : IStepAlgebra<TVector, TScalar>
    {
        X = x;
        R = residual;
        TVector z = Precondition(on, maps);
        on.Copy(z, ref P);
    }

    public void Advance<TOn>(TOn on, LinearMaps maps)
        where TOn : IStepAlgebra<TVector, TScalar>
    {
        Probe(on, maps);
        Move(on, Rho / Curvature);
        Turn(on, maps);
    }

    /// <summary>q = A p and (p, q).</summary>
    internal void Probe<TOn>(TOn on, LinearMaps maps)
        where TOn : IStepAlgebra<TVector, TScalar>
    {
        on.Apply(maps.A, P, ref Q);
        Curvature = on.Dot(P, Q);
    }

    /// <summary>x += alpha p, r -= alpha q.</summary>
    internal void Move<TOn>(TOn on, TScalar alpha)
        where TOn : IStepAlgebra<TVector, TScalar>
    {
        on.AddScaled(alpha, P, ref X);
        on.AddScaled(-alpha, Q, ref R);
    }

    /// <summary>z = M r, p = z + beta p.</summary>
    internal void Turn<TOn>(TOn on, LinearMaps maps)
        where TOn : IStepAlgebra<TVector, TScalar>
    {
        TScalar before = Rho;
        TVector z = Precondition(on, maps);
        on.Scale(Rho / before, ref P);
        on.AddMultiple(1, z, ref P);
    }

    public void Visit(IStateVisitor<TVector, TScalar> visitor, LinearMaps maps)
    {
        visitor.Vector(ref X);
        visitor.Vector(ref R);
        visitor.Vector(ref P);
        visitor.Number(ref Rho);
    }

    /// <summary>z = M r, or r itself, and rho = (r, z).</summary>
    private TVector Precondition<TOn>(TOn on, LinearMaps maps)
        where TOn : IStepAlgebra<TVector, TScalar>
    {
        if (maps.M is not null) on.Apply(maps.M, R, ref Z);
        TVector z = maps.M is null ? R : Z;
        Rho = on.Dot(R, z);
        return z;
    }
}
