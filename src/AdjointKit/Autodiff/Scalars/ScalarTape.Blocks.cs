using System.Buffers;
using System.Runtime.InteropServices;

namespace AdjointKit.Autodiff;


/// <summary>Pre-accumulation.</summary>
public sealed unsafe partial class ScalarTape<T>
{
    private readonly NativeBlock<T> jacobian = new();

    /// <summary>
    /// Runs a block of a program and puts its local Jacobian in the place of its records: a long computation with few arguments and results leaves (arguments - 1)
    /// records a result.
    /// </summary>
    /// <param name="block">The block. What it computes inside must not leave it but through its results, and all variables that it uses must be arguments.</param>
    /// <param name="x">The arguments.</param>
    /// <param name="y">Receives the results.</param>
    /// <exception cref="InvalidOperationException">The block used a variable of this tape that is no argument.</exception>
    public void Condense(ScalarMap<Active<T>> block, ReadOnlySpan<Active<T>> x, Span<Active<T>> y)
    {
        ArgumentNullException.ThrowIfNull(block);
        foreach (Active<T> argument in x) Require(argument);
        int first = Slot->Count;
        Active<T>[] arguments = ArrayPool<Active<T>>.Shared.Rent(x.Length);
        try
        {
            for (int k = 0; k < x.Length; k++) arguments[k] = Input(x[k].Value);
            block(arguments.AsSpan(0, x.Length), y);
            LocalJacobian(first, x.Length, y);
        }
        finally
        {
            ArrayPool<Active<T>>.Shared.Return(arguments);
            Slot->Count = first;
        }

        for (int row = 0; row < y.Length; row++)
        {
            T* slopes = jacobian.Pointer + ((long)row * x.Length);
            Active<T> result = y[row].Value;
            for (int column = 0; column < x.Length; column++)
            {
                if (!Strong.IsZero(slopes[column])) result = Active<T>.Chain(y[row].Value, T.One, result, slopes[column], x[column]);
            }

            y[row] = result;
        }
    }

    private void LocalJacobian(int first, int columns, ReadOnlySpan<Active<T>> y)
    {
        long count = Slot->Count - first;
        jacobian.Reserve((long)columns * y.Length);
        adjoints.Reserve(count);
        sweptLanes = 0;
        for (long index = first; index < first + count; index++)
        {
            if (index >= first + columns && (records.Pointer[index].IndexA < first || records.Pointer[index].IndexB < first)) throw Captured();
        }

        for (int row = 0; row < y.Length; row++)
        {
            Require(y[row]);
            NativeMemory.Clear(adjoints.Pointer, checked((nuint)(count * sizeof(T))));
            if (!y[row].IsConstant)
            {
                if (Index(y[row]) < first) throw Captured();
                adjoints.Pointer[Index(y[row]) - first] = y[row].Partial;

                // Seen from its own first record the block is a tape that begins with its arguments.
                Sweep(records.Pointer, adjoints.Pointer - first, first + columns - 1, first + count);
            }

            new ReadOnlySpan<T>(adjoints.Pointer, columns).CopyTo(new Span<T>(jacobian.Pointer + ((long)row * columns), columns));
        }
    }

    private static InvalidOperationException Captured() =>
        new("A block that is to be condensed used a variable that is not among its arguments: pass it as an argument, or its value as a constant.");
}
