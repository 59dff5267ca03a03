using System.Diagnostics;
using System.Numerics;
using System.Text;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Operators;
using AdjointKit.Optimization;
using AdjointKit.Runs;

namespace AdjointKit.Sparse;

/// <summary>
/// Trains an <see cref="ImageNetwork{T}"/> on patches: measures them, begins with a linear estimate, and makes the sum over the pixels of |x_K - x|^2 / 2 smaller, with a new batch in every step. As the state of a run it
/// goes on with the same bits. Not thread-safe.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
/// <typeparam name="TData">The element type of the data.</typeparam>
public sealed class ImageNetworkTrainer<T, TData> : IRunState, IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
    where TData : unmanaged
{
    private const double Forgets = 0.99;
    private static readonly TimeSpan betweenReports = TimeSpan.FromSeconds(0.1);

    private readonly ImageNetwork<T> network;
    private readonly LinearOperator<T, TData> a;
    private readonly LinearOperator<TData, T> start;
    private readonly ImagePatches<T> patches;
    private readonly NdArray<TData> data;
    private readonly NdArray<T> first;
    private readonly Optimizer optimizer;
    private readonly Tape tape;
    private double meanSquare;

    /// <summary>Begins a training.</summary>
    /// <param name="network">The network, whose parameters are moved.</param>
    /// <param name="a">The operator on a batch of patches.</param>
    /// <param name="patches">The patches; they stay the caller's.</param>
    /// <param name="options">The optimiser and its learning rates.</param>
    /// <param name="start">What makes the first iterate of the data; null: A^H.</param>
    public ImageNetworkTrainer(ImageNetwork<T> network, LinearOperator<T, TData> a, ImagePatches<T> patches, OptimizerOptions options, LinearOperator<TData, T>? start = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(patches);
        if (patches.Batch.Shape != a.Domain) throw new ArgumentException($"patches of shape {patches.Batch.Shape} do not fit {a.Name}, whose domain is {a.Domain}", nameof(patches));
        this.network = network;
        this.a = a;
        this.start = start ?? a.H;
        if (this.start.Domain != a.Range || this.start.Range != a.Domain) throw new ArgumentException($"a first iterate is made of data of shape {a.Range} and has shape {a.Domain}, not {this.start.Domain} and {this.start.Range}", nameof(start));
        this.patches = patches;
        data = a.Compute.Empty<TData>(a.Range);
        first = a.Compute.Empty<T>(a.Domain);
        optimizer = new Optimizer(network.Parameters.Trained, options, a.Compute);
        tape = new Tape(a.Compute);
    }

    /// <summary>The number of steps so far.</summary>
    public long Steps { get; private set; }

    /// <summary>The peak signal-to-noise ratio of the patches trained on of late, dB, for images between 0 and 1: -10 log10 of a running mean of squared errors.</summary>
    public double Psnr => -10 * Math.Log10(meanSquare / (1 - Math.Pow(Forgets, Steps)));

    /// <summary>Trains until there were so many steps in all, from where it stands.</summary>
    /// <param name="last">How many steps there shall be in all; <see cref="long.MaxValue"/>: until it is cancelled.</param>
    /// <param name="progress">Told about ten times a second.</param>
    /// <param name="run">Saves the state now and then, and when the training is cancelled; null: it is not saved.</param>
    /// <param name="cancellation">Ends the training between two steps.</param>
    /// <exception cref="OperationCanceledException">It was cancelled; a further call goes on.</exception>
    /// <exception cref="ArithmeticException">The loss is not finite; the parameters are those that gave it.</exception>
    public void Train(long last, IProgress<RunProgress>? progress = null, ResumableRun? run = null, CancellationToken cancellation = default)
    {
        long before = Steps;
        long began = Stopwatch.GetTimestamp();
        TimeSpan told = TimeSpan.Zero;
        while (Steps < last)
        {
            if (cancellation.IsCancellationRequested)
            {
                run?.Save(Steps, this);
                cancellation.ThrowIfCancellationRequested();
            }

            Step();
            run?.SaveWhenDue(Steps, this);
            TimeSpan elapsed = Stopwatch.GetElapsedTime(began);
            if (progress is null || (elapsed - told < betweenReports && Steps < last)) continue;
            told = elapsed;
            double rate = (Steps - before) / elapsed.TotalSeconds;
            bool isOpen = last == long.MaxValue;
            progress.Report(new RunProgress($"training {network.Name}, {Psnr:0.00} dB", Steps, isOpen ? 0 : last, "steps", elapsed, isOpen ? null : TimeSpan.FromSeconds((last - Steps) / rate)) { Rate = rate });
        }
    }

    /// <summary>One step on a new batch.</summary>
    public void Step()
    {
        patches.Fill(Steps);
        a.Apply(patches.Batch, data);
        start.Apply(data, first);
        try
        {
            Var<T> wanted = tape.Constant(patches.Batch);
            Var<T> difference = network.Run(a, tape.Constant(data), tape.Constant(first)) - wanted;
            double sum = a.Compute.Backend.Dot(difference.Value, difference.Value).Real;
            if (!double.IsFinite(sum)) throw new ArithmeticException($"The loss of step {Steps} is {sum}: choose a smaller learning rate, or clip the gradients.");
            tape.Backward(new Var<T>(UntypedOps.HalfSquaredNorm(difference)));
            network.Parameters.ReadGradients(tape);
            meanSquare = (Forgets * meanSquare) + ((1 - Forgets) * sum / difference.Shape.Count);
        }
        finally
        {
            tape.Reset();
        }

        optimizer.Step(network.Parameters.Trained, network.Parameters.TrainedGradients);
        Steps++;
    }

    /// <summary>Gives the network the means of its parameters that the optimiser keeps (<see cref="OptimizerOptions.Average"/>), at the end: a step after this goes on from them.</summary>
    public void TakeAverages()
    {
        ReadOnlySpan<UntypedArray> trained = network.Parameters.Trained;
        for (int k = 0; k < trained.Length; k++) a.Compute.Backend.Copy(optimizer.Average(k), trained[k]);
    }

    /// <inheritdoc/>
    public void Save(Stream stream)
    {
        using (var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(Steps);
            writer.Write(meanSquare);
        }

        State().Save(stream);
    }

    /// <inheritdoc/>
    public void Load(Stream stream)
    {
        using (var reader = new BinaryReader(stream, Encoding.UTF8, leaveOpen: true))
        {
            Steps = reader.ReadInt64();
            meanSquare = reader.ReadDouble();
        }

        State().Load(stream);
    }

    /// <summary>Gives the buffers back; network and patches stay.</summary>
    public void Dispose()
    {
        data.Dispose();
        first.Dispose();
        optimizer.Dispose();
        tape.Dispose();
    }

    private OptimizerRunState State() => new(optimizer, network.Parameters.Arrays, a.Compute);
}
