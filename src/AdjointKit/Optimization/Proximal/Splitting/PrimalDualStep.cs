using AdjointKit.Optimization.Steps;

namespace AdjointKit.Optimization;

/// <summary>What the step of <see cref="PrimalDualStep{TVector, TScalar}"/> calls.</summary>
internal sealed record PrimalDualMaps(IStepMap[] Forward, IStepMap[] Back, ILengthMap[] Dual, ILengthMap Primal, IStepMap? Slope);

/// <summary>
/// y_i = prox_{s G_i*}(y_i + s K_i x'), x+ = prox_{t F}(x - t (grad h(x) + sum_i K_i^H y_i)), x' = x+ + a (x+ - x) with a the momentum; in three parts, so that the lengths can be balanced between them. K is applied
/// once in a step: K x' is a combination of images of iterates.
/// </summary>
internal struct PrimalDualStep<TVector, TScalar>
    where TScalar : struct, IStepScalar<TScalar>
{
    /// <summary>The iterate.</summary>
    internal TVector X;

    /// <summary>The next iterate.</summary>
    internal TVector NextX;

    /// <summary>The gradient of h at x.</summary>
    internal TVector Slope;

    /// <summary>The gradient of h at the next iterate.</summary>
    internal TVector NextSlope;

    /// <summary>sum_i K_i^H y_i.</summary>
    internal TVector Back;

    /// <summary>Scratch in the space of x.</summary>
    internal TVector Point;

    /// <summary>The dual variables.</summary>
    internal TVector[] Y;

    /// <summary>The next dual variables.</summary>
    internal TVector[] NextY;

    /// <summary>K_i x.</summary>
    internal TVector[] Image;

    /// <summary>K_i of the next iterate.</summary>
    internal TVector[] NextImage;

    /// <summary>K_i x'.</summary>
    internal TVector[] ImageAhead;

    /// <summary>Scratch in the spaces of y_i.</summary>
    internal TVector[] DualPoint;

    /// <summary>Images and gradient of the first iterate.</summary>
    internal void Begin<TOn>(TOn on, PrimalDualMaps maps)
        where TOn : IStepAlgebra<TVector, TScalar>
    {
        for (int i = 0; i < maps.Forward.Length; i++)
        {
            on.Apply(maps.Forward[i], X, ref Image[i]);
            on.Copy(Image[i], ref ImageAhead[i]);
            on.Clear(Image[i], ref Y[i]);
        }

        if (maps.Slope is not null) on.Apply(maps.Slope, X, ref Slope);
    }

    internal void DualMove<TOn>(TOn on, PrimalDualMaps maps, double s)
        where TOn : IStepAlgebra<TVector, TScalar>
    {
        on.Clear(X, ref Back);
        for (int i = 0; i < maps.Forward.Length; i++)
        {
            on.Copy(Y[i], ref DualPoint[i]);
            on.AddMultiple(s, ImageAhead[i], ref DualPoint[i]);
            maps.Dual[i].Length = s;
            on.Apply(maps.Dual[i], DualPoint[i], ref NextY[i]);
            on.Apply(maps.Back[i], NextY[i], ref Point);
            on.AddMultiple(1, Point, ref Back);
        }
    }

    internal void PrimalMove<TOn>(TOn on, PrimalDualMaps maps, double t)
        where TOn : IStepAlgebra<TVector, TScalar>
    {
        on.Copy(X, ref Point);
        on.AddMultiple(-t, Back, ref Point);
        if (maps.Slope is not null) on.AddMultiple(-t, Slope, ref Point);
        maps.Primal.Length = t;
        on.Apply(maps.Primal, Point, ref NextX);
        for (int i = 0; i < maps.Forward.Length; i++) on.Apply(maps.Forward[i], NextX, ref NextImage[i]);
        if (maps.Slope is not null) on.Apply(maps.Slope, NextX, ref NextSlope);
    }

    internal void Carry<TOn>(TOn on, double momentum)
        where TOn : IStepAlgebra<TVector, TScalar>
    {
        for (int i = 0; i < Y.Length; i++)
        {
            on.Combine(1 + momentum, NextImage[i], -momentum, Image[i], ref ImageAhead[i]);
            (Image[i], NextImage[i]) = (NextImage[i], Image[i]);
            (Y[i], NextY[i]) = (NextY[i], Y[i]);
        }

        on.Copy(NextX, ref X);
        (Slope, NextSlope) = (NextSlope, Slope);
    }

    internal void Visit(IStateVisitor<TVector, TScalar> visitor, bool hasSlope)
    {
        visitor.Vector(ref X);
        if (hasSlope) visitor.Vector(ref Slope);
        for (int i = 0; i < Y.Length; i++)
        {
            visitor.Vector(ref Y[i]);
            visitor.Vector(ref Image[i]);
            visitor.Vector(ref ImageAhead[i]);
        }
    }
}
