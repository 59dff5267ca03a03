using System.Numerics;
using System.Runtime.InteropServices;
using AdjointKit.Arrays;
using AdjointKit.Waves.Acoustic.Fields;
using AdjointKit.Waves.Acoustic.Kernels;

namespace AdjointKit.Waves.Tests.Acoustic;

/// <summary>All arrays that the kernels touch, filled with seeded random numbers: two sets of the same seed are equal bit for bit.</summary>
internal sealed unsafe class KernelFields<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly List<(string Name, NdArray<T> Array)> arrays = [];
    private readonly PaddedLayout layout;
    private readonly PmlSide<T>[] sides;
    private readonly PmlMemory<T>[] memories;
    private readonly PmlScratch<T>[] scratches;

    internal KernelFields(PaddedLayout layout, int seed)
    {
        this.layout = layout;
        var account = new MemoryAccount();
        sides = PmlSide<T>.Create(layout, PaddedLayout.Lanes, 10, 7, 3000, 1e-3);
        memories = [.. sides.Select(side => new PmlMemory<T>(side, account))];
        scratches = [.. sides.Select(side => new PmlScratch<T>(side, account))];
        for (int s = 0; s < sides.Length; s++)
        {
            arrays.Add(($"psi {s}", memories[s].Psi));
            arrays.Add(($"zeta {s}", memories[s].Zeta));
            arrays.Add(($"s {s}", scratches[s].S));
            arrays.Add(($"y {s}", scratches[s].Y));
        }

        U = Haloed("u");
        Next = Haloed("next");
        P = Haloed("p");
        D = Plain("d");
        C = Plain("c");
        Extra1 = Plain("extra 1");
        Extra2 = Plain("extra 2");
        var random = new Random(seed);
        foreach ((string _, NdArray<T> array) in arrays)
        {
            for (nint i = 0; i < array.Count; i++) array.Pointer[i] = T.CreateChecked(random.NextDouble() - 0.5);
        }
    }

    internal T* U { get; }

    internal T* Next { get; }

    internal T* P { get; }

    internal T* D { get; }

    internal T* C { get; }

    internal T* Extra1 { get; }

    internal T* Extra2 { get; }

    internal int Rows => layout.Nx;

    /// <summary>Runs a kernel method on every layer of the domain, in two pieces each.</summary>
    internal void ForEachBlock(KernelOfBlock kernel)
    {
        for (int s = 0; s < sides.Length; s++)
        {
            PmlSide<T> side = sides[s];
            int cut = side.AlongZ ? side.Rows / 3 : PaddedLayout.Lanes;
            if (side.AlongZ)
            {
                kernel(side.Block(memories[s], scratches[s], 0, cut, 0, side.Columns));
                kernel(side.Block(memories[s], scratches[s], cut, side.Rows, 0, side.Columns));
            }
            else
            {
                kernel(side.Block(memories[s], scratches[s], 0, side.Rows, 0, cut));
                kernel(side.Block(memories[s], scratches[s], 0, side.Rows, cut, side.Columns));
            }
        }
    }

    /// <summary>The name of the first array whose bits differ, and where; null when there is none.</summary>
    internal string? FirstDifference(KernelFields<T> other)
    {
        for (int n = 0; n < arrays.Count; n++)
        {
            ReadOnlySpan<T> mine = new(arrays[n].Array.Pointer, (int)arrays[n].Array.Count);
            ReadOnlySpan<T> theirs = new(other.arrays[n].Array.Pointer, (int)other.arrays[n].Array.Count);
            int equal = MemoryMarshal.AsBytes(mine).CommonPrefixLength(MemoryMarshal.AsBytes(theirs)) / sizeof(T);
            if (equal < mine.Length) return $"{arrays[n].Name}[{equal}]: {mine[equal]} and {theirs[equal]}";
        }

        return null;
    }

    public void Dispose()
    {
        foreach (PmlMemory<T> memory in memories) memory.Dispose();
        foreach (PmlScratch<T> scratch in scratches) scratch.Dispose();
        foreach (PmlSide<T> side in sides) side.Dispose();
    }

    private T* Haloed(string name) => Add(name, layout.HaloCount) + layout.HaloOrigin;

    private T* Plain(string name) => Add(name, layout.PlainCount);

    private T* Add(string name, nint count)
    {
        NdArray<T> array = NdArray.Zeros<T>(count);
        arrays.Add((name, array));
        return array.Pointer;
    }

    /// <summary>A kernel method on one block.</summary>
    internal delegate void KernelOfBlock(in PmlBlock<T> block);
}
