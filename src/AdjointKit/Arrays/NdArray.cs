using System.Runtime.CompilerServices;

namespace AdjointKit.Arrays;

/// <summary>
/// An array of up to eight axes: a light view (offset, shape, strides) of a <see cref="Storage"/>. Copying the struct copies the view, not the elements.
/// Whoever made the array owns it and ends it with <see cref="Dispose"/>; views of it are stale from then on and throw when used.
/// </summary>
/// <typeparam name="T">The element type, one of <see cref="ElementType"/>.</typeparam>
public readonly unsafe partial struct NdArray<T> : IDisposable, IEquatable<NdArray<T>>
    where T : unmanaged
{
    private readonly Storage? storage;
    private readonly int generation;
    private readonly nint offset;
    private readonly Shape shape;
    private readonly Strides strides;

    internal NdArray(Storage storage, Shape shape)
        : this(storage, storage.Generation, 0, shape, RowMajorStrides(shape))
    {
    }

    private NdArray(Storage storage, int generation, nint offset, Shape shape, Strides strides)
    {
        this.storage = storage;
        this.generation = generation;
        this.offset = offset;
        this.shape = shape;
        this.strides = strides;
    }

    /// <summary>The lengths along the axes.</summary>
    public Shape Shape => shape;

    /// <summary>The number of axes.</summary>
    public int Rank => shape.Rank;

    /// <summary>The number of elements.</summary>
    public nint Count => shape.Count;

    /// <summary>Whether the elements lie one after another, last axis fastest.</summary>
    public bool IsContiguous
    {
        get
        {
            nint expected = 1;
            for (int axis = Rank - 1; axis >= 0; axis--)
            {
                if (shape[axis] != 1 && strides[axis] != expected) return shape.Count == 0;
                expected *= shape[axis];
            }

            return true;
        }
    }

    /// <summary>The storage behind this view.</summary>
    public Storage Storage => Alive;

    /// <summary>Whether this view has no storage at all (the default value of the struct).</summary>
    public bool IsDefault => storage is null;

    /// <summary>Whether the storage has been released since this view was made.</summary>
    public bool IsReleased => storage is null || storage.Generation != generation;

    internal T* Pointer => (T*)Alive.Pointer + offset;

    /// <summary>The same elements as a range of bytes, for code that does not care about the element type.</summary>
    internal RawArray Raw => new(Alive, generation, offset * sizeof(T), ContiguousBytes(), ElementTypes.Of<T>());

    private Storage Alive
    {
        get
        {
            Storage owner = storage ?? throw new InvalidOperationException("This array was never made (it is the default value of the struct): use NdArray.Zeros, NdArray.From or a result of the library.");
            if (owner.Generation != generation) throw new ObjectDisposedException(nameof(NdArray<T>), $"This array of shape {shape} was released; the memory may belong to another array now.");
            return owner;
        }
    }

    /// <summary>One element. Writing counts as a write of the whole storage: use <see cref="AsWritableSpan()"/> in loops.</summary>
    /// <param name="indices">One index per axis, from 0.</param>
    public T this[params ReadOnlySpan<nint> indices]
    {
        get => Pointer[ElementOffset(indices)];
        set
        {
            nint element = ElementOffset(indices);
            Alive.BeginWrite();
            Pointer[element] = value;
        }
    }

    /// <summary>Whether two views show the same elements of the same storage in the same order.</summary>
    public static bool operator ==(NdArray<T> left, NdArray<T> right) => left.Equals(right);

    /// <summary>Whether two views differ.</summary>
    public static bool operator !=(NdArray<T> left, NdArray<T> right) => !left.Equals(right);

    /// <summary>The elements of a contiguous array, to read. Free of cost.</summary>
    /// <exception cref="InvalidOperationException">The view is not contiguous (use <see cref="Copy"/>) or has 2^31 elements or more.</exception>
    public ReadOnlySpan<T> AsReadOnlySpan() => new(ContiguousPointer(), SpanLength());

    /// <summary>The elements of a contiguous array, to write. The call is the write: it throws where a tape still needs the contents, and counts the version.</summary>
    /// <exception cref="InvalidOperationException">The view is not contiguous or has 2^31 elements or more, or a tape needs the contents.</exception>
    public Span<T> AsWritableSpan()
    {
        T* pointer = ContiguousPointer();
        Alive.BeginWrite();
        return new(pointer, SpanLength());
    }

    /// <summary>A view of <paramref name="count"/> entries along an axis, from <paramref name="start"/> on, every <paramref name="step"/>-th.</summary>
    public NdArray<T> Slice(int axis, nint start, nint count, nint step = 1)
    {
        nint length = shape[axis];
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(step);
        if (start < 0 || count < 0 || (count > 0 && start + ((count - 1) * step) >= length))
        {
            throw new ArgumentOutOfRangeException(nameof(start), start, $"a slice of {count} entries from {start} by {step} leaves axis {axis} of length {length}");
        }

        int index = axis < 0 ? axis + Rank : axis;
        return new NdArray<T>(Alive, generation, offset + (start * strides[index]), With(shape, index, count), strides.With(index, strides[index] * step));
    }

    /// <summary>A view of one entry along an axis; its rank is one less.</summary>
    public NdArray<T> Select(int axis, nint index)
    {
        int position = axis < 0 ? axis + Rank : axis;
        nint length = shape[position];
        if (index < 0 || index >= length) throw new ArgumentOutOfRangeException(nameof(index), index, $"axis {axis} has length {length}");
        Span<nint> lengths = stackalloc nint[Shape.MaxRank];
        Span<nint> steps = stackalloc nint[Shape.MaxRank];
        int rank = 0;
        for (int other = 0; other < Rank; other++)
        {
            if (other == position) continue;
            lengths[rank] = shape[other];
            steps[rank++] = strides[other];
        }

        return new NdArray<T>(Alive, generation, offset + (index * strides[position]), new Shape(lengths[..rank]), new Strides(steps[..rank]));
    }

    /// <summary>A view with the axes in another order: axis k of the result is axis <c>order[k]</c> of this array.</summary>
    public NdArray<T> Transpose(params ReadOnlySpan<int> order)
    {
        Span<nint> lengths = stackalloc nint[Shape.MaxRank];
        Span<nint> steps = stackalloc nint[Shape.MaxRank];
        int seen = 0;
        if (order.Length != Rank) throw new ArgumentException($"an order of {order.Length} axes does not fit an array of shape {shape}", nameof(order));
        for (int axis = 0; axis < Rank; axis++)
        {
            lengths[axis] = shape[order[axis]];
            steps[axis] = strides[order[axis]];
            seen |= 1 << order[axis];
        }

        if (seen != (1 << Rank) - 1) throw new ArgumentException("an order of axes names each axis once", nameof(order));
        return new NdArray<T>(Alive, generation, offset, new Shape(lengths[..Rank]), new Strides(steps[..Rank]));
    }

    /// <summary>A view of a contiguous array under another shape of as many elements.</summary>
    public NdArray<T> Reshape(params ReadOnlySpan<nint> lengths) => Reshape(new Shape(lengths));

    /// <inheritdoc cref="Reshape(ReadOnlySpan{nint})"/>
    public NdArray<T> Reshape(Shape target)
    {
        if (target.Count != Count) throw new ArgumentException($"an array of shape {shape} has {Count} elements, shape {target} has {target.Count}", nameof(target));
        if (!IsContiguous) throw new InvalidOperationException($"A view of shape {shape} that is not contiguous cannot be reshaped: copy it first.");
        return new NdArray<T>(Alive, generation, offset, target, RowMajorStrides(target));
    }

    /// <summary>A new contiguous array with the same elements, owned by the caller.</summary>
    public NdArray<T> Copy()
    {
        NdArray<T> copy = NdArray.Empty<T>(shape);
        CopyTo(copy);
        return copy;
    }

    /// <summary>Copies the elements into an array of the same shape.</summary>
    public void CopyTo(NdArray<T> destination)
    {
        if (destination.shape != shape) throw new ArgumentException($"an array of shape {shape} cannot be copied into one of shape {destination.shape}", nameof(destination));
        destination.Alive.BeginWrite();
        CopyStrided(Pointer, destination.Pointer, destination, 0);
    }

    /// <summary>Ends the ownership: the memory goes back to the pool and every view of it is stale. A second call does nothing.</summary>
    public void Dispose() => storage?.Release(generation);

    /// <inheritdoc/>
    public bool Equals(NdArray<T> other) =>
        ReferenceEquals(storage, other.storage) && generation == other.generation && offset == other.offset && shape == other.shape && strides.Equals(other.strides);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is NdArray<T> other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(storage is null ? 0 : RuntimeHelpers.GetHashCode(storage), generation, offset, shape);

    /// <summary>Element type and shape as text.</summary>
    public override string ToString() => $"{typeof(T).Name}{shape}";

    private static Strides RowMajorStrides(Shape shape)
    {
        Span<nint> steps = stackalloc nint[Shape.MaxRank];
        nint step = 1;
        for (int axis = shape.Rank - 1; axis >= 0; axis--)
        {
            steps[axis] = step;
            step *= Math.Max(1, shape[axis]);
        }

        return new Strides(steps[..shape.Rank]);
    }

    private static Shape With(Shape shape, int axis, nint length)
    {
        Span<nint> lengths = stackalloc nint[Shape.MaxRank];
        for (int other = 0; other < shape.Rank; other++) lengths[other] = other == axis ? length : shape[other];
        return new Shape(lengths[..shape.Rank]);
    }

    private void CopyStrided(T* source, T* target, in NdArray<T> destination, int axis)
    {
        if (axis == Rank)
        {
            *target = *source;
            return;
        }

        nint length = shape[axis];
        nint from = strides[axis];
        nint to = destination.strides[axis];
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
        if (indices.Length != Rank) throw new ArgumentException($"{indices.Length} indices do not fit an array of shape {shape}", nameof(indices));
        nint element = 0;
        for (int axis = 0; axis < indices.Length; axis++)
        {
            if ((nuint)indices[axis] >= (nuint)shape[axis]) throw new ArgumentOutOfRangeException(nameof(indices), indices[axis], $"index {indices[axis]} is outside axis {axis} of shape {shape}");
            element += indices[axis] * strides[axis];
        }

        return element;
    }

    private T* ContiguousPointer()
    {
        if (!IsContiguous) throw new InvalidOperationException($"This view of shape {shape} is not contiguous and has no span: copy it first.");
        return Pointer;
    }

    private nint ContiguousBytes() => (nint)((byte*)(ContiguousPointer() + Count) - (byte*)Pointer);

    private int SpanLength() => Count <= int.MaxValue
        ? (int)Count
        : throw new InvalidOperationException($"An array of {Count} elements is too long for a span: take slices of it.");
}

/// <summary>Makes arrays.</summary>
public static class NdArray
{
    /// <summary>A new array of zeros, owned by the caller.</summary>
    public static NdArray<T> Zeros<T>(params ReadOnlySpan<nint> lengths)
        where T : unmanaged => Zeros<T>(new Shape(lengths));

    /// <inheritdoc cref="Zeros{T}(ReadOnlySpan{nint})"/>
    /// <param name="shape">The lengths along the axes.</param>
    /// <param name="account">Charged with the bytes until the array is released; null: nobody.</param>
    public static unsafe NdArray<T> Zeros<T>(Shape shape, MemoryAccount? account = null)
        where T : unmanaged
    {
        NdArray<T> array = Empty<T>(shape, account);
        System.Runtime.InteropServices.NativeMemory.Clear(array.Pointer, (nuint)(shape.Count * sizeof(T)));
        return array;
    }

    /// <summary>A new array whose elements are undefined until written, owned by the caller.</summary>
    /// <param name="shape">The lengths along the axes.</param>
    /// <param name="account">Charged with the bytes until the array is released; null: nobody.</param>
    public static unsafe NdArray<T> Empty<T>(Shape shape, MemoryAccount? account = null)
        where T : unmanaged
    {
        _ = ElementTypes.Of<T>();
        nint bytes = checked(shape.Count * sizeof(T));
        return new NdArray<T>(Storage.Rent(bytes, account, $"an array of {typeof(T).Name}{shape}"), shape);
    }

    /// <summary>A new one-axis array with the given elements.</summary>
    public static NdArray<T> From<T>(params ReadOnlySpan<T> elements)
        where T : unmanaged => From(elements, new Shape(elements.Length));

    /// <summary>A new array of a given shape with the given elements, last axis fastest.</summary>
    public static NdArray<T> From<T>(ReadOnlySpan<T> elements, Shape shape)
        where T : unmanaged
    {
        if (elements.Length != shape.Count) throw new ArgumentException($"{elements.Length} elements do not fill an array of shape {shape}", nameof(elements));
        NdArray<T> array = Empty<T>(shape);
        elements.CopyTo(array.AsWritableSpan());
        return array;
    }

    /// <summary>A new two-axis array with the elements of <paramref name="elements"/>.</summary>
    public static NdArray<T> From<T>(T[,] elements)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(elements);
        NdArray<T> array = Empty<T>(new Shape(elements.GetLength(0), elements.GetLength(1)));
        Span<T> span = array.AsWritableSpan();
        int k = 0;
        foreach (T element in elements) span[k++] = element;
        return array;
    }

    /// <summary>A new array filled by a function of the index along each of two axes.</summary>
    public static NdArray<T> Fill<T>(nint first, nint second, Func<nint, nint, T> element)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(element);
        NdArray<T> array = Empty<T>(new Shape(first, second));
        Span<T> span = array.AsWritableSpan();
        for (nint i = 0; i < first; i++)
        {
            for (nint k = 0; k < second; k++) span[(int)((i * second) + k)] = element(i, k);
        }

        return array;
    }
}
