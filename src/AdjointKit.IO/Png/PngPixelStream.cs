using System.Text;
using AdjointKit.Kernels;

namespace AdjointKit.IO;

/// <summary>The data of the IDAT chunks, one after another; each chunk's check sum is compared when its last byte was read.</summary>
internal sealed class PngPixelStream(ImageSource source, IReadOnlyList<(long At, int Length)> chunks) : ForwardStream
{
    private static readonly uint NameCrc = Crc32.Append(0, Encoding.Latin1.GetBytes("IDAT"));
    private int chunk;
    private int done;
    private uint crc = NameCrc;

    public override int Read(Span<byte> buffer)
    {
        while (chunk < chunks.Count)
        {
            (long at, int length) = chunks[chunk];
            int count = Math.Min(buffer.Length, length - done);
            if (count > 0)
            {
                source.ReadAt(at + done, buffer[..count], "the pixels");
                crc = Crc32.Append(crc, buffer[..count]);
                done += count;
            }

            if (done == length)
            {
                PngChunks.RequireCheck(source, at + length, crc);
                crc = NameCrc;
                done = 0;
                chunk++;
            }

            if (count > 0 || buffer.IsEmpty) return count;
        }

        return 0;
    }
}
