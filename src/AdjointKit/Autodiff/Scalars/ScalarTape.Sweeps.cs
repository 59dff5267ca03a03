using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace AdjointKit.Autodiff;

/// <summary>The backward sweeps.</summary>
public sealed unsafe partial class ScalarTape<T>
{
    /// <summary>How many outputs one sweep takes back at most.</summary>
    public const int MostOutputs = 8;

    /// <summary>Sweeps back from one output: afterwards <see cref="Adjoint(Active{T}, int)"/> knows the sensitivity of it to every input and marked value.</summary>
    /// <param name="output">The output.</param>
    public void Backward(Active<T> output) => Backward(output, T.One);

    /// <summary>Sweeps back from one output whose own sensitivity is given.</summary>
    /// <param name="output">The output.</param>
    /// <param name="seed">The sensitivity of something to it.</param>
    public void Backward(Active<T> output, T seed) => Backward([output], [seed]);

    /// <summary>Sweeps back from several outputs whose sensitivities are given: the sensitivity of what is computed from them.</summary>
    /// <param name="outputs">The outputs.</param>
    /// <param name="seeds">The sensitivity of something to each.</param>
    public void Backward(ReadOnlySpan<Active<T>> outputs, ReadOnlySpan<T> seeds)
    {
        if (outputs.Length != seeds.Length) throw new ArgumentException($"{outputs.Length} outputs and {seeds.Length} sensitivities do not fit", nameof(seeds));
        T* adjoint = Begin(outputs, 1);
        for (int k = 0; k < outputs.Length; k++) adjoint[Index(outputs[k])] += Strong.Product(seeds[k], outputs[k].Partial);
        Sweep(records.Pointer, adjoint, 0, sweptCount);
    }

    /// <summary>Sweeps back from up to <see cref="MostOutputs"/> outputs at one time: one row of a Jacobian for each.</summary>
    /// <param name="outputs">The outputs.</param>
    public void BackwardEach(ReadOnlySpan<Active<T>> outputs)
    {
        if (outputs.Length > MostOutputs) throw new ArgumentException($"{outputs.Length} outputs are more than the {MostOutputs} that one sweep takes: sweep several times", nameof(outputs));
        T* adjoint = Begin(outputs, MostOutputs);
        for (int k = 0; k < outputs.Length; k++) adjoint[(Index(outputs[k]) * MostOutputs) + k] += outputs[k].Partial;
        if (typeof(T) == typeof(double)) SweepLanes((Record<double>*)records.Pointer, (double*)adjoint, sweptCount);
        else SweepLanes(adjoint);
    }

    /// <summary>The sensitivity of an output of the latest sweep to an input or a marked value.</summary>
    /// <param name="x">What <see cref="Input(T)"/>, <see cref="Inputs"/> or <see cref="Mark"/> gave.</param>
    /// <param name="output">Which of the outputs.</param>
    public T Adjoint(Active<T> x, int output = 0)
    {
        T sensitivity = default;
        Adjoints([x], new Span<T>(ref sensitivity), output);
        return sensitivity;
    }

    /// <summary>The sensitivities of an output of the latest sweep to inputs or marked values.</summary>
    /// <param name="x">What <see cref="Input(T)"/>, <see cref="Inputs"/> or <see cref="Mark"/> gave.</param>
    /// <param name="into">Receives one sensitivity for each.</param>
    /// <param name="output">Which of the outputs.</param>
    public void Adjoints(ReadOnlySpan<Active<T>> x, Span<T> into, int output = 0)
    {
        if (x.Length != into.Length) throw new ArgumentException($"{x.Length} values and room for {into.Length} sensitivities do not fit", nameof(into));
        if (sweptLanes == 0) throw new InvalidOperationException("No output of this tape was swept back from yet: call Backward first.");
        ArgumentOutOfRangeException.ThrowIfNegative(output);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(output, sweptLanes);
        long tag = Slot->Tag;
        for (int k = 0; k < x.Length; k++)
        {
            if ((x[k].Key ^ tag) >>> 32 != 0) Require(x[k]);
            into[k] = x[k].IsConstant || Index(x[k]) >= sweptCount ? T.Zero : x[k].Partial == T.One ? adjoints.Pointer[(Index(x[k]) * sweptLanes) + output] : throw Unmarked();
        }
    }

    private static InvalidOperationException Unmarked() =>
        new("This value has no record of its own, so its sensitivity was not kept: mark it with ScalarTape.Mark and go on with what that returns.");

    private static long Index(Active<T> x) => (uint)x.Key;

    /// <summary>The sweep over the records of [first, end).</summary>
    private static void Sweep(Record<T>* records, T* adjoints, long first, long end)
    {
        for (long index = end - 1; index > first; index--)
        {
            T adjoint = adjoints[index];
            if (Strong.IsZero(adjoint)) continue;
            Record<T>* record = records + index;
            T a = adjoint * record->A;
            T b = adjoint * record->B;
            if (Strong.MayHideNaN(a, b))
            {
                a = Strong.IsZero(record->A) ? T.Zero : a;
                b = Strong.IsZero(record->B) ? T.Zero : b;
            }

            adjoints[record->IndexA] += a;
            adjoints[record->IndexB] += b;
        }
    }

    /// <summary>The plain twin of the sweep of eight at a time.</summary>
    private void SweepLanes(T* adjoint)
    {
        for (long index = sweptCount - 1; index > 0; index--)
        {
            Record<T> record = records.Pointer[index];
            for (int lane = 0; lane < MostOutputs; lane++)
            {
                T own = adjoint[(index * MostOutputs) + lane];
                adjoint[((long)record.IndexA * MostOutputs) + lane] += Strong.Product(own, record.A);
                adjoint[((long)record.IndexB * MostOutputs) + lane] += Strong.Product(own, record.B);
            }
        }
    }

    private static void SweepLanes(Record<double>* records, double* adjoints, long end)
    {
        for (long index = end - 1; index > 0; index--)
        {
            double* own = adjoints + (index * MostOutputs);
            Vector256<double> low = Vector256.Load(own);
            Vector256<double> high = Vector256.Load(own + 4);
            Record<double>* record = records + index;
            AddLanes(adjoints + ((long)record->IndexA * MostOutputs), low, high, record->A);
            AddLanes(adjoints + ((long)record->IndexB * MostOutputs), low, high, record->B);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddLanes(double* into, Vector256<double> low, Vector256<double> high, double partial)
    {
        if (partial == 0) return;
        Vector256<double> factor = Vector256.Create(partial);

        // Strong zeros: where the sensitivity is zero the product is, even with an infinite partial.
        (Vector256.Load(into) + Vector256.AndNot(low * factor, Vector256.Equals(low, Vector256<double>.Zero))).Store(into);
        (Vector256.Load(into + 4) + Vector256.AndNot(high * factor, Vector256.Equals(high, Vector256<double>.Zero))).Store(into + 4);
    }

    /// <summary>Zero adjoints for all records there are.</summary>
    private T* Begin(ReadOnlySpan<Active<T>> outputs, int lanes)
    {
        foreach (Active<T> output in outputs) Require(output);
        (sweptCount, sweptLanes) = (Slot->Count, lanes);
        long count = (long)sweptCount * lanes;
        adjoints.Reserve(count);
        NativeMemory.Clear(adjoints.Pointer, checked((nuint)(count * sizeof(T))));
        return adjoints.Pointer;
    }
}
