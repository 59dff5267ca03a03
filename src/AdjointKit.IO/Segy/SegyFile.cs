using System.Buffers.Binary;
using AdjointKit.Arrays;

namespace AdjointKit.IO;

/// <summary>
/// A SEG-Y file, revisions 0 to 2 (Barry, Cavers and Kneale 1975; SEG 2002, 2017): text headers, binary header, and traces with their headers.
/// Either byte order is read. What was read is written back with the same bytes, headers included.
/// </summary>
public sealed unsafe partial class SegyFile : TraceFile
{
    internal const int HeadLength = TextHeader.Length + BinaryHeader.Length;
    private const int ReadBuffer = 1 << 16;
    private const double Microsecond = 1e-6;

    private readonly byte[] text;
    private readonly byte[] extension;
    private readonly byte[] trailer;

    private SegyFile(string path, byte[] text, BinaryHeader binary, byte[] extension, byte[] trailer, TraceHeaders headers, NdArray<byte> raw, TraceLengths lengths, SegySampleFormat format)
        : base(path, headers, raw, lengths, format, HeadLength + extension.Length)
    {
        this.text = text;
        this.extension = extension;
        this.trailer = trailer;
        Binary = binary;
    }

    /// <summary>The text header, 40 lines, from EBCDIC or ASCII.</summary>
    public string Text => TextHeader.Decode(text);

    /// <summary>The raw 3200 bytes of the text header.</summary>
    public ReadOnlySpan<byte> TextBytes => text;

    /// <summary>The extended text headers, in the order of the file.</summary>
    public IReadOnlyList<string> ExtendedTexts => [.. Enumerable.Range(0, extension.Length / TextHeader.Length).Select(index => TextHeader.Decode(extension.AsSpan(index * TextHeader.Length, TextHeader.Length)))];

    /// <summary>The binary header.</summary>
    public BinaryHeader Binary { get; }

    /// <inheritdoc/>
    public override double SampleInterval
    {
        get
        {
            double extended = Binary.MajorRevision == 2 ? Binary.ExtendedInterval : 0;
            if (double.IsFinite(extended) && extended > 0) return extended * Microsecond;
            int stated = Binary[BinaryField.SampleInterval];
            return (stated > 0 ? stated : Headers[0, TraceField.SampleInterval]) * Microsecond;
        }
    }

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">What the file says wrongly or not at all.</param>
    /// <exception cref="FileFormatException">The file is no SEG-Y, its sample format is not known, or its headers do not fit its size.</exception>
    public static SegyFile Read(string path, SegyReadOptions? options = null)
    {
        options ??= new SegyReadOptions();
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, ReadBuffer);
        byte[] head = new byte[HeadLength];
        int got = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        if (got < head.Length) throw new FileFormatException(path, got, $"a SEG-Y file begins with {HeadLength} bytes of headers and {got} are here", "copy the file again, it is cut or of another kind");
        byte[] binaryBytes = head[TextHeader.Length..];
        (bool bigEndian, SegySampleFormat format) = FindFormat(binaryBytes, path, options);
        var binary = new BinaryHeader(binaryBytes, bigEndian);
        SegyLayout layout = SegyLayout.Find(stream, path, binary, SegySampleFormats.Width(format), options.SamplesPerTrace);
        byte[] texts = ReadBlock(stream, path, HeadLength, layout.FirstTrace);
        long after = layout.Warnings.Count == 0 ? stream.Length : layout.End;
        byte[] tail = ReadBlock(stream, path, layout.End, after);
        (TraceHeaders headers, NdArray<byte> raw) = ReadTraces(stream, path, layout.FirstTrace, layout.HeaderBytes, layout.Lengths, SegySampleFormats.Width(format), bigEndian);
        return new SegyFile(path, head[..TextHeader.Length], binary, texts, tail, headers, raw, layout.Lengths, format)
        {
            Warnings = [.. layout.Warnings, .. Doubts(headers, raw, layout.Lengths, format, options.Format is not null)],
        };
    }

    internal override void WriteTo(Stream stream)
    {
        stream.Write(text);
        stream.Write(Binary.Bytes);
        stream.Write(extension);
        WriteTraces(stream);
        stream.Write(trailer);
    }

    /// <summary>Whether the first bytes of a file look like the headers of SEG-Y.</summary>
    internal static bool IsLikely(ReadOnlySpan<byte> head)
    {
        if (head.Length < HeadLength || !TextHeader.IsLikely(head[..TextHeader.Length])) return false;
        ReadOnlySpan<byte> code = head.Slice(TextHeader.Length + FormatAt, 2);
        return SegySampleFormats.IsKnown(BinaryPrimitives.ReadUInt16BigEndian(code)) || SegySampleFormats.IsKnown(BinaryPrimitives.ReadUInt16LittleEndian(code));
    }

    private static int FormatAt => BinaryField.Format.Byte - BinaryHeader.FirstByte;

    /// <summary>Finds byte order and sample format: the order in which the format's code is one of the standard's.</summary>
    private static (bool BigEndian, SegySampleFormat Format) FindFormat(byte[] binary, string path, SegyReadOptions options)
    {
        int big = new BinaryHeader(binary, bigEndian: true)[BinaryField.Format];
        int little = new BinaryHeader(binary, bigEndian: false)[BinaryField.Format];
        bool bigEndian = options.BigEndian ?? (SegySampleFormats.IsKnown(big) || !(SegySampleFormats.IsKnown(little) || IsReversed(binary)));
        if (new BinaryHeader(binary, bigEndian: true)[BinaryField.ByteOrder] == 0x02010403) throw new FileFormatException(path, BinaryField.ByteOrder.Byte - 1, "the bytes are swapped in pairs", "swap them back first (dd conv=swab)");
        int code = (int?)options.Format ?? (bigEndian ? big : little);
        if (SegySampleFormats.IsKnown(code)) return (bigEndian, (SegySampleFormat)code);
        throw new FileFormatException(path, TextHeader.Length + FormatAt, $"the sample format code is {code}, which is none of {SegySampleFormats.Known}", "state the format if you know it (--segy-format), or copy the file again");
    }

    /// <summary>Revision 2 writes 16909060 so that its bytes 1, 2, 3, 4 tell the order.</summary>
    private static bool IsReversed(byte[] binary) => new BinaryHeader(binary, bigEndian: false)[BinaryField.ByteOrder] == 0x01020304;

    private static byte[] ReadBlock(FileStream stream, string path, long from, long to)
    {
        var block = new byte[Math.Max(0, to - from)];
        stream.Position = from;
        Fill(stream, path, block);
        return block;
    }

    private static IEnumerable<string> Doubts(TraceHeaders headers, NdArray<byte> raw, TraceLengths lengths, SegySampleFormat format, bool isStated)
    {
        int stale = 0;
        int last = 0;
        for (int trace = 0; trace < headers.Count; trace++)
        {
            int stated = headers[trace, TraceField.Samples];
            if (stated == 0 || stated == lengths[trace]) continue;
            stale++;
            last = stated;
        }

        if (stale > 0) yield return $"{stale} of {headers.Count} trace headers state another number of samples (such as {last}) than their trace has ({lengths[0]}): the file's size decides.";
        if (format == SegySampleFormat.IbmFloat32 && !isStated && IbmDoubt.LooksLikeIeee(raw, headers.IsBigEndian)) yield return "The header states IBM numbers, but the samples look like IEEE ones: if they are, state the format (--segy-format ieee).";
        if (format != SegySampleFormat.FixedPointGain) yield break;
        if (UsesFirstByte(raw, headers.IsBigEndian)) yield return "Samples of format 4 leave their first byte unused, and this file uses it: if it holds IEEE numbers, state format 5 (--segy-format ieee).";
    }

    private static bool UsesFirstByte(NdArray<byte> raw, bool bigEndian)
    {
        for (nint at = bigEndian ? 0 : 3; at < raw.Count; at += 4)
        {
            if (raw.Pointer[at] != 0) return true;
        }

        return false;
    }
}
