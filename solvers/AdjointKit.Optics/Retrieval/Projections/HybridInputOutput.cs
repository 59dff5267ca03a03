using AdjointKit.Arrays;

namespace AdjointKit.Optics;

/// <summary>Hybrid input-output: x = P_M x where that keeps to the constraint, x - beta P_M x elsewhere (Fienup, Appl. Opt. 21, 1982).</summary>
public sealed record HybridInputOutput : ProjectionMethod
{
    private readonly double beta = 0.9;

    /// <inheritdoc/>
    public override string Name => "hio";

    /// <summary>The feedback.</summary>
    public double Beta
    {
        get => beta;
        init => beta = Positive(value, 2, nameof(Beta));
    }

    internal override void Advance<T>(ProjectionRun<T> run)
    {
        NdArray<T> taken = run.Allowed.Look(run.Fitted);
        run.Backend.AddScaled(-Beta, taken, run.X);
        run.Backend.Select(run.Allowed.Kept, taken, run.X, run.X);
    }
}
