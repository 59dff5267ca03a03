namespace AdjointKit.Optics;

/// <summary>
/// The difference map: x = x + beta (P_S ((1 + 1/beta) P_M x - x / beta) - P_M ((1 - 1/beta) P_S x + x / beta)) (Elser, J. Opt. Soc. Am. A 20, 2003).
/// </summary>
public sealed record DifferenceMap : ProjectionMethod
{
    private readonly double beta = 0.9;

    /// <inheritdoc/>
    public override string Name => "dm";

    /// <summary>The length of a step.</summary>
    public double Beta
    {
        get => beta;
        init => beta = Positive(value, 2, nameof(Beta));
    }

    internal override void Advance<T>(ProjectionRun<T> run)
    {
        run.Backend.Combine(-1 / Beta, run.X, 1 + (1 / Beta), run.Fitted, run.Fitted);
        run.Allowed.Project(run.Fitted, run.Fitted);
        run.Allowed.Project(run.X, run.Scratch);
        run.Backend.Combine(1 / Beta, run.X, 1 - (1 / Beta), run.Scratch, run.Scratch);
        run.Backend.AddScaled(Beta, run.Fitted, run.X);
        run.ProjectMeasured(run.Scratch, run.Fitted);
        run.Backend.AddScaled(-Beta, run.Fitted, run.X);
    }
}
