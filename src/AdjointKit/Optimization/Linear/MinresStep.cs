using AdjointKit.Optimization.Steps;

namespace AdjointKit.Optimization;

/// <summary>
/// The step of <see cref="Minres{T}"/>: the tridiagonalisation of Lanczos, beta q = A v - alpha q - beta q, v = M q; its matrix made upper triangular by reflections; x goes along w.
/// r is carried: s^2 r - phibar c q.
/// </summary>
internal struct MinresStep<TVector, TScalar> : ILinearStep<TVector, TScalar>
    where TScalar : struct, IStepScalar<TScalar>
{
    internal TVector X;
    internal TVector R;

    /// <summary>The Lanczos vector, the one before, and the place for the next.</summary>
    internal TVector Q;
    internal TVector QBefore;
    internal TVector QNext;

    /// <summary>M q and the place for the next, where there is a preconditioner; else not used.</summary>
    internal TVector V;
    internal TVector VNext;
    internal TVector W;
    internal TVector WBefore;
    internal TScalar Alpha;
    internal TScalar Beta;
    internal TScalar DeltaBar;
    internal TScalar Epsilon;
    internal TScalar PhiBar;
    internal TScalar C;
    internal TScalar S;

    /// <summary>|A r| of the iterate before the step is phibar times this.</summary>
    internal TScalar Root;
    internal TScalar Gamma;
    private TScalar delta;
    private TScalar epsilonBefore;

    public readonly TVector Solution => X;

    public void Begin<TOn>(TOn on, LinearMaps maps, TVector b, TVector x, TVector residual)
        where TOn : IStepAlgebra<TVector, TScalar>
    {
        X = x;
        R = residual;
        on.Copy(residual, ref Q);
        on.Clear(x, ref QBefore);
        on.Clear(x, ref W);
        on.Clear(x, ref WBefore);
        Normalise(on, maps, ref Q, ref V);
        PhiBar = Beta;
        DeltaBar = on.Number(0);
        Epsilon = on.Number(0);
        C = on.Number(-1);
        S = on.Number(0);
    }

    public void Advance<TOn>(TOn on, LinearMaps maps)
        where TOn : IStepAlgebra<TVector, TScalar>
    {
        Tridiagonalise(on, maps);
        Turn();
        Move(on, maps);
    }

    /// <summary>The next Lanczos vector, and alpha and beta.</summary>
    internal void Tridiagonalise<TOn>(TOn on, LinearMaps maps)
        where TOn : IStepAlgebra<TVector, TScalar>
    {
        TVector v = maps.M is null ? Q : V;
        on.Apply(maps.A, v, ref QNext);
        on.AddScaled(-Beta, QBefore, ref QNext);
        Alpha = on.Dot(v, QNext);
        on.AddScaled(-Alpha, Q, ref QNext);
        Normalise(on, maps, ref QNext, ref VNext);
    }

    /// <summary>The reflection that takes beta to zero.</summary>
    internal void Turn()
    {
        TScalar gammaBar = (S * DeltaBar) - (C * Alpha);
        delta = (C * DeltaBar) + (S * Alpha);
        epsilonBefore = Epsilon;
        Epsilon = S * Beta;
        DeltaBar = -(C * Beta);
        Root = TScalar.Hypot(gammaBar, DeltaBar);
        Gamma = TScalar.Hypot(gammaBar, Beta);
        if (TScalar.IsZero(Gamma)) return;
        C = gammaBar / Gamma;
        S = Beta / Gamma;
    }

    /// <summary>w = (v - epsilon w - delta w) / gamma, x += phi w, and the residual.</summary>
    internal void Move<TOn>(TOn on, LinearMaps maps)
        where TOn : IStepAlgebra<TVector, TScalar>
    {
        if (TScalar.IsZero(Gamma)) return;
        on.Scale(-epsilonBefore, ref WBefore);
        on.AddScaled(-delta, W, ref WBefore);
        on.AddMultiple(1, maps.M is null ? Q : V, ref WBefore);
        on.Scale(on.Number(1) / Gamma, ref WBefore);
        (W, WBefore) = (WBefore, W);
        on.AddScaled(C * PhiBar, W, ref X);
        PhiBar = S * PhiBar;
        (QBefore, Q, QNext) = (Q, QNext, QBefore);
        (V, VNext) = (VNext, V);
        on.Scale(S * S, ref R);
        on.AddScaled(-(PhiBar * C), Q, ref R);
    }

    public void Visit(IStateVisitor<TVector, TScalar> visitor, LinearMaps maps)
    {
        visitor.Vector(ref X);
        visitor.Vector(ref R);
        visitor.Vector(ref Q);
        visitor.Vector(ref QBefore);
        if (maps.M is not null) visitor.Vector(ref V);
        visitor.Vector(ref W);
        visitor.Vector(ref WBefore);
        visitor.Number(ref Beta);
        visitor.Number(ref DeltaBar);
        visitor.Number(ref Epsilon);
        visitor.Number(ref PhiBar);
        visitor.Number(ref C);
        visitor.Number(ref S);
    }

    /// <summary>beta = sqrt((q, M q)), and both divided by it.</summary>
    private void Normalise<TOn>(TOn on, LinearMaps maps, ref TVector q, ref TVector v)
        where TOn : IStepAlgebra<TVector, TScalar>
    {
        if (maps.M is not null) on.Apply(maps.M, q, ref v);
        TScalar square = on.Dot(q, maps.M is null ? q : v);
        if (TScalar.IsZero(square))
        {
            Beta = square;
            return;
        }

        Beta = TScalar.Sqrt(square);
        TScalar scale = on.Number(1) / Beta;
        on.Scale(scale, ref q);
        if (maps.M is not null) on.Scale(scale, ref v);
    }
}
