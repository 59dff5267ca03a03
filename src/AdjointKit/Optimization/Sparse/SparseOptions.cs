using System.Globalization;

namespace AdjointKit.Optimization;

/// <summary>How a sparse signal is recovered. A number that the method does not use is refused.</summary>
public sealed record SparseOptions : SolverOptions
{
    /// <summary>lambda in |y - A x|^2 / 2 + lambda |x|_1, which may be 0 for ISTA and FISTA: needed by these, ADMM, reweighted least squares and coordinate descent. The last two end on the duality gap, which is at least F - F*.</summary>
    public double? Weight { get; init; }

    /// <summary>The length of a step of ISTA, FISTA and iterative hard thresholding, at most 1 / |A|^2; null: that.</summary>
    public double? StepLength { get; init; }

    /// <summary>The penalty of ADMM, <see cref="CompositeOptions.DualStep"/>; null: found, and balanced on the way.</summary>
    public double? Penalty { get; init; }

    /// <summary>The residual of the linear systems of ADMM relative to their right-hand side; null: a hundredth of what is missing for a minimum.</summary>
    public double? InnerTolerance { get; init; }

    /// <summary>alpha, by which the deviation of the noise is multiplied to give the threshold of AMP and VAMP; null: 1.1402.</summary>
    public double? ThresholdFactor { get; init; }

    /// <summary>What AMP and VAMP estimate signals with; null: the soft threshold.</summary>
    public Denoiser? Denoiser { get; init; }

    /// <summary>The mean squared magnitude of the noise in an element of the data, 0 or more: needed by VAMP.</summary>
    public double? NoiseVariance { get; init; }

    /// <summary>The number of elements of a sample that are other than 0, at most: needed by matching pursuit, CoSaMP and hard thresholding.</summary>
    public int? Sparsity { get; init; }

    /// <summary>These options, if they are what a method uses, all that it needs and nothing else.</summary>
    internal SparseOptions For(SparseMethod method, nint rows, nint columns)
    {
        bool weighs = method is SparseMethod.Ista or SparseMethod.Fista or SparseMethod.Admm or SparseMethod.IterativelyReweightedLeastSquares or SparseMethod.CoordinateDescent;
        bool passesMessages = method is SparseMethod.Amp or SparseMethod.Vamp;
        bool counts = method is SparseMethod.OrthogonalMatchingPursuit or SparseMethod.CoSaMp or SparseMethod.IterativeHardThresholding or SparseMethod.NormalizedIterativeHardThresholding;
        Check(method, nameof(Weight), Weight == 0 && method is (SparseMethod.Ista or SparseMethod.Fista) ? 1 : Weight, isUsed: weighs, isNeeded: weighs);
        Check(method, nameof(StepLength), StepLength, isUsed: method is SparseMethod.Ista or SparseMethod.Fista or SparseMethod.IterativeHardThresholding);
        Check(method, nameof(Penalty), Penalty, isUsed: method == SparseMethod.Admm);
        Check(method, nameof(InnerTolerance), InnerTolerance, isUsed: method == SparseMethod.Admm);
        Check(method, nameof(ThresholdFactor), ThresholdFactor, isUsed: passesMessages && Denoiser is null);
        Check(method, nameof(NoiseVariance), NoiseVariance == 0 ? 1 : NoiseVariance, isUsed: method == SparseMethod.Vamp, isNeeded: method == SparseMethod.Vamp);
        Check(method, nameof(Sparsity), Sparsity, isUsed: counts, isNeeded: counts);
        if (Denoiser is not null && !passesMessages) throw new ArgumentException($"{method} uses no {nameof(Denoiser)}: leave it out");
        nint most = method == SparseMethod.CoSaMp ? Math.Min(rows, columns) / 3 : method == SparseMethod.OrthogonalMatchingPursuit ? Math.Min(rows, columns) : columns;
        return Sparsity is not int sparsity || sparsity <= most
            ? this
            : throw new ArgumentException($"{nameof(Sparsity)} is {sparsity}, and {method} with {rows} data for {columns} elements takes at most {most}{(method == SparseMethod.CoSaMp ? ", as it fits three times as many" : string.Empty)}");
    }

    private static void Check(SparseMethod method, string name, double? number, bool isUsed, bool isNeeded = false)
    {
        if (number is null && isNeeded) throw new ArgumentException($"{method} needs {nameof(SparseOptions)}.{name}");
        if (number is null) return;
        if (!isUsed) throw new ArgumentException($"{method} uses no {name} here: leave it out");
        if (!(number > 0) || !double.IsFinite(number.Value)) throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{name} is {number}: it must be above 0 and finite"));
    }
}
