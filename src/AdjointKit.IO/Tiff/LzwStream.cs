namespace AdjointKit.IO;

/// <summary>
/// Lempel, Ziv and Welch's packing as TIFF has it since version 5: codes of 9 to 12 bits, the highest bit first, and one bit more a code early
/// (TIFF 6.0, section 13).
/// </summary>
internal sealed class LzwStream(Stream packed) : ForwardStream
{
    private const int Clear = 256;
    private const int End = 257;
    private const int FirstFree = 258;
    private const int LeastBits = 9;
    private const int MostBits = 12;
    private const int Entries = 1 << MostBits;
    private const int BlockBytes = 1 << 12;

    private readonly ushort[] before = new ushort[Entries];
    private readonly byte[] last = new byte[Entries];
    private readonly byte[] text = new byte[Entries];
    private readonly byte[] block = new byte[BlockBytes];
    private int blockAt;
    private int blockEnd;
    private uint window;
    private int held;
    private int width = LeastBits;
    private int free = FirstFree;
    private int previous = -1;

    // What is decoded and not yet taken lies at the end of the text.
    private int textAt = Entries;
    private bool ended;

    public override int Read(Span<byte> buffer)
    {
        if (textAt == Entries && !ended) Decode();
        int length = Math.Min(buffer.Length, Entries - textAt);
        text.AsSpan(textAt, length).CopyTo(buffer);
        textAt += length;
        return length;
    }

    private void Decode()
    {
        int code = NextCode();
        while (code == Clear)
        {
            width = LeastBits;
            free = FirstFree;
            previous = -1;
            code = NextCode();
        }

        if (code is End or < 0)
        {
            ended = true;
            return;
        }

        bool isNew = code == free && previous >= 0;
        if (!isNew && code >= free) throw new InvalidDataException("a code that was not defined");
        if (previous < 0 && code >= Clear) throw new InvalidDataException("a table that starts with a code of it");

        // The code that is being defined stands for the previous text and its first byte again.
        textAt = Entries - (isNew ? 1 : 0);
        for (int entry = isNew ? previous : code; ; entry = before[entry])
        {
            text[--textAt] = entry < Clear ? (byte)entry : last[entry];
            if (entry < Clear) break;
        }

        if (isNew) text[Entries - 1] = text[textAt];
        if (previous >= 0 && free < Entries)
        {
            before[free] = (ushort)previous;
            last[free] = text[textAt];
            free++;
            if (free >= (1 << width) - 1 && width < MostBits) width++;
        }

        previous = code;
    }

    private int NextCode()
    {
        while (held < width)
        {
            if (blockAt == blockEnd)
            {
                blockEnd = packed.Read(block);
                blockAt = 0;
                if (blockEnd == 0) return -1;
            }

            window = (window << 8) | block[blockAt++];
            held += 8;
        }

        held -= width;
        return (int)(window >> held) & ((1 << width) - 1);
    }
}
