namespace AdjointKit.IO;

/// <summary>Runs of equal pixels in BMP files (RLE8 and RLE4): counts with a pixel or a pair of them, and after a zero pixels as they are, jumps, or an end.</summary>
internal static class BmpRuns
{
    /// <summary>Unpacks the indices of the colours, row by row from below; what jumps pass over stays 0.</summary>
    public static void Unpack(ReadOnlySpan<byte> packed, BmpHeader header, Span<byte> indices, ImageSource source)
    {
        bool pairs = header.Packing == BmpPacking.Runs4;
        int x = 0;
        int y = 0;
        int at = 0;
        while (y < header.Height)
        {
            if (at + 2 > packed.Length) throw source.Damaged(source.Length, "the file ends among its runs of pixels");
            int count = packed[at++];
            int value = packed[at++];
            if (count > 0)
            {
                for (int i = 0; i < count; i++) Put(indices, header, x++, y, pairs ? (i % 2 == 0 ? value >> 4 : value & 15) : value);
                continue;
            }

            switch (value)
            {
                case 0:
                    x = 0;
                    y++;
                    break;
                case 1:
                    return;
                case 2:
                    if (at + 2 > packed.Length) throw source.Damaged(source.Length, "the file ends inside a jump over pixels");
                    x = Math.Min(header.Width, x + packed[at++]);
                    y += packed[at++];
                    break;
                default:
                    int bytes = pairs ? (value + 1) / 2 : value;
                    if (at + bytes > packed.Length) throw source.Damaged(source.Length, "the file ends among its pixels");
                    for (int i = 0; i < value; i++)
                    {
                        int stored = packed[at + (pairs ? i / 2 : i)];
                        Put(indices, header, x++, y, pairs ? (i % 2 == 0 ? stored >> 4 : stored & 15) : stored);
                    }

                    at += bytes + (bytes & 1);
                    break;
            }
        }
    }

    private static void Put(Span<byte> indices, BmpHeader header, int x, int y, int value)
    {
        // Runs may end beyond the row: what does not belong to the image is dropped.
        if (x < header.Width) indices[((header.Height - 1 - y) * header.Width) + x] = (byte)value;
    }
}
