namespace AdjointKit.Optics;

/// <summary>Relaxed averaged alternating reflections: x = beta (P_S (2 P_M x - x) + x) + (1 - 2 beta) P_M x (Luke, Inverse Problems 21, 2005).</summary>
public sealed record RelaxedReflections : ProjectionMethod
{
    private readonly double beta = 0.95;

    /// <inheritdoc/>
    public override string Name => "raar";

    /// <summary>The relaxation.</summary>
    public double Beta
    {
        get => beta;
        init => beta = Positive(value, 1, nameof(Beta));
    }

    internal override void Advance<T>(ProjectionRun<T> run)
    {
        run.Backend.Affine(-1, run.X, 0, run.Scratch);
        run.Backend.AddScaled(2, run.Fitted, run.Scratch);
        run.Allowed.Project(run.Scratch, run.Scratch);
        run.Backend.Combine(Beta, run.Scratch, Beta, run.X, run.X);
        run.Backend.AddScaled(1 - (2 * Beta), run.Fitted, run.X);
    }
}
