using AdjointKit.Optimization.Steps;

namespace AdjointKit.Optimization;

/// <summary>The step of <see cref="Lsqr{TIn, TOut}"/>: the bidiagonal matrix is made upper triangular by a rotation, and x goes along w.</summary>
internal struct LsqrStep<TVector, TScalar> : ILinearStep<TVector, TScalar>
    where TScalar : struct, IStepScalar<TScalar>
{
    internal BidiagonalStep<TVector, TScalar> Bidiagonal;
    internal TVector X;
    internal TVector W;
    internal TScalar PhiBar;
    internal TScalar RhoBar;
    internal TScalar Rho;
    internal TScalar Cosine;

    public readonly TVector Solution => X;

    public void Begin<TOn>(TOn on, LinearMaps maps, TVector b, TVector x, TVector residual)
        where TOn : IStepAlgebra<TVector, TScalar>
    {
        X = x;
        Bidiagonal.Begin(on, maps, x, residual);
        on.Copy(Bidiagonal.V, ref W);
        PhiBar = Bidiagonal.Beta;
        RhoBar = Bidiagonal.Alpha;
    }

    public void Advance<TOn>(TOn on, LinearMaps maps)
        where TOn : IStepAlgebra<TVector, TScalar>
    {
        Bidiagonal.Advance(on, maps);
        Move(on);
        Turn(on);
    }

    /// <summary>The rotation, and x += phi / rho w.</summary>
    internal void Move<TOn>(TOn on)
        where TOn : IStepAlgebra<TVector, TScalar>
    {
        Rho = TScalar.Hypot(RhoBar, Bidiagonal.Beta);
        if (TScalar.IsZero(Rho)) return;
        Cosine = RhoBar / Rho;
        on.AddScaled(Cosine * PhiBar / Rho, W, ref X);
    }

    /// <summary>w = v - theta / rho w.</summary>
    internal void Turn<TOn>(TOn on)
        where TOn : IStepAlgebra<TVector, TScalar>
    {
        if (TScalar.IsZero(Rho)) return;
        TScalar sine = Bidiagonal.Beta / Rho;
        PhiBar = sine * PhiBar;
        RhoBar = -(Cosine * Bidiagonal.Alpha);
        on.Scale(-(sine * Bidiagonal.Alpha / Rho), ref W);
        on.AddMultiple(1, Bidiagonal.V, ref W);
    }

    public void Visit(IStateVisitor<TVector, TScalar> visitor, LinearMaps maps)
    {
        Bidiagonal.Visit(visitor, maps);
        visitor.Vector(ref X);
        visitor.Vector(ref W);
        visitor.Number(ref PhiBar);
        visitor.Number(ref RhoBar);
    }
}
