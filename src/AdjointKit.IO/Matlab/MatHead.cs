using System.Buffers.Binary;
using System.Text;
using AdjointKit.Arrays;

namespace AdjointKit.IO;

/// <summary>The first elements of an array: its flags, its lengths and its name.</summary>
/// <param name="Class">What the array is, as MATLAB numbers it.</param>
/// <param name="IsComplex">Whether imaginary parts follow the real ones.</param>
/// <param name="IsLogical">Whether the numbers are truth values.</param>
/// <param name="Shape">The lengths along the axes; the first one is the fastest on file.</param>
/// <param name="Name">The name; empty inside of structs and cells.</param>
/// <param name="End">Where the array ends.</param>
internal readonly record struct MatHead(MatClass Class, bool IsComplex, bool IsLogical, Shape Shape, string Name, long End)
{
    private const int LargestName = 4096;
    private const uint ComplexFlag = 0x800;
    private const uint LogicalFlag = 0x200;

    public MatKind Kind => Class switch
    {
        MatClass.Cell => MatKind.Cell,
        MatClass.Struct => MatKind.Struct,
        MatClass.Text => MatKind.Text,
        MatClass.Sparse => MatKind.Sparse,
        >= MatClass.Float64 and <= MatClass.UInt64 => MatKind.Numbers,
        _ => MatKind.Other,
    };

    /// <summary>The type of the real parts and of the imaginary ones.</summary>
    public ElementType PartType => Class switch
    {
        _ when IsLogical => ElementType.Boolean,
        MatClass.Float32 => ElementType.Float32,
        _ when IsComplex => ElementType.Float64,
        MatClass.Int8 => ElementType.Int8,
        MatClass.UInt8 => ElementType.UInt8,
        MatClass.Int16 => ElementType.Int16,
        MatClass.UInt16 => ElementType.UInt16,
        MatClass.Int32 => ElementType.Int32,
        MatClass.UInt32 => ElementType.UInt32,
        MatClass.Int64 => ElementType.Int64,
        MatClass.UInt64 => ElementType.UInt64,
        _ => ElementType.Float64,
    };

    /// <summary>The variable that this array is under a name.</summary>
    public MatVariable Named(string name)
    {
        ElementType type = (IsComplex, PartType) switch
        {
            (false, ElementType part) => part,
            (true, ElementType.Float32) => ElementType.Complex64,
            _ => ElementType.Complex128,
        };
        return new MatVariable(name, Kind, Shape, Kind is MatKind.Numbers or MatKind.Sparse ? type : null);
    }

    /// <summary>Reads tag and head of the array that the source stands at; its data is next.</summary>
    /// <param name="source">The source.</param>
    /// <param name="end">Where the element around it ends.</param>
    public static MatHead Read(MatSource source, long end)
    {
        MatTag tag = source.ReadTag(end);
        if (tag.Storage != MatStorage.Matrix) throw source.Damaged($"an element of type {(int)tag.Storage} stands where an array (type 14) belongs");
        // An element of no bytes at all is MATLAB's [].
        if (tag.Bytes == 0) return new MatHead(MatClass.Float64, false, false, new Shape(0, 0), "", tag.End);
        MatTag flagsTag = source.ReadTag(tag.End);
        if (flagsTag.Storage != MatStorage.UInt32 || flagsTag.Bytes != 8) throw source.Damaged("an array does not start with its 8 bytes of flags");
        uint flags = source.ReadWord();
        source.SkipTo(flagsTag.Next);
        var kind = (MatClass)(flags & 0xff);
        if (kind is < MatClass.Cell or > MatClass.Opaque) throw source.Damaged($"an array is of class {(int)kind}, which MATLAB does not define");
        // Opaque objects have no lengths.
        Shape shape = kind == MatClass.Opaque ? new Shape(1, 1) : ReadShape(source, tag.End);
        MatTag nameTag = source.ReadTag(tag.End);
        string name = Encoding.UTF8.GetString(source.ReadBytes(nameTag, LargestName, "a name")).TrimEnd('\0');
        bool logical = (flags & LogicalFlag) != 0;
        return new MatHead(kind, (flags & ComplexFlag) != 0 && !logical, logical, shape, name, tag.End);
    }

    private static Shape ReadShape(MatSource source, long end)
    {
        MatTag tag = source.ReadTag(end);
        if (tag.Storage is not (MatStorage.Int32 or MatStorage.UInt32) || tag.Bytes % 4 != 0 || tag.Bytes == 0) throw source.Damaged("the lengths of an array are not numbers of 4 bytes");
        if (tag.Bytes / 4 > Shape.MaxRank) throw source.Refused($"an array has {tag.Bytes / 4} axes, more than {Shape.MaxRank}", "reshape it and save it again");
        byte[] bytes = source.ReadBytes(tag, 4 * Shape.MaxRank, "a list of lengths");
        var lengths = new nint[bytes.Length / 4];
        for (int axis = 0; axis < lengths.Length; axis++)
        {
            ReadOnlySpan<byte> word = bytes.AsSpan(4 * axis);
            lengths[axis] = source.BigEndian ? BinaryPrimitives.ReadInt32BigEndian(word) : BinaryPrimitives.ReadInt32LittleEndian(word);
            if (lengths[axis] < 0) throw source.Damaged($"the length {lengths[axis]} of an array is negative");
        }

        try
        {
            return new Shape(lengths);
        }
        catch (ArgumentException cause)
        {
            throw source.Damaged("an array's number of elements exceeds the address space", cause);
        }
    }
}

/// <summary>What an array is (table 1-3 of MATLAB's "MAT-File Format").</summary>
internal enum MatClass
{
    Cell = 1,
    Struct = 2,
    Object = 3,
    Text = 4,
    Sparse = 5,
    Float64 = 6,
    Float32 = 7,
    Int8 = 8,
    UInt8 = 9,
    Int16 = 10,
    UInt16 = 11,
    Int32 = 12,
    UInt32 = 13,
    Int64 = 14,
    UInt64 = 15,
    Function = 16,
    Opaque = 17,
}
