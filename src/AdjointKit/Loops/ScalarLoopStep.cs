using AdjointKit.Arrays;
using AdjointKit.Autodiff;

namespace AdjointKit.Loops;

/// <summary>
/// A scalar program of many steps as a loop: forward it runs with plain numbers and keeps the state before every interval of steps; back, it runs one interval
/// again on a scalar tape and sweeps over it. So the bytes are those of the schedule and of the tape of one interval, however long the program is.
/// </summary>
/// <example>
/// <code>
/// using var step = new ScalarLoopStep&lt;Orbit&gt;(new Orbit(), steps: 10_000_000, state: [1, 0, 0, 1], parameters: [0.001], loss: y => y[0] * y[0], stepsTogether: 1000);
/// using LoopRun run = Loop.Start(step, step.Intervals, Schedule.ByteBudget(500_000));
/// run.Forward();
/// run.Backward();
/// double slope = step.ParameterGradient[0];
/// </code>
/// </example>
/// <typeparam name="TStep">The program.</typeparam>
public sealed unsafe class ScalarLoopStep<TStep> : LoopStep, IDisposable
    where TStep : IScalarStep
{
    private readonly TStep program;
    private readonly long steps;
    private readonly int stepsTogether;
    private readonly ScalarFunction<Active<double>> loss;
    private readonly double[] start;
    private readonly double[] parameters;
    private readonly double[] stateGradient;
    private readonly double[] parameterGradient;

    // The state before an interval and the parameters, and the state as it goes through the interval.
    private readonly double[] values;
    private readonly Active<double>[] active;
    private readonly NdArray<double> state;
    private readonly ScalarTape<double> tape;

    /// <summary>Makes a loop of a program.</summary>
    /// <param name="program">One step of it.</param>
    /// <param name="steps">How many steps it has.</param>
    /// <param name="state">The state before the first step.</param>
    /// <param name="parameters">What stays the same for all steps.</param>
    /// <param name="loss">What is differentiated, from the last state.</param>
    /// <param name="stepsTogether">How many steps are recorded at a time: more take a larger tape and fewer kept states.</param>
    /// <param name="tapeBytes">The most bytes of the tape of one interval.</param>
    public ScalarLoopStep(TStep program, long steps, ReadOnlySpan<double> state, ReadOnlySpan<double> parameters, ScalarFunction<Active<double>> loss, int stepsTogether = 64, long tapeBytes = ScalarTape<double>.DefaultBytes)
    {
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentOutOfRangeException.ThrowIfNegative(steps);
        ArgumentOutOfRangeException.ThrowIfLessThan(stepsTogether, 1);
        if (state.IsEmpty) throw new ArgumentException("a loop needs a state of at least one number", nameof(state));
        this.program = program;
        this.steps = steps;
        this.stepsTogether = stepsTogether;
        this.loss = loss;
        start = state.ToArray();
        this.parameters = parameters.ToArray();
        values = [.. start, .. this.parameters];
        stateGradient = new double[start.Length];
        parameterGradient = new double[parameters.Length];
        active = new Active<double>[start.Length];
        tape = new ScalarTape<double>(tapeBytes);
        this.state = NdArray.From<double>(start, new Shape(start.Length));
    }

    /// <summary>The number of intervals: the steps of the loop as the schedule counts them.</summary>
    public long Intervals => (steps + stepsTogether - 1) / stepsTogether;

    /// <summary>The state as it stands: after the forward run the last one.</summary>
    public ReadOnlySpan<double> Now => state.AsReadOnlySpan();

    /// <summary>The loss of the last state, known after the sweep began.</summary>
    public double Loss { get; private set; }

    /// <summary>The derivative of the loss with respect to the state before the first step, after the sweep.</summary>
    public ReadOnlySpan<double> StateGradient => stateGradient;

    /// <summary>The derivative of the loss with respect to the parameters, after the sweep.</summary>
    public ReadOnlySpan<double> ParameterGradient => parameterGradient;

    /// <summary>The most bytes that the tape of an interval took.</summary>
    public long TapeBytes { get; private set; }

    /// <inheritdoc/>
    public override int StateCount => 1;

    /// <inheritdoc/>
    public override long RecordBytes => start.Length * sizeof(double);

    /// <inheritdoc/>
    public override RawArray State(int index) => state.Raw;

    /// <inheritdoc/>
    public override void Initialize() => start.CopyTo(state.AsWritableSpan());

    /// <inheritdoc/>
    public override void Advance(long from, long to, RecordWindow records)
    {
        Span<double> live = state.AsWritableSpan();
        for (long interval = from; interval < to; interval++)
        {
            if (records.Contains(interval)) live.CopyTo(Record(records, interval));
            for (long step = First(interval); step < First(interval + 1); step++) program.Advance<double>(step, parameters, live);
        }
    }

    /// <inheritdoc/>
    public override void InitializeAdjoint()
    {
        Array.Clear(parameterGradient);
        tape.Reset();
        ReadOnlySpan<Active<double>> last = tape.Inputs(state.AsReadOnlySpan());
        Active<double> value = loss(last);
        tape.Backward(value);
        tape.Adjoints(last, stateGradient);
        Loss = value.Value;
        TapeBytes = tape.Bytes;
    }

    /// <inheritdoc/>
    public override void AdvanceAdjoint(long from, long to, RecordWindow records)
    {
        for (long interval = to - 1; interval >= from; interval--)
        {
            tape.Reset();
            Record(records, interval).CopyTo(values);
            ReadOnlySpan<Active<double>> inputs = tape.Inputs(values);
            inputs[..active.Length].CopyTo(active);
            for (long step = First(interval); step < First(interval + 1); step++) program.Advance(step, inputs[active.Length..], active.AsSpan());
            tape.Backward(active, stateGradient);
            tape.Adjoints(inputs[..active.Length], stateGradient);
            for (int k = 0; k < parameterGradient.Length; k++) parameterGradient[k] += tape.Adjoint(inputs[active.Length + k]);
            TapeBytes = Math.Max(TapeBytes, tape.Bytes);
        }
    }

    /// <summary>Gives the memory of state and tape back.</summary>
    public void Dispose()
    {
        tape.Dispose();
        state.Dispose();
    }

    private long First(long interval) => Math.Min(steps, interval * stepsTogether);

    private Span<double> Record(RecordWindow records, long interval) => new(records[interval].Pointer, start.Length);
}
