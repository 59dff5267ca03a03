namespace AdjointKit.Cli.Commands.Sparse;

/// <summary>An algorithm of <c>--algorithm</c>.</summary>
/// <param name="Word">What the user types.</param>
/// <param name="Accelerated">Whether its steps have momentum.</param>
/// <param name="StepLimit">The longest step, in units of 1/|A|^2.</param>
internal sealed record RecoveryAlgorithm(string Word, bool Accelerated, double StepLimit)
{
    internal static RecoveryAlgorithm Fista { get; } = new("fista", Accelerated: true, 1);

    /// <summary>All that there are.</summary>
    internal static IReadOnlyList<RecoveryAlgorithm> All { get; } = [new("ista", Accelerated: false, 2), Fista];

    /// <summary>The word, which the help shows.</summary>
    public override string ToString() => Word;
}
