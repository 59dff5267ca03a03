namespace AdjointKit.Arrays;

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
        nint bytes = checked(shape.Count * sizeof(T));
        return new NdArray<T>(Storage.Rent(bytes, account, ElementTypes.Of<T>(), shape), shape);
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
