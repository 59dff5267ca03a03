using AdjointKit.Arrays;

namespace AdjointKit.Autodiff;

/// <summary>
/// A function of one value mapped over many: f is run once, each of its ops on all members at a time. It composes with every derivative, inside and outside: the gradient of a loss
/// for each example of a batch is <c>Batch.Map(x =&gt; Gradient.Of(loss, weights), examples)</c>.
/// </summary>
/// <remarks>Within f a variable has the shape of one member and no value to read: a branch on a value is an error (use Where). Variables taken from outside are the same for all members.</remarks>
public static partial class Batch
{
    /// <summary>f of each entry of x along an axis, put together along a new first axis.</summary>
    /// <param name="f">A function of one entry.</param>
    /// <param name="x">The entries.</param>
    /// <param name="axis">The axis along which they lie.</param>
    public static Var<TOut> Map<TIn, TOut>(Func<Var<TIn>, Var<TOut>> f, Var<TIn> x, int axis = 0)
        where TIn : unmanaged
        where TOut : unmanaged
    {
        ArgumentNullException.ThrowIfNull(f);
        return new Var<TOut>(Map(members => f(members[0].As<TIn>()), [x], [axis]));
    }

    /// <summary>f of each pair of entries of x and y, put together along a new first axis.</summary>
    /// <param name="f">A function of one entry of each.</param>
    /// <param name="x">The entries that are the first argument.</param>
    /// <param name="y">The entries that are the second argument, as many.</param>
    /// <param name="axisX">The axis along which the entries of x lie; null: every call takes the whole of x.</param>
    /// <param name="axisY">The axis along which the entries of y lie; null: every call takes the whole of y.</param>
    public static Var<TOut> Map<TX, TY, TOut>(Func<Var<TX>, Var<TY>, Var<TOut>> f, Var<TX> x, Var<TY> y, int? axisX = 0, int? axisY = 0)
        where TX : unmanaged
        where TY : unmanaged
        where TOut : unmanaged
    {
        ArgumentNullException.ThrowIfNull(f);
        return new Var<TOut>(Map(members => f(members[0].As<TX>(), members[1].As<TY>()), [x, y], [axisX, axisY]));
    }

    /// <summary>f of the entries of several inputs, put together along a new first axis.</summary>
    /// <param name="f">A function of one entry of each.</param>
    /// <param name="inputs">The entries of each argument; one variable or more, of one tape.</param>
    /// <param name="axes">The axis along which the entries of each input lie, null where every call takes the whole of it; without any, the first axis of each.</param>
    public static Var<TOut> Map<TIn, TOut>(Func<IReadOnlyList<Var<TIn>>, Var<TOut>> f, IReadOnlyList<Var<TIn>> inputs, IReadOnlyList<int?>? axes = null)
        where TIn : unmanaged
        where TOut : unmanaged
    {
        ArgumentNullException.ThrowIfNull(f);
        Var[] entries = Typed.AtLeastOne(inputs);
        return new Var<TOut>(Map(members => f(Typed.Variables<TIn>(members)), entries, axes is null ? FirstAxes(entries.Length) : [.. axes]));
    }

    /// <summary>f of the records made of one entry of each array, put together along a new first axis. What all calls share they take from outside.</summary>
    /// <param name="f">A function of a record's variables.</param>
    /// <param name="at">The entries, along the first axis of each array of the record.</param>
    public static Var<TOut> Map<TRecord, TOut>(Func<RecordVariables<TRecord>, Var<TOut>> f, RecordVariables<TRecord> at)
        where TRecord : IArrayRecord<TRecord>
        where TOut : unmanaged
    {
        ArgumentNullException.ThrowIfNull(f);
        ArgumentNullException.ThrowIfNull(at);
        return new Var<TOut>(Map(members => f(at.With(members)), at.Variables, FirstAxes(at.Variables.Length)));
    }

    private static int?[] FirstAxes(int count) => [.. Enumerable.Repeat<int?>(0, count)];

    private static Var Map(Func<Var[], Var> f, Var[] inputs, int?[] axes)
    {
        if (axes.Length != inputs.Length) throw new ArgumentException($"Batch.Map of {inputs.Length} inputs takes as many axes, not {axes.Length}", nameof(axes));
        int leader = Array.FindIndex(axes, axis => axis is not null);
        if (leader < 0) throw new ArgumentException("Batch.Map goes over the entries of one input at least, and every axis given is null", nameof(axes));
        Tape tape = inputs[0].Tape;
        int depth = tape.BatchDepth;
        nint members = Entries(inputs[leader], axes[leader]!.Value);
        for (int k = leader + 1; k < inputs.Length; k++)
        {
            if (axes[k] is not int axis) continue;
            nint others = Entries(inputs[k], axis);
            if (others != members) throw new ArgumentException($"Batch.Map over {members} entries of an array of shape {inputs[leader].Shape} and {others} of one of shape {inputs[k].Shape}: the numbers must be equal", nameof(inputs));
        }

        var entries = new Var[inputs.Length];
        for (int k = 0; k < entries.Length; k++) entries[k] = axes[k] is int axis ? tape.Unhidden(ToFront(inputs[k], axis), depth).Hiding(depth + 1) : inputs[k];
        tape.BeginBatch(members);
        try
        {
            return tape.EachMember(f(entries)).Hiding(depth);
        }
        finally
        {
            tape.EndBatch();
        }
    }

    private static nint Entries(Var x, int axis) => x.Shape[UntypedOps.AxisOf(axis, x.Shape)];

    /// <summary>The variable with one axis moved to the front.</summary>
    private static Var ToFront(Var x, int axis)
    {
        int from = UntypedOps.AxisOf(axis, x.Shape);
        if (from == 0) return x;
        Span<int> order = stackalloc int[Shape.MaxRank];
        order = order[..x.Shape.Rank];
        for (int k = 0; k < order.Length; k++) order[k] = k == 0 ? from : k <= from ? k - 1 : k;
        return UntypedOps.Transpose(x, new AxisOrder(order, x.Shape));
    }
}
