using System.Numerics;
using System.Runtime.InteropServices;
using AdjointKit.Arrays;
using AdjointKit.Waves.Acoustic.Kernels;

namespace AdjointKit.Waves.Acoustic.Fields;

/// <summary>
/// The state of a leapfrog field: u[n], the increment d[n] = u[n] - u[n-1] that is carried instead of u[n-1] (so that rounding does not grow), and the
/// memory variables of the layers. The buffer behind u[n+1] changes places with that of u[n] at every step.
/// </summary>
internal sealed unsafe class WaveField<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly PaddedLayout layout;
    private NdArray<T> current;
    private NdArray<T> next;

    internal WaveField(PaddedLayout layout, PmlSide<T>[] sides, MemoryAccount account)
    {
        this.layout = layout;
        current = NdArray.Zeros<T>(new Shape(layout.HaloCount), account);
        next = NdArray.Zeros<T>(new Shape(layout.HaloCount), account);
        Increment = NdArray.Zeros<T>(new Shape(layout.PlainCount), account);
        Memories = [.. sides.Select(side => new PmlMemory<T>(side, account))];
    }

    internal NdArray<T> Increment { get; }

    internal PmlMemory<T>[] Memories { get; }

    /// <summary>The first point of the domain in u[n].</summary>
    internal T* Current => current.Pointer + layout.HaloOrigin;

    /// <summary>The first point of the domain in u[n+1].</summary>
    internal T* Next => next.Pointer + layout.HaloOrigin;

    internal T* IncrementPointer => Increment.Pointer;

    internal int StateCount => 2 + (2 * Memories.Length);

    internal RawArray State(int index) => index switch
    {
        0 => current.Raw,
        1 => Increment.Raw,
        _ => (index % 2 == 0 ? Memories[(index - 2) / 2].Psi : Memories[(index - 2) / 2].Zeta).Raw,
    };

    internal void Swap() => (current, next) = (next, current);

    internal void Clear()
    {
        Clear(current);
        Clear(next);
        Clear(Increment);
        foreach (PmlMemory<T> memory in Memories)
        {
            Clear(memory.Psi);
            Clear(memory.Zeta);
        }
    }

    public void Dispose()
    {
        current.Dispose();
        next.Dispose();
        Increment.Dispose();
        foreach (PmlMemory<T> memory in Memories) memory.Dispose();
    }

    internal static void Clear(NdArray<T> array) => NativeMemory.Clear(array.Pointer, (nuint)(array.Count * sizeof(T)));
}
