using System.CommandLine;
using AdjointKit.Cli.Hosting;
using AdjointKit.Cli.Options;

namespace AdjointKit.Cli.Commands.Sparse;

/// <summary>The options of <c>sparse solve</c> that say how signals are recovered.</summary>
internal sealed class RecoveryOptions
{
    private const int DefaultIterations = 100;

    private readonly Option<RecoveryAlgorithm> algorithm = OptionFactory.Choice("--algorithm", "How to recover", RecoveryAlgorithm.Fista, [.. RecoveryAlgorithm.All.Select(one => (one.Word, one))]);
    private readonly Option<double?> weight = OptionFactory.Number("--lambda", "The weight of the L1 norm in 1/2 |Ax - y|^2 + lambda |x|_1", "0.1");
    private readonly Option<int?> iterations = OptionFactory.Whole("--iterations", $"How many iterations [default: {DefaultIterations}]; all are done unless --tolerance is given", "N", 0);
    private readonly Option<double?> tolerance = OptionFactory.Number("--tolerance", "End before, where the gradient mapping is at most this part of |A'y| [default: never]", "1e-6", above: 0);
    private readonly Option<double?> step = OptionFactory.Number("--step", "The length of a step [default: 1/|A|_2^2]", "S", above: 0);

    internal void AddTo(Command command)
    {
        Option[] own = [algorithm, weight, iterations, tolerance, step];
        foreach (Option option in own) command.Options.Add(option);
    }

    internal RecoveryChoices Read(RunContext run)
    {
        RecoveryAlgorithm chosen = run.Get(algorithm)!;
        double lambda = run.Get(weight) ?? throw new UsageException($"--lambda is required: {chosen} makes 1/2 |Ax - y|^2 + lambda |x|_1 smallest");
        if (lambda < 0) throw new UsageException($"--lambda {lambda} is negative: the weight of the L1 norm is 0 or more");
        return new RecoveryChoices(chosen, lambda, run.Get(iterations) ?? DefaultIterations, run.Get(tolerance), run.Get(step));
    }
}

/// <summary>How signals are recovered.</summary>
/// <param name="Algorithm">The algorithm.</param>
/// <param name="Lambda">The weight of the L1 norm.</param>
/// <param name="Iterations">The number of iterations.</param>
/// <param name="Tolerance">The relative residual that ends before; null: nothing does.</param>
/// <param name="Step">The length of a step; null: 1/|A|^2.</param>
internal sealed record RecoveryChoices(RecoveryAlgorithm Algorithm, double Lambda, int Iterations, double? Tolerance, double? Step);
