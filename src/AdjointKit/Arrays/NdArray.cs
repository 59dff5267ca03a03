using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace AdjointKit.Arrays;

/// <summary>
/// An array of up to eight axes: a light view (offset, shape, strides) of a <see cref="Arrays.Storage"/>. Copying the struct copies the view, not the elements.
/// Whoever made the array owns it and ends it with <see cref="Dispose"/>; views of it are stale from then on and throw when used.
/// </summary>
/// <typeparam name="T">The element type, one of <see cref="ElementType"/>.</typeparam>
[DebuggerDisplay("{DebuggerText,nq}")]
[DebuggerTypeProxy(typeof(NdArrayDebugView<>))]
public readonly unsafe partial struct NdArray<T> : IDisposable, IEquatable<NdArray<T>>
    where T : unmanaged
{
    // The only field: an untyped view is this struct bit for bit (UntypedArray.As).
    private readonly UntypedArray view;

    internal NdArray(Storage storage, Shape shape) => view = new UntypedArray(storage, ElementTypes.Of<T>(), shape);

    private NdArray(in UntypedArray view) => this.view = view;

    /// <summary>The lengths along the axes.</summary>
    public Shape Shape => view.Shape;

    /// <summary>The number of axes.</summary>
    public int Rank => view.Rank;

    /// <summary>The number of elements.</summary>
    public nint Count => view.Count;

    /// <summary>Whether the elements lie one after another, last axis fastest.</summary>
    public bool IsContiguous => view.IsContiguous;

    /// <summary>The storage behind this view.</summary>
    public Storage Storage => view.Storage;

    /// <summary>Whether this view has no storage at all (the default value of the struct).</summary>
    public bool IsDefault => view.IsDefault;

    /// <summary>Whether the storage has been released since this view was made.</summary>
    public bool IsReleased => view.IsReleased;

    internal T* Pointer => (T*)view.Pointer;

    /// <summary>The same elements as a range of bytes, for code that does not care about the element type.</summary>
    public RawArray Raw => view.Raw;

    /// <summary>One element. Writing counts as a write of the whole storage: use <see cref="AsWritableSpan()"/> in loops.</summary>
    /// <param name="indices">One index per axis, from 0.</param>
    public T this[params ReadOnlySpan<nint> indices]
    {
        get => Pointer[ElementOffset(indices)];
        set
        {
            nint element = ElementOffset(indices);
            view.BeginWrite();
            Pointer[element] = value;
        }
    }

    /// <summary>The same view with the element type known at run time.</summary>
    public static implicit operator UntypedArray(NdArray<T> array) => array.view;

    /// <summary>Whether two views show the same elements of the same storage in the same order.</summary>
    public static bool operator ==(NdArray<T> left, NdArray<T> right) => left.Equals(right);

    /// <summary>Whether two views differ.</summary>
    public static bool operator !=(NdArray<T> left, NdArray<T> right) => !left.Equals(right);

    /// <summary>The same view with the element type known at run time.</summary>
    public UntypedArray ToUntyped() => view;

    /// <summary>The elements of a contiguous array, to read. Free of cost.</summary>
    /// <exception cref="InvalidOperationException">The view is not contiguous (use <see cref="Copy"/>), has 2^31 elements or more, or lies on a device.</exception>
    public ReadOnlySpan<T> AsReadOnlySpan() => new(HostPointer(), SpanLength());

    /// <summary>The elements of a contiguous array, to write. The call is the write: it throws where a tape still needs the contents, and counts the version.</summary>
    /// <exception cref="InvalidOperationException">The view is not contiguous, has 2^31 elements or more, lies on a device, or a tape needs the contents.</exception>
    public Span<T> AsWritableSpan()
    {
        T* pointer = HostPointer();
        view.BeginWrite();
        return new(pointer, SpanLength());
    }

    /// <summary>A view of <paramref name="count"/> entries along an axis, from <paramref name="start"/> on, every <paramref name="step"/>-th; backwards if the step is negative.</summary>
    public NdArray<T> Slice(int axis, nint start, nint count, nint step = 1) => new(view.Slice(axis, start, count, step));

    /// <summary>A view of one entry along an axis; its rank is one less.</summary>
    public NdArray<T> Select(int axis, nint index) => new(view.Select(axis, index));

    /// <summary>A view with the axes in another order: axis k of the result is axis <c>order[k]</c> of this array.</summary>
    public NdArray<T> Transpose(params ReadOnlySpan<int> order) => new(view.Transpose(order));

    /// <summary>A view under another shape of as many elements. Axes that are merged or cut must lie one after another, as those of a contiguous array do: else copy first.</summary>
    public NdArray<T> Reshape(params ReadOnlySpan<nint> lengths) => Reshape(new Shape(lengths));

    /// <inheritdoc cref="Reshape(ReadOnlySpan{nint})"/>
    public NdArray<T> Reshape(Shape target) => new(view.Reshape(target));

    /// <summary>A new contiguous array with the same elements, owned by the caller.</summary>
    public NdArray<T> Copy()
    {
        NdArray<T> copy = NdArray.Empty<T>(Shape);
        CopyTo(copy);
        return copy;
    }

    /// <summary>Copies the elements into an array of the same shape.</summary>
    public void CopyTo(NdArray<T> destination)
    {
        if (destination.Shape != Shape) throw new ArgumentException($"an array of shape {Shape} cannot be copied into one of shape {destination.Shape}", nameof(destination));
        destination.view.BeginWrite();
        CopyStrided(Pointer, destination.Pointer, destination, 0);
    }

    /// <summary>Ends the ownership: the memory goes back to the pool and every view of it is stale. A second call does nothing.</summary>
    public void Dispose() => view.Release();

    /// <inheritdoc/>
    public bool Equals(NdArray<T> other) => view.Equals(other.view);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is NdArray<T> other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => view.GetHashCode();

    /// <summary>Element type and shape as text.</summary>
    public override string ToString() => $"{typeof(T).Name}{Shape}";

    /// <inheritdoc cref="UntypedArray.Preview"/>
    public string Preview(string format = "G6", int edge = 3) => view.Preview(format, edge);

    internal string DebuggerText => view.DebuggerText;

    private void CopyStrided(T* source, T* target, in NdArray<T> destination, int axis)
    {
        if (axis == Rank)
        {
            *target = *source;
            return;
        }

        nint length = Shape[axis];
        nint from = view.Strides[axis];
        nint to = destination.view.Strides[axis];
        if (axis == Rank - 1)
        {
            if (from == 1 && to == 1) Buffer.MemoryCopy(source, target, length * sizeof(T), length * sizeof(T));
            else for (nint i = 0; i < length; i++) target[i * to] = source[i * from];
            return;
        }

        for (nint i = 0; i < length; i++) CopyStrided(source + (i * from), target + (i * to), destination, axis + 1);
    }

    private nint ElementOffset(ReadOnlySpan<nint> indices)
    {
        if (indices.Length != Rank) throw new ArgumentException($"{indices.Length} indices do not fit an array of shape {Shape}", nameof(indices));
        nint element = 0;
        for (int axis = 0; axis < indices.Length; axis++)
        {
            if ((nuint)indices[axis] >= (nuint)Shape[axis]) throw new ArgumentOutOfRangeException(nameof(indices), indices[axis], $"index {indices[axis]} is outside axis {axis} of shape {Shape}");
            element += indices[axis] * view.Strides[axis];
        }

        return element;
    }

    private T* HostPointer()
    {
        if (!Storage.Device.IsHost) throw new InvalidOperationException($"This array lies on {Storage.Device}, not in host memory: copy it to the host through the backend first.");
        return ContiguousPointer();
    }

    private T* ContiguousPointer()
    {
        if (!IsContiguous) throw new InvalidOperationException($"This view of shape {Shape} is not contiguous and has no span: copy it first.");
        return Pointer;
    }

    private int SpanLength() => Count <= int.MaxValue
        ? (int)Count
        : throw new InvalidOperationException($"An array of {Count} elements is too long for a span: take slices of it.");
}

