using System.Numerics;
using AdjointKit.Arrays;

namespace AdjointKit.IO;

/// <summary>The numbers of an array. MATLAB stores them in the shortest type that holds them all, whatever the array's own type.</summary>
internal static unsafe class MatNumbers
{
    /// <summary>Reads a full array, last axis fastest.</summary>
    public static AnyArray Read(MatSource source, in MatHead head)
    {
        Span<nint> lengths = stackalloc nint[head.Shape.Rank];
        for (int axis = 0; axis < lengths.Length; axis++) lengths[axis] = head.Shape[lengths.Length - 1 - axis];
        var onFile = new Shape(lengths);
        AnyArray columnMajor = ReadParts(source, head, onFile);
        if (lengths.Length < 2) return columnMajor;
        using (columnMajor) return columnMajor.CopyReversed();
    }

    /// <summary>Reads the numbers as they lie on file, joined with the imaginary parts where there are such.</summary>
    /// <param name="source">The source, which stands before the real parts.</param>
    /// <param name="head">The array's head.</param>
    /// <param name="shape">Their shape with the axes as on file; null: a list of as many as there are.</param>
    public static AnyArray ReadParts(MatSource source, in MatHead head, Shape? shape)
    {
        AnyArray real = ReadPart(source, head.End, head.PartType, shape);
        if (!head.IsComplex) return real;
        using (real)
        {
            using AnyArray imaginary = ReadPart(source, head.End, head.PartType, real.Shape);
            return head.PartType == ElementType.Float32
                ? Join(real, imaginary, static (float re, float im) => new ComplexF(re, im))
                : Join(real, imaginary, static (double re, double im) => new Complex(re, im));
        }
    }

    /// <summary>Reads one element of numbers as a type.</summary>
    /// <param name="source">The source, which stands before the element.</param>
    /// <param name="end">Where the element around it ends.</param>
    /// <param name="type">The type that they shall have.</param>
    /// <param name="shape">Their shape with the axes as on file; null: a list of as many as there are.</param>
    public static AnyArray ReadPart(MatSource source, long end, ElementType type, Shape? shape)
    {
        // Where there are no numbers, some writers leave their element out.
        if (shape is { Count: 0 } nothing && end - source.At < 8) return AnyArray.Empty(type, nothing);
        MatTag tag = source.ReadTag(end);
        if (tag.ElementType is not ElementType stored) throw source.Damaged($"an element of type {(int)tag.Storage} stands where numbers belong");
        int size = ElementTypes.SizeOf(stored);
        if (type == ElementType.Boolean && size == 1) stored = ElementType.Boolean;
        Shape whole = shape ?? new Shape((nint)(tag.Bytes / size));
        Int128 needed = (Int128)(long)whole.Count * size;
        if (needed != tag.Bytes) throw source.Damaged($"{whole.Count} elements of {size} bytes need {needed} bytes and {tag.Bytes} are here");
        AnyArray array = AnyArray.Empty(stored, whole);
        try
        {
            source.Read(array);
            source.SkipTo(tag.Next);
            return stored == type ? array : Converted(array, type);
        }
        catch (ArgumentException cause)
        {
            array.Dispose();
            throw source.Damaged($"a number does not fit the array's type {type}", cause);
        }
        catch
        {
            array.Dispose();
            throw;
        }
    }

    private static AnyArray Converted(AnyArray array, ElementType type) => type switch
    {
        ElementType.Boolean => AnyArray.Of(array.Take<bool>()),
        ElementType.Int8 => AnyArray.Of(array.Take<sbyte>()),
        ElementType.UInt8 => AnyArray.Of(array.Take<byte>()),
        ElementType.Int16 => AnyArray.Of(array.Take<short>()),
        ElementType.UInt16 => AnyArray.Of(array.Take<ushort>()),
        ElementType.Int32 => AnyArray.Of(array.Take<int>()),
        ElementType.UInt32 => AnyArray.Of(array.Take<uint>()),
        ElementType.Int64 => AnyArray.Of(array.Take<long>()),
        ElementType.UInt64 => AnyArray.Of(array.Take<ulong>()),
        ElementType.Float32 => AnyArray.Of(array.Take<float>()),
        _ => AnyArray.Of(array.Take<double>()),
    };

    private static AnyArray Join<TPart, TComplex>(AnyArray real, AnyArray imaginary, Func<TPart, TPart, TComplex> join)
        where TPart : unmanaged
        where TComplex : unmanaged
    {
        AnyArray joined = AnyArray.Of(NdArray.Empty<TComplex>(real.Shape));
        nint count = real.Shape.Count;
        if (count == 0) return joined;
        var re = (TPart*)real.Pointer;
        var im = (TPart*)imaginary.Pointer;
        var target = (TComplex*)joined.Pointer;
        for (nint i = 0; i < count; i++) target[i] = join(re[i], im[i]);
        return joined;
    }
}
