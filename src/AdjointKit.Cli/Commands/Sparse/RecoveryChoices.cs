using System.CommandLine;
using AdjointKit.Cli.Hosting;
using AdjointKit.Cli.Options;

namespace AdjointKit.Cli.Commands.Sparse;

/// <summary>The options of <c>sparse solve</c> that say how signals are recovered.</summary>
internal sealed class RecoveryOptions
{
    private const int DefaultIterations = 100;

    private readonly ChoiceOption<RecoveryAlgorithm> algorithm = OptionFactory.Choice("--algorithm", "How to recover: proximal gradients (ista, fista), alternating directions (admm), message passing (amp, vamp), greedy and hard thresholding (omp, cosamp, iht, niht), reweighted least squares (irls), coordinate descent (cd)", RecoveryAlgorithm.Fista.Word, [.. RecoveryAlgorithm.All.Select(one => (one.Word, one))]);
    private readonly Option<double?> lambda = OptionFactory.Number("--lambda", $"The weight of the L1 norm in 1/2 |Ax - y|^2 + lambda |x|_1; for {Words(RecoveryNumbers.Lambda)}", "0.1");
    private readonly Option<double?> alpha = OptionFactory.Number("--alpha", $"The threshold in units of |z| / sqrt(M), the deviation of the noise; for {Words(RecoveryNumbers.Alpha)} [default: 1.1402]", "1.14", above: 0);
    private readonly Option<double?> step = OptionFactory.Number("--step", $"The length of a step; for {Words(RecoveryNumbers.Step)} [default: 1/|A|_2^2]", "S", above: 0);
    private readonly Option<int?> sparsity = OptionFactory.Whole("--sparsity", $"The most nonzero numbers of a signal; for {Words(RecoveryNumbers.Sparsity)}", "K", 1);
    private readonly Option<double?> noise = OptionFactory.Number("--noise-variance", $"The mean square of the noise in a number of the data, 0 or more; for {Words(RecoveryNumbers.NoiseVariance)}", "V");
    private readonly Option<int?> iterations = OptionFactory.Whole("--iterations", $"How many iterations [default: {DefaultIterations}]; all are done unless --tolerance is given; with --resume it may be more than before", "N", 0);
    private readonly Option<double?> tolerance = OptionFactory.Number("--tolerance", "End before, where the method's residual is at most this part of its scale [default: never]", "1e-6", above: 0);

    internal void AddTo(Command command)
    {
        Option[] own = [algorithm, lambda, alpha, step, sparsity, noise, iterations, tolerance];
        foreach (Option option in own) command.Options.Add(option);
    }

    internal RecoveryChoices Read(RunContext run)
    {
        RecoveryAlgorithm chosen = run.Get(algorithm);
        (Option Option, RecoveryNumbers Number, bool IsGiven)[] numbers =
        [
            (lambda, RecoveryNumbers.Lambda, run.Get(lambda) is not null),
            (alpha, RecoveryNumbers.Alpha, run.Get(alpha) is not null),
            (step, RecoveryNumbers.Step, run.Get(step) is not null),
            (sparsity, RecoveryNumbers.Sparsity, run.Get(sparsity) is not null),
            (noise, RecoveryNumbers.NoiseVariance, run.Get(noise) is not null),
        ];
        string taken = string.Join(", ", numbers.Where(entry => chosen.Takes(entry.Number)).Select(entry => entry.Option.Name));
        foreach ((Option option, RecoveryNumbers number, bool isGiven) in numbers)
        {
            if (isGiven && !chosen.Takes(number)) throw new UsageException($"{chosen} uses no {option.Name}: leave it out (it takes {taken})");
            if (!isGiven && chosen.Needs.HasFlag(number)) throw new UsageException($"{chosen} needs {option.Name}: {option.Description!.Split(';')[0]}");
        }

        if (run.Get(lambda) < 0) throw new UsageException($"--lambda {run.Get(lambda)} is negative: the weight of the L1 norm is 0 or more");
        if (run.Get(lambda) == 0 && !chosen.HasStep) throw new UsageException($"--lambda 0 leaves {chosen} nothing to weigh: give a number above 0, or use {RecoveryAlgorithm.Fista}");
        if (run.Get(noise) < 0) throw new UsageException($"--noise-variance {run.Get(noise)} is negative: a mean square is 0 or more");
        return new RecoveryChoices(chosen, run.Get(iterations) ?? DefaultIterations)
        {
            Lambda = run.Get(lambda),
            Alpha = run.Get(alpha),
            Step = run.Get(step),
            Sparsity = run.Get(sparsity),
            NoiseVariance = run.Get(noise),
            Tolerance = run.Get(tolerance),
        };
    }

    private static string Words(RecoveryNumbers number) => string.Join(", ", RecoveryAlgorithm.All.Where(one => one.Takes(number)));
}

/// <summary>How signals are recovered; a number that the algorithm has not, or finds itself, is null.</summary>
/// <param name="Algorithm">The algorithm.</param>
/// <param name="Iterations">The number of iterations.</param>
internal sealed record RecoveryChoices(RecoveryAlgorithm Algorithm, int Iterations)
{
    /// <summary>The weight of the L1 norm.</summary>
    internal double? Lambda { get; init; }

    /// <summary>The factor of the threshold.</summary>
    internal double? Alpha { get; init; }

    /// <summary>The length of a step.</summary>
    internal double? Step { get; init; }

    /// <summary>The most nonzero numbers of a signal.</summary>
    internal int? Sparsity { get; init; }

    /// <summary>The mean square of the noise in a number of the data.</summary>
    internal double? NoiseVariance { get; init; }

    /// <summary>The relative residual that ends before all iterations are done.</summary>
    internal double? Tolerance { get; init; }
}
