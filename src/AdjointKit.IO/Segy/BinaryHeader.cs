using System.Buffers.Binary;

namespace AdjointKit.IO;

/// <summary>The 400-byte binary header of a SEG-Y file: the raw bytes, and typed access to them.</summary>
public sealed class BinaryHeader
{
    /// <summary>Its length in bytes.</summary>
    public const int Length = 400;

    internal const int FirstByte = 3201;

    private const int ExtendedIntervalAt = 3273 - FirstByte;

    private readonly byte[] bytes;

    internal BinaryHeader(byte[] bytes, bool bigEndian)
    {
        this.bytes = bytes;
        IsBigEndian = bigEndian;
    }

    /// <summary>Whether the numbers of the file have their most significant byte first, as the standard's first revisions demand.</summary>
    public bool IsBigEndian { get; }

    /// <summary>The raw bytes.</summary>
    public ReadOnlySpan<byte> Bytes => bytes;

    /// <summary>The major revision, 0 to 2. Writers that put the number elsewhere than in the first byte count as revision 0 or 1, which read alike.</summary>
    public int MajorRevision
    {
        get
        {
            byte first = bytes[BinaryField.Revision.Byte - FirstByte];
            byte second = bytes[BinaryField.Revision.Byte + 1 - FirstByte];
            int major = first == 0 && !IsBigEndian ? second : first;
            return major <= 2 ? major : 0;
        }
    }

    /// <summary>A field of the header.</summary>
    public int this[BinaryField field]
    {
        get => HeaderBytes.Get(bytes, field.Byte - FirstByte, field.Width, field.Signed, IsBigEndian);
        internal set => HeaderBytes.Set(bytes, field.Byte - FirstByte, field.Width, field.Signed, IsBigEndian, value, field.Name);
    }

    /// <summary>The major revision is a byte of its own, whatever the byte order.</summary>
    internal void SetMajorRevision(int major) => bytes[BinaryField.Revision.Byte - FirstByte] = (byte)major;

    internal BinaryHeader Copy() => new((byte[])bytes.Clone(), IsBigEndian);

    /// <summary>Revision 2 keeps a sample interval in microseconds as a double in bytes 3273 to 3280.</summary>
    internal double ExtendedInterval
    {
        get
        {
            ReadOnlySpan<byte> place = bytes.AsSpan(ExtendedIntervalAt, sizeof(double));
            return IsBigEndian ? BinaryPrimitives.ReadDoubleBigEndian(place) : BinaryPrimitives.ReadDoubleLittleEndian(place);
        }

        set
        {
            Span<byte> place = bytes.AsSpan(ExtendedIntervalAt, sizeof(double));
            if (IsBigEndian) BinaryPrimitives.WriteDoubleBigEndian(place, value);
            else BinaryPrimitives.WriteDoubleLittleEndian(place, value);
        }
    }
}
