using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Operators;
using AdjointKit.Optimization;
using AdjointKit.Runs;
using AdjointKit.Sparse;

namespace AdjointKit.Cli.Demo;

/// <summary>Random sparse signals behind a random matrix, on which iterations and trained networks of the same depth compete. The signals of the contest are neither trained nor tuned on.</summary>
internal sealed class SparseContest : IDisposable
{
    internal const int Rows = 50;
    internal const int Columns = 100;
    internal const double Snr = 40;

    /// <summary>One stream of the seed makes the matrix, which the streams of the signals do not touch.</summary>
    private const ulong MatrixStream = 3;

    /// <summary>Signals of the contest and of the tuning are drawn from seeds of their own.</summary>
    private const ulong ContestSeed = 0x434F4E5445535421;
    private const ulong TuningSeed = 0x54554E494E472121;

    private const int Samples = 1000;

    private static readonly double[] Weights = [0.02, 0.05, 0.1, 0.2, 0.3, 0.4];

    private readonly int layers;
    private readonly ulong seed;
    private readonly SparseSignals<float> tuning;

    internal SparseContest(Compute compute, ulong seed, int layers)
    {
        this.layers = layers;
        this.seed = seed;
        using NdArray<float> matrix = Matrix(seed);
        Dictionary = new Dictionary<float>(matrix, compute);
        Signals = new SparseSignals<float>(Dictionary, Samples, seed ^ ContestSeed, Snr);
        tuning = new SparseSignals<float>(Dictionary, Samples, seed ^ TuningSeed, Snr);
        Signals.Fill(0);
        tuning.Fill(0);
    }

    internal Dictionary<float> Dictionary { get; }

    internal SparseSignals<float> Signals { get; }

    /// <summary>An iteration with the weight that is best, at the last layer, on the signals for tuning.</summary>
    internal Contestant Iteration(string name, SparseMethod method)
    {
        double best = Weights.MinBy(weight => Iterate(name, method, weight, tuning).Errors[^1].Nmse);
        return Iterate(name, method, best, Signals);
    }

    /// <summary>A network, trained and then let loose on the contest.</summary>
    internal Contestant Trained(string name, UnrolledNetwork<float> network, TrainingRecipe recipe, IProgress<RunProgress>? progress = null, CancellationToken cancellation = default)
    {
        using var trainer = new NetworkTrainer<float>(network, recipe, Snr, seed);
        trainer.Run(progress: progress, cancellation: cancellation);
        IReadOnlyList<LayerError> errors = NetworkEvaluation.Of(network, Signals, out NdArray<float> found);
        return new Contestant(name, $"{network.Parameters.ElementCount} numbers, {trainer.Steps} steps of {recipe.BatchSize} signals", [.. errors.Select(each => each.Error)], found);
    }

    public void Dispose()
    {
        Signals.Dispose();
        tuning.Dispose();
        Dictionary.Dispose();
    }

    /// <summary>Normal numbers, columns of norm 1.</summary>
    private static NdArray<float> Matrix(ulong seed)
    {
        var random = new CounterRandom(seed, MatrixStream);
        NdArray<float> matrix = NdArray.Empty<float>(new Shape(Rows, Columns));
        random.FillNormal(matrix);
        Span<float> numbers = matrix.AsWritableSpan();
        for (int column = 0; column < Columns; column++)
        {
            double sum = 0;
            for (int row = 0; row < Rows; row++) sum += (double)numbers[(row * Columns) + column] * numbers[(row * Columns) + column];
            for (int row = 0; row < Rows; row++) numbers[(row * Columns) + column] = (float)(numbers[(row * Columns) + column] / Math.Sqrt(sum));
        }

        return matrix;
    }

    private Contestant Iterate(string name, SparseMethod method, double weight, SparseSignals<float> signals)
    {
        Compute compute = Dictionary.Compute;
        using NdArray<float> truth = compute.ToHost(signals.X);
        var options = new SparseOptions { Weight = weight, Stopping = new StoppingRule { RelativeTolerance = 0, IterationLimit = layers } };
        using RecoverySolver<float, float> solver = SparseRecovery.Solver(new MatrixOperator<float>(compute, Dictionary.Matrix, Samples), method, options);
        solver.Start(signals.Y);
        NdArray<float> found = compute.ToHost(solver.Solution).Copy();
        List<RecoveryError> errors = [RecoveryError.Of(found, truth)];
        while (solver.Reason is null)
        {
            solver.Step();
            found.Dispose();
            found = compute.ToHost(solver.Solution).Copy();
            errors.Add(RecoveryError.Of(found, truth));
        }

        return new Contestant(name, $"nothing learned; lambda {weight} of a grid", errors, found);
    }
}

/// <summary>What one of the contest came to.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Learned">What was learned, or tuned.</param>
/// <param name="Errors">The error of the start, 0, and after each layer.</param>
/// <param name="Found">The signals after the last layer [samples, N], in host memory.</param>
internal sealed record Contestant(string Name, string Learned, IReadOnlyList<RecoveryError> Errors, NdArray<float> Found);
