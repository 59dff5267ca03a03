using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Devices.Drivers;
using AdjointKit.Loops.Schedules;

namespace AdjointKit.Loops.Steps;

/// <summary>
/// The step of a loop that is written in ops. It advances on a tape of its own that is reset after every step; what the schedule wants recorded stays on that tape, one step
/// after another, until it is swept over.
/// </summary>
/// <remarks>
/// Between two steps the sensitivities of state and parameters are put into arrays of their own, whether both steps lie on the tape at a time or not: so the sums are the
/// same and rounded alike under every schedule. No managed memory is allocated per step.
/// </remarks>
internal sealed class TapeStep : LoopStep, IDisposable
{
    private readonly LoopFunction function;
    private readonly Compute compute;
    private readonly Tape outer;
    private readonly Tape tape;
    private readonly UntypedArray[] arguments;
    private readonly bool[] active;
    private readonly UntypedArray[] adjoint;
    private readonly bool[] hasAdjoint;
    private readonly UntypedArray[] sums;
    private readonly bool[] hasSum;
    private readonly UntypedArray[] hostState;

    // The frame of the step under way.
    private readonly Var[] state;
    private readonly Var[] inputs;
    private readonly Var[] parameters;
    private readonly Var[] results;

    private UntypedArray[] live;
    private UntypedArray[] next;

    // The steps on the tape: for each the entry after its last one, and the nodes of its inputs, outputs and next states.
    private readonly int[] firstState;
    private int[] marks = new int[64];
    private long firstRecorded = -1;
    private long lastRecorded = -1;
    private bool swept;
    private int sweepMark;
    private long lossFrom;
    private long recordBytes;
    private long heldBytes;
    private long spareBytes;
    private long largestRecord;
    private (long From, long To) expected;
    private int lastNodes;

    // The first step lies on the tape, and the loop has not taken it over yet; the first answer of the condition, asked for before it.
    private bool ahead;
    private bool? firstAnswer;

    /// <summary>Makes the step of a loop with its arrays.</summary>
    /// <param name="function">The loop.</param>
    /// <param name="outer">The tape that the loop is on.</param>
    /// <param name="arguments">First state, input sequences, parameters; they stay the caller's and must not change.</param>
    /// <param name="active">For which of them sensitivities are asked.</param>
    internal TapeStep(LoopFunction function, Tape outer, UntypedArray[] arguments, bool[] active)
    {
        this.function = function;
        this.outer = outer;
        compute = outer.Compute;
        this.arguments = arguments;
        this.active = active;
        int states = function.States;
        state = new Var[states];
        inputs = new Var[function.Inputs];
        parameters = new Var[function.Parameters];
        results = new Var[states + function.Outputs];
        firstState = new int[states];
        hasAdjoint = new bool[states];
        hasSum = new bool[function.Parameters];
        sums = new UntypedArray[function.Parameters];
        Sequences = new UntypedArray[function.Outputs];
        Cotangents = new UntypedArray[states + function.Outputs];
        Sensitivities = new UntypedArray[arguments.Length];
        live = new UntypedArray[states];
        next = new UntypedArray[states];
        adjoint = new UntypedArray[states];
        hostState = new UntypedArray[states];
        tape = outer.RentInner();
        for (int k = 0; k < states; k++)
        {
            live[k] = Like(arguments[k]);
            next[k] = Like(arguments[k]);
        }
    }

    /// <summary>Where the outputs of the steps go; none while they are not wanted.</summary>
    internal UntypedArray[] Sequences { get; }

    /// <summary>The sensitivities of the last state and of the output sequences; none where they are zero.</summary>
    internal UntypedArray[] Cotangents { get; }

    /// <summary>Where the sensitivities of the arguments are added to; none where they are not asked for.</summary>
    internal UntypedArray[] Sensitivities { get; }

    /// <summary>Type and shape of the outputs of one step, known after <see cref="Measure"/> of a loop of one step or more.</summary>
    internal (ElementType Type, Shape Shape)[] OutputKinds { get; private set; } = [];

    /// <inheritdoc/>
    public override int StateCount => live.Length;

    /// <inheritdoc/>
    public override long RecordBytes => recordBytes;

    /// <inheritdoc/>
    internal override bool KeepsRecords => true;

    /// <inheritdoc/>
    internal override long HeldBytes => heldBytes;

    /// <inheritdoc/>
    internal override long SpareBytes => spareBytes;

    /// <inheritdoc/>
    internal override long LargestRecord => largestRecord;

    internal UntypedArray Live(int index) => live[index];

    /// <summary>An array for a copy of a state: where it lies or, beyond the memory of a device, in that of the host.</summary>
    internal UntypedArray NewState(int index)
    {
        try
        {
            return Like(arguments[index]);
        }
        catch (DeviceMemoryException)
        {
            return compute.Host.Backend.Allocate(arguments[index].ElementType, arguments[index].Shape, compute.Memory);
        }
    }

    internal void CopyLive(int index, in UntypedArray into)
    {
        if (into.Storage.Device == live[index].Storage.Device) compute.Backend.Copy(live[index], into);
        else compute.Backend.CopyToHost(live[index], into);
    }

    internal void SetLive(int index, in UntypedArray value)
    {
        if (value.Storage.Device == live[index].Storage.Device) compute.Backend.Copy(value, live[index]);
        else compute.Backend.CopyFromHost(value, live[index]);
    }

    /// <inheritdoc/>
    public override RawArray State(int index) => live[index].Raw;

    /// <summary>
    /// Runs the first step of a loop that has one, to learn the size of its record and what it gives. It stays on the tape until <see cref="Advance"/> takes it over: no step runs
    /// for this alone.
    /// </summary>
    internal void Measure()
    {
        Initialize();
        if (function.Steps == 0) return;
        if (function.GoOn is not null)
        {
            bool answer = GoesOn(0);
            firstAnswer = answer;
            if (!answer) return;
        }

        BeginRecords(0);
        RecordStep(0);
        recordBytes = largestRecord;
        OutputKinds = new (ElementType, Shape)[function.Outputs];
        for (int k = 0; k < OutputKinds.Length; k++) OutputKinds[k] = (results[state.Length + k].ElementType, results[state.Length + k].Shape);
        ahead = true;
    }

    /// <summary>Asks the condition whether there is another step.</summary>
    internal bool GoesOn(long step)
    {
        if (firstAnswer is bool answer)
        {
            firstAnswer = null;
            return answer;
        }

        for (int k = 0; k < hostState.Length; k++)
        {
            if (live[k].Storage.Device.IsHost)
            {
                hostState[k] = live[k];
                continue;
            }

            if (hostState[k].IsDefault) hostState[k] = compute.Host.Backend.Allocate(live[k].ElementType, live[k].Shape, null);
            compute.Backend.CopyToHost(live[k], hostState[k]);
        }

        return function.GoOn!(step, hostState);
    }

    /// <inheritdoc/>
    public override void Initialize()
    {
        if (ahead) return;
        Forget();
        for (int k = 0; k < live.Length; k++) compute.Backend.Copy(arguments[k], live[k]);
    }

    /// <inheritdoc/>
    public override void Advance(long from, long to, RecordWindow records)
    {
        if (records.Contains(from))
        {
            Record(from, to, records, long.MaxValue);
            return;
        }

        for (long step = from; step < to; step++)
        {
            if (ahead) LeaveRecord();
            else Run(step);
            Emit(step);
        }
    }

    /// <inheritdoc/>
    internal override long Record(long from, long to, RecordWindow records, long room)
    {
        long step = from;
        do
        {
            if (!ahead) RecordNext(step);
            ahead = false;
            Emit(step++);
        }
        while (step < to && heldBytes <= room - largestRecord);

        KeepState();
        return step;
    }

    /// <inheritdoc/>
    internal override int? Fingerprint()
    {
        var hash = default(HashCode);
        foreach (ref readonly UntypedArray array in live.AsSpan())
        {
            if (!array.Storage.Device.IsHost) return null;
            hash.Add(array.Storage.Fingerprint());
        }

        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    internal override void ExpectRecords(long from, long to) => expected = (from, to);

    /// <inheritdoc/>
    internal override void TrimSpare()
    {
        tape.TrimMemory();
        spareBytes = 0;
    }

    /// <inheritdoc/>
    public override void InitializeAdjoint()
    {
        lossFrom = 0;
        Array.Clear(hasSum);
        for (int k = 0; k < hasAdjoint.Length; k++)
        {
            hasAdjoint[k] = !Cotangents[k].IsDefault;
            if (hasAdjoint[k]) compute.Backend.Copy(Cotangents[k], Made(adjoint, k, arguments[k]));
        }
    }

    /// <inheritdoc/>
    public override void CutAdjoint(long lossFrom, bool last)
    {
        this.lossFrom = lossFrom;
        if (!last) Array.Clear(hasAdjoint);
    }

    /// <inheritdoc/>
    public override void AdvanceAdjoint(long from, long to, RecordWindow records)
    {
        if (to == lastRecorded) BeginSweep();
        for (long step = to - 1; step >= from; step--) PullStep(step);
        if (from != firstRecorded) return;
        TakeSensitivities();
        if (from == 0) HandOverFirstState();
    }

    /// <summary>After the sweep: hands over the sensitivities of the parameters.</summary>
    internal void FinishAdjoint(long steps)
    {
        if (steps == 0) HandOverFirstState();
        for (int k = 0; k < sums.Length; k++)
        {
            if (hasSum[k]) AddTo(state.Length + inputs.Length + k, sums[k]);
        }
    }

    public void Dispose()
    {
        outer.ReturnInner(tape);
        foreach (UntypedArray[] arrays in new[] { live, next, adjoint, sums }) Array.ForEach(arrays, array => array.Release());
        for (int k = 0; k < hostState.Length; k++)
        {
            if (hostState[k] != live[k]) hostState[k].Release();
        }
    }

    private int MarkStride => 1 + inputs.Length + results.Length;

    /// <summary>One step, of which nothing is kept.</summary>
    private void Run(long step)
    {
        Forget();
        for (int k = 0; k < state.Length; k++) state[k] = tape.AddNode(live[k], owned: false, active: false);
        for (int k = 0; k < parameters.Length; k++) parameters[k] = tape.AddNode(arguments[state.Length + inputs.Length + k], owned: false, active: false);
        int node = tape.SweepMark;
        for (int k = 0; k < inputs.Length; k++) inputs[k] = tape.AddNode(Entry(state.Length + k, step), owned: false, active: false);
        Call(step);
        NoteSize(node, 0);
        for (int k = 0; k < state.Length; k++) compute.Backend.Copy(results[k].Value, next[k]);
        (live, next) = (next, live);
    }

    /// <summary>One step after those on the tape, or at the beginning of new ones.</summary>
    private void RecordNext(long step)
    {
        if (swept || step != lastRecorded) BeginRecords(step);
        else if (firstRecorded == expected.From && step < expected.To) tape.Expect((double)(expected.To - firstRecorded) / (step - firstRecorded), lastNodes);
        RecordStep(step);
    }

    /// <summary>Goes on from the step on the tape without its record.</summary>
    private void LeaveRecord()
    {
        ahead = false;
        KeepState();
        firstRecorded = lastRecorded = -1;
    }

    /// <summary>Takes note of what a step takes, all of it that comes after two marks; a step that is not recorded leaves no entries.</summary>
    private void NoteSize(int node, int entry)
    {
        long bytes = LoopSizes.Aligned(tape.BytesSince(node, entry) + MarkStride * sizeof(int));
        heldBytes += bytes;
        largestRecord = Math.Max(largestRecord, bytes);
    }

    /// <summary>Begins a row of recorded steps with the live state.</summary>
    private void BeginRecords(long step)
    {
        Forget();
        for (int k = 0; k < state.Length; k++)
        {
            state[k] = tape.CopyIn(live[k]);
            firstState[k] = state[k].Id;
        }

        for (int k = 0; k < parameters.Length; k++)
        {
            int argument = state.Length + inputs.Length + k;
            parameters[k] = tape.AddNode(arguments[argument], owned: false, active[argument]);
        }

        firstRecorded = lastRecorded = step;
    }

    private void RecordStep(long step)
    {
        int node = tape.SweepMark;
        int entry = tape.Count;
        for (int k = 0; k < inputs.Length; k++) inputs[k] = tape.AddNode(Entry(state.Length + k, step), owned: false, active[state.Length + k]);
        Call(step);
        Separate();
        NoteSize(node, entry);
        lastNodes = tape.SweepMark - node;
        int place = checked((int)(step - firstRecorded) * MarkStride);
        if (place + MarkStride > marks.Length) Array.Resize(ref marks, Math.Max(2 * marks.Length, place + MarkStride));
        marks[place++] = tape.Count;
        foreach (Var input in inputs) marks[place++] = input.Id;
        foreach (Var result in results) marks[place++] = result.Id;
        results.AsSpan(0, state.Length).CopyTo(state);
        lastRecorded = step + 1;
    }

    private void Call(long step)
    {
        Array.Clear(results);
        function.Body(new LoopFrame(step, state, inputs, parameters, results.AsSpan(0, state.Length), results.AsSpan(state.Length)));
        StepResults.Check(results, state.Length);
        for (int k = 0; k < state.Length; k++)
        {
            if (!results[k].IsUsableOn(tape)) throw new ArgumentException($"the next value of state {k} is no variable of this step: compute it from those of the frame");
            StepResults.CheckState(k, results[k], live[k]);
        }
    }

    /// <summary>
    /// Makes every result a variable of its own, and a state contiguous: only then do its sensitivities add up alike whether the next step lies on the same tape or not.
    /// </summary>
    private void Separate()
    {
        for (int k = 0; k < results.Length; k++)
        {
            bool isState = k < state.Length;
            bool own = !isState || results[k].Value.IsContiguous;
            for (int other = 0; other < k && own; other++) own = results[other].Id != results[k].Id;
            for (int other = 0; other < state.Length && own && !isState; other++) own = state[other].Id != results[k].Id;
            for (int other = 0; other < inputs.Length && own; other++) own = inputs[other].Id != results[k].Id;
            for (int other = 0; other < parameters.Length && own; other++) own = parameters[other].Id != results[k].Id;
            if (!own) results[k] = UntypedOps.Affine(1, results[k], 0);
        }
    }

    /// <summary>Makes the state after the last recorded step the live one.</summary>
    private void KeepState()
    {
        for (int k = 0; k < state.Length; k++) compute.Backend.Copy(state[k].Value, live[k]);
    }

    private void Emit(long step)
    {
        for (int k = 0; k < Sequences.Length; k++)
        {
            if (!Sequences[k].IsDefault) compute.Backend.Copy(results[state.Length + k].Value, Sequences[k].Select(0, (nint)step));
        }
    }

    private void BeginSweep()
    {
        if (swept) tape.ReleaseSweep(sweepMark);
        swept = true;
        sweepMark = tape.SweepMark;
        for (int k = 0; k < state.Length; k++)
        {
            if (hasAdjoint[k]) tape.SeedSum(state[k].Id, adjoint[k]);
        }

        for (int k = 0; k < sums.Length; k++)
        {
            if (hasSum[k]) tape.SeedSum(parameters[k].Id, sums[k]);
        }
    }

    private void PullStep(long step)
    {
        ReadOnlySpan<int> mark = marks.AsSpan((int)(step - firstRecorded) * MarkStride, MarkStride);
        ReadOnlySpan<int> ofInputs = mark.Slice(1, inputs.Length);
        ReadOnlySpan<int> ofStates = mark.Slice(1 + inputs.Length, state.Length);
        ReadOnlySpan<int> ofOutputs = mark[(1 + inputs.Length + state.Length)..];
        foreach (int id in ofStates) tape.Settle(id);
        foreach (Var parameter in parameters) tape.Settle(parameter.Id);
        tape.CompactSweep(sweepMark, ofStates, parameters);
        for (int k = 0; k < ofOutputs.Length; k++)
        {
            UntypedArray cotangent = Cotangents[state.Length + k];
            if (!cotangent.IsDefault && step >= lossFrom) tape.Seed(ofOutputs[k], cotangent.Select(0, (nint)step));
        }

        int first = step == firstRecorded ? 0 : marks[(int)(step - 1 - firstRecorded) * MarkStride];
        tape.PullSteps(first, mark[0]);
        for (int k = 0; k < ofInputs.Length; k++)
        {
            if (!tape.TrySensitivity(ofInputs[k], out UntypedArray sensitivity)) continue;
            UntypedArray sequence = Sensitivities[state.Length + k];
            if (!sequence.IsDefault)
            {
                UntypedArray entry = sequence.Select(0, (nint)step);
                compute.Backend.Binary(BinaryOp.Add, entry, sensitivity, entry);
            }

            tape.ForgetSensitivity(ofInputs[k]);
        }
    }

    /// <summary>Takes the sensitivities of state and parameters off the tape, for the steps before those on it.</summary>
    private void TakeSensitivities()
    {
        for (int k = 0; k < adjoint.Length; k++)
        {
            hasAdjoint[k] = tape.TrySensitivity(firstState[k], out UntypedArray sensitivity);
            if (hasAdjoint[k]) compute.Backend.Copy(sensitivity, Made(adjoint, k, arguments[k]));
        }

        for (int k = 0; k < sums.Length; k++)
        {
            hasSum[k] = tape.TrySensitivity(parameters[k].Id, out UntypedArray sensitivity);
            if (hasSum[k]) compute.Backend.Copy(sensitivity, Made(sums, k, arguments[state.Length + inputs.Length + k]));
        }
    }

    private void HandOverFirstState()
    {
        for (int k = 0; k < adjoint.Length; k++)
        {
            if (hasAdjoint[k]) AddTo(k, adjoint[k]);
        }
    }

    private void AddTo(int argument, in UntypedArray sensitivity)
    {
        UntypedArray sum = Sensitivities[argument];
        if (!sum.IsDefault) compute.Backend.Binary(BinaryOp.Add, sum, sensitivity, sum);
    }

    private UntypedArray Entry(int argument, long step) => arguments[argument].Select(0, (nint)step);

    private UntypedArray Made(UntypedArray[] arrays, int index, in UntypedArray like)
    {
        if (arrays[index].IsDefault) arrays[index] = Like(like);
        return arrays[index];
    }

    private UntypedArray Like(in UntypedArray array) => compute.Backend.Allocate(array.ElementType, array.Shape, compute.Memory);

    private void Forget()
    {
        tape.Reset();
        spareBytes = Math.Max(spareBytes, heldBytes);
        heldBytes = 0;
        firstRecorded = lastRecorded = -1;
        swept = false;
    }
}
