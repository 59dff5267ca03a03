using AdjointKit.Optimization.Steps;

namespace AdjointKit.Optimization;

/// <summary>The step of <see cref="FixedPointLinearSolver{T}"/>.</summary>
internal struct FixedPointStep<TVector, TScalar> : ILinearStep<TVector, TScalar>
    where TScalar : struct, IStepScalar<TScalar>
{
    internal TVector X;
    internal TVector B;
    internal TVector R;
    internal TVector Z;

    public readonly TVector Solution => X;

    public void Begin<TOn>(TOn on, LinearMaps maps, TVector b, TVector x, TVector residual)
        where TOn : IStepAlgebra<TVector, TScalar>
    {
        B = b;
        X = x;
        R = residual;
    }

    public void Advance<TOn>(TOn on, LinearMaps maps)
        where TOn : IStepAlgebra<TVector, TScalar>
    {
        if (maps.M is not null) on.Apply(maps.M, R, ref Z);
        on.AddMultiple(1, maps.M is null ? R : Z, ref X);
        on.Apply(maps.A, X, ref R);
        on.Scale(on.Number(-1), ref R);
        on.AddMultiple(1, B, ref R);
    }

    public void Visit(IStateVisitor<TVector, TScalar> visitor, LinearMaps maps)
    {
        visitor.Vector(ref X);
        visitor.Vector(ref B);
        visitor.Vector(ref R);
    }
}
