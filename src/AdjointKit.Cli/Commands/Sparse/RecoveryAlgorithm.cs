using AdjointKit.Optimization;

namespace AdjointKit.Cli.Commands.Sparse;

/// <summary>An algorithm of <c>--algorithm</c>, and what it is to be told.</summary>
/// <param name="Word">What the user types.</param>
/// <param name="Method">The method of the library.</param>
/// <param name="Needs">The numbers that must be given.</param>
/// <param name="MayHave">Those that may be given besides.</param>
internal sealed record RecoveryAlgorithm(string Word, SparseMethod Method, RecoveryNumbers Needs, RecoveryNumbers MayHave = RecoveryNumbers.None)
{
    internal static RecoveryAlgorithm Fista { get; } = new("fista", SparseMethod.Fista, RecoveryNumbers.Lambda, RecoveryNumbers.Step);

    /// <summary>All that there are.</summary>
    internal static IReadOnlyList<RecoveryAlgorithm> All { get; } =
    [
        new("ista", SparseMethod.Ista, RecoveryNumbers.Lambda, RecoveryNumbers.Step),
        Fista,
        new("admm", SparseMethod.Admm, RecoveryNumbers.Lambda),
        new("amp", SparseMethod.Amp, RecoveryNumbers.None, RecoveryNumbers.Alpha),
        new("vamp", SparseMethod.Vamp, RecoveryNumbers.NoiseVariance, RecoveryNumbers.Alpha),
        new("omp", SparseMethod.OrthogonalMatchingPursuit, RecoveryNumbers.Sparsity),
        new("cosamp", SparseMethod.CoSaMp, RecoveryNumbers.Sparsity),
        new("iht", SparseMethod.IterativeHardThresholding, RecoveryNumbers.Sparsity, RecoveryNumbers.Step),
        new("niht", SparseMethod.NormalizedIterativeHardThresholding, RecoveryNumbers.Sparsity),
        new("irls", SparseMethod.IterativelyReweightedLeastSquares, RecoveryNumbers.Lambda),
        new("cd", SparseMethod.CoordinateDescent, RecoveryNumbers.Lambda),
    ];

    /// <summary>Whether its steps have a length.</summary>
    internal bool HasStep => MayHave.HasFlag(RecoveryNumbers.Step);

    /// <summary>The longest step, in units of 1/|A|^2.</summary>
    internal double StepLimit => Method == SparseMethod.Ista ? 2 : 1;

    /// <summary>Whether it takes a number.</summary>
    internal bool Takes(RecoveryNumbers number) => (Needs | MayHave).HasFlag(number);

    /// <summary>The word, which the help shows.</summary>
    public override string ToString() => Word;
}

/// <summary>The numbers that an algorithm may be told.</summary>
[Flags]
internal enum RecoveryNumbers
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary><c>--lambda</c>.</summary>
    Lambda = 1,

    /// <summary><c>--alpha</c>.</summary>
    Alpha = 2,

    /// <summary><c>--step</c>.</summary>
    Step = 4,

    /// <summary><c>--sparsity</c>.</summary>
    Sparsity = 8,

    /// <summary><c>--noise-variance</c>.</summary>
    NoiseVariance = 16,
}
