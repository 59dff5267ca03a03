using AdjointKit.Optimization.Steps;

namespace AdjointKit.Optimization;

/// <summary>What the step of <see cref="AdmmStep{TVector, TScalar}"/> calls.</summary>
/// <param name="Forward">K_i.</param>
/// <param name="Back">K_i^H.</param>
/// <param name="Prox">prox of g_i.</param>
/// <param name="DataBack">A^H b; null: no least squares.</param>
/// <param name="System">(A^H A + r sum_i K_i^H K_i)^-1.</param>
internal sealed record AdmmMaps(IStepMap[] Forward, IStepMap[] Back, ILengthMap[] Prox, IStepMap? DataBack, ILengthMap System);

/// <summary>
/// x = (A^H A + r sum_i K_i^H K_i)^-1 (A^H b + r sum_i K_i^H (z_i - u_i)), then with k_i = a K_i x + (1 - a) z_i: z_i = prox_{g_i / r}(k_i + u_i), u_i = u_i + k_i - z_i.
/// </summary>
internal struct AdmmStep<TVector, TScalar>
    where TScalar : struct, IStepScalar<TScalar>
{
    internal TVector X;

    /// <summary>A^H b.</summary>
    internal TVector Data;

    /// <summary>The right-hand side for x.</summary>
    internal TVector Right;

    /// <summary>sum_i K_i^H (z_i - u_i).</summary>
    internal TVector Back;

    /// <summary>Scratch in the space of x.</summary>
    internal TVector Point;

    internal TVector[] Z;
    internal TVector[] NextZ;

    /// <summary>Dual variables divided by r.</summary>
    internal TVector[] U;

    /// <summary>K_i x.</summary>
    internal TVector[] Image;

    /// <summary>k_i + u_i.</summary>
    internal TVector[] Ahead;

    internal void Begin<TOn>(TOn on, AdmmMaps maps)
        where TOn : IStepAlgebra<TVector, TScalar>
    {
        if (maps.DataBack is not null) on.Apply(maps.DataBack, X, ref Data);
        on.Clear(X, ref Back);
        for (int i = 0; i < maps.Forward.Length; i++)
        {
            on.Apply(maps.Forward[i], X, ref Z[i]);
            on.Clear(Z[i], ref U[i]);
            on.Apply(maps.Back[i], Z[i], ref Point);
            on.AddMultiple(1, Point, ref Back);
        }
    }

    internal void Move<TOn>(TOn on, AdmmMaps maps, double r, double relaxation)
        where TOn : IStepAlgebra<TVector, TScalar>
    {
        if (maps.DataBack is not null) on.Copy(Data, ref Right);
        else on.Clear(X, ref Right);
        on.AddMultiple(r, Back, ref Right);
        maps.System.Length = r;
        on.Apply(maps.System, Right, ref X);
        for (int i = 0; i < maps.Forward.Length; i++)
        {
            on.Apply(maps.Forward[i], X, ref Image[i]);
            on.Copy(U[i], ref Ahead[i]);
            on.AddMultiple(relaxation, Image[i], ref Ahead[i]);
            if (relaxation != 1) on.AddMultiple(1 - relaxation, Z[i], ref Ahead[i]);
            maps.Prox[i].Length = 1 / r;
            on.Apply(maps.Prox[i], Ahead[i], ref NextZ[i]);
        }
    }

    internal void Carry<TOn>(TOn on, AdmmMaps maps)
        where TOn : IStepAlgebra<TVector, TScalar>
    {
        on.Clear(X, ref Back);
        for (int i = 0; i < Z.Length; i++)
        {
            on.Copy(Ahead[i], ref U[i]);
            on.AddMultiple(-1, NextZ[i], ref U[i]);
            on.Copy(NextZ[i], ref Z[i]);
            on.Copy(Z[i], ref Ahead[i]);
            on.AddMultiple(-1, U[i], ref Ahead[i]);
            on.Apply(maps.Back[i], Ahead[i], ref Point);
            on.AddMultiple(1, Point, ref Back);
        }
    }

    internal void Visit(IStateVisitor<TVector, TScalar> visitor)
    {
        visitor.Vector(ref X);
        visitor.Vector(ref Back);
        for (int i = 0; i < Z.Length; i++)
        {
            visitor.Vector(ref Z[i]);
            visitor.Vector(ref U[i]);
        }
    }
}
