using System.Diagnostics;
using System.Numerics;
using System.Text;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Nn;
using AdjointKit.Optimization;
using AdjointKit.Runs;

namespace AdjointKit.Sparse;

/// <summary>
/// Trains a network stage by stage on fresh random signals, every batch a new one, with Adam and the loss of the stage, or that of <see cref="TrainingRecipe.PenaltyWeight"/>. It is validated on signals that are never trained on; at the end of a
/// stage the best parameters of the stage come back. As the state of a run it goes on with the same bits. Not thread-safe.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
public sealed class NetworkTrainer<T> : INetworkTraining
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Validation draws from a seed of its own, far from those that users give.</summary>
    internal const ulong ValidationSeed = 0x56414C4944415445;

    /// <summary>So do batches: fresh signals of the same seed are others.</summary>
    internal const ulong TrainingSeed = 0x545241494E494E47;

    /// <summary>Some 110 dB below the signals of the papers.</summary>
    private const double LeastSquaredError = 1e-9;

    private readonly UnrolledNetwork<T> network;
    private readonly IReadOnlyList<TrainingStage> stages;
    private readonly ulong seed;
    private readonly double snr;
    private readonly SparseSignals<T> validation;
    private readonly NdArray<T> truth;
    private readonly UntypedArray[] best;
    private readonly Tape tape;
    private readonly Action<int, Var<T>> addLogarithms;
    private SparseSignals<T>? batch;
    private Optimizer? optimizer;
    private Var<T> target;
    private Var<T>? logarithms;
    private int stageSteps;
    private int lastBetter;

    /// <summary>Begins a training.</summary>
    /// <param name="network">The network, whose parameters are moved.</param>
    /// <param name="recipe">The stages.</param>
    /// <param name="snr">The ratio of signal to noise of the data, dB; infinite: no noise.</param>
    /// <param name="seed">The seed of the batches.</param>
    /// <param name="validationSamples">The number of samples that validate.</param>
    public NetworkTrainer(UnrolledNetwork<T> network, TrainingRecipe recipe, double snr = double.PositiveInfinity, ulong seed = 0, int validationSamples = 1000)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(recipe);
        this.network = network;
        Recipe = recipe;
        stages = network switch
        {
            { TrainsAtOnce: true } => recipe.StagesOfShared(network.Layers),
            { CanBeCoupled: true } => recipe.StagesOfFree(network.Layers),
            _ => recipe.Stages(network.Layers),
        };
        this.seed = seed;
        this.snr = snr;
        validation = new SparseSignals<T>(network.Dictionary, validationSamples, seed ^ ValidationSeed, snr);
        validation.Fill(0);
        truth = network.Dictionary.Compute.ToHost(validation.X);
        tape = new Tape(network.Dictionary.Compute);
        addLogarithms = (_, x) => AddLogarithms(x);
        best = new UntypedArray[network.Parameters.Count];
        for (int k = 0; k < best.Length; k++) best[k] = network.Dictionary.Compute.Backend.Allocate(network.Parameters[k].ElementType, network.Parameters[k].Shape, account: null);
        BeginStage();
    }

    /// <summary>The recipe.</summary>
    public TrainingRecipe Recipe { get; }

    /// <inheritdoc/>
    public int Stage { get; private set; }

    /// <inheritdoc/>
    public int Stages => stages.Count;

    /// <inheritdoc/>
    public long Steps { get; private set; }

    /// <inheritdoc/>
    public long Samples => Steps * Recipe.BatchSize;

    /// <summary>The number of the batch of the first step.</summary>
    internal long FirstBatch { get; init; }

    /// <inheritdoc/>
    public bool IsDone => Stage == stages.Count;

    /// <summary>The best validation of the stage under way, or of the last one: 10 log10 (sum |x_k - x|^2 / sum |x|^2), dB; with a <see cref="TrainingRecipe.PenaltyWeight"/>, F(x_k) / F(0) so.</summary>
    public double BestNmse { get; private set; }

    /// <inheritdoc/>
    public void Run(long last = long.MaxValue, Action? each = null, IProgress<RunProgress>? progress = null, CancellationToken cancellation = default)
    {
        long began = Stopwatch.GetTimestamp();
        long told = began;
        long first = Steps;
        while (!IsDone && Steps < last)
        {
            cancellation.ThrowIfCancellationRequested();
            Step();
            each?.Invoke();
            if (progress is null || (Stopwatch.GetElapsedTime(told).TotalSeconds < 0.2 && !IsDone)) continue;
            told = Stopwatch.GetTimestamp();
            TimeSpan elapsed = Stopwatch.GetElapsedTime(began);
            double rate = (Steps - first) / elapsed.TotalSeconds;
            long total = Math.Min(last, MostSteps());
            TimeSpan? remaining = total > 0 && rate > 0 ? TimeSpan.FromSeconds((total - Steps) / rate) : null;
            progress.Report(new RunProgress($"training {network.Name}, stage {Math.Min(Stage + 1, stages.Count)} of {stages.Count}, {BestNmse:0.0} dB", Steps, total, "steps", elapsed, remaining) { Rate = rate });
        }

        // What a run that is not done writes down must be whole.
        if (network.IsCoupled) network.Uncouple();
    }

    /// <summary>One step on a new batch, with the validation and the end of a stage where they are due.</summary>
    public void Step()
    {
        if (IsDone) throw new InvalidOperationException("The training is done: there is no step left.");
        TrainingStage stage = stages[Stage];
        network.IsCoupled = stage.IsCoupled;
        batch!.Fill(FirstBatch + Steps);
        tape.Reset();
        tape.Backward(Loss(stage, batch));
        network.Parameters.ReadGradients(tape);
        tape.Reset();
        optimizer!.Step(network.Parameters.Trained, network.Parameters.TrainedGradients);
        Steps++;
        stageSteps++;
        if (stageSteps % (stage.ValidationInterval ?? Recipe.ValidationInterval) == 0 || stageSteps == stage.Most) Validate(stage);
        if (stageSteps - lastBetter >= stage.Patience || stageSteps >= stage.Most) EndStage();
    }

    /// <inheritdoc/>
    public void Save(Stream stream)
    {
        using var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
        writer.Write(Stage);
        writer.Write(Steps);
        writer.Write(stageSteps);
        writer.Write(lastBetter);
        writer.Write(BestNmse);
        writer.Flush();
        State().Save(stream);
    }

    /// <inheritdoc/>
    public void Load(Stream stream)
    {
        using var reader = new BinaryReader(stream, Encoding.UTF8, leaveOpen: true);
        Stage = reader.ReadInt32();
        Steps = reader.ReadInt64();
        int steps = reader.ReadInt32();
        int better = reader.ReadInt32();
        double nmse = reader.ReadDouble();
        Prepare();
        State().Load(stream);
        (stageSteps, lastBetter, BestNmse) = (steps, better, nmse);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        optimizer?.Dispose();
        batch?.Dispose();
        validation.Dispose();
        truth.Dispose();
        tape.Dispose();
        foreach (UntypedArray array in best) array.Release();
    }

    /// <summary>The number of all steps if every stage goes on for as long as it may; 0 where a stage has no end of its own.</summary>
    private long MostSteps()
    {
        if (IsDone) return Steps;
        long most = Steps - stageSteps;
        for (int k = Stage; k < stages.Count; k++)
        {
            if (stages[k].Most == int.MaxValue) return 0;
            most += stages[k].Most;
        }

        return most;
    }

    private OptimizerRunState State() => new(optimizer!, [.. network.Parameters.Arrays, .. best], network.Dictionary.Compute);

    private void BeginStage()
    {
        stageSteps = 0;
        lastBetter = 0;
        BestNmse = double.PositiveInfinity;
        Prepare();
        KeepBest();
    }

    /// <summary>Makes the stage, of a training that is done the last one, ready to train what it trains, and nothing else, on its signals.</summary>
    private void Prepare()
    {
        TrainingStage stage = stages[Math.Min(Stage, stages.Count - 1)];
        ParameterSet parameters = network.Parameters;
        foreach (string name in parameters.Names) parameters.Freeze(name);
        for (int layer = stage.NewOnly ? stage.Layers - 1 : 0; layer < stage.Layers; layer++)
        {
            foreach (int number in network.FirstUsedBy(layer))
            {
                if (!stage.IsCoupled || !network.FollowsWhenCoupled(number)) parameters.Unfreeze(parameters.Names[number]);
            }
        }

        batch?.Dispose();
        batch = new SparseSignals<T>(network.Dictionary, Recipe.BatchSize, seed ^ TrainingSeed, snr, stage.Density ?? SparseSignals<T>.Density);
        optimizer?.Dispose();
        LearningRate rate = stage.FinalRate is double final ? LearningRate.Cosine(stage.Rate, stage.Most, final: final) : stage.Rate;
        optimizer = new Optimizer(parameters.Trained, new OptimizerOptions { Rule = new Adam(), LearningRate = rate, Clip = network.Clip }, network.Dictionary.Compute);
    }

    private void Validate(TrainingStage stage)
    {
        using NdArray<T> found = network.Recover(validation.Y, stage.Layers);
        double nmse = Error(found);
        if (!(nmse < BestNmse)) return;
        BestNmse = nmse;
        lastBetter = stageSteps;
        KeepBest();
    }

    private double Error(NdArray<T> found)
    {
        Compute compute = network.Dictionary.Compute;
        if (Recipe.PenaltyWeight is not double weight)
        {
            using NdArray<T> here = compute.ToHost(found);
            return RecoveryError.Of(here, truth).Nmse;
        }

        using NdArray<T> reached = compute.ToHost(Penalized(validation, tape.Constant(found), weight).Value);
        tape.Reset();
        return 10 * Math.Log10(double.CreateChecked(reached.AsReadOnlySpan()[0]) / (compute.Backend.Dot(validation.Y, validation.Y).Real / 2));
    }

    /// <summary>What is made small, summed over the samples.</summary>
    private Var<T> Loss(TrainingStage stage, SparseSignals<T> signals)
    {
        Var<T> y = tape.Constant(signals.Y);
        Var<T> wanted = tape.Constant(signals.X);
        if (Recipe.PenaltyWeight is double weight) return Penalized(signals, network.Run(y, stage.Layers), weight);
        switch (stage.Loss)
        {
            case NetworkLoss.LayerLogarithms:
                (target, logarithms) = (wanted, null);
                network.Run(y, stage.Layers, addLogarithms);
                return logarithms!.Value;
            case NetworkLoss.Norms:
                Var<T> squared = SquaredErrors(network.Run(y, stage.Layers), wanted);
                return Ops.Sum(stage.Power is double power ? Ops.Power(squared, power / 2) : Ops.Sqrt(squared));
            default:
                return new Var<T>(UntypedOps.HalfSquaredNorm(network.Run(y, stage.Layers) - wanted));
        }
    }

    private void AddLogarithms(Var<T> x)
    {
        Var<T> here = Ops.Sum(Ops.Log(SquaredErrors(x, target)));
        logarithms = logarithms is Var<T> before ? before + here : here;
    }

    /// <summary>|x_k - x|^2 of each sample, and so little more that neither logarithm nor root ends in a pole.</summary>
    private static Var<T> SquaredErrors(Var<T> x, Var<T> wanted)
    {
        Var<T> error = x - wanted;
        return Ops.Sum(error * error, axis: 1) + LeastSquaredError;
    }

    /// <summary>|y - A x|^2 / 2 + weight |x|_1.</summary>
    private Var<T> Penalized(SparseSignals<T> signals, Var<T> x, double weight)
    {
        Var<T> misfit = tape.Constant(signals.Y) - Ops.MatMul(x, tape.Constant(network.Dictionary.Matrix), formB: MatrixForm.Transposed);
        return new Var<T>(UntypedOps.HalfSquaredNorm(misfit)) + (weight * Ops.Sum(new Var<T>(UntypedOps.Abs(x))));
    }

    private void EndStage()
    {
        for (int k = 0; k < best.Length; k++) network.Dictionary.Compute.Backend.Copy(best[k], network.Parameters[k]);
        double reached = BestNmse;
        if (network.IsCoupled) network.Uncouple();
        Stage++;
        if (IsDone) return;
        BeginStage();
        BestNmse = stages[Stage].Layers == stages[Stage - 1].Layers ? reached : BestNmse;
    }

    private void KeepBest()
    {
        for (int k = 0; k < best.Length; k++) network.Dictionary.Compute.Backend.Copy(network.Parameters[k], best[k]);
    }
}
