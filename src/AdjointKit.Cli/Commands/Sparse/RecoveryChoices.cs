using System.CommandLine;
using AdjointKit.Cli.Hosting;
using AdjointKit.Cli.Options;

namespace AdjointKit.Cli.Commands.Sparse;

/// <summary>The options of <c>sparse solve</c> that say how signals are recovered.</summary>
internal sealed class RecoveryOptions
{
    private const int DefaultIterations = 100;

    private readonly Option<RecoveryAlgorithm> algorithm = OptionFactory.Choice("--algorithm", "How to recover", RecoveryAlgorithm.Fista, [.. RecoveryAlgorithm.All.Select(one => (one.Word, one))]);
    private readonly Option<double?> lambda = OptionFactory.Number("--lambda", $"The weight of the L1 norm in 1/2 |Ax - y|^2 + lambda |x|_1; for {Words(RecoveryNumbers.Lambda)}", "0.1");
    private readonly Option<double?> alpha = OptionFactory.Number("--alpha", $"The threshold in units of |z| / sqrt(M), the deviation of the noise; for {Words(RecoveryNumbers.Alpha)} [default: 1.1402]", "1.14", above: 0);
    private readonly Option<double?> step = OptionFactory.Number("--step", $"The length of a step; for {Words(RecoveryNumbers.Step)} [default: 1/|A|_2^2]", "S", above: 0);
    private readonly Option<int?> iterations = OptionFactory.Whole("--iterations", $"How many iterations [default: {DefaultIterations}]; all are done unless --tolerance is given", "N", 0);
    private readonly Option<double?> tolerance = OptionFactory.Number("--tolerance", "End before, where the method's residual is at most this part of its scale [default: never]", "1e-6", above: 0);

    internal void AddTo(Command command)
    {
        Option[] own = [algorithm, lambda, alpha, step, iterations, tolerance];
        foreach (Option option in own) command.Options.Add(option);
    }

    internal RecoveryChoices Read(RunContext run)
    {
        RecoveryAlgorithm chosen = run.Get(algorithm)!;
        (Option Option, RecoveryNumbers Number, bool IsGiven)[] numbers = [Given(run, lambda, RecoveryNumbers.Lambda), Given(run, alpha, RecoveryNumbers.Alpha), Given(run, step, RecoveryNumbers.Step)];
        string taken = string.Join(", ", numbers.Where(entry => chosen.Takes(entry.Number)).Select(entry => entry.Option.Name));
        foreach ((Option option, RecoveryNumbers number, bool isGiven) in numbers)
        {
            if (isGiven && !chosen.Takes(number)) throw new UsageException($"{chosen} uses no {option.Name}: leave it out (it takes {taken})");
            if (!isGiven && chosen.Needs.HasFlag(number)) throw new UsageException($"{chosen} needs {option.Name}: {option.Description!.Split(';')[0]}");
        }

        if (run.Get(lambda) < 0) throw new UsageException($"--lambda {run.Get(lambda)} is negative: the weight of the L1 norm is 0 or more");
        return new RecoveryChoices(chosen, run.Get(lambda), run.Get(alpha), run.Get(step), run.Get(iterations) ?? DefaultIterations, run.Get(tolerance));
    }

    private static (Option Option, RecoveryNumbers Number, bool IsGiven) Given(RunContext run, Option<double?> option, RecoveryNumbers number) => (option, number, run.Get(option) is not null);

    private static string Words(RecoveryNumbers number) => string.Join(", ", RecoveryAlgorithm.All.Where(one => one.Takes(number)));
}

/// <summary>How signals are recovered.</summary>
/// <param name="Algorithm">The algorithm.</param>
/// <param name="Lambda">The weight of the L1 norm; null: the algorithm has none.</param>
/// <param name="Alpha">The factor of the threshold; null: the library's.</param>
/// <param name="Step">The length of a step; null: 1/|A|^2.</param>
/// <param name="Iterations">The number of iterations.</param>
/// <param name="Tolerance">The relative residual that ends before; null: nothing does.</param>
internal sealed record RecoveryChoices(RecoveryAlgorithm Algorithm, double? Lambda, double? Alpha, double? Step, int Iterations, double? Tolerance);
