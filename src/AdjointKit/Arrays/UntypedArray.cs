using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace AdjointKit.Arrays;

/// <summary>
/// An array whose element type is known at run time: the view (storage, offset, shape, strides) behind every <see cref="NdArray{T}"/>, which converts to it.
/// Backends and op rules work on it, so that one text serves all element types.
/// </summary>
[DebuggerDisplay("{DebuggerText,nq}")]
[DebuggerTypeProxy(typeof(ArrayDebugView))]
public readonly unsafe struct UntypedArray : IEquatable<UntypedArray>
{
    private readonly Storage? storage;
    private readonly int generation;
    private readonly ElementType elementType;
    private readonly nint offset;
    private readonly Layout? layout;

    internal UntypedArray(Storage storage, ElementType elementType, Shape shape)
        : this(storage, storage.Generation, elementType, 0, shape.Layout)
    {
    }

    internal UntypedArray(Storage storage, ElementType elementType, nint offset, Shape shape)
        : this(storage, storage.Generation, elementType, offset, shape.Layout)
    {
    }

    private UntypedArray(Storage storage, int generation, ElementType elementType, nint offset, Layout layout)
    {
        this.storage = storage;
        this.generation = generation;
        this.elementType = elementType;
        this.offset = offset;
        this.layout = layout;
    }

    /// <summary>The type of the elements.</summary>
    public ElementType ElementType => elementType;

    /// <summary>The lengths along the axes.</summary>
    public Shape Shape => layout is null ? default : new Shape(layout.Dense);

    /// <summary>The number of axes.</summary>
    public int Rank => layout is null ? 0 : layout.Rank;

    /// <summary>The number of elements.</summary>
    public nint Count => layout is null ? 1 : layout.Count;

    /// <summary>Whether the elements lie one after another, last axis fastest.</summary>
    public bool IsContiguous => layout is null || layout.IsContiguous;

    /// <summary>The storage behind this view.</summary>
    public Storage Storage
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            Storage? owner = storage;
            if (owner is null || owner.Generation != generation) throw NoStorage();
            return owner;
        }
    }

    /// <summary>Whether this view has no storage at all (the default value of the struct).</summary>
    public bool IsDefault => storage is null;

    /// <summary>Whether the storage has been released since this view was made.</summary>
    public bool IsReleased => storage is null || storage.Generation != generation;

    internal byte* Pointer
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Storage.Pointer + (offset * ElementTypes.SizeOf(elementType));
    }

    /// <summary>The place of the first element in the storage, in elements.</summary>
    internal nint Offset => offset;

    /// <summary>The distance between neighbours along each axis, in elements.</summary>
    internal ReadOnlySpan<nint> Strides => Layout.Strides;

    private Layout Layout => layout ?? Layout.Scalar;

    /// <summary>Whether the lengths along the axes are those of another array: as the shapes are compared, and quicker.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool IsShapedLike(in UntypedArray other) => ReferenceEquals(layout, other.layout) || HasShape(other.Shape);

    /// <summary>Whether the elements lie as those of a contiguous array do.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool LiesLike(in UntypedArray contiguous) => ReferenceEquals(layout, contiguous.layout) || (IsContiguous && HasShape(contiguous.Shape));

    /// <summary>Whether a bit is another one, of arrays of one type and shape in host memory; false for others, whose bits are not looked at.</summary>
    internal bool DiffersFrom(in UntypedArray other)
    {
        if (elementType != other.elementType || Shape != other.Shape || !IsContiguous || !other.IsContiguous || !Storage.Device.IsHost || !other.Storage.Device.IsHost) return false;
        RawArray these = Raw;
        RawArray those = other.Raw;
        for (nint from = 0; from < these.Bytes; from += int.MaxValue)
        {
            int length = (int)Math.Min(int.MaxValue, these.Bytes - from);
            if (!new ReadOnlySpan<byte>(these.Pointer + from, length).SequenceEqual(new ReadOnlySpan<byte>(those.Pointer + from, length))) return true;
        }

        return false;
    }

    /// <summary>The real parts of complex elements as a view.</summary>
    internal UntypedArray RealParts => Parts(0);

    /// <summary>The imaginary parts of complex elements as a view.</summary>
    internal UntypedArray ImaginaryParts => Parts(1);

    /// <summary>The same elements as a contiguous range of bytes.</summary>
    internal RawArray Raw
    {
        get
        {
            if (!IsContiguous) throw new InvalidOperationException($"This view of shape {Shape} is not contiguous and is no range of bytes: copy it first.");
            int size = ElementTypes.SizeOf(elementType);
            return new RawArray(Storage, generation, offset * size, Count * size, elementType);
        }
    }

    /// <summary>Whether two views show the same elements of the same storage in the same order.</summary>
    public static bool operator ==(UntypedArray left, UntypedArray right) => left.Equals(right);

    /// <summary>Whether two views differ.</summary>
    public static bool operator !=(UntypedArray left, UntypedArray right) => !left.Equals(right);

    /// <summary>This array under its element type.</summary>
    /// <exception cref="InvalidOperationException">The elements are of another type.</exception>
    public NdArray<T> As<T>()
        where T : unmanaged
    {
        if (ElementTypes.Of<T>() != elementType) throw new InvalidOperationException($"An array of {elementType} elements is no array of {typeof(T).Name}.");
        return Unsafe.BitCast<UntypedArray, NdArray<T>>(this);
    }

    /// <inheritdoc/>
    public bool Equals(UntypedArray other) =>
        ReferenceEquals(storage, other.storage) && generation == other.generation && elementType == other.elementType && offset == other.offset && Layout.Matches(other.Layout);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is UntypedArray other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(storage, generation, offset, Layout.Hash);

    /// <summary>Element type and shape as text, "Float32 (3, 4)".</summary>
    public override string ToString() => $"{elementType} {Shape}";

    /// <summary>
    /// Element type, shape and elements as text, row by row: all of them up to a thousand, the edges of longer axes beyond that.
    /// </summary>
    /// <param name="format">The format of a number.</param>
    /// <param name="edge">How many entries at either end of an axis are shown of a large array.</param>
    /// <exception cref="InvalidOperationException">The array lies on a device: copy it with <see cref="Devices.Compute.ToHost"/> first.</exception>
    public string Preview(string format = "G6", int edge = 3) => ArrayText.Preview(this, format, edge);

    internal string DebuggerText => ArrayText.Line(this);

    /// <summary>The memory is not freed by a finalizer before this call.</summary>
    internal void KeepAlive() => GC.KeepAlive(storage);

    /// <summary>Ends the ownership of the storage if this view is not stale.</summary>
    internal void Release() => storage?.Release(generation);

    /// <summary>Announces a write of any element: throws where a tape still needs the contents, and counts the version.</summary>
    internal void BeginWrite() => Storage.BeginWrite();

    /// <summary>Whether a write to one of the two arrays may be seen in the other: a conservative test by ranges of addresses.</summary>
    internal bool Overlaps(in UntypedArray other)
    {
        if (!ReferenceEquals(storage, other.storage) || Count == 0 || other.Count == 0) return false;
        (nint low, nint high) = Extent();
        (nint otherLow, nint otherHigh) = other.Extent();
        return low <= otherHigh && otherLow <= high;
    }

    internal UntypedArray Slice(int axis, nint start, nint count, nint step)
    {
        int index = axis < 0 ? axis + Rank : axis;
        nint length = Shape[axis];
        nint last = start + ((count - 1) * step);
        if (step == 0 || start < 0 || count < 0 || start > length || (count > 0 && (start == length || last < 0 || last >= length)))
        {
            throw new ArgumentOutOfRangeException(nameof(start), start, $"a slice of {count} entries from {start} by {step} leaves axis {axis} of an array of shape {Shape}");
        }

        Span<nint> lengths = stackalloc nint[Shape.MaxRank];
        Span<nint> steps = stackalloc nint[Shape.MaxRank];
        Layout.Lengths.CopyTo(lengths);
        Strides.CopyTo(steps);
        lengths[index] = count;
        steps[index] *= step;
        return View(start * Strides[index], lengths[..Rank], steps[..Rank]);
    }

    internal UntypedArray Select(int axis, nint index)
    {
        int position = axis < 0 ? axis + Rank : axis;
        nint length = Shape[position];
        if (index < 0 || index >= length) throw new ArgumentOutOfRangeException(nameof(index), index, $"index {index} is outside axis {axis} of an array of shape {Shape}");
        Span<nint> lengths = stackalloc nint[Shape.MaxRank];
        Span<nint> steps = stackalloc nint[Shape.MaxRank];
        int rank = 0;
        for (int other = 0; other < Rank; other++)
        {
            if (other == position) continue;
            lengths[rank] = Layout.Lengths[other];
            steps[rank++] = Strides[other];
        }

        return View(index * Strides[position], lengths[..rank], steps[..rank]);
    }

    internal UntypedArray Transpose(ReadOnlySpan<int> order)
    {
        Span<nint> lengths = stackalloc nint[Shape.MaxRank];
        Span<nint> steps = stackalloc nint[Shape.MaxRank];
        int seen = 0;
        if (order.Length != Rank) throw new ArgumentException($"an order of {order.Length} axes does not fit an array of shape {Shape}", nameof(order));
        for (int axis = 0; axis < Rank; axis++)
        {
            lengths[axis] = Shape[order[axis]];
            steps[axis] = Strides[order[axis]];
            seen |= 1 << order[axis];
        }

        if (seen != (1 << Rank) - 1) throw new ArgumentException("an order of axes names each axis once", nameof(order));
        return View(0, lengths[..Rank], steps[..Rank]);
    }

    internal UntypedArray Reshape(Shape target)
    {
        if (target.Count != Count) throw new ArgumentException($"an array of shape {Shape} has {Count} elements, shape {target} has {target.Count}", nameof(target));
        return TryReshape(target, out UntypedArray view) ? view : throw new InvalidOperationException($"A view of shape {Shape} whose elements do not lie in order cannot be reshaped to {target}: copy it first.");
    }

    /// <summary>
    /// A view under another shape of as many elements, where one shows them: axes that are merged lie one after another. Axes of length 1 come and go freely.
    /// </summary>
    internal bool TryReshape(in Shape target, out UntypedArray view)
    {
        view = default;
        if (target.Count != Count) return false;
        if (IsContiguous)
        {
            view = new UntypedArray(Storage, generation, elementType, offset, target.Layout);
            return true;
        }

        Span<nint> steps = stackalloc nint[Shape.MaxRank];
        int axis = 0;
        int into = 0;
        while (axis < Rank && into < target.Rank)
        {
            // Group by group: the shortest runs of old and of new axes that hold equally many elements.
            int firstInto = into;
            nint held = Shape[axis];
            nint taken = target[into];
            nint step = Strides[axis];
            while (held != taken)
            {
                if (taken < held)
                {
                    taken *= target[++into];
                    continue;
                }

                axis++;
                if (Shape[axis] == 1) continue;
                if (held != 1 && step != Shape[axis] * Strides[axis]) return false;
                held *= Shape[axis];
                step = Strides[axis];
            }

            for (int filled = into; filled >= firstInto; filled--)
            {
                steps[filled] = step;
                step *= target[filled];
            }

            axis++;
            into++;
        }

        view = View(0, target.Lengths, steps[..target.Rank]);
        return true;
    }

    /// <summary>A read-only view in which axes of length 1, and axes that are missing in front, are repeated (stride 0) to fill a shape.</summary>
    internal UntypedArray BroadcastTo(Shape target)
    {
        if (target == Shape) return this;
        Span<nint> steps = stackalloc nint[Shape.MaxRank];
        int missing = target.Rank - Rank;
        if (missing < 0) throw new ArgumentException($"an array of shape {Shape} cannot be broadcast to shape {target}", nameof(target));
        for (int axis = 0; axis < Rank; axis++)
        {
            nint length = Layout.Lengths[axis];
            if (length == target[axis + missing]) steps[axis + missing] = Strides[axis];
            else if (length != 1) throw new ArgumentException($"an array of shape {Shape} cannot be broadcast to shape {target}: axis {axis} has length {length}, not 1 or {target[axis + missing]}", nameof(target));
        }

        return View(0, target.Lengths, steps[..target.Rank]);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool HasShape(Shape shape) => Shape == shape;

    private UntypedArray Parts(int which)
    {
        Span<nint> steps = stackalloc nint[Shape.MaxRank];
        for (int axis = 0; axis < Rank; axis++) steps[axis] = 2 * Strides[axis];
        return new UntypedArray(Storage, generation, ElementTypes.RealOf(elementType), (2 * offset) + which, LayoutCache.Of(Shape.Lengths, steps[..Rank]));
    }

    private UntypedArray View(nint shift, ReadOnlySpan<nint> lengths, ReadOnlySpan<nint> steps) =>
        new(Storage, generation, elementType, offset + shift, LayoutCache.Of(lengths, steps));

    /// <summary>Apart, so that the property is small enough to stand in its callers.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private InvalidOperationException NoStorage() => storage is null
        ? new InvalidOperationException("This array was never made (it is the default value of the struct): use NdArray.Zeros, NdArray.From or a result of the library.")
        : new ObjectDisposedException("NdArray", $"This array of shape {Shape} was released; the memory may belong to another array now.");

    private (nint Low, nint High) Extent()
    {
        int size = ElementTypes.SizeOf(elementType);
        return ((offset + Layout.Low) * size, ((offset + Layout.High) * size) + size - 1);
    }
}
