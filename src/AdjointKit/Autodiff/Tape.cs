using System.Runtime.CompilerServices;
using AdjointKit.Arrays;
using AdjointKit.Devices;

namespace AdjointKit.Autodiff;

/// <summary>
/// Records the ops of a program as it runs, and sweeps over them: backward for sensitivities (reverse mode), forward for tangents. Values are recorded as
/// they are: an array that the tape still needs cannot be overwritten until <see cref="Reset"/>. A step on a reset tape allocates no managed memory.
/// A tape belongs to one thread at a time; independent tapes may run on several threads.
/// </summary>
/// <remarks>Complex sensitivities are dL/dRe x + i dL/dIm x for a real L; x - eta times it descends.</remarks>
public sealed partial class Tape : IDisposable
{
    /// <summary>A power of two above the largest rank.</summary>
    internal const int StampStep = 16;

    private Node[] nodes = new Node[64];
    private int nodeCount;
    private Entry[] entries = new Entry[64];
    private int entryCount;
    private Attributes[] attributesOfEntries = new Attributes[16];
    private int attributesCount;
    private int[] inputIds = new int[128];
    private int inputIdCount;
    private Pin[] pins = new Pin[64];
    private int pinCount;
    private readonly Backend backend;
    private readonly TapeMemory memory;
    private readonly TapeWatch? watch;
    private bool recording = true;
    private bool disposed;

    /// <summary>Makes an empty tape.</summary>
    /// <param name="compute">Where the ops run; intermediates are charged to its memory account.</param>
    public Tape(Compute compute)
    {
        ArgumentNullException.ThrowIfNull(compute);
        Compute = compute;
        backend = compute.Backend;
        memory = new TapeMemory(compute);
        if (!compute.TapeOptions.WatchesNothing) watch = new TapeWatch(this, compute.TapeOptions);
    }

    /// <summary>Gives the memory back, and lifts the pins, of a tape that was forgotten.</summary>
    ~Tape() => ReleasePins();

    /// <summary>Where the ops run.</summary>
    public Compute Compute { get; }

    /// <summary>The number of recorded ops.</summary>
    public int Count => entryCount;

    /// <summary>Puts an array on the tape as a variable to differentiate with respect to. The array stays the caller's.</summary>
    public Var<T> Input<T>(NdArray<T> value)
        where T : unmanaged => new(AddNode(value, owned: false, active: true));

    /// <summary>Puts an array on the tape as a constant: its sensitivity is not computed. The array stays the caller's.</summary>
    public Var<T> Constant<T>(NdArray<T> value)
        where T : unmanaged => new(AddNode(value, owned: false, active: false));

    /// <summary>Puts an array whose element type is known at run time on the tape as a variable. The array stays the caller's.</summary>
    internal Var Input(UntypedArray value) => AddNode(value, owned: false, active: true);

    /// <summary>Puts an array whose element type is known at run time on the tape as a constant. The array stays the caller's.</summary>
    internal Var Constant(UntypedArray value) => AddNode(value, owned: false, active: false);

    /// <summary>Puts a number on the tape as a constant of rank 0.</summary>
    public Var<T> Constant<T>(T value)
        where T : unmanaged
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        return new(Filled(ElementTypes.Of<T>(), default, UntypedOps.Number(value)));
    }

    /// <summary>Runs a custom op and returns its first output.</summary>
    /// <param name="op">The op.</param>
    /// <param name="inputs">Variables of this tape.</param>
    public Var<T> Apply<T>(CustomOp op, params ReadOnlySpan<Var> inputs)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(op);
        return Apply(CustomOpRule.Rule, new Attributes { Subject = op }, inputs).As<T>();
    }

    /// <summary>Runs a custom op and writes its outputs, in order, to <paramref name="outputs"/>.</summary>
    /// <param name="op">The op.</param>
    /// <param name="inputs">Variables of this tape.</param>
    /// <param name="outputs">As many variables as wanted, at most as many as the op has outputs.</param>
    public void Apply(CustomOp op, ReadOnlySpan<Var> inputs, Span<Var> outputs)
    {
        ArgumentNullException.ThrowIfNull(op);
        Apply(CustomOpRule.Rule, new Attributes { Subject = op }, inputs, outputs);
    }

    /// <summary>Forgets everything: intermediates are free for the next run (small ones stay with the tape until it is disposed, large ones go back to the pool), pins are lifted, objects that custom ops saved are disposed. Variables of this tape are stale from now on.</summary>
    public void Reset()
    {
        ReleasePins();
        for (int k = 0; k < entryCount; k++) entries[k].Saved?.Dispose();
        Array.Clear(entries, 0, entryCount);
        ReleaseNodes(0);
        entryCount = 0;
        inputIdCount = 0;
        TrimAttributes(0);
        recording = true;
        hasSensitivities = false;
        batches.Clear();
        watch?.Reset();
        Stamp += StampStep;
    }

    /// <summary>Resets the tape for good.</summary>
    public void Dispose()
    {
        if (disposed) return;
        Reset();
        DisposeInner();
        memory.Trim();
        disposed = true;
        GC.SuppressFinalize(this);
    }

    internal bool IsRecording => recording;

    /// <summary>Whether a rule of another tape runs its function here: the body of a loop, of a checkpoint or of an implicit solution. Only what was handed to it has a derivative there.</summary>
    internal bool IsInner { get; init; }

    /// <summary>Whether a zero lets NaN through in the products of sweeps, as it does in no other use: to see what depends on what.</summary>
    internal bool KeepsNaN { get; set; }

    internal Backend Backend => backend;

    /// <summary>Counts the resets, in steps that leave room for the hidden axes of a variable: a variable with an earlier stamp is stale.</summary>
    internal int Stamp { get; private set; }

    internal ref Node NodeAt(int id) => ref nodes[id];

    internal ref Entry EntryAt(int entry) => ref entries[entry];

    /// <summary>The numbers of one use of an op; the reference stays good to read while rules add entries.</summary>
    internal ref readonly Attributes AttributesOf(int entry)
    {
        int at = entries[entry].AttributesAt;
        return ref at < 0 ? ref Attributes.None : ref attributesOfEntries[at];
    }

    internal int InputIdOf(int entry, int index) => inputIds[entries[entry].FirstInput + index];

    /// <summary>The variable for a sensitivity or tangent; none where there is none.</summary>
    internal Var OptionalVar(int id)
    {
        if (id < 0) return default;
        if (nodes[id].Owned) Refresh(id);
        return new Var(this, id);
    }

    /// <summary>The array of a node; the reference stays good to read while the rule under way adds nodes.</summary>
    internal ref readonly UntypedArray ValueOf(int id) => ref nodes[id].Value;

    /// <summary>Takes the present contents of a node that the tape wrote as what is recorded.</summary>
    internal void Refresh(int id) => nodes[id].Version = nodes[id].Value.Storage.Version;

    /// <summary>Runs an op without numbers of its own.</summary>
    internal Var Apply(Rule rule, params ReadOnlySpan<Var> inputs) => Apply(rule, Attributes.None, inputs);

    /// <summary>Runs an op on variables of this tape, records it if a derivative may pass through it, and returns its first output.</summary>
    internal Var Apply(Rule rule, in Attributes attributes, params ReadOnlySpan<Var> inputs)
    {
        foreach (ref readonly Var input in inputs)
        {
            if (input.IsBatched) return ApplyBatched(rule, attributes, inputs);
        }

        int firstOutput = Run(rule, attributes, inputs, outputs: default);
        return new Var(this, firstOutput);
    }

    /// <summary>As <see cref="Apply(Rule, in Attributes, ReadOnlySpan{Var})"/>, for ops of several outputs, as many of which are written as are wanted.</summary>
    internal void Apply(Rule rule, in Attributes attributes, ReadOnlySpan<Var> inputs, Span<Var> outputs)
    {
        foreach (ref readonly Var input in inputs)
        {
            if (!input.IsBatched) continue;
            ApplyBatched(rule, attributes, inputs, outputs);
            return;
        }

        Run(rule, attributes, inputs, outputs);
    }

    private int Run(Rule rule, in Attributes attributes, ReadOnlySpan<Var> inputs, Span<Var> outputs)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        int mark = nodeCount;
        bool active = OpenEntry(rule, attributes, inputs) && rule.HasDerivative;
        int entry = entryCount;
        try
        {
            if (watch is null) rule.Value(new RuleContext(this, entry));
            else watch.Value(rule, entry);
        }
        catch
        {
            DropEntry(entry);
            ReleaseNodes(mark);
            throw;
        }

        int made = entries[entry].OutputCount;
        for (int k = 0; k < outputs.Length; k++) outputs[k] = new Var(this, k < made ? mark + k : throw new ArgumentException($"{rule.Name} has {made} outputs, not {outputs.Length}", nameof(outputs)));
        CloseEntry(entry, active);
        return mark;
    }

    internal ref readonly UntypedArray NewOutput(int entry, ElementType type, Shape shape)
    {
        int id = AddOwned(type, shape);
        entries[entry].OutputCount++;
        return ref nodes[id].Value;
    }

    internal void NewOutputView(int entry, in UntypedArray view, int of)
    {
        Var output = AddNode(view, owned: false, active: false);
        nodes[output.Id].ViewOf = of;
        entries[entry].OutputCount++;
    }

    /// <summary>A new node with an array of the tape's own, its elements undefined. The array is made in its place: to copy it there costs as much as a small op.</summary>
    internal int AddOwned(ElementType type, Shape shape)
    {
        if (nodeCount == nodes.Length) Array.Resize(ref nodes, 2 * nodes.Length);
        ref Node node = ref nodes[nodeCount];
        memory.Take(type, shape, out node.Value);
        node.Producer = -1;
        node.ViewOf = -1;
        node.Gradient = -1;
        node.Tangent = -1;
        node.Owned = true;
        return nodeCount++;
    }

    /// <summary>A variable of its own with the value of another: what is differentiated with respect to it leaves other uses of the value fixed.</summary>
    internal Var FreshCopy(Var x)
    {
        Var copy = Apply(Rules.Indexing.Reshape.Rule, new Attributes { Shape = x.Shape }, x);
        nodes[copy.Id].Active = true;
        return copy;
    }

    /// <summary>The value of a variable as a new array that the caller owns.</summary>
    internal NdArray<T> CopyOut<T>(Var value)
        where T : unmanaged => CopyOut(value).As<T>();

    /// <inheritdoc cref="CopyOut{T}(Var)"/>
    internal UntypedArray CopyOut(Var value)
    {
        UntypedArray copy = backend.Allocate(value.ElementType, value.Shape, account: null);
        backend.Copy(value.Value, copy);
        return copy;
    }

    /// <summary>
    /// The value of a variable as an array that the caller owns, for the last use of a tape: the array itself where the tape made it, large, for this value alone; else a copy. A gradient as large
    /// as all the rest then is there once.
    /// </summary>
    internal UntypedArray HandOver(Var value)
    {
        ref Node node = ref nodes[value.Id];
        if (!node.Owned || node.ViewOf >= 0 || node.Value.Storage.IsOfTape || !node.Value.IsContiguous) return CopyOut(value);

        // Who asks for it a second time gets a copy.
        node.Owned = false;
        node.Value.Storage.LeaveAccount();
        return node.Value;
    }

    /// <summary>A new temporary or input node.</summary>
    internal Var AddNode(in UntypedArray value, bool owned, bool active)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        if (nodeCount == nodes.Length) Array.Resize(ref nodes, 2 * nodes.Length);
        ref Node node = ref nodes[nodeCount];
        node.Value = value;
        node.Version = value.Storage.Version;
        node.Producer = -1;
        node.ViewOf = -1;
        node.Gradient = -1;
        node.Tangent = -1;
        node.Owned = owned;
        node.Active = active;
        return new Var(this, nodeCount++);
    }

    /// <summary>Throws if the array of a node was written since an entry that needs it was recorded.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void CheckVersion(int id, int entry)
    {
        ref Node node = ref nodes[id];
        if (node.Value.Storage.Version != node.Version) throw Overwritten(in node, NeededBy(entry));
        if (watch is not null && !watch.HoldsStill(id)) throw WrittenUnseen(in node, NeededBy(entry));
    }

    /// <summary>The name of the op of an entry and, where that is kept, the place that called it: for the message to who would overwrite what it needs.</summary>
    private string NeededBy(int entry) => watch is null ? NameOf(entry) : watch.NameAndPlace(NameOf(entry), entry);

    /// <summary>Takes back what was begun of the entry that an exception ends.</summary>
    private Exception AfterOpening(Exception failure)
    {
        DropEntry(entryCount);
        return failure;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private Exception UnusableInput(Rule rule, Var input) => ReferenceEquals(input.Tape, this)
        ? new ObjectDisposedException(nameof(Var), $"An input of {rule.Name} is stale: its tape was reset since it was made.")
        : new ArgumentException($"an input of {rule.Name} belongs to another tape. Into the body of a loop, of Checkpoint or of an implicit solution hand it as one of its parameters; elsewhere put its value on this tape with Input or Constant, and no derivative passes to the other one", nameof(input));

    /// <summary>Apart, so that an op that succeeds does not pay for the message.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static InvalidOperationException Overwritten(ref readonly Node node, string neededBy) =>
        new($"An array of shape {node.Value.Shape} was overwritten after it went onto the tape (its storage was at version {node.Version} then and is at {node.Value.Storage.Version} now), and {neededBy} needs what it held. Write to a copy, or reset the tape first.");

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static InvalidOperationException WrittenUnseen(ref readonly Node node, string neededBy) =>
        new($"An array of shape {node.Value.Shape} was overwritten after it went onto the tape, through a span that was kept from before, and {neededBy} needs what it held. Write to a copy, or reset the tape first.");

    /// <summary>Begins an entry; whether a derivative may reach an input of it.</summary>
    private bool OpenEntry(Rule rule, in Attributes attributes, ReadOnlySpan<Var> inputs)
    {
        if (entryCount == entries.Length) Array.Resize(ref entries, 2 * entries.Length);
        if (inputIdCount + inputs.Length > inputIds.Length) Array.Resize(ref inputIds, Math.Max(2 * inputIds.Length, inputIdCount + inputs.Length));
        ref Entry entry = ref entries[entryCount];
        entry.Rule = rule;
        entry.FirstInput = inputIdCount;
        entry.InputCount = inputs.Length;
        entry.FirstOutput = nodeCount;
        entry.AttributesAt = Unsafe.AreSame(in attributes, in Attributes.None) ? -1 : KeepAttributes(attributes);
        bool active = false;
        foreach (ref readonly Var input in inputs)
        {
            if (!input.IsUsableOn(this)) throw AfterOpening(UnusableInput(rule, input));
            ref Node node = ref nodes[input.Id];
            if (node.Value.Storage.Version != node.Version) throw AfterOpening(Overwritten(in node, rule.NameOf(attributes)));
            active |= node.Active;
            inputIds[inputIdCount++] = input.Id;
        }

        return active;
    }

    private int KeepAttributes(in Attributes attributes)
    {
        if (attributesCount == attributesOfEntries.Length) Array.Resize(ref attributesOfEntries, 2 * attributesOfEntries.Length);
        attributesOfEntries[attributesCount] = attributes;
        return attributesCount++;
    }

    private void TrimAttributes(int count)
    {
        Array.Clear(attributesOfEntries, count, attributesCount - count);
        attributesCount = count;
    }

    private void CloseEntry(int entry, bool active)
    {
        bool records = recording && active;
        ref Entry closed = ref entries[entry];
        int first = closed.FirstOutput;
        int end = first + closed.OutputCount;
        for (int id = first; id < end; id++)
        {
            ref Node node = ref nodes[id];
            node.Version = node.Value.Storage.Version;
            node.Active = records;
            node.Producer = records ? entry : -1;
        }

        if (!records)
        {
            DropEntry(entry);
            return;
        }

        closed.Needs = closed.Rule.Needs;
        if (closed.Needs != Needs.Nothing) PinNeeded(entry);
        entryCount++;
    }

    /// <summary>Forbids writes to what the rules of an entry will read.</summary>
    private void PinNeeded(int entry)
    {
        ref Entry closed = ref entries[entry];
        Needs needs = closed.Needs;
        object by = watch is null && closed.AttributesAt < 0 ? closed.Rule : NeededBy(entry);
        if ((needs & Needs.Outputs) != Needs.Nothing)
        {
            for (int k = 0; k < closed.OutputCount; k++) PinNode(closed.FirstOutput + k, by);
        }

        if ((needs & Needs.Inputs) != Needs.Nothing)
        {
            for (int k = 0; k < closed.InputCount; k++) PinNode(inputIds[closed.FirstInput + k], by);
        }
        else if ((needs & Needs.LastInput) != Needs.Nothing)
        {
            PinNode(inputIds[closed.FirstInput + closed.InputCount - 1], by);
        }
    }

    /// <summary>Takes back the entry under way, which is the last, and all that it keeps.</summary>
    private void DropEntry(int entry)
    {
        ref Entry dropped = ref entries[entry];
        dropped.Saved?.Dispose();
        inputIdCount = dropped.FirstInput;
        if (dropped.AttributesAt >= 0) TrimAttributes(dropped.AttributesAt);
        dropped = default;
    }

    /// <summary>Whether the entry under way goes onto the tape.</summary>
    internal bool WillRecord(in RuleContext rule)
    {
        if (!recording) return false;
        for (int k = 0; k < rule.InputCount; k++)
        {
            if (rule.IsActive(k)) return true;
        }

        return false;
    }

    /// <summary>Whether an op of a variable goes onto the tape.</summary>
    internal bool Records(Var x) => recording && nodes[x.Id].Active;

    private void PinNode(int id, object by)
    {
        ref Node node = ref nodes[id];
        if (node.Pinned) return;
        node.Pinned = true;
        watch?.Keep(id);
        Storage storage = node.Value.Storage;
        if (node.Owned)
        {
            storage.PinOwn(by);
            return;
        }

        if (pinCount == pins.Length) Array.Resize(ref pins, 2 * pins.Length);
        storage.Pin(by);
        pins[pinCount++] = new Pin(storage, storage.Generation);
    }

    private void ReleasePins()
    {
        for (int k = 0; k < pinCount; k++) pins[k].Storage.Unpin(pins[k].Generation);
        Array.Clear(pins, 0, pinCount);
        pinCount = 0;
    }

    /// <summary>Releases the storages of the nodes from <paramref name="first"/> on, and forgets the nodes.</summary>
    private void ReleaseNodes(int first)
    {
        for (int id = first; id < nodeCount; id++)
        {
            ref Node node = ref nodes[id];
            if (node.Owned) memory.Give(node.Value);
        }

        Array.Clear(nodes, first, nodeCount - first);
        nodeCount = first;
    }

    private readonly record struct Pin(Storage Storage, int Generation);
}
