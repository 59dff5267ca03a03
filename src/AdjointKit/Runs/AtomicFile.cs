namespace AdjointKit.Runs;

/// <summary>Writes whole files only: beside their place under a temporary name, renamed when complete, so that a killed run leaves no half file.</summary>
public static class AtomicFile
{
    private const int BufferBytes = 1 << 16;

    /// <summary>Writes a file through a stream; if <paramref name="write"/> throws, the place keeps what it had.</summary>
    /// <param name="path">Where the file shall be. A link is followed.</param>
    /// <param name="write">Writes the contents.</param>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(write);
        string place = (File.Exists(path) ? File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName : null) ?? Path.GetFullPath(path);
        if (place.StartsWith("/dev/", StringComparison.Ordinal) && !place.StartsWith("/dev/shm/", StringComparison.Ordinal))
        {
            // A device is written to, never replaced; /dev/shm holds ordinary files.
            using FileStream device = new(place, FileMode.Open, FileAccess.Write);
            write(device);
            return;
        }

        string folder = Path.GetDirectoryName(place) ?? throw new ArgumentException($"{path} is a folder, not a file", nameof(path));
        if (!Directory.Exists(folder)) throw new DirectoryNotFoundException($"the folder {folder} for {path} does not exist: make it first");
        Write(place, Path.Combine(folder, $".{Path.GetFileName(place)}.{Guid.NewGuid():N}.partial"), write);
    }

    /// <inheritdoc cref="Write(string, Action{Stream})"/>
    /// <param name="path">Where the file shall be. A link is followed.</param>
    /// <param name="contents">The contents.</param>
    public static void Write(string path, byte[] contents) => Write(path, stream => stream.Write(contents));

    /// <summary>As <see cref="Write(string, Action{Stream})"/>, under a temporary name that the caller knows.</summary>
    internal static void Write(string place, string temporary, Action<Stream> write)
    {
        try
        {
            using (FileStream stream = new(temporary, FileMode.Create, FileAccess.ReadWrite, FileShare.None, BufferBytes))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, place, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }
}
