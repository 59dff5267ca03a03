using AdjointKit.Optimization.Steps;

namespace AdjointKit.Optimization;

/// <summary>The step of <see cref="Cgls{TIn, TOut}"/>: s is minus the gradient, A^H r - lambda^2 x.</summary>
internal struct CglsStep<TVector, TScalar> : ILinearStep<TVector, TScalar>
    where TScalar : struct, IStepScalar<TScalar>
{
    internal TVector X;
    internal TVector R;
    internal TVector Q;
    internal TVector S;
    internal TVector Z;
    internal TVector P;
    internal TScalar Gamma;
    internal TScalar ImageSquared;
    internal TScalar Curvature;

    public readonly TVector Solution => X;

    public void Begin<TOn>(TOn on, LinearMaps maps, TVector b, TVector x, TVector residual)
        where TOn : IStepAlgebra<TVector, TScalar>
    {
        X = x;
        R = residual;
        TVector z = Descent(on, maps);
        on.Copy(z, ref P);
    }

    public void Advance<TOn>(TOn on, LinearMaps maps)
        where TOn : IStepAlgebra<TVector, TScalar>
    {
        on.Apply(maps.A, P, ref Q);
        ImageSquared = on.Dot(Q, Q);
        Curvature = ImageSquared;
        if (maps.Damping != 0) Curvature += on.Number(maps.Damping * maps.Damping) * on.Dot(P, P);
        if (TScalar.IsZero(Curvature)) return;
        TScalar alpha = Gamma / Curvature;
        on.AddScaled(alpha, P, ref X);
        on.AddScaled(-alpha, Q, ref R);
        TScalar before = Gamma;
        TVector z = Descent(on, maps);
        on.Scale(Gamma / before, ref P);
        on.AddMultiple(1, z, ref P);
    }

    public void Visit(IStateVisitor<TVector, TScalar> visitor, LinearMaps maps)
    {
        visitor.Vector(ref X);
        visitor.Vector(ref R);
        visitor.Vector(ref P);
        visitor.Number(ref Gamma);
    }

    /// <summary>s, z = M s, or s itself, and gamma = (s, z).</summary>
    private TVector Descent<TOn>(TOn on, LinearMaps maps)
        where TOn : IStepAlgebra<TVector, TScalar>
    {
        on.Apply(maps.Adjoint, R, ref S);
        if (maps.Damping != 0) on.AddMultiple(-maps.Damping * maps.Damping, X, ref S);
        if (maps.M is not null) on.Apply(maps.M, S, ref Z);
        TVector z = maps.M is null ? S : Z;
        Gamma = on.Dot(S, z);
        return z;
    }
}
