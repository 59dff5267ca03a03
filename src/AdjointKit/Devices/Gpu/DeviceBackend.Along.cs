using AdjointKit.Arrays;
using AdjointKit.Devices.Drivers;

namespace AdjointKit.Devices.Gpu;

/// <content>Reading, adding and recurrences along an axis (Sources/along.cl). Scattering adds in the order of the entries, as on the CPU, through indices that are sorted.</content>
internal sealed unsafe partial class DeviceBackend
{
    private readonly List<CheckedIndices> checkedIndices = new(CheckedIndices.Most);

    private protected override (nint Position, long Value) FindOutside(in NdArray<long> indices, long length)
    {
        RequireHere(indices);
        if (indices.Count == 0) return (-1, 0);
        lock (checkedIndices)
        {
            foreach (CheckedIndices known in checkedIndices)
            {
                if (known.Covers(indices, length)) return (-1, 0);
            }
        }

        UntypedArray packed = indices.IsContiguous ? indices : Packed(this, indices, ElementType.Int64);
        long position = FirstOutside(packed, length);
        long value = 0;
        if (position < packed.Count) driver.Read(packed.Storage.Memory, (packed.Offset + (nint)position) * sizeof(long), &value, sizeof(long));
        nint count = packed.Count;
        if (packed != indices) packed.Release();
        if (position < count) return ((nint)position, value);
        lock (checkedIndices)
        {
            if (checkedIndices.Count == CheckedIndices.Most) checkedIndices.RemoveAt(0);
            checkedIndices.Add(new CheckedIndices(indices, indices.Storage.Version, length));
        }

        return (-1, 0);
    }

    private protected override void RunGatherAlong(in UntypedArray x, in UntypedArray indices, in UntypedArray into)
    {
        string kernel = ElementTypes.SizeOf(x.ElementType) switch
        {
            sizeof(int) => "gather_4",
            sizeof(long) => "gather_8",
            _ => "gather_16",
        };
        ArgumentList arguments = default;
        AddThree(ref arguments, into.Shape);
        AddSteps(ref arguments, x);
        AddSteps(ref arguments, indices);
        AddSteps(ref arguments, into);
        driver.Launch(Find(AlongProgram, ElementType.Int64, kernel), LaunchSize.Over(into.Count, GridGroup), arguments.Values);
    }

    private protected override void RunScatterAddAlong(in UntypedArray x, in UntypedArray indices, in UntypedArray into)
    {
        // Lines of equal indices, which broadcasting made, are sorted once.
        UntypedArray distinct = indices;
        bool sameOuter = indices.Strides[0] == 0;
        bool sameInner = indices.Strides[2] == 0;
        if (sameOuter) distinct = distinct.Slice(0, 0, 1, 1);
        if (sameInner) distinct = distinct.Slice(2, 0, 1, 1);
        SortedLines sorted = Sort(distinct, descending: false);
        ArgumentList arguments = default;
        AddThree(ref arguments, x.Shape);
        arguments.Add(sameOuter ? 0L : distinct.Shape[2]);
        arguments.Add(sameInner ? 0L : 1L);
        arguments.Add(KernelArgument.Memory(sorted.Keys.Storage.Memory));
        arguments.Add(KernelArgument.Memory(sorted.Places.Storage.Memory));
        AddSteps(ref arguments, x);
        AddSteps(ref arguments, into);
        driver.Launch(Find(AlongProgram, x.ElementType, ElementTypes.IsComplex(x.ElementType) ? "scatter_complex" : "scatter_real"), LaunchSize.Over(x.Count, GridGroup), arguments.Values);
        sorted.Release();
    }

    private protected override void RunLinearRecurrence(in UntypedArray a, in UntypedArray b, in UntypedArray into)
    {
        ArgumentList arguments = default;
        AddThree(ref arguments, into.Shape);
        AddSteps(ref arguments, a);
        AddSteps(ref arguments, b);
        AddSteps(ref arguments, into);
        nint lines = into.Shape[0] * into.Shape[2];
        driver.Launch(Find(AlongProgram, into.ElementType, ElementTypes.IsComplex(into.ElementType) ? "recurrence_complex" : "recurrence_real"), LaunchSize.Over(lines, GridGroup), arguments.Values);
    }

    /// <summary>The position of the first index outside, the count if there is none; a few numbers come to the host.</summary>
    private long FirstOutside(in UntypedArray indices, long length)
    {
        const int MostItems = 1024;
        int items = (int)Math.Min(MostItems, indices.Count);
        UntypedArray found = Allocate(ElementType.Int64, new Shape(items), null);
        ArgumentList arguments = default;
        arguments.Add((long)indices.Count);
        arguments.Add((long)items);
        arguments.Add(length);
        arguments.Add(indices);
        arguments.Add(KernelArgument.Memory(found.Storage.Memory));
        driver.Launch(Find(AlongProgram, ElementType.Int64, "find_outside"), LaunchSize.Over(items, GridGroup), arguments.Values);
        long* positions = stackalloc long[items];
        driver.Read(found.Storage.Memory, 0, positions, items * sizeof(long));
        found.Release();
        long first = indices.Count;
        for (int item = 0; item < items; item++) first = Math.Min(first, positions[item]);
        return first;
    }

    private void AddThree(ref ArgumentList arguments, in Shape shape)
    {
        arguments.Add((long)shape[0]);
        arguments.Add((long)shape[1]);
        arguments.Add((long)shape[2]);
    }

    private void AddSteps(ref ArgumentList arguments, in UntypedArray array)
    {
        RequireHere(array);
        arguments.Add(array);
        for (int axis = 0; axis < 3; axis++) arguments.Add((long)array.Strides[axis]);
    }

    /// <summary>Indices that were found to lie below a length, unchanged since: they are not read again.</summary>
    private readonly record struct CheckedIndices(NdArray<long> Indices, int Version, long Length)
    {
        internal const int Most = 8;

        internal bool Covers(in NdArray<long> indices, long length) => !Indices.IsReleased && Indices == indices && Version == indices.Storage.Version && length >= Length;
    }
}
