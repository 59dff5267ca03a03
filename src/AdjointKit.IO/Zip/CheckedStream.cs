using AdjointKit.Kernels;

namespace AdjointKit.IO;

/// <summary>The unpacked bytes of a file in an archive; counts and sums them, and compares both with the directory at the end.</summary>
internal sealed class CheckedStream(Stream unpacked, string path, long packedAt, ZipEntry entry) : Stream
{
    private const int BlockBytes = 1 << 16;
    private uint crc;
    private long count;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => entry.Bytes;

    public override long Position
    {
        get => count;
        set => throw new NotSupportedException("an unpacked file is read from its start to its end");
    }

    /// <summary>Reads what is left and compares length and check sum with the directory's.</summary>
    /// <exception cref="FileFormatException">They differ.</exception>
    public void Finish()
    {
        byte[] block = new byte[BlockBytes];
        while (Read(block) > 0)
        {
            // Only counted.
        }

        if (count != entry.Bytes) throw Damaged($"`{entry.Name}` unpacks to {count} bytes, not to the {entry.Bytes} that it claims", null);
        if (crc != entry.Crc) throw Damaged($"the check sum of `{entry.Name}` is {crc:x8}, not {entry.Crc:x8}", null);
    }

    public override int Read(Span<byte> buffer)
    {
        int got;
        try
        {
            got = unpacked.Read(buffer[..(int)Math.Min(buffer.Length, entry.Bytes + 1 - count)]);
        }
        catch (InvalidDataException cause)
        {
            throw Damaged($"`{entry.Name}` cannot be unpacked", cause);
        }

        crc = Crc32.Append(crc, buffer[..got]);
        count += got;
        return got;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
        // Nothing is written.
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) unpacked.Dispose();
        base.Dispose(disposing);
    }

    private FileFormatException Damaged(string problem, Exception? cause) => new(path, packedAt, problem, "the archive is damaged, save it again", cause);
}
