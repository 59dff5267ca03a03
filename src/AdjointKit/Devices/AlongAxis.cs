using AdjointKit.Arrays;

namespace AdjointKit.Devices;

/// <summary>
/// An array as one of three axes: those in front of an axis merged, the axis, those behind it merged. A view where there is one, else a copy of the array, which goes back where the array is written.
/// </summary>
internal readonly struct AlongAxis
{
    private readonly Backend backend;
    private readonly bool isCopy;
    private readonly bool isWritten;

    internal AlongAxis(Backend backend, in UntypedArray array, int axis, bool isWritten = false)
    {
        this.backend = backend;
        this.isWritten = isWritten;
        nint before = 1;
        nint behind = 1;
        for (int other = 0; other < axis; other++) before *= array.Shape[other];
        for (int other = axis + 1; other < array.Rank; other++) behind *= array.Shape[other];
        var merged = new Shape(before, array.Shape[axis], behind);
        if (array.TryReshape(merged, out UntypedArray view))
        {
            Lines = view;
            return;
        }

        UntypedArray copy = backend.Allocate(array.ElementType, array.Shape, null);
        backend.Copy(array, copy);
        Lines = copy.Reshape(merged);
        isCopy = true;
    }

    /// <summary>The array of three axes.</summary>
    internal UntypedArray Lines { get; }

    /// <summary>Writes a copy back and gives it back.</summary>
    internal void Finish(in UntypedArray array)
    {
        if (!isCopy) return;
        if (isWritten) backend.Copy(Lines.Reshape(array.Shape), array);
        Lines.Release();
    }
}
