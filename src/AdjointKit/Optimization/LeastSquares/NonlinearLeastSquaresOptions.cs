namespace AdjointKit.Optimization;

/// <summary>
/// How |r(x)|^2 / 2 is made smallest. The residual of the iteration is the largest magnitude in the gradient J^H r; its relative limit is a multiple of that at the first iterate.
/// </summary>
public sealed record NonlinearLeastSquaresOptions : SolverOptions
{
    /// <summary>The method, where the caller does not name one.</summary>
    public LeastSquaresMethod Method { get; init; }

    /// <summary>The damping lambda^2 of the first step, as a multiple of an estimate of |J|^2: small where the first iterate is good.</summary>
    public double FirstDamping { get; init; } = 1e-3;

    /// <summary>The largest number of products with J and J^H each that are spent on one step; null: twice the number of unknowns, and 50 at least.</summary>
    public int? InnerIterationLimit { get; init; }

    /// <summary>A step is solved for until its gradient is this part of that at its start, at most; nearer to a minimum further, in proportion to the root of the gradient.</summary>
    public double InnerTolerance { get; init; } = 1e-2;

    /// <summary>These options, if their limits are limits.</summary>
    internal NonlinearLeastSquaresOptions Valid()
    {
        if (!(FirstDamping > 0) || double.IsInfinity(FirstDamping)) throw new ArgumentException($"a first damping is a number above 0, not {FirstDamping}");
        if (InnerIterationLimit < 1) throw new ArgumentException($"a step takes 1 inner iteration or more, not {InnerIterationLimit}");
        return InnerTolerance is > 0 and < 1 ? this : throw new ArgumentException($"an inner tolerance is above 0 and less than 1, not {InnerTolerance}");
    }
}
