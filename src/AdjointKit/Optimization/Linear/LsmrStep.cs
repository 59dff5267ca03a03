using AdjointKit.Optimization.Steps;

namespace AdjointKit.Optimization;

/// <summary>The step of <see cref="Lsmr{TIn, TOut}"/>: two rotations, and x goes along hbar. Letters are those of the paper; c and s are the first rotation, cbar and sbar the second.</summary>
internal struct LsmrStep<TVector, TScalar> : ILinearStep<TVector, TScalar>
    where TScalar : struct, IStepScalar<TScalar>
{
    internal BidiagonalStep<TVector, TScalar> Bidiagonal;
    internal TVector X;
    internal TVector H;
    internal TVector HBar;
    internal TScalar AlphaBar;
    internal TScalar ZetaBar;
    internal TScalar Zeta;
    internal TScalar Rho;
    internal TScalar RhoBar;
    internal TScalar C;
    internal TScalar S;
    internal TScalar CBar;
    internal TScalar SBar;

    public readonly TVector Solution => X;

    public void Begin<TOn>(TOn on, LinearMaps maps, TVector b, TVector x, TVector residual)
        where TOn : IStepAlgebra<TVector, TScalar>
    {
        X = x;
        Bidiagonal.Begin(on, maps, x, residual);
        on.Copy(Bidiagonal.V, ref H);
        on.Clear(x, ref HBar);
        AlphaBar = Bidiagonal.Alpha;
        ZetaBar = Bidiagonal.Alpha * Bidiagonal.Beta;
        Zeta = on.Number(0);
        Rho = on.Number(1);
        RhoBar = on.Number(1);
        CBar = on.Number(1);
        SBar = on.Number(0);
    }

    public void Advance<TOn>(TOn on, LinearMaps maps)
        where TOn : IStepAlgebra<TVector, TScalar>
    {
        Bidiagonal.Advance(on, maps);
        TScalar rho = TScalar.Hypot(AlphaBar, Bidiagonal.Beta);
        if (TScalar.IsZero(rho)) return;
        (TScalar rhoBefore, TScalar rhoBarBefore) = (Rho, RhoBar);
        Rho = rho;
        C = AlphaBar / rho;
        S = Bidiagonal.Beta / rho;
        TScalar theta = S * Bidiagonal.Alpha;
        AlphaBar = C * Bidiagonal.Alpha;
        TScalar thetaBar = SBar * rho;
        TScalar diagonal = CBar * rho;
        RhoBar = TScalar.Hypot(diagonal, theta);
        CBar = diagonal / RhoBar;
        SBar = theta / RhoBar;
        Zeta = CBar * ZetaBar;
        ZetaBar = -(SBar * ZetaBar);
        on.Scale(-(thetaBar * rho / (rhoBefore * rhoBarBefore)), ref HBar);
        on.AddMultiple(1, H, ref HBar);
        on.AddScaled(Zeta / (rho * RhoBar), HBar, ref X);
        on.Scale(-(theta / rho), ref H);
        on.AddMultiple(1, Bidiagonal.V, ref H);
    }

    public void Visit(IStateVisitor<TVector, TScalar> visitor, LinearMaps maps)
    {
        Bidiagonal.Visit(visitor, maps);
        visitor.Vector(ref X);
        visitor.Vector(ref H);
        visitor.Vector(ref HBar);
        visitor.Number(ref AlphaBar);
        visitor.Number(ref ZetaBar);
        visitor.Number(ref Zeta);
        visitor.Number(ref Rho);
        visitor.Number(ref RhoBar);
        visitor.Number(ref CBar);
        visitor.Number(ref SBar);
    }
}
