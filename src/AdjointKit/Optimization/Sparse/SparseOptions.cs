using System.Globalization;

namespace AdjointKit.Optimization;

/// <summary>How a sparse signal is recovered. A number that the method does not use is refused.</summary>
public sealed record SparseOptions : SolverOptions
{
    /// <summary>lambda in |y - A x|^2 / 2 + lambda |x|_1: required by ISTA and FISTA.</summary>
    public double? Weight { get; init; }

    /// <summary>The length of a step of ISTA and FISTA; null: 1 / |A|^2.</summary>
    public double? StepLength { get; init; }

    /// <summary>alpha, by which the deviation of the noise is multiplied to give the threshold of AMP; null: 1.1402.</summary>
    public double? ThresholdFactor { get; init; }

    /// <summary>What AMP estimates signals with; null: the soft threshold.</summary>
    public Denoiser? Denoiser { get; init; }

    /// <summary>Refuses what a method does not use.</summary>
    internal SparseOptions For(SparseMethod method)
    {
        bool thresholds = method is SparseMethod.Ista or SparseMethod.Fista;
        bool passesMessages = method is SparseMethod.Amp;
        Require(method, thresholds, Weight, nameof(Weight), required: thresholds);
        Require(method, thresholds, StepLength, nameof(StepLength));
        Require(method, passesMessages && Denoiser is null, ThresholdFactor, nameof(ThresholdFactor));
        if (Denoiser is not null && !passesMessages) throw new ArgumentException($"{method} uses no {nameof(Denoiser)}");
        return this;
    }

    private static void Require(SparseMethod method, bool isUsed, double? number, string name, bool required = false)
    {
        if (number is null && required) throw new ArgumentException($"{method} needs SparseOptions.{name}");
        if (number is null) return;
        if (!isUsed) throw new ArgumentException($"{method} uses no {name} here: leave it out");
        if (!(number > 0) || !double.IsFinite(number.Value)) throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{name} is {number}: it must be above 0 and finite"));
    }
}
