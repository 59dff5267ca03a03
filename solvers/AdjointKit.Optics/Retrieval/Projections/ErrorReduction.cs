namespace AdjointKit.Optics;

/// <summary>Error reduction: x = P_S P_M x (Fienup, Opt. Lett. 3, 1978).</summary>
public sealed record ErrorReduction : ProjectionMethod
{
    /// <inheritdoc/>
    public override string Name => "er";

    internal override void Advance<T>(ProjectionRun<T> run) => run.Allowed.Project(run.Fitted, run.X);
}
