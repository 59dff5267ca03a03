using System.Text;

namespace AdjointKit.IO;

/// <summary>Writes ZIP archives without ever going back: lengths and check sums are known before a file is written. ZIP64 fields only where they are needed.</summary>
internal sealed class ZipWriter(Stream stream)
{
    // 1 January 1980, the first date that ZIP knows: equal contents give equal bytes.
    private const uint Date = 0x00210000;
    private const ushort Utf8Names = 0x800;
    private readonly List<ZipEntry> entries = [];
    private long at;

    /// <summary>Adds a file, stored as it is.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="write">Writes its bytes; called twice.</param>
    public void Add(string name, Action<Stream> write)
    {
        using var counting = new CountingStream();
        write(counting);
        Begin(new ZipEntry(name, ZipEntry.Stored, Encrypted: false, counting.Crc, counting.Length, counting.Length, at, 0));
        write(stream);
        at += counting.Length;
    }

    /// <summary>Adds a file of another archive without unpacking it.</summary>
    public void AddPacked(ZipEntry entry, Stream packed)
    {
        Begin(entry with { HeaderOffset = at });
        packed.CopyTo(stream);
        at += entry.PackedBytes;
    }

    /// <summary>Writes the directory: the archive is whole.</summary>
    public void Finish()
    {
        using var directory = new MemoryStream();
        using (var writer = new BinaryWriter(directory, Encoding.UTF8, leaveOpen: true))
        {
            foreach (ZipEntry entry in entries) WriteDirectoryEntry(writer, entry);
            long length = directory.Length;
            bool large = entries.Count > 0xfffe || at >= uint.MaxValue || length >= uint.MaxValue;
            if (large) WriteLongEnd(writer, length);
            writer.Write(0x06054b50u);
            writer.Write(0u);
            ushort count = large ? ushort.MaxValue : (ushort)entries.Count;
            writer.Write(count);
            writer.Write(count);
            writer.Write(large ? uint.MaxValue : (uint)length);
            writer.Write(large ? uint.MaxValue : (uint)at);
            writer.Write((ushort)0);
        }

        directory.Position = 0;
        directory.CopyTo(stream);
    }

    private static bool IsLarge(ZipEntry entry) => entry.Bytes >= uint.MaxValue || entry.PackedBytes >= uint.MaxValue || entry.HeaderOffset >= uint.MaxValue;

    private void Begin(ZipEntry entry)
    {
        byte[] name = Encoding.UTF8.GetBytes(entry.Name);
        bool large = IsLarge(entry);
        using var head = new MemoryStream();
        using (var writer = new BinaryWriter(head, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(0x04034b50u);
            WriteCommon(writer, entry, name, large, extraBytes: large ? 20 : 0);
            writer.Write(name);
            if (large)
            {
                writer.Write((ushort)1);
                writer.Write((ushort)16);
                writer.Write(entry.Bytes);
                writer.Write(entry.PackedBytes);
            }
        }

        head.Position = 0;
        head.CopyTo(stream);
        at += head.Length;
        entries.Add(entry);
    }

    /// <summary>The fields that local header and directory share, from the version on.</summary>
    private static void WriteCommon(BinaryWriter writer, ZipEntry entry, byte[] name, bool large, int extraBytes)
    {
        writer.Write((ushort)(large ? 45 : 20));
        writer.Write(Utf8Names);
        writer.Write((ushort)entry.Method);
        writer.Write(Date);
        writer.Write(entry.Crc);
        writer.Write(large ? uint.MaxValue : (uint)entry.PackedBytes);
        writer.Write(large ? uint.MaxValue : (uint)entry.Bytes);
        writer.Write((ushort)name.Length);
        writer.Write((ushort)extraBytes);
    }

    private static void WriteDirectoryEntry(BinaryWriter writer, ZipEntry entry)
    {
        byte[] name = Encoding.UTF8.GetBytes(entry.Name);
        bool large = IsLarge(entry);
        writer.Write(0x02014b50u);
        writer.Write((ushort)(large ? 45 : 20));
        WriteCommon(writer, entry, name, large, extraBytes: large ? 28 : 0);
        writer.Write((ushort)0);
        writer.Write(0u);
        writer.Write(0u);
        writer.Write(large ? uint.MaxValue : (uint)entry.HeaderOffset);
        writer.Write(name);
        if (!large) return;
        writer.Write((ushort)1);
        writer.Write((ushort)24);
        writer.Write(entry.Bytes);
        writer.Write(entry.PackedBytes);
        writer.Write(entry.HeaderOffset);
    }

    private void WriteLongEnd(BinaryWriter writer, long directoryBytes)
    {
        writer.Write(0x06064b50u);
        writer.Write(44L);
        writer.Write((ushort)45);
        writer.Write((ushort)45);
        writer.Write(0L);
        writer.Write((long)entries.Count);
        writer.Write((long)entries.Count);
        writer.Write(directoryBytes);
        writer.Write(at);
        writer.Write(0x07064b50u);
        writer.Write(0u);
        writer.Write(at + directoryBytes);
        writer.Write(1u);
    }
}
