using System.Numerics;
using System.Runtime.InteropServices;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;

namespace AdjointKit.Loops;

/// <summary>
/// A scalar program of many steps as a loop: forward it runs with plain numbers and keeps the state before every interval of steps; back, it runs one interval
/// again on a scalar tape and sweeps over it. So the bytes are those of the schedule and of the tape of one interval, however long the program is.
/// </summary>
/// <remarks>
/// Numbers that carry a tangent give second derivatives: over <see cref="Dual{T}"/> the gradients have as tangents the Hessian times the direction that state and parameters have.
/// </remarks>
/// <example>
/// <code>
/// using var step = new ScalarLoopStep&lt;Orbit, double&gt;(new Orbit(), steps: 10_000_000, state: [1, 0, 0, 1], parameters: [0.001], loss: y => y[0] * y[0], stepsTogether: 1000);
/// using LoopRun run = Loop.Start(step, step.Intervals, Schedule.ByteBudget(500_000));
/// run.Forward();
/// run.Backward();
/// double slope = step.ParameterGradient[0];
/// </code>
/// </example>
/// <typeparam name="TStep">The program.</typeparam>
/// <typeparam name="T">The numbers it runs with: double, float, or duals of them.</typeparam>
public sealed unsafe class ScalarLoopStep<TStep, T> : LoopStep, IDisposable
    where TStep : IScalarStep
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly TStep program;
    private readonly long steps;
    private readonly int stepsTogether;
    private readonly ScalarFunction<Active<T>> loss;
    private readonly T[] start;
    private readonly T[] parameters;
    private readonly T[] stateGradient;
    private readonly T[] parameterGradient;

    // The direction of the tangent runs, and the tangent as it goes along.
    private readonly T[] stateDirection;
    private readonly T[] parameterTangent;
    private readonly T[] tangent;

    // The state before an interval and the parameters, and the state as it goes through the interval.
    private readonly T[] values;
    private readonly Active<T>[] active;
    private readonly NdArray<byte> state;
    private readonly ScalarTape<T> tape;

    /// <summary>Makes a loop of a program.</summary>
    /// <param name="program">One step of it.</param>
    /// <param name="steps">How many steps it has.</param>
    /// <param name="state">The state before the first step.</param>
    /// <param name="parameters">What stays the same for all steps.</param>
    /// <param name="loss">What is differentiated, from the last state.</param>
    /// <param name="stepsTogether">How many steps are recorded at a time: more take a larger tape and fewer kept states.</param>
    /// <param name="tapeBytes">The most bytes of the tape of one interval.</param>
    public ScalarLoopStep(TStep program, long steps, ReadOnlySpan<T> state, ReadOnlySpan<T> parameters, ScalarFunction<Active<T>> loss, int stepsTogether = 64, long tapeBytes = ScalarTape<T>.DefaultBytes)
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
        stateGradient = new T[start.Length];
        parameterGradient = new T[parameters.Length];
        active = new Active<T>[start.Length];
        tape = new ScalarTape<T>(tapeBytes);
        this.state = NdArray.From<byte>(MemoryMarshal.AsBytes<T>(start), new Shape(start.Length * (nint)sizeof(T)));
        tangent = new T[start.Length];
        parameterTangent = new T[parameters.Length];
        stateDirection = new T[start.Length];
    }

    /// <summary>The number of intervals: the steps of the loop as the schedule counts them.</summary>
    public long Intervals => (steps + stepsTogether - 1) / stepsTogether;

    /// <summary>The state as it stands: after the forward run the last one.</summary>
    public ReadOnlySpan<T> Now => MemoryMarshal.Cast<byte, T>(state.AsReadOnlySpan());

    /// <summary>The tangent of the state as it stands: after a tangent run (<see cref="Loop.Tangent"/>) that of the last one.</summary>
    public ReadOnlySpan<T> Tangent => tangent;

    /// <summary>The loss of the last state, known after the sweep began.</summary>
    public T Loss { get; private set; }

    /// <summary>The derivative of the loss with respect to the state before the first step, after the sweep.</summary>
    public ReadOnlySpan<T> StateGradient => stateGradient;

    /// <summary>The derivative of the loss with respect to the parameters, after the sweep.</summary>
    public ReadOnlySpan<T> ParameterGradient => parameterGradient;

    /// <summary>The most bytes that the tape of an interval took.</summary>
    public long TapeBytes { get; private set; }

    /// <inheritdoc/>
    public override int StateCount => 1;

    /// <inheritdoc/>
    public override long RecordBytes => start.Length * sizeof(T);

    /// <inheritdoc/>
    public override RawArray State(int index) => state.Raw;

    /// <inheritdoc/>
    public override void Initialize() => start.CopyTo(Live);

    /// <inheritdoc/>
    public override void Advance(long from, long to, RecordWindow records)
    {
        Span<T> live = Live;
        for (long interval = from; interval < to; interval++)
        {
            if (records.Contains(interval)) live.CopyTo(Record(records, interval));
            for (long step = First(interval); step < First(interval + 1); step++) program.Advance<T>(step, parameters, live);
        }
    }

    /// <summary>Sets the direction of the tangent runs; it is zero before.</summary>
    /// <param name="ofState">How the state before the first step changes.</param>
    /// <param name="ofParameters">How the parameters change.</param>
    public void SetDirection(ReadOnlySpan<T> ofState, ReadOnlySpan<T> ofParameters)
    {
        if (ofState.Length != start.Length || ofParameters.Length != parameters.Length)
        {
            throw new ArgumentException($"a direction of {ofState.Length} numbers and {ofParameters.Length} parameters does not fit a loop of {start.Length} and {parameters.Length}");
        }

        ofState.CopyTo(stateDirection);
        ofParameters.CopyTo(parameterTangent);
    }

    /// <inheritdoc/>
    public override void InitializeTangent() => stateDirection.CopyTo(tangent, 0);

    /// <inheritdoc/>
    public override void AdvanceTangent(long from, long to)
    {
        Span<T> live = Live;
        Dual<T>[] together = Duals.Of<T>(live, tangent);
        Dual<T>[] unchanging = Duals.Of<T>(parameters, parameterTangent);
        for (long step = First(from); step < First(to); step++) program.Advance<Dual<T>>(step, unchanging, together);
        for (int k = 0; k < together.Length; k++) (live[k], tangent[k]) = (together[k].Value, together[k].Tangent);
    }

    /// <inheritdoc/>
    public override void InitializeAdjoint()
    {
        Array.Clear(parameterGradient);
        tape.Reset();
        ReadOnlySpan<Active<T>> last = tape.Inputs(Now);
        Active<T> value = loss(last);
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
            ReadOnlySpan<Active<T>> inputs = tape.Inputs(values);
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

    private Span<T> Live => MemoryMarshal.Cast<byte, T>(state.AsWritableSpan());

    private long First(long interval) => Math.Min(steps, interval * stepsTogether);

    private Span<T> Record(RecordWindow records, long interval) => new(records[interval].Pointer, start.Length);
}
