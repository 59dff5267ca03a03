using AdjointKit.Arrays;
using AdjointKit.Runs;

namespace AdjointKit.IO;

/// <summary>NumPy's archive of named arrays (NPZ): a ZIP of NPY files. Stored and deflated members are read; stored ones are written.</summary>
public static class NpzFile
{
    private const string Suffix = ".npy";

    /// <summary>The names of the arrays in an archive.</summary>
    /// <exception cref="FileFormatException">The file is no archive, or is cut or damaged.</exception>
    public static IReadOnlyList<string> Names(string path)
    {
        using var archive = new ZipReader(path);
        return Names(archive);
    }

    /// <summary>Reads one array of an archive with the element type that it has there.</summary>
    /// <param name="path">The archive.</param>
    /// <param name="name">The array's name; null: the only one.</param>
    /// <exception cref="FileFormatException">The file is no archive, is cut or damaged, has no array of that name, or packs it in a way that is not read.</exception>
    public static AnyArray Read(string path, string? name = null)
    {
        using var archive = new ZipReader(path);
        ZipEntry entry = Find(archive, path, name);
        using CheckedStream stream = archive.Open(entry);
        AnyArray array = NpyFile.Read(stream, $"{path}:{NameOf(entry)}", 0, entry.Bytes);
        try
        {
            stream.Finish();
            return array;
        }
        catch
        {
            array.Dispose();
            throw;
        }
    }

    /// <summary>Reads one array of an archive as <typeparamref name="T"/>.</summary>
    /// <inheritdoc cref="Read(string, string?)"/>
    /// <exception cref="ArgumentException">An element does not fit <typeparamref name="T"/>.</exception>
    public static NdArray<T> Read<T>(string path, string? name = null)
        where T : unmanaged
    {
        AnyArray array = Read(path, name);
        try
        {
            return array.Take<T>();
        }
        catch
        {
            array.Dispose();
            throw;
        }
    }

    /// <summary>Writes an archive of named arrays in place of what was there.</summary>
    /// <param name="path">Where the file shall be.</param>
    /// <param name="arrays">The arrays by name, in the order of the archive.</param>
    public static void Write(string path, params IReadOnlyList<KeyValuePair<string, AnyArray>> arrays)
    {
        ArgumentNullException.ThrowIfNull(arrays);
        AtomicFile.Write(path, stream =>
        {
            var writer = new ZipWriter(stream);
            foreach ((string name, AnyArray array) in arrays) writer.Add(name + Suffix, target => NpyFile.Write(target, array));
            writer.Finish();
        });
    }

    /// <summary>Writes one array into an archive; the others that it holds stay, and one of the same name is replaced.</summary>
    /// <param name="path">The archive; made where it is absent.</param>
    /// <param name="name">The array's name.</param>
    /// <param name="array">The elements.</param>
    public static void Put(string path, string name, AnyArray array)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(array);
        using ZipReader? old = File.Exists(path) ? new ZipReader(path) : null;
        AtomicFile.Write(path, stream =>
        {
            var writer = new ZipWriter(stream);
            foreach (ZipEntry entry in old?.Entries ?? [])
            {
                if (NameOf(entry) == name) continue;
                using Stream packed = old!.OpenPacked(entry);
                writer.AddPacked(entry, packed);
            }

            writer.Add(name + Suffix, target => NpyFile.Write(target, array));
            writer.Finish();
        });
    }

    private static List<string> Names(ZipReader archive) => [.. archive.Entries.Select(NameOf)];

    private static string NameOf(ZipEntry entry) => entry.Name.EndsWith(Suffix, StringComparison.Ordinal) ? entry.Name[..^Suffix.Length] : entry.Name;

    private static ZipEntry Find(ZipReader archive, string path, string? name)
    {
        const int listed = 10;
        List<string> names = Names(archive);
        string known = names.Count == 0 ? "nothing" : string.Join(", ", names.Take(listed)) + (names.Count > listed ? ", ..." : "");
        if (name is null && archive.Entries.Count == 1) return archive.Entries[0];
        if (name is null) throw new FileFormatException(path, 0, $"the archive holds {names.Count} arrays ({known})", $"name one: {Path.GetFileName(path)}:NAME");
        return archive.Entries.LastOrDefault(entry => NameOf(entry) == name || entry.Name == name)
            ?? throw new FileFormatException(path, 0, $"the archive has no array `{name}`; it holds {known}", "name one of those");
    }
}
