using AdjointKit.Optimization.Steps;

namespace AdjointKit.Optimization;

/// <summary>
/// x+ = prox_{t F}(x - t s sum_i K_i^H (K_i x - z_i + u_i)), z_i = prox_{G_i / s}(K_i x+ + u_i), u_i = u_i + K_i x+ - z_i. K_i x - z_i is the last change of u_i, so that K_i^H is applied once in a
/// step, to u_i.
/// </summary>
internal struct LinearizedAdmmStep<TVector, TScalar>
    where TScalar : struct, IStepScalar<TScalar>
{
    internal TVector X;
    internal TVector NextX;

    /// <summary>sum_i K_i^H u_i.</summary>
    internal TVector Back;

    /// <summary>The same of the next u_i.</summary>
    internal TVector NextBack;

    /// <summary>sum_i K_i^H (2 u_i - those before): of K_i x - z_i + u_i.</summary>
    internal TVector Slope;

    /// <summary>Scratch in the space of x.</summary>
    internal TVector Point;

    internal TVector[] Z;
    internal TVector[] U;

    /// <summary>K_i x+.</summary>
    internal TVector[] Image;

    /// <summary>K_i x+ + u_i.</summary>
    internal TVector[] Ahead;

    internal void Begin<TOn>(TOn on, AdmmMaps maps)
        where TOn : IStepAlgebra<TVector, TScalar>
    {
        on.Clear(X, ref Back);
        on.Clear(X, ref Slope);
        for (int i = 0; i < maps.Forward.Length; i++)
        {
            on.Apply(maps.Forward[i], X, ref Image[i]);
            on.Clear(Image[i], ref U[i]);
        }
    }

    internal void Move<TOn>(TOn on, AdmmMaps maps, double t, double s)
        where TOn : IStepAlgebra<TVector, TScalar>
    {
        on.Copy(X, ref Point);
        on.AddMultiple(-t * s, Slope, ref Point);
        maps.System.Length = t;
        on.Apply(maps.System, Point, ref NextX);
        on.Clear(X, ref NextBack);
        for (int i = 0; i < maps.Forward.Length; i++)
        {
            on.Apply(maps.Forward[i], NextX, ref Image[i]);
            on.Copy(Image[i], ref Ahead[i]);
            on.AddMultiple(1, U[i], ref Ahead[i]);
            maps.Prox[i].Length = 1 / s;
            on.Apply(maps.Prox[i], Ahead[i], ref Z[i]);
            on.Copy(Ahead[i], ref U[i]);
            on.AddMultiple(-1, Z[i], ref U[i]);
            on.Apply(maps.Back[i], U[i], ref Point);
            on.AddMultiple(1, Point, ref NextBack);
        }
    }

    internal void Carry<TOn>(TOn on)
        where TOn : IStepAlgebra<TVector, TScalar>
    {
        on.Copy(NextX, ref X);
        on.Copy(NextBack, ref Slope);
        on.AddMultiple(1, NextBack, ref Slope);
        on.AddMultiple(-1, Back, ref Slope);
        on.Copy(NextBack, ref Back);
    }

    internal void Visit(IStateVisitor<TVector, TScalar> visitor)
    {
        visitor.Vector(ref X);
        visitor.Vector(ref Back);
        visitor.Vector(ref Slope);
        for (int i = 0; i < U.Length; i++) visitor.Vector(ref U[i]);
    }
}
