using System.CommandLine;
using AdjointKit.Cli.Commands.Checks;
using AdjointKit.Cli.Commands.Optics;
using AdjointKit.Cli.Commands.Optics.Holograms;
using AdjointKit.Cli.Commands.Sparse;
using AdjointKit.Cli.Commands.Sparse.Learned;
using AdjointKit.Cli.Commands.Waves;
using AdjointKit.Cli.Hosting;

namespace AdjointKit.Cli.Commands;

/// <summary>Every command that there is, in the order of the help.</summary>
internal static class CommandCatalogue
{
    internal static void AddTo(RootCommand root, Action<Command, CliCommand> register)
    {
        var wave = new Command("wave", "Acoustic modelling, its transpose, linearisation and gradient");
        root.Subcommands.Add(wave);
        register(wave, new WaveModelCommand());
        register(wave, new WaveAdjointCommand());
        register(wave, new WaveBornCommand());
        register(wave, new WaveGradientCommand());
        register(root, new RtmCommand());
        var optics = new Command("optics", "Propagation of light");
        root.Subcommands.Add(optics);
        register(optics, new PropagateCommand(isAdjoint: false));
        register(optics, new PropagateCommand(isAdjoint: true));
        register(optics, new MultiSliceCommand());
        register(optics, new HologramCommand());
        register(optics, new RetrieveCommand());
        register(optics, new HologramDesignCommand());
        var sparse = new Command("sparse", "Recovery of sparse signals");
        root.Subcommands.Add(sparse);
        register(sparse, new SparseSolveCommand());
        register(sparse, new SparseTrainCommand());
        register(sparse, new SparseEvaluateCommand());
        register(root, new DemoCommand());
        register(root, new DottestCommand());
        register(root, new GradcheckCommand());
        register(root, new SelftestCommand());
        register(root, new ConvertCommand());
        register(root, new BenchCommand());
        register(root, new InfoCommand());
        register(root, new PlotCommand());
    }

    /// <summary>The example of a word that only holds commands.</summary>
    internal static string ExampleOfGroup(string name) => name switch
    {
        "wave" => WaveExamples.Model,
        "optics" => PropagateCommand.PropagateExample,
        "sparse" => SparseSolveCommand.SolveExample,
        _ => "adjointkit demo",
    };
}
