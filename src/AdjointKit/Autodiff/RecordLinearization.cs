using AdjointKit.Arrays;

namespace AdjointKit.Autodiff;

/// <summary>The derivative of a function of a record of arrays, A = f'(x), over the tape that recorded f: A dx by a forward sweep, A^H ybar by a backward sweep. Calls from several threads take turns.</summary>
/// <typeparam name="TRecord">The record's type.</typeparam>
/// <typeparam name="TOut">The element type of the result.</typeparam>
public sealed class RecordLinearization<TRecord, TOut> : IDisposable
    where TRecord : IArrayRecord<TRecord>
    where TOut : unmanaged
{
    private readonly TracedRun run;
    private readonly TRecord at;

    internal RecordLinearization(TracedRun run, TRecord at)
    {
        this.run = run;
        this.at = at;
    }

    /// <summary>The shape of the result.</summary>
    public Shape Range => run.OutputShape;

    /// <summary>The function's result as a new array that the caller owns.</summary>
    public NdArray<TOut> Value() => run.Value().As<TOut>();

    /// <summary>A dx as a new array that the caller owns.</summary>
    /// <param name="dx">A record whose arrays have the shapes of those of the point.</param>
    public NdArray<TOut> Apply(TRecord dx)
    {
        UntypedArray[] directions = RecordArrays.Of(dx);
        for (int k = 0; k < directions.Length; k++)
        {
            if (directions[k].Shape != run.InputShape(k)) throw new ArgumentException($"direction {k} of shape {directions[k].Shape} does not fit input {k} of shape {run.InputShape(k)}", nameof(dx));
        }

        UntypedArray into = run.Compute.Backend.Allocate(ElementTypes.Of<TOut>(), Range, account: null);
        run.Push(directions, into);
        return into.As<TOut>();
    }

    /// <summary>A^H y as a new record whose arrays the caller owns.</summary>
    /// <param name="y">An array of shape <see cref="Range"/>.</param>
    public TRecord ApplyAdjoint(NdArray<TOut> y)
    {
        if (y.Shape != Range) throw new ArgumentException($"a cotangent of shape {y.Shape} does not fit an output of shape {Range}", nameof(y));
        UntypedArray[] into = [.. RecordArrays.Of(at).Select(array => run.Compute.Backend.Allocate(array.ElementType, array.Shape, account: null))];
        run.Pull(y, into);
        return RecordArrays.Rebuilt(at, into);
    }

    /// <summary>Gives back what was recorded. The derivative cannot be applied any more.</summary>
    public void Dispose() => run.Dispose();
}
