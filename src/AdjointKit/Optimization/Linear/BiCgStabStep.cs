using AdjointKit.Optimization.Steps;

namespace AdjointKit.Optimization;

/// <summary>The step of <see cref="BiCgStab{T}"/>, in two halves.</summary>
internal struct BiCgStabStep<TVector, TScalar> : ILinearStep<TVector, TScalar>
    where TScalar : struct, IStepScalar<TScalar>
{
    internal TVector X;
    internal TVector R;

    /// <summary>The shadow residual, that of the beginning.</summary>
    internal TVector Shadow;
    internal TVector P;
    internal TVector V;
    internal TVector T;
    internal TVector Z;
    internal TScalar Rho;
    internal TScalar Sigma;
    internal TScalar Alpha;
    internal TScalar Omega;

    public readonly TVector Solution => X;

    public void Begin<TOn>(TOn on, LinearMaps maps, TVector b, TVector x, TVector residual)
        where TOn : IStepAlgebra<TVector, TScalar>
    {
        X = x;
        R = residual;
        on.Copy(R, ref Shadow);
        on.Copy(R, ref P);
        Rho = on.Dot(Shadow, R);
    }

    public void Advance<TOn>(TOn on, LinearMaps maps)
        where TOn : IStepAlgebra<TVector, TScalar>
    {
        Probe(on, maps);
        MoveAlong(on, maps);
        Stabilise(on, maps);
        Turn(on);
    }

    /// <summary>v = A M p and sigma = (shadow, v).</summary>
    internal void Probe<TOn>(TOn on, LinearMaps maps)
        where TOn : IStepAlgebra<TVector, TScalar>
    {
        on.Apply(maps.A, Preconditioned(on, maps, P), ref V);
        Sigma = on.Dot(Shadow, V);
    }

    /// <summary>x += alpha M p, r -= alpha v: the step of the biconjugate gradients.</summary>
    internal void MoveAlong<TOn>(TOn on, LinearMaps maps)
        where TOn : IStepAlgebra<TVector, TScalar>
    {
        Alpha = Rho / Sigma;
        on.AddScaled(Alpha, maps.M is null ? P : Z, ref X);
        on.AddScaled(-Alpha, V, ref R);
    }

    /// <summary>x += omega M r, r -= omega A M r with the omega that makes r smallest.</summary>
    internal void Stabilise<TOn>(TOn on, LinearMaps maps)
        where TOn : IStepAlgebra<TVector, TScalar>
    {
        TVector z = Preconditioned(on, maps, R);
        on.Apply(maps.A, z, ref T);
        TScalar square = on.Dot(T, T);
        Omega = TScalar.IsZero(square) ? square : on.Dot(T, R) / square;
        on.AddScaled(Omega, z, ref X);
        on.AddScaled(-Omega, T, ref R);
    }

    /// <summary>p = r + beta (p - omega v).</summary>
    internal void Turn<TOn>(TOn on)
        where TOn : IStepAlgebra<TVector, TScalar>
    {
        TScalar before = Rho;
        Rho = on.Dot(Shadow, R);
        on.AddScaled(-Omega, V, ref P);
        on.Scale(Rho / before * (Alpha / Omega), ref P);
        on.AddMultiple(1, R, ref P);
    }

    public void Visit(IStateVisitor<TVector, TScalar> visitor, LinearMaps maps)
    {
        visitor.Vector(ref X);
        visitor.Vector(ref R);
        visitor.Vector(ref Shadow);
        visitor.Vector(ref P);
        visitor.Number(ref Rho);
    }

    private TVector Preconditioned<TOn>(TOn on, LinearMaps maps, TVector x)
        where TOn : IStepAlgebra<TVector, TScalar>
    {
        if (maps.M is null) return x;
        on.Apply(maps.M, x, ref Z);
        return Z;
    }
}
