namespace AdjointKit.IO;

/// <summary>Cuts what is written to it into IDAT chunks.</summary>
internal sealed class PngChunkStream(Stream file) : Stream
{
    private readonly byte[] buffer = new byte[1 << 16];
    private int held;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Write(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            int count = Math.Min(bytes.Length, buffer.Length - held);
            bytes[..count].CopyTo(buffer.AsSpan(held));
            held += count;
            bytes = bytes[count..];
            if (held == buffer.Length) WriteChunk();
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
        // A chunk is written when it is full, and the last one at the end.
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing && held > 0) WriteChunk();
        base.Dispose(disposing);
    }

    private void WriteChunk()
    {
        PngWriter.WriteChunk(file, "IDAT"u8, buffer.AsSpan(0, held));
        held = 0;
    }
}
