namespace AdjointKit.IO;

/// <summary>A stretch of a file, to read. Closing it leaves the file open.</summary>
internal sealed class WindowStream(FileStream file, long start, long length) : Stream
{
    private long at;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position
    {
        get => at;
        set => throw new NotSupportedException("a stretch of a file is read from its start to its end");
    }

    public override int Read(Span<byte> buffer)
    {
        int wanted = (int)Math.Min(buffer.Length, length - at);
        if (wanted == 0) return 0;
        if (file.Position != start + at) file.Position = start + at;
        int got = file.Read(buffer[..wanted]);
        at += got;
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
}
