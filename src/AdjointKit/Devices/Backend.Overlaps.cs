using System.Runtime.CompilerServices;
using AdjointKit.Arrays;

namespace AdjointKit.Devices;

/// <content>Which operands may share memory with what is written.</content>
public abstract partial class Backend
{
    /// <summary>Of an operation element by element: an operand may be the very view that is written, and overlaps it in no other way.</summary>
    /// <exception cref="ArgumentException">It does.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private protected static void CheckOverlap(in UntypedArray operand, in UntypedArray into)
    {
        if (ReferenceEquals(operand.Storage, into.Storage)) CheckViews(operand, into);
    }

    /// <summary>Of an operation that reads elements after others were written: nothing that is written overlaps what is read, or another array that is written.</summary>
    /// <exception cref="ArgumentException">It does.</exception>
    private protected static void RequireApart(ReadOnlySpan<UntypedArray> read, ReadOnlySpan<UntypedArray> written)
    {
        for (int k = 0; k < written.Length; k++)
        {
            foreach (ref readonly UntypedArray operand in read) RequireApart(operand, written[k]);
            foreach (ref readonly UntypedArray other in written[(k + 1)..]) RequireApart(other, written[k]);
        }
    }

    private static void RequireApart(in UntypedArray x, in UntypedArray written)
    {
        if (x.Overlaps(written)) throw new ArgumentException($"an array {x} overlaps {written}, which is written: give each memory of its own", nameof(written));
    }

    /// <summary>Of two views of one storage. Apart: most operands have one of their own.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void CheckViews(in UntypedArray operand, in UntypedArray into)
    {
        if (operand != into && operand.Overlaps(into)) throw new ArgumentException($"an operand {operand} overlaps the result {into} without being the same view: write to an array of its own", nameof(operand));
    }
}
