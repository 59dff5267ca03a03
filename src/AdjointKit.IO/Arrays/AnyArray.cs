using AdjointKit.Arrays;

namespace AdjointKit.IO;

/// <summary>An array as a file holds it: its element type is known only at run time. It owns the elements.</summary>
public abstract unsafe class AnyArray : IDisposable
{
    private protected AnyArray(ElementType elementType, Shape shape)
    {
        ElementType = elementType;
        Shape = shape;
    }

    /// <summary>The type of the elements, as in the file.</summary>
    public ElementType ElementType { get; }

    /// <summary>The lengths along the axes.</summary>
    public Shape Shape { get; }

    /// <summary>What the reader saw and could mend, one sentence each.</summary>
    public IReadOnlyList<string> Warnings { get; internal set; } = [];

    /// <summary>What an image file says besides the pixels, which may be nothing; null for every array that is of no image file.</summary>
    public ImageMetadata? Image { get; internal set; }

    /// <summary>The headers and samples as stored, where the array came from a file of traces; lives as long as this holder.</summary>
    public TraceFile? Traces { get; init; }

    /// <summary>Whether the elements are still those of <see cref="Traces"/>: nothing was written to them.</summary>
    internal abstract bool IsUntouched { get; }

    /// <summary>Whether the elements lie one after another, last axis fastest.</summary>
    internal abstract bool IsContiguous { get; }

    /// <summary>The first element.</summary>
    internal abstract byte* Pointer { get; }

    /// <summary>Wraps an array and becomes its owner.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="elements">The array.</param>
    public static AnyArray Of<T>(NdArray<T> elements)
        where T : unmanaged => new TypedArray<T>(elements);

    /// <summary>Wraps what a reader made, with what it saw and the traces that it read.</summary>
    internal static AnyArray Of<T>(NdArray<T> elements, IReadOnlyList<string> warnings, TraceFile? traces = null)
        where T : unmanaged => new TypedArray<T>(elements) { Warnings = warnings, Traces = traces };

    /// <summary>The elements under their own type, without a copy; valid until this holder is disposed of.</summary>
    /// <exception cref="InvalidOperationException">The elements are of another type: use <see cref="As{T}"/>.</exception>
    public NdArray<T> View<T>()
        where T : unmanaged => this is TypedArray<T> typed
            ? typed.Elements
            : throw new InvalidOperationException($"The array holds {ElementType}, not {ElementTypes.Of<T>()}: use As to convert it.");

    /// <summary>A new contiguous array of the elements as <typeparamref name="T"/>, owned by the caller.</summary>
    /// <exception cref="ArgumentException">A value does not fit: out of the range of <typeparamref name="T"/>, not whole where <typeparamref name="T"/> is an integer, complex where it is real.</exception>
    public NdArray<T> As<T>()
        where T : unmanaged => this is TypedArray<T> typed ? typed.Elements.Copy() : ElementConversion.Convert<T>(this);

    /// <summary>As <see cref="As{T}"/>, but ends this holder: where the type is right already, the elements pass to the caller without a copy.</summary>
    /// <exception cref="ArgumentException">A value does not fit.</exception>
    public NdArray<T> Take<T>()
        where T : unmanaged
    {
        if (this is TypedArray<T> typed && IsContiguous)
        {
            Traces?.Dispose();
            return typed.Elements;
        }

        NdArray<T> converted = As<T>();
        Dispose();
        return converted;
    }

    /// <summary>Releases the elements.</summary>
    public abstract void Dispose();

    /// <summary>Element type and shape as text, "Float32 (3, 4)".</summary>
    public override string ToString() => $"{ElementType} {Shape}";

    /// <summary>A new array of the given type and shape, its elements undefined.</summary>
    internal static AnyArray Empty(ElementType type, Shape shape) => type switch
    {
        ElementType.Boolean => Of(NdArray.Empty<bool>(shape)),
        ElementType.Int8 => Of(NdArray.Empty<sbyte>(shape)),
        ElementType.UInt8 => Of(NdArray.Empty<byte>(shape)),
        ElementType.Int16 => Of(NdArray.Empty<short>(shape)),
        ElementType.UInt16 => Of(NdArray.Empty<ushort>(shape)),
        ElementType.Int32 => Of(NdArray.Empty<int>(shape)),
        ElementType.UInt32 => Of(NdArray.Empty<uint>(shape)),
        ElementType.Int64 => Of(NdArray.Empty<long>(shape)),
        ElementType.UInt64 => Of(NdArray.Empty<ulong>(shape)),
        ElementType.Float16 => Of(NdArray.Empty<Half>(shape)),
        ElementType.Float32 => Of(NdArray.Empty<float>(shape)),
        ElementType.Float64 => Of(NdArray.Empty<double>(shape)),
        ElementType.Complex64 => Of(NdArray.Empty<ComplexF>(shape)),
        ElementType.Complex128 => Of(NdArray.Empty<System.Numerics.Complex>(shape)),
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "unknown element type"),
    };

    /// <summary>A new contiguous array with the same elements.</summary>
    internal abstract AnyArray Copy();

    /// <summary>A new contiguous array: the elements of this one, whose axes are reversed (column-major order).</summary>
    internal abstract AnyArray CopyReversed();
}

/// <summary>The holder for one element type.</summary>
internal sealed unsafe class TypedArray<T>(NdArray<T> elements) : AnyArray(ElementTypes.Of<T>(), elements.Shape)
    where T : unmanaged
{
    private readonly int version = elements.IsDefault ? 0 : elements.Storage.Version;

    public NdArray<T> Elements { get; } = elements;

    internal override bool IsUntouched => Elements.Storage.Version == version;

    internal override bool IsContiguous => Elements.IsContiguous;

    internal override byte* Pointer => (byte*)Elements.Pointer;

    public override void Dispose()
    {
        Elements.Dispose();
        Traces?.Dispose();
    }

    internal override AnyArray Copy()
    {
        AnyArray copy = Of(Elements.Copy(), Warnings);
        copy.Image = Image;
        return copy;
    }

    internal override AnyArray CopyReversed()
    {
        Span<int> order = stackalloc int[Elements.Rank];
        for (int axis = 0; axis < order.Length; axis++) order[axis] = order.Length - 1 - axis;
        return Of(Elements.Transpose(order).Copy(), Warnings);
    }
}
