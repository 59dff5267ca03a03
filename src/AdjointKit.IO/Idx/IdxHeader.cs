using System.Buffers.Binary;
using AdjointKit.Arrays;

namespace AdjointKit.IO;

/// <summary>The head of an IDX file: two zeros, the element type, the number of axes, and their lengths as big-endian 32-bit numbers.</summary>
/// <param name="Type">The element type.</param>
/// <param name="Shape">The lengths along the axes.</param>
internal readonly record struct IdxHeader(ElementType Type, Shape Shape)
{
    private const int PrefixBytes = 4;

    /// <summary>The bytes of the longest head.</summary>
    internal const int MostBytes = PrefixBytes + (4 * Shape.MaxRank);

    /// <summary>The length of the head.</summary>
    internal int Bytes => PrefixBytes + (4 * Shape.Rank);

    /// <summary>The bytes of the elements.</summary>
    internal Int128 DataBytes => (Int128)(long)Shape.Count * ElementTypes.SizeOf(Type);

    /// <summary>The bytes of the whole file.</summary>
    internal Int128 FileBytes => Bytes + DataBytes;

    /// <summary>Reads a head from the first bytes of a file, as many as <see cref="MostBytes"/> or all there are.</summary>
    internal static IdxHeader Read(ReadOnlySpan<byte> head, string path)
    {
        if (head.Length < PrefixBytes) throw Damaged(path, head.Length, $"an IDX file has at least {PrefixBytes} bytes and {head.Length} are here");
        if (head[0] != 0 || head[1] != 0) throw Damaged(path, 0, "an IDX file begins with two zeros, and this one does not");
        ElementType type = head[2] switch
        {
            0x08 => ElementType.UInt8,
            0x09 => ElementType.Int8,
            0x0B => ElementType.Int16,
            0x0C => ElementType.Int32,
            0x0D => ElementType.Float32,
            0x0E => ElementType.Float64,
            byte other => throw Damaged(path, 2, $"the element type 0x{other:X2} is none of IDX"),
        };
        int rank = head[3];
        if (rank > Shape.MaxRank) throw Damaged(path, 3, $"the array has {rank} axes, more than {Shape.MaxRank}");
        if (head.Length < PrefixBytes + (4 * rank)) throw Damaged(path, head.Length, "the file ends inside the head");
        Span<nint> lengths = stackalloc nint[Shape.MaxRank];
        for (int axis = 0; axis < rank; axis++) lengths[axis] = (nint)BinaryPrimitives.ReadUInt32BigEndian(head[(PrefixBytes + (4 * axis))..]);
        try
        {
            return new IdxHeader(type, new Shape(lengths[..rank]));
        }
        catch (ArgumentException failure)
        {
            throw Damaged(path, PrefixBytes, "the shape's number of elements exceeds the address space", failure);
        }
    }

    internal static FileFormatException Damaged(string path, long offset, string problem, Exception? cause = null) =>
        new(path, offset, problem, "the file is cut or damaged, fetch it again", cause);
}
