using AdjointKit.Optimization.Steps;

namespace AdjointKit.Optimization;

/// <summary>
/// The bidiagonalisation of Golub and Kahan, of A or, damped, of A over lambda I: beta u = A v - alpha u, alpha v = A^H u - beta v, with u and v of norm 1. With a preconditioner M
/// that of A M^(1/2), without the root: p is A^H u - beta p, v = M p, and alpha = sqrt((p, v)) (Arridge, Betcke and Harhanen, Inverse Problems 30, 2014).
/// </summary>
internal struct BidiagonalStep<TVector, TScalar>
    where TScalar : struct, IStepScalar<TScalar>
{
    internal TVector U;
    internal TVector Image;

    /// <summary>The part of u that belongs to the damping.</summary>
    internal TVector Below;
    internal TVector V;
    internal TVector AdjointImage;

    /// <summary>The p of a preconditioned v; else not used.</summary>
    internal TVector P;
    internal TScalar Alpha;
    internal TScalar Beta;

    /// <summary>The latest directions, and what belongs to them in the dual space; null: none are kept.</summary>
    internal TVector[]? Kept;
    internal TVector[]? KeptDuals;
    internal int Directions;

    internal void Begin<TOn>(TOn on, LinearMaps maps, TVector x, TVector residual)
        where TOn : IStepAlgebra<TVector, TScalar>
    {
        U = residual;
        Directions = 0;
        if (maps.Damping != 0)
        {
            on.Clear(x, ref Below);
            on.AddMultiple(-maps.Damping, x, ref Below);
        }

        NormaliseU(on, maps);
        AdjointProduct(on, maps);
        Accept(on, maps);
    }

    internal void Advance<TOn>(TOn on, LinearMaps maps)
        where TOn : IStepAlgebra<TVector, TScalar>
    {
        Keep(on, maps);
        on.Apply(maps.A, V, ref Image);
        on.AddScaled(-Alpha, U, ref Image);
        (U, Image) = (Image, U);
        if (maps.Damping != 0)
        {
            on.Scale(-Alpha, ref Below);
            on.AddMultiple(maps.Damping, V, ref Below);
        }

        NormaliseU(on, maps);
        AdjointProduct(on, maps);
        on.AddScaled(-Beta, maps.M is null ? V : P, ref AdjointImage);
        for (int k = 0; k < Math.Min(Directions, Kept?.Length ?? 0); k++)
        {
            on.AddScaled(-on.Dot(Kept![k], AdjointImage), maps.M is null ? Kept[k] : KeptDuals![k], ref AdjointImage);
        }

        Accept(on, maps);
    }

    internal void Visit(IStateVisitor<TVector, TScalar> visitor, LinearMaps maps)
    {
        visitor.Vector(ref U);
        visitor.Vector(ref V);
        if (maps.Damping != 0) visitor.Vector(ref Below);
        if (maps.M is not null) visitor.Vector(ref P);
        visitor.Number(ref Alpha);
        visitor.Number(ref Beta);
    }

    private void NormaliseU<TOn>(TOn on, LinearMaps maps)
        where TOn : IStepAlgebra<TVector, TScalar>
    {
        TScalar square = on.Dot(U, U);
        if (maps.Damping != 0) square += on.Dot(Below, Below);
        if (TScalar.IsZero(square))
        {
            Beta = square;
            return;
        }

        Beta = TScalar.Sqrt(square);
        TScalar scale = on.Number(1) / Beta;
        on.Scale(scale, ref U);
        if (maps.Damping != 0) on.Scale(scale, ref Below);
    }

    private void AdjointProduct<TOn>(TOn on, LinearMaps maps)
        where TOn : IStepAlgebra<TVector, TScalar>
    {
        on.Apply(maps.Adjoint, U, ref AdjointImage);
        if (maps.Damping != 0) on.AddMultiple(maps.Damping, Below, ref AdjointImage);
    }

    /// <summary>Takes the adjoint image as the next v.</summary>
    private void Accept<TOn>(TOn on, LinearMaps maps)
        where TOn : IStepAlgebra<TVector, TScalar>
    {
        if (maps.M is null)
        {
            (V, AdjointImage) = (AdjointImage, V);
        }
        else
        {
            (P, AdjointImage) = (AdjointImage, P);
            on.Apply(maps.M, P, ref V);
        }

        TScalar square = on.Dot(maps.M is null ? V : P, V);
        if (TScalar.IsZero(square))
        {
            Alpha = square;
            return;
        }

        Alpha = TScalar.Sqrt(square);
        TScalar scale = on.Number(1) / Alpha;
        on.Scale(scale, ref V);
        if (maps.M is not null) on.Scale(scale, ref P);
    }

    private void Keep<TOn>(TOn on, LinearMaps maps)
        where TOn : IStepAlgebra<TVector, TScalar>
    {
        if (Kept is not { Length: > 0 }) return;
        int slot = Directions++ % Kept.Length;
        on.Copy(V, ref Kept[slot]);
        if (maps.M is not null) on.Copy(P, ref KeptDuals![slot]);
    }
}
