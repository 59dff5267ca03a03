namespace AdjointKit.IO;

/// <summary>A directory of a TIFF file: the fields of one image.</summary>
internal sealed class TiffDirectory
{
    private readonly Dictionary<TiffTag, TiffEntry> entries = [];
    private readonly TiffBytes bytes;

    private TiffDirectory(TiffBytes bytes, long at)
    {
        this.bytes = bytes;
        At = at;
    }

    /// <summary>Where it stands.</summary>
    public long At { get; }

    /// <summary>Where the next one stands; 0 after the last.</summary>
    public long Next { get; private set; }

    /// <summary>All directories of a file, in the order of its chain.</summary>
    public static List<TiffDirectory> ReadAll(TiffBytes bytes)
    {
        var directories = new List<TiffDirectory>();
        var seen = new HashSet<long>();
        for (long at = bytes.FirstDirectory; at != 0; at = directories[^1].Next)
        {
            if (!seen.Add(at)) throw bytes.Source.Damaged(directories[^1].At, $"the directory here names as the next one that at byte {at}, which came before");
            directories.Add(Read(bytes, at));
        }

        return directories.Count > 0 ? directories : throw bytes.Source.Damaged(4, "the file has no image");
    }

    /// <summary>Whether a field is there.</summary>
    public bool Has(TiffTag tag) => entries.ContainsKey(tag);

    /// <summary>The first number of a field, or what holds where the field is missing.</summary>
    public long Whole(TiffTag tag, long otherwise) =>
        entries.TryGetValue(tag, out TiffEntry entry) && entry.Count > 0 ? bytes.ReadWhole(tag, entry, 1)[0] : otherwise;

    /// <summary>The first number of a field that must be there.</summary>
    public long Whole(TiffTag tag) =>
        entries.TryGetValue(tag, out TiffEntry entry) && entry.Count > 0 ? bytes.ReadWhole(tag, entry, 1)[0] : throw bytes.Source.Damaged(At, $"the directory does not state {tag}");

    /// <summary>The first numbers of a field; none where it is missing.</summary>
    public long[] Wholes(TiffTag tag, long most) => entries.TryGetValue(tag, out TiffEntry entry) ? bytes.ReadWhole(tag, entry, most) : [];

    /// <summary>A number with a point; null where it is missing.</summary>
    public double? Number(TiffTag tag) => entries.TryGetValue(tag, out TiffEntry entry) ? bytes.ReadNumber(tag, entry) : null;

    /// <summary>A text; null where it is missing.</summary>
    public string? Text(TiffTag tag) => entries.TryGetValue(tag, out TiffEntry entry) ? bytes.ReadText(tag, entry) : null;

    private static TiffDirectory Read(TiffBytes bytes, long at)
    {
        int countBytes = bytes.IsBig ? 8 : 2;
        int entryBytes = bytes.IsBig ? 20 : 12;
        int placeBytes = bytes.IsBig ? 8 : 4;
        const string what = "a directory";
        long count = bytes.ToWhole(bytes.Read(at, countBytes, what), countBytes);
        byte[] table = bytes.Read(at + countBytes, ((Int128)count * entryBytes) + placeBytes, what);
        var directory = new TiffDirectory(bytes, at);
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> field = table.AsSpan(i * entryBytes, entryBytes);
            var entry = new TiffEntry((int)bytes.ToWhole(field[2..], 2), bytes.ToWhole(field[4..], placeBytes), 0);
            bool isInside = (Int128)entry.Count * entry.Size <= placeBytes;
            int valueAt = entryBytes - placeBytes;
            long place = isInside ? at + countBytes + ((long)i * entryBytes) + valueAt : bytes.ToWhole(field[valueAt..], placeBytes);
            directory.entries.TryAdd((TiffTag)bytes.ToWhole(field, 2), entry with { At = place });
        }

        directory.Next = bytes.ToWhole(table.AsSpan((int)count * entryBytes), placeBytes);
        return directory;
    }
}
