namespace AdjointKit.IO;

/// <summary>PackBits: counts before bytes as they are, or before one byte that is repeated (TIFF 6.0, section 9).</summary>
internal sealed class PackBitsStream(Stream packed) : ForwardStream
{
    private const int NoOperation = -128;
    private readonly byte[] block = new byte[1 << 12];
    private int blockAt;
    private int blockEnd;
    private int left;
    private bool repeats;
    private byte repeated;

    public override int Read(Span<byte> buffer)
    {
        while (left == 0)
        {
            if (!Refill()) return 0;
            int count = (sbyte)block[blockAt++];
            if (count == NoOperation) continue;
            repeats = count < 0;
            if (repeats)
            {
                if (!Refill()) return 0;
                repeated = block[blockAt++];
            }

            left = Math.Abs(count) + 1;
        }

        int length = Math.Min(left, buffer.Length);
        if (repeats) buffer[..length].Fill(repeated);
        else
        {
            if (!Refill()) return 0;
            length = Math.Min(length, blockEnd - blockAt);
            block.AsSpan(blockAt, length).CopyTo(buffer);
            blockAt += length;
        }

        left -= length;
        return length;
    }

    /// <summary>Whether another byte is there.</summary>
    private bool Refill()
    {
        if (blockAt < blockEnd) return true;
        blockAt = 0;
        blockEnd = packed.Read(block);
        return blockEnd > 0;
    }
}
