using AdjointKit.Arrays;
using AdjointKit.Devices.Drivers;

namespace AdjointKit.Devices.Gpu;

/// <content>Sorting lines by merging (Sources/sort.cl).</content>
internal sealed unsafe partial class DeviceBackend
{
    private const int SortRun = 16;

    private protected override void RunArgSort(in UntypedArray x, bool descending, in UntypedArray into)
    {
        RequireHere(into);
        SortedLines sorted = Sort(x, descending);
        UntypedArray places = sorted.Places.Reshape(new Shape(x.Shape[0], x.Shape[2], x.Shape[1]));
        Copy(places.Transpose([0, 2, 1]), into);
        sorted.Release();
    }

    /// <summary>Sorts the lines along the middle axis of real numbers, or of indices.</summary>
    private SortedLines Sort(in UntypedArray x, bool descending)
    {
        (nint outer, nint count, nint inner) = (x.Shape[0], x.Shape[1], x.Shape[2]);
        bool isIndex = x.ElementType == ElementType.Int64;
        SortedLines sorted = Lines(x.Count);
        SortedLines other = Lines(x.Count);
        ArgumentList first = default;
        AddThree(ref first, x.Shape);
        if (!isIndex) first.Add(descending ? 1 : 0);
        AddSteps(ref first, x);
        sorted.AddTo(ref first);
        driver.Launch(Find(SortProgram, x.ElementType, isIndex ? "keys_index" : "keys_real"), LaunchSize.Over(x.Count, GridGroup), first.Values);

        ArgumentList runs = default;
        runs.Add((long)(outer * inner));
        runs.Add((long)count);
        sorted.AddTo(ref runs);
        driver.Launch(Find(SortProgram, x.ElementType, "sort_runs"), LaunchSize.Over(outer * inner * ((count + SortRun - 1) / SortRun), GridGroup), runs.Values);
        for (long width = SortRun; width < count; width *= 2)
        {
            ArgumentList merge = default;
            merge.Add((long)(outer * inner));
            merge.Add((long)count);
            merge.Add(width);
            sorted.AddTo(ref merge);
            other.AddTo(ref merge);
            driver.Launch(Find(SortProgram, x.ElementType, "sort_merge"), LaunchSize.Over(x.Count, GridGroup), merge.Values);
            (sorted, other) = (other, sorted);
        }

        other.Release();
        return sorted;
    }

    private SortedLines Lines(nint count) => new(Allocate(ElementType.UInt64, new Shape(count), null), Allocate(ElementType.Int64, new Shape(count), null));

    /// <summary>Lines one after another: the keys, and the place of each in its line.</summary>
    private readonly record struct SortedLines(UntypedArray Keys, UntypedArray Places)
    {
        internal void AddTo(ref ArgumentList arguments)
        {
            arguments.Add(KernelArgument.Memory(Keys.Storage.Memory));
            arguments.Add(KernelArgument.Memory(Places.Storage.Memory));
        }

        internal void Release()
        {
            Keys.Release();
            Places.Release();
        }
    }
}
