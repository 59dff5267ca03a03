using AdjointKit.Arrays;
using AdjointKit.Devices;

namespace AdjointKit.Autodiff;

/// <summary>
/// A function of one value mapped over many: f is run once, each of its ops on all members at a time. It composes with every derivative, inside and outside: the gradient of a loss
/// for each example of a batch is <c>Batch.Map(x =&gt; Gradient.Of(loss, weights), examples)</c>.
/// </summary>
/// <remarks>Within f a variable has the shape of one member and no value to read: a branch on a value is an error (use Where). Variables taken from outside are the same for all members.</remarks>
public static class Batch
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

    /// <summary>f of each pair of entries of x and y along their first axes, put together along a new first axis.</summary>
    /// <param name="f">A function of one entry of each.</param>
    /// <param name="x">The entries that are the first argument.</param>
    /// <param name="y">The entries that are the second argument, as many.</param>
    public static Var<TOut> Map<TX, TY, TOut>(Func<Var<TX>, Var<TY>, Var<TOut>> f, Var<TX> x, Var<TY> y)
        where TX : unmanaged
        where TY : unmanaged
        where TOut : unmanaged
    {
        ArgumentNullException.ThrowIfNull(f);
        return new Var<TOut>(Map(members => f(members[0].As<TX>(), members[1].As<TY>()), [x, y], [0, 0]));
    }

    /// <summary>f of each entry of an array along its first axis, put together along a new first axis. The caller owns the result.</summary>
    /// <param name="f">A function of one entry.</param>
    /// <param name="x">The entries.</param>
    /// <param name="compute">Where to compute; null: on the CPU, on the calling thread.</param>
    public static NdArray<TOut> Map<TIn, TOut>(Func<Var<TIn>, Var<TOut>> f, NdArray<TIn> x, Compute? compute = null)
        where TIn : unmanaged
        where TOut : unmanaged
    {
        using Gradient.Scope scope = new(compute);
        return scope.Tape.CopyOut<TOut>(Map(f, scope.Tape.Constant(x)));
    }

    private static Var Map(Func<Var[], Var> f, Var[] inputs, int[] axes)
    {
        Tape tape = inputs[0].Tape;
        int depth = tape.BatchDepth;
        nint members = inputs[0].Shape[axes[0]];
        for (int k = 1; k < inputs.Length; k++)
        {
            nint others = inputs[k].Shape[axes[k]];
            if (others != members) throw new ArgumentException($"Batch.Map over {members} entries of an array of shape {inputs[0].Shape} and {others} of one of shape {inputs[k].Shape}: the numbers must be equal", nameof(inputs));
        }

        var entries = new Var[inputs.Length];
        for (int k = 0; k < entries.Length; k++) entries[k] = tape.Unhidden(ToFront(inputs[k], axes[k]), depth).Hiding(depth + 1);
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
