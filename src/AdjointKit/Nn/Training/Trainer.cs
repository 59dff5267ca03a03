using System.Diagnostics;
using System.Text;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Kernels;
using AdjointKit.Optimization;
using AdjointKit.Runs;

namespace AdjointKit.Nn;

/// <summary>The loss of a batch, recorded on a tape: a real number, the mean over the samples.</summary>
/// <param name="tape">The tape, which was just reset.</param>
/// <param name="batch">The batch.</param>
/// <param name="pass">The training step.</param>
public delegate Var TrainingLoss(Tape tape, DataBatch batch, ForwardPass pass);

/// <summary>
/// The loop of a training: batch, loss, sweep, step, over epochs. A step allocates no managed memory but what the loss allocates. A training that was killed goes on with the same bits
/// (<see cref="ResumableRun"/>; the trainer is its state). Not thread-safe.
/// </summary>
public sealed class Trainer : IRunState, IDisposable
{
    private static readonly TimeSpan BetweenReports = TimeSpan.FromSeconds(0.1);

    private readonly ParameterSet parameters;
    private readonly TrainingLoss loss;
    private readonly Tape tape;
    private readonly List<EpochResult> history = [];
    private UntypedArray lossOnHost;
    private double lossSum;
    private long samples;

    /// <summary>Makes the optimiser of the parameters that are trained.</summary>
    /// <param name="parameters">The parameters, complete; they stay the caller's.</param>
    /// <param name="options">The optimiser.</param>
    /// <param name="loss">The loss of a batch.</param>
    public Trainer(ParameterSet parameters, OptimizerOptions options, TrainingLoss loss)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(loss);
        this.parameters = parameters;
        this.loss = loss;
        Optimizer = new Optimizer(parameters.Trained, options, parameters.Compute);
        tape = new Tape(parameters.Compute);
    }

    /// <summary>The optimiser.</summary>
    public Optimizer Optimizer { get; }

    /// <summary>The number of steps so far.</summary>
    public long Steps { get; private set; }

    /// <summary>The epochs that are complete.</summary>
    public IReadOnlyList<EpochResult> History => history;

    /// <summary>Trains until so many epochs are complete, from where it stands.</summary>
    /// <param name="data">The samples; the same ones, in the same batches, in every call.</param>
    /// <param name="epochs">How many epochs there shall be in all.</param>
    /// <param name="measure">What is measured after each epoch; null: nothing.</param>
    /// <param name="progress">Told about ten times a second.</param>
    /// <param name="run">Saves the state now and then, and when the training is cancelled; null: it is not saved.</param>
    /// <param name="cancellation">Ends the training between two steps.</param>
    /// <exception cref="OperationCanceledException">It was cancelled; a further call goes on.</exception>
    /// <exception cref="ArithmeticException">The loss is not finite; the parameters are those that gave it.</exception>
    public void Train(
        DataLoader data, int epochs, Func<IReadOnlyList<double>>? measure = null, IProgress<RunProgress>? progress = null, ResumableRun? run = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentOutOfRangeException.ThrowIfNegative(epochs);
        long first = Steps;
        long last = epochs * data.Batches;
        long began = Stopwatch.GetTimestamp();
        TimeSpan told = TimeSpan.Zero;
        while (Steps < last)
        {
            if (cancellation.IsCancellationRequested)
            {
                run?.Save(Steps, this);
                cancellation.ThrowIfCancellationRequested();
            }

            Step(data.Load(Steps / data.Batches, Steps % data.Batches));
            if (Steps % data.Batches == 0) EndEpoch(measure);
            run?.SaveWhenDue(Steps, this);
            TimeSpan elapsed = Stopwatch.GetElapsedTime(began);
            if (progress is null || (elapsed - told < BetweenReports && Steps < last)) continue;
            told = elapsed;
            double rate = (Steps - first) / elapsed.TotalSeconds;
            progress.Report(new RunProgress("training", Steps, last, "steps", elapsed, TimeSpan.FromSeconds((last - Steps) / rate)) { Rate = rate });
        }
    }

    /// <inheritdoc/>
    public void Save(Stream stream)
    {
        using (var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(Steps);
            writer.Write(lossSum);
            writer.Write(samples);
            writer.Write(history.Count);
            foreach (EpochResult epoch in history)
            {
                writer.Write(epoch.Loss);
                writer.Write(epoch.Metrics.Count);
                foreach (double metric in epoch.Metrics) writer.Write(metric);
            }
        }

        State().Save(stream);
    }

    /// <inheritdoc/>
    public void Load(Stream stream)
    {
        using (var reader = new BinaryReader(stream, Encoding.UTF8, leaveOpen: true))
        {
            Steps = reader.ReadInt64();
            lossSum = reader.ReadDouble();
            samples = reader.ReadInt64();
            history.Clear();
            int epochs = reader.ReadInt32();
            for (int epoch = 0; epoch < epochs; epoch++)
            {
                double mean = reader.ReadDouble();
                var metrics = new double[reader.ReadInt32()];
                for (int k = 0; k < metrics.Length; k++) metrics[k] = reader.ReadDouble();
                history.Add(new EpochResult(epoch, mean, metrics));
            }
        }

        State().Load(stream);
    }

    /// <summary>Gives the buffers back; the parameters stay.</summary>
    public void Dispose()
    {
        Optimizer.Dispose();
        tape.Dispose();
        if (!lossOnHost.IsDefault) lossOnHost.Release();
    }

    private OptimizerRunState State() => new(Optimizer, parameters.Arrays, parameters.Compute);

    private void Step(DataBatch batch)
    {
        using DenormalFlush.Scope flush = DenormalFlush.Enter();
        double value;
        try
        {
            Var recorded = loss(tape, batch, ForwardPass.Training(Steps));
            value = Read(recorded);
            if (!double.IsFinite(value)) throw new ArithmeticException($"The loss of step {Steps} is {value}: choose a smaller learning rate, or clip the gradients.");
            tape.Backward(recorded);
            parameters.ReadGradients(tape);
        }
        finally
        {
            tape.Reset();
        }

        Optimizer.Step(parameters.Trained, parameters.TrainedGradients);
        Steps++;
        lossSum += value * batch.Count;
        samples += batch.Count;
    }

    private double Read(Var recorded)
    {
        UntypedArray value = recorded.Value;
        if (lossOnHost.IsDefault) lossOnHost = parameters.Compute.Host.Backend.Allocate(value.ElementType, value.Shape, account: null);
        parameters.Compute.Backend.CopyToHost(value, lossOnHost);
        return lossOnHost.ElementType == ElementType.Float32 ? lossOnHost.As<float>().AsReadOnlySpan()[0] : lossOnHost.As<double>().AsReadOnlySpan()[0];
    }

    private void EndEpoch(Func<IReadOnlyList<double>>? measure)
    {
        history.Add(new EpochResult(history.Count, lossSum / samples, measure?.Invoke() ?? []));
        lossSum = 0;
        samples = 0;
    }
}
