using System.CommandLine;
using AdjointKit.Cli.Hosting;
using AdjointKit.Cli.Options;
using AdjointKit.Optics;

namespace AdjointKit.Cli.Commands.Optics;

/// <summary>The options of <c>optics retrieve</c> that say by which algorithm.</summary>
internal sealed class RetrievalOptions
{
    internal const string BetweenPlanes = "gs";
    private const int DefaultIterations = 200;

    private readonly ChoiceOption<string> algorithm = OptionFactory.Choice(
        "--algorithm",
        "How: between planes of known moduli (gs), projections onto support and measurement (er, hio, raar, dm), gradients from a misfit of intensities (wirtinger) or moduli (af)",
        "er",
        [BetweenPlanes, .. RetrievalMethods.All.Select(method => method.Name)]);
    private readonly Option<int?> iterations = OptionFactory.Whole("--iterations", $"How many iterations [default: {DefaultIterations}]", "N", 0);
    private readonly Option<double?> beta = OptionFactory.Number("--beta", "The feedback of hio, the relaxation of raar, the step of dm [default: 0.9, raar 0.95]", "0.9");
    private readonly Option<int?> polish = OptionFactory.Whole("--polish", "Iterations of er after those of hio, raar and dm [default: 0]", "N", 0);
    private readonly Option<int?> tries = OptionFactory.Whole("--tries", "How many random starts, seeds one after another from --seed: the one with the least error stays [default: 1]", "N", 1);

    internal void AddTo(Command command)
    {
        Option[] all = [algorithm, iterations, beta, polish, tries];
        foreach (Option option in all) command.Options.Add(option);
    }

    internal RetrievalChoices Read(RunContext run)
    {
        string name = run.Get(algorithm);
        RetrievalMethod? method = RetrievalMethods.All.FirstOrDefault(known => known.Name == name);
        bool feedsBack = method is HybridInputOutput or RelaxedReflections or DifferenceMap;
        if (run.Get(beta) is double number)
        {
            if (!feedsBack) throw new UsageException($"{name} uses no --beta: leave it out (hio, raar and dm take it)");
            try
            {
                method = method switch
                {
                    HybridInputOutput hybrid => hybrid with { Beta = number },
                    RelaxedReflections reflections => reflections with { Beta = number },
                    DifferenceMap map => map with { Beta = number },
                    _ => method,
                };
            }
            catch (ArgumentOutOfRangeException)
            {
                throw new UsageException($"--beta {number} is out of range: it lies above 0, at most at {(method is RelaxedReflections ? 1 : 2)}");
            }
        }

        if (run.Get(polish) is not null && !feedsBack) throw new UsageException($"{name} uses no --polish: leave it out (hio, raar and dm take it)");
        if (run.Get(tries) is not null && method is null) throw new UsageException($"{name} uses no --tries: it starts from the modulus of its first plane");
        int count = run.Get(iterations) ?? DefaultIterations;
        if (method is null) return new RetrievalChoices(name, [], count, Tries: null);
        RetrievalStage[] stages = [new(method, count), .. run.Get(polish) is int more ? [new RetrievalStage(new ErrorReduction(), more)] : Array.Empty<RetrievalStage>()];
        return new RetrievalChoices(name, stages, count, run.Get(tries));
    }
}

/// <summary>By which algorithm.</summary>
/// <param name="Name">As the user typed it.</param>
/// <param name="Stages">The methods, one after another; none for gs.</param>
/// <param name="Iterations">The number of iterations.</param>
/// <param name="Tries">The number of random starts; null: not stated.</param>
internal sealed record RetrievalChoices(string Name, IReadOnlyList<RetrievalStage> Stages, int Iterations, int? Tries)
{
    internal bool IsBetweenPlanes => Stages.Count == 0;

    internal bool IsOfProjections => Stages is [{ Method: ProjectionMethod }, ..];
}
