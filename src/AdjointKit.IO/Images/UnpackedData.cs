namespace AdjointKit.IO;

/// <summary>The bytes that a stretch of an image file unpacks to, row after row.</summary>
/// <param name="unpacked">The decoder.</param>
/// <param name="source">The file.</param>
/// <param name="at">Where the packed bytes start, for messages.</param>
internal sealed class UnpackedData(Stream unpacked, ImageSource source, long at) : IDisposable
{
    private const int SkipBytes = 1 << 14;

    // Up to these bytes, and sixteen times the packed ones, a claim is believed: what it can waste is small.
    private const long Believed = 1 << 16;
    private const int OrdinaryRatio = 16;

    private long done;

    /// <summary>Whether a claim is so large beside what is packed that the data are unpacked once without keeping them before memory is taken.</summary>
    public static bool NeedsTrial(Int128 claimed, long packed) => claimed > Believed + ((Int128)OrdinaryRatio * packed);

    /// <summary>Fills a buffer.</summary>
    public void Read(Span<byte> buffer)
    {
        int got = Fill(buffer);
        done += got;
        if (got < buffer.Length) throw source.Damaged(at, $"the pixels that are packed here end after {done} bytes");
    }

    /// <summary>Unpacks bytes without keeping them.</summary>
    public void Skip(long bytes)
    {
        var scratch = new byte[Math.Min(SkipBytes, bytes)];
        for (long left = bytes; left > 0; left -= scratch.Length) Read(scratch.AsSpan(0, (int)Math.Min(scratch.Length, left)));
    }

    /// <summary>Lets a decoder that has a check sum compare it, which it does when it is asked for more than there is.</summary>
    public void Finish()
    {
        Span<byte> beyond = stackalloc byte[1];
        _ = Fill(beyond);
    }

    /// <inheritdoc/>
    public void Dispose() => unpacked.Dispose();

    private int Fill(Span<byte> buffer)
    {
        try
        {
            return unpacked.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        }
        catch (Exception cause) when (cause is InvalidDataException or (IOException and not FileFormatException))
        {
            throw source.Damaged(at, $"the pixels that are packed here cannot be unpacked beyond byte {done} of them", cause);
        }
    }
}
