using System.Numerics;
using System.Runtime.CompilerServices;
using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Kernels;

namespace AdjointKit.Autodiff;

/// <content>The two sweeps. Both are loops over the entries, whatever the depth of the program.</content>
public sealed partial class Tape
{
    /// <summary>Stands for a sensitivity that was given back after use.</summary>
    private const int Dropped = -2;

    private int entryMark;
    private bool hasSensitivities;

    /// <summary>The backward sweep of a real scalar: computes its sensitivities to all inputs, read with <see cref="Gradient{T}(Var{T})"/>.</summary>
    /// <param name="loss">A real variable of one element.</param>
    public void Backward(Var loss)
    {
        Var seed = OneLike(loss);
        Backward(loss, seed, record: false, wanted: default);
    }

    /// <summary>The backward sweep of any variable: computes J^H <paramref name="cotangent"/> for all inputs, read with <see cref="Gradient{T}(Var{T})"/>.</summary>
    /// <param name="output">The variable.</param>
    /// <param name="cotangent">An array of its type and shape.</param>
    public void Backward<T>(Var<T> output, NdArray<T> cotangent)
        where T : unmanaged
    {
        if (cotangent.Shape != output.Shape) throw new ArgumentException($"a cotangent of shape {cotangent.Shape} does not fit an output of shape {output.Shape}", nameof(cotangent));
        Backward(output, AddNode(cotangent, owned: false, active: false), record: false, wanted: default);
    }

    /// <summary>The sensitivity to an input after a backward sweep, as a new array that the caller owns; zeros where the output does not depend on it.</summary>
    /// <param name="input">A variable of this tape.</param>
    /// <exception cref="ArgumentException">The variable is of another tape.</exception>
    /// <exception cref="InvalidOperationException">No backward sweep has run since the last <see cref="Reset"/>, or the sensitivity of an intermediate value was not kept.</exception>
    public NdArray<T> Gradient<T>(Var<T> input)
        where T : unmanaged
    {
        NdArray<T> gradient = backend.Allocate(ElementTypes.Of<T>(), input.Shape, account: null).As<T>();
        Gradient(input, gradient);
        return gradient;
    }

    /// <summary>As <see cref="Gradient{T}(Var{T})"/>, for the last use of the tape (<see cref="HandOver"/>).</summary>
    internal NdArray<T> LastGradient<T>(Var<T> input)
        where T : unmanaged
    {
        int id = NodeAt(input.ToVar().Id).Gradient;
        return id < 0 ? Gradient(input) : HandOver(new Var(this, id)).As<T>();
    }

    /// <summary>Writes the sensitivity to an input after a backward sweep into an array of the caller; zeros where the output does not depend on it.</summary>
    /// <param name="input">A variable of this tape.</param>
    /// <param name="into">An array of its shape.</param>
    /// <exception cref="ArgumentException">The variable is of another tape, or the array of another shape.</exception>
    /// <exception cref="InvalidOperationException">No backward sweep has run since the last <see cref="Reset"/>, or the sensitivity of an intermediate value was not kept.</exception>
    public void Gradient<T>(Var<T> input, NdArray<T> into)
        where T : unmanaged => Gradient(input, into.ToUntyped());

    /// <summary>As <see cref="Gradient{T}(Var{T}, NdArray{T})"/>, of an element type known at run time.</summary>
    internal void Gradient(Var input, UntypedArray into)
    {
        if (!ReferenceEquals(input.Tape, this)) throw new ArgumentException("this variable belongs to another tape, which has its sensitivity", nameof(input));
        if (into.Shape != input.Shape) throw new ArgumentException($"the sensitivity of a variable of shape {input.Shape} does not fit an array of shape {into.Shape}", nameof(into));
        if (!hasSensitivities) throw new InvalidOperationException("No backward sweep has run on this tape since its last reset: call Backward first.");
        int id = NodeAt(input.Id).Gradient;
        if (id == Dropped) throw new InvalidOperationException("The sensitivity of an intermediate value is not kept: call Tape.KeepGradient for it before the sweep.");
        if (id < 0) backend.Fill(into, 0);
        else backend.Copy(nodes[id].Value, into);
    }

    /// <summary>
    /// The sensitivities of a variable as variables again: with <paramref name="record"/> the sweep itself goes onto the tape and can be differentiated.
    /// A sensitivity that is zero comes as zeros.
    /// </summary>
    /// <param name="output">The variable that is differentiated.</param>
    /// <param name="cotangent">Its sensitivity, of its type and shape.</param>
    /// <param name="inputs">The variables whose sensitivities are asked for.</param>
    /// <param name="gradients">Receives them.</param>
    /// <param name="record">Whether the sweep is recorded.</param>
    /// <param name="first">The first entry to sweep over: the inputs are older than it.</param>
    internal void Gradients(Var output, Var cotangent, ReadOnlySpan<Var> inputs, Span<Var> gradients, bool record, int first = 0)
    {
        Backward(output, cotangent, record, inputs, first);
        for (int k = 0; k < inputs.Length; k++)
        {
            int id = nodes[inputs[k].Id].Gradient;
            gradients[k] = id >= 0 ? OptionalVar(id) : Zeros(inputs[k].ElementType, inputs[k].Shape);
            nodes[gradients[k].Id].Kept = false;
        }
    }

    /// <summary>The forward sweep: takes tangents of inputs to the tangent of an output through all recorded entries. Zero comes as zeros.</summary>
    /// <param name="output">The variable whose tangent is asked for.</param>
    /// <param name="inputs">The variables that have tangents.</param>
    /// <param name="tangents">Their tangents, of their types and shapes.</param>
    /// <param name="record">Whether the sweep is recorded.</param>
    /// <param name="first">The first entry to sweep over: the inputs are older than it.</param>
    internal Var PushForward(Var output, ReadOnlySpan<Var> inputs, ReadOnlySpan<Var> tangents, bool record, int first = 0)
    {
        Span<Var> change = [default];
        PushForward([output], inputs, tangents, change, record, first);
        return change[0];
    }

    /// <summary>As <see cref="PushForward(Var, ReadOnlySpan{Var}, ReadOnlySpan{Var}, bool, int)"/>, to the tangents of several outputs in one sweep.</summary>
    internal void PushForward(ReadOnlySpan<Var> outputs, ReadOnlySpan<Var> inputs, ReadOnlySpan<Var> tangents, Span<Var> changes, bool record, int first)
    {
        ClearSweeps();
        hasSensitivities = false;
        for (int k = 0; k < inputs.Length; k++)
        {
            nodes[inputs[k].Id].Tangent = tangents[k].Id;
            nodes[tangents[k].Id].Shared = true;
        }

        bool before = recording;
        recording = record;
        using DenormalFlush.Scope flush = DenormalFlush.Enter();
        try
        {
            int last = -1;
            foreach (Var output in outputs) last = Math.Max(last, nodes[output.Id].Producer);
            for (int entry = first; entry <= last; entry++) PushEntry(entry);
        }
        finally
        {
            recording = before;
        }

        for (int k = 0; k < outputs.Length; k++)
        {
            int tangent = nodes[outputs[k].Id].Tangent;
            changes[k] = tangent >= 0 ? OptionalVar(tangent) : Zeros(outputs[k].ElementType, outputs[k].Shape);
            nodes[changes[k].Id].Kept = false;
        }
    }

    /// <summary>Where the nodes of a sweep that is not recorded will begin: for <see cref="ReleaseSweep"/>.</summary>
    internal int SweepMark => nodeCount;

    /// <summary>Forgets what sweeps that were not recorded have made since a mark, so that any number of them may run over one tape.</summary>
    internal void ReleaseSweep(int mark)
    {
        ClearSweeps();
        hasSensitivities = false;
        ReleaseNodes(mark);
        entryMark = nodeCount;
    }

    /// <summary>A variable for a sensitivity or tangent that a rule computed outside the tape; the tape owns the array from now on.</summary>
    internal Var Adopt(in UntypedArray array) => AddNode(array, owned: true, active: false);

    /// <summary>A variable for a sensitivity or tangent that was computed on another tape.</summary>
    internal Var AdoptCopy(in UntypedArray array)
    {
        int copy = AddOwned(array.ElementType, array.Shape);
        backend.Copy(array, nodes[copy].Value);
        Refresh(copy);
        return new Var(this, copy);
    }

    /// <summary>
    /// Runs a recorded sweep within the rule of another recorded sweep, which finds its sensitivities and tangents as it left them.
    /// </summary>
    internal Var[] WithinSweep(Func<Var[]> sweep)
    {
        var saved = new (int Gradient, int Tangent)[nodeCount];
        for (int id = 0; id < saved.Length; id++) saved[id] = (nodes[id].Gradient, nodes[id].Tangent);
        int mark = entryMark;
        nint[] maps = [.. batches];
        batches.Clear();
        try
        {
            return sweep();
        }
        finally
        {
            batches.AddRange(maps);
            entryMark = mark;
            for (int id = 0; id < nodeCount; id++) (nodes[id].Gradient, nodes[id].Tangent) = id < saved.Length ? saved[id] : (-1, -1);
        }
    }

    /// <summary>A constant one for a real variable of one element.</summary>
    internal Var OneLike(Var loss)
    {
        ref readonly UntypedArray value = ref ValueOf(loss.Id);
        if (loss.Shape.Count != 1 || ElementTypes.IsComplex(value.ElementType))
        {
            throw new ArgumentException($"a gradient is that of a real number, and this variable is {value}: reduce it with Sum or a norm, or give a cotangent", nameof(loss));
        }

        return Filled(value.ElementType, value.Shape, 1);
    }

    internal Var Zeros(ElementType type, Shape shape) => Filled(type, shape, 0);

    /// <summary>A constant with a number in every element.</summary>
    internal Var Filled(ElementType type, Shape shape, Complex number)
    {
        int id = AddOwned(type, shape);
        backend.Fill(nodes[id].Value, number);
        Refresh(id);
        return new Var(this, id);
    }

    /// <summary>A constant of ones with a probability and zeros otherwise.</summary>
    internal Var Bernoulli(ElementType type, Shape shape, double probability, CounterRandom random)
    {
        int id = AddOwned(type, shape);
        backend.FillBernoulli(nodes[id].Value, probability, random);
        Refresh(id);
        return new Var(this, id);
    }

    /// <summary>Adds a contribution to the sensitivity of a node: in place where the sum is held by this node alone and the sweep is not recorded.</summary>
    internal void Accumulate(int id, Var contribution)
    {
        if (contribution.IsNone || !nodes[id].Active) return;
        contribution = UntypedOps.ConvertLike(UntypedOps.SumTo(contribution, nodes[id].Value.Shape), nodes[id].Value.ElementType);
        int held = nodes[id].Gradient;
        if (held < 0)
        {
            nodes[id].Gradient = Hold(contribution.Id);
        }
        else if (recording || nodes[held].Shared || !nodes[held].Owned)
        {
            SetGradient(id, new Var(this, held) + contribution);
        }
        else
        {
            UntypedArray sum = nodes[held].Value;
            backend.Binary(BinaryOp.Add, sum, contribution.Value, sum);
            nodes[held].Version = sum.Storage.Version;
        }
    }

    /// <summary>
    /// As <see cref="Accumulate"/> of sensitivity conj(partial), strong; the nodes by their numbers, -1 for a sensitivity of zero. Where the sweep is not recorded and nothing
    /// is to be broadcast or converted, one kernel does it without a temporary array.
    /// </summary>
    internal void AccumulateProduct(int id, int sensitivity, int partial)
    {
        if (sensitivity < 0 || !nodes[id].Active) return;
        int held = nodes[id].Gradient;
        if (recording || KeepsNaN || !IsRealLike(id, sensitivity) || !IsRealLike(id, partial) || (held >= 0 && (nodes[held].Shared || !nodes[held].Owned)))
        {
            AccumulateStepwise(id, sensitivity, partial);
            return;
        }

        if (held >= 0)
        {
            ref readonly UntypedArray sum = ref nodes[held].Value;
            backend.StrongMultiplyAdd(nodes[sensitivity].Value, nodes[partial].Value, sum, sum);
            Refresh(held);
            return;
        }

        int product = AddOwned(nodes[id].Value.ElementType, nodes[id].Value.Shape);
        backend.Binary(BinaryOp.StrongMultiply, nodes[sensitivity].Value, nodes[partial].Value, nodes[product].Value);
        Refresh(product);
        nodes[product].Kept = true;
        nodes[id].Gradient = product;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void AccumulateStepwise(int id, int sensitivity, int partial) => Accumulate(id, UntypedOps.Pull(OptionalVar(sensitivity), new Var(this, partial)));

    /// <summary>As <see cref="Accumulate"/> of a matrix product, times 1 or -1: where there is a sensitivity already, in one operation.</summary>
    internal void AccumulateMatrixProduct(int id, double sign, in MatrixFactors factors)
    {
        if (factors.IsNone || !nodes[id].Active) return;
        int held = nodes[id].Gradient;
        if (held < 0 || !UntypedOps.AreMatrices(new Var(this, held), factors))
        {
            Accumulate(id, UntypedOps.AddProduct(default, sign, factors));
        }
        else if (recording || nodes[held].Shared || !nodes[held].Owned)
        {
            SetGradient(id, UntypedOps.AddProduct(new Var(this, held), sign, factors));
        }
        else
        {
            UntypedArray sum = nodes[held].Value;
            backend.AddProduct(sum, sign, factors.FormA, factors.A.Value, factors.FormB, factors.B.Value, factors.LeavesOutZeros, sum);
            Refresh(held);
        }
    }

    /// <summary>The array of the sensitivity of a node, made of zeros if it has none, to be added to in place.</summary>
    internal UntypedArray Accumulator(int id)
    {
        int held = nodes[id].Gradient;
        if (held < 0)
        {
            held = Zeros(nodes[id].Value.ElementType, nodes[id].Value.Shape).Id;
            nodes[id].Gradient = Hold(held);
        }
        else if (nodes[held].Shared || !nodes[held].Owned)
        {
            held = UntypedOps.Affine(1, new Var(this, held), 0).Id;
            nodes[id].Gradient = Hold(held);
        }

        return nodes[held].Value;
    }

    /// <summary>A new array for the tangent of a node, its elements undefined.</summary>
    internal UntypedArray NewTangent(int id)
    {
        int tangent = AddOwned(nodes[id].Value.ElementType, nodes[id].Value.Shape);
        SetTangentNode(id, new Var(this, tangent));
        return nodes[tangent].Value;
    }

    internal void SetTangent(int id, Var tangent)
    {
        if (tangent.IsNone) return;
        SetTangentNode(id, UntypedOps.BroadcastTo(tangent, nodes[id].Value.Shape));
    }

    // The node that is written to is looked up after the one that holds the value was made, which may have moved all nodes to a larger array.
    private void SetGradient(int id, Var value) => nodes[id].Gradient = Hold(value.Id);

    private void SetTangentNode(int id, Var value) => nodes[id].Tangent = Hold(value.Id);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool IsRealLike(int id, int other)
    {
        ref readonly UntypedArray a = ref nodes[id].Value;
        ref readonly UntypedArray b = ref nodes[other].Value;
        return a.ElementType == b.ElementType && !ElementTypes.IsComplex(a.ElementType) && a.IsShapedLike(b);
    }

    private void Backward(Var output, Var cotangent, bool record, ReadOnlySpan<Var> wanted, int first = 0)
    {
        ClearSweeps();
        foreach (Var want in wanted) nodes[want.Id].Wanted = true;
        nodes[cotangent.Id].Shared = true;
        nodes[output.Id].Gradient = cotangent.Id;
        hasSensitivities = true;
        bool before = recording;
        recording = record;
        using DenormalFlush.Scope flush = DenormalFlush.Enter();
        try
        {
            for (int entry = nodes[output.Id].Producer; entry >= first; entry--) PullEntry(entry, record);
        }
        finally
        {
            recording = before;
            foreach (Var want in wanted) nodes[want.Id].Wanted = false;
        }
    }

    private void PullEntry(int entry, bool record)
    {
        int first = entries[entry].FirstOutput;
        int end = first + entries[entry].OutputCount;
        bool reached = false;
        for (int id = first; id < end; id++) reached |= nodes[id].Gradient >= 0;
        if (!reached) return;
        CheckEntry(entry);
        entryMark = nodeCount;
        if (watch is null) entries[entry].Rule.Adjoint(new RuleContext(this, entry));
        else watch.Adjoint(entries[entry].Rule, entry);
        if (record) return;
        for (int id = first; id < end; id++) DropGradient(id);
        DropTemporaries();
    }

    private void PushEntry(int entry)
    {
        bool reached = false;
        for (int k = 0; k < entries[entry].InputCount; k++) reached |= nodes[InputIdOf(entry, k)].Tangent >= 0;
        if (!reached) return;
        CheckEntry(entry);
        entryMark = nodeCount;
        if (watch is null) entries[entry].Rule.Tangent(new RuleContext(this, entry));
        else watch.Tangent(entries[entry].Rule, entry);
        if (!recording) DropTemporaries();
    }

    /// <summary>Compares the versions of what the rules of an entry read.</summary>
    private void CheckEntry(int entry)
    {
        ref Entry checking = ref entries[entry];
        if (checking.Needs == Needs.Nothing) return;
        int firstInput = checking.FirstInput;
        int lastInput = firstInput + checking.InputCount - 1;
        if ((checking.Needs & Needs.Inputs) != Needs.Nothing)
        {
            for (int k = firstInput; k <= lastInput; k++) CheckVersion(inputIds[k], entry);
        }
        else if ((checking.Needs & Needs.LastInput) != Needs.Nothing)
        {
            CheckVersion(inputIds[lastInput], entry);
        }

        if ((checking.Needs & Needs.Outputs) != Needs.Nothing)
        {
            for (int k = 0; k < checking.OutputCount; k++) CheckVersion(checking.FirstOutput + k, entry);
        }
    }

    /// <summary>Makes a node outlive the entry under way. What has another holder already is marked as shared. A recorded sweep keeps everything anyway.</summary>
    private int Hold(int id)
    {
        if (recording)
        {
            nodes[id].Shared = true;
            return id;
        }

        bool fresh = id >= entryMark && !nodes[id].Kept;
        nodes[id].Kept = true;
        if (!fresh) nodes[id].Shared = true;
        for (int parent = nodes[id].ViewOf; parent >= 0; parent = nodes[parent].ViewOf)
        {
            nodes[parent].Kept = true;
            nodes[parent].Shared = true;
            nodes[id].Shared = true;
        }

        return id;
    }

    /// <summary>Gives back the sensitivity of a value that has been swept over, unless somebody else holds it or asked for it.</summary>
    private void DropGradient(int id)
    {
        ref Node node = ref nodes[id];
        if (node.Gradient < 0 || node.Wanted) return;
        ref Node held = ref nodes[node.Gradient];
        if (held.Shared || !held.Owned) return;
        memory.Give(held.Value);
        held.Owned = false;
        held.Value = default;
        node.Gradient = Dropped;
    }

    private void DropTemporaries()
    {
        for (int id = entryMark; id < nodeCount; id++)
        {
            ref Node node = ref nodes[id];
            if (node.Kept || !node.Owned) continue;
            memory.Give(node.Value);
            node.Value = default;
            node.Owned = false;
        }

        while (nodeCount > entryMark && !nodes[nodeCount - 1].Kept) nodes[--nodeCount] = default;
    }

    private void ClearSweeps()
    {
        for (int id = 0; id < nodeCount; id++)
        {
            ref Node node = ref nodes[id];
            node.Gradient = -1;
            node.Tangent = -1;
            if (!node.Kept || node.Producer >= 0 || !node.Owned) continue;
            memory.Give(node.Value);
            node.Value = default;
            node.Owned = false;
        }

        entryMark = nodeCount;
    }
}
