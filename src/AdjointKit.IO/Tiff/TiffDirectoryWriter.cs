using System.Buffers.Binary;

namespace AdjointKit.IO;

/// <summary>Writes the head and the directories of a little-endian TIFF file, each behind its pixels and named by what came before.</summary>
internal sealed class TiffDirectoryWriter(Stream stream, bool big)
{
    private readonly int placeBytes = big ? 8 : 4;

    // Where the place of the next directory is to be written.
    private long linkAt;

    /// <summary>Writes the first bytes of the file.</summary>
    public void WriteHead()
    {
        stream.Write("II"u8);
        Put(big ? 43 : 42, 2);
        if (big)
        {
            Put(8, 2);
            Put(0, 2);
        }

        linkAt = stream.Position;
        Put(0, placeBytes);
    }

    /// <summary>Writes a directory at the end of the file.</summary>
    public void Write(IReadOnlyList<TiffField> fields)
    {
        var places = new long[fields.Count];
        for (int i = 0; i < places.Length; i++)
        {
            if (fields[i].Numbers.Length * fields[i].Width <= placeBytes) continue;
            Align();
            places[i] = stream.Position;
            foreach (long number in fields[i].Numbers) Put(number, fields[i].Width);
        }

        Align();
        long at = stream.Position;
        Put(fields.Count, big ? 8 : 2);
        for (int i = 0; i < places.Length; i++)
        {
            TiffField field = fields[i];
            Put((long)field.Tag, 2);
            Put(field.Type, 2);
            Put(field.Count, placeBytes);
            if (places[i] > 0) Put(places[i], placeBytes);
            else PutInside(field);
        }

        long next = stream.Position;
        Put(0, placeBytes);
        Align();
        long end = stream.Position;
        stream.Position = linkAt;
        Put(at, placeBytes);
        stream.Position = end;
        linkAt = next;
    }

    private void PutInside(TiffField field)
    {
        foreach (long number in field.Numbers) Put(number, field.Width);
        for (int left = placeBytes - (field.Numbers.Length * field.Width); left > 0; left--) stream.WriteByte(0);
    }

    private void Align()
    {
        while (stream.Position % placeBytes != 0) stream.WriteByte(0);
    }

    private void Put(long number, int width)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
        stream.Write(bytes[..width]);
    }
}
