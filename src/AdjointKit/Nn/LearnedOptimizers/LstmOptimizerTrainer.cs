using System.Diagnostics;
using System.Numerics;
using System.Text;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Kernels;
using AdjointKit.Optimization;
using AdjointKit.Runs;

namespace AdjointKit.Nn;

/// <summary>
/// Trains an <see cref="LstmOptimizer{T}"/>: on fresh problems, one batch after the other, it takes steps of the network as it is, and the sum of the losses behind them is taken back through the last few steps
/// (truncated back-propagation). As the state of a run it goes on with the same bits. Not thread-safe.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
public sealed class LstmOptimizerTrainer<T> : IRunState, IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly LstmOptimizer<T> optimizer;
    private readonly OptimizationProblems<T> problems;
    private readonly Optimizer rule;
    private readonly Tape tape;
    private readonly Tape inner;
    private readonly NdArray<T>[] gradients;

    /// <summary>The iterates, and behind them what the network remembers.</summary>
    private readonly LstmOptimizerState<T> state;

    /// <summary>Makes the buffers.</summary>
    /// <param name="optimizer">The network, whose parameters are moved.</param>
    /// <param name="problems">The problems; batch k begins at number k times their count.</param>
    /// <param name="options">How to go about it; null: the defaults.</param>
    public LstmOptimizerTrainer(LstmOptimizer<T> optimizer, OptimizationProblems<T> problems, LstmTrainingOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        ArgumentNullException.ThrowIfNull(problems);
        this.optimizer = optimizer;
        this.problems = problems;
        Options = (options ?? new LstmTrainingOptions()).Valid();
        rule = new Optimizer(optimizer.Parameters.Trained, Options.Optimizer, problems.Compute);
        tape = new Tape(problems.Compute);
        inner = new Tape(problems.Compute);
        state = new LstmOptimizerState<T>(problems.Compute, [problems.Shape, .. optimizer.StateShapes(problems.Shape.Count)]);
        gradients = new NdArray<T>[Options.Unroll];
        for (int k = 0; k < gradients.Length; k++) gradients[k] = problems.Compute.Empty<T>(problems.Shape);
    }

    /// <summary>The options.</summary>
    public LstmTrainingOptions Options { get; }

    /// <summary>The number of windows so far, each of which is one update of the network.</summary>
    public long Steps { get; private set; }

    /// <summary>The mean over problems and steps of the loss in the last window.</summary>
    public double Loss { get; private set; }

    private int Windows => Options.Horizon / Options.Unroll;

    /// <summary>Trains.</summary>
    /// <param name="last">The number of windows at which it ends.</param>
    /// <param name="each">Called after each window, to save the state, say.</param>
    /// <param name="progress">Told a few times per second how far it has come.</param>
    /// <param name="cancellation">Ends it between two windows.</param>
    /// <exception cref="ArithmeticException">The losses are not finite.</exception>
    public void Run(long last, Action? each = null, IProgress<RunProgress>? progress = null, CancellationToken cancellation = default)
    {
        long began = Stopwatch.GetTimestamp();
        long told = began;
        long first = Steps;
        while (Steps < last)
        {
            cancellation.ThrowIfCancellationRequested();
            Step();
            each?.Invoke();
            if (progress is null || (Stopwatch.GetElapsedTime(told).TotalSeconds < 0.2 && Steps < last)) continue;
            told = Stopwatch.GetTimestamp();
            TimeSpan elapsed = Stopwatch.GetElapsedTime(began);
            double rate = (Steps - first) / elapsed.TotalSeconds;
            progress.Report(new RunProgress($"learning an optimiser, loss {Loss:g3}", Steps, last, "windows", elapsed, TimeSpan.FromSeconds((last - Steps) / rate)) { Rate = rate });
        }
    }

    /// <summary>One window of steps, and the update of the network by its gradient.</summary>
    public void Step()
    {
        using DenormalFlush.Scope flush = DenormalFlush.Enter();
        long window = Steps % Windows;
        if (window == 0)
        {
            state.Clear();
            problems.Draw(Steps / Windows * problems.Count, state.Arrays[0]);
        }

        try
        {
            state.Record(tape);
            Var<T> sum = tape.Constant(T.Zero);
            double mean = 0;
            for (int k = 0; k < Options.Unroll; k++)
            {
                long step = (window * Options.Unroll) + k;
                Var<T> gradient = Options.SecondDerivatives ? Differentiable(step) : Constant(gradients[k], step);
                state.Variables[0] += optimizer.Update(gradient, state.Variables.AsSpan(1));
                Var<T> loss = Ops.Mean(problems.Losses(state.Variables[0], step + 1));
                mean += Implicit.NumberOf(problems.Compute, loss.Value) / Options.Unroll;
                sum += Options.Logarithmic ? Ops.Log(loss) : loss;
            }

            if (!double.IsFinite(mean)) throw new ArithmeticException($"The loss of window {Steps} is {mean}: choose a smaller learning rate, or clip the gradients.");
            Loss = mean;
            tape.Backward(new Var<T>(UntypedOps.Affine(1.0 / Options.Unroll, sum, 0)));
            optimizer.Parameters.ReadGradients(tape);
            state.Take();
        }
        finally
        {
            tape.Reset();
        }

        rule.Step(optimizer.Parameters.Trained, optimizer.Parameters.TrainedGradients);
        Steps++;
    }

    /// <inheritdoc/>
    public void Save(Stream stream)
    {
        using (var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(Steps);
            writer.Write(Loss);
        }

        Kept().Save(stream);
    }

    /// <inheritdoc/>
    public void Load(Stream stream)
    {
        using (var reader = new BinaryReader(stream, Encoding.UTF8, leaveOpen: true))
        {
            Steps = reader.ReadInt64();
            Loss = reader.ReadDouble();
        }

        // The problems are those of their numbers; the iterates are overwritten by those that were saved.
        if (Steps % Windows != 0) problems.Draw(Steps / Windows * problems.Count, state.Arrays[0]);
        Kept().Load(stream);
    }

    /// <summary>Gives the buffers back; the network stays.</summary>
    public void Dispose()
    {
        rule.Dispose();
        tape.Dispose();
        inner.Dispose();
        state.Dispose();
        foreach (NdArray<T> array in gradients) array.Dispose();
    }

    private OptimizerRunState Kept()
    {
        var arrays = new List<UntypedArray>(optimizer.Parameters.Arrays.ToArray());
        foreach (NdArray<T> array in state.Arrays) arrays.Add(array);
        return new OptimizerRunState(rule, arrays.ToArray(), problems.Compute);
    }

    /// <summary>The gradient at the iterate as a number: computed on a tape of its own.</summary>
    private Var<T> Constant(NdArray<T> into, long step)
    {
        try
        {
            Var<T> x = inner.Input(state.Variables[0].Value);
            inner.Backward(Ops.Sum(problems.Losses(x, step)));
            inner.Gradient(x, into);
        }
        finally
        {
            inner.Reset();
        }

        return tape.Constant(into);
    }

    /// <summary>The gradient at the iterate as a function of it.</summary>
    private Var<T> Differentiable(long step) => Gradient.Of(x => Ops.Sum(problems.Losses(x, step)), state.Variables[0]);
}
