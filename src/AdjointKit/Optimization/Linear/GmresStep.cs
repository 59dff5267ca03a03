using System.Diagnostics;
using AdjointKit.Optimization.Steps;

namespace AdjointKit.Optimization;

/// <summary>
/// A step of GMRES that gives an iterate after each product, to be unrolled (the method Orthodir of Young and Jea, Linear Algebra Appl. 34, 1980): directions whose images q are
/// orthonormal, each made from the image before; x += (q, r) p, r -= (q, r) q. In exact arithmetic the iterates are those of <see cref="Gmres{T}"/>, which keeps half the arrays
/// and forms one iterate a cycle.
/// </summary>
internal struct GmresStep<TVector, TScalar> : ILinearStep<TVector, TScalar>
    where TScalar : struct, IStepScalar<TScalar>
{
    private TVector x;
    private TVector r;
    private TVector[] directions;
    private TVector[] images;
    private int held;

    public readonly TVector Solution => x;

    public void Begin<TOn>(TOn on, LinearMaps maps, TVector b, TVector x, TVector residual)
        where TOn : IStepAlgebra<TVector, TScalar>
    {
        this.x = x;
        r = residual;
        directions = new TVector[maps.Restart];
        images = new TVector[maps.Restart];
        held = 0;
    }

    /// <summary>Never called: the directions grow from step to step, and a loop has a state of one shape.</summary>
    public readonly void Visit(IStateVisitor<TVector, TScalar> visitor, LinearMaps maps) => throw new UnreachableException();

    public void Advance<TOn>(TOn on, LinearMaps maps)
        where TOn : IStepAlgebra<TVector, TScalar>
    {
        if (held == images.Length) held = 0;
        TVector from = held == 0 ? r : images[held - 1];
        ref TVector p = ref directions[held];
        ref TVector q = ref images[held];
        if (maps.M is null) on.Copy(from, ref p);
        else on.Apply(maps.M, from, ref p);
        on.Apply(maps.A, p, ref q);
        for (int k = 0; k < held; k++)
        {
            TScalar part = on.Dot(images[k], q);
            on.AddScaled(-part, images[k], ref q);
            on.AddScaled(-part, directions[k], ref p);
        }

        TScalar square = on.Dot(q, q);
        if (TScalar.IsZero(square)) return;
        TScalar scale = on.Number(1) / TScalar.Sqrt(square);
        on.Scale(scale, ref p);
        on.Scale(scale, ref q);
        TScalar along = on.Dot(q, r);
        on.AddScaled(along, p, ref x);
        on.AddScaled(-along, q, ref r);
        held++;
    }
}
