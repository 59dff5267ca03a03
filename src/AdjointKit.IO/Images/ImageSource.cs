namespace AdjointKit.IO;

/// <summary>The bytes of an image file. What leads out of the file ends in one sentence.</summary>
internal sealed class ImageSource : IDisposable
{
    private const int BufferBytes = 1 << 14;
    private readonly FileStream file;
    private readonly string path;

    public ImageSource(string path)
    {
        this.path = path;
        file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, BufferBytes);
        Length = file.Length;
    }

    /// <summary>The file's length in bytes.</summary>
    public long Length { get; }

    /// <summary>What the readers saw and could mend, one sentence each.</summary>
    public List<string> Warnings { get; } = [];

    /// <summary>Fills a buffer from a place on.</summary>
    public void ReadAt(long offset, Span<byte> buffer, string what)
    {
        Require(offset, buffer.Length, what);
        file.Position = offset;
        int got = file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        if (got < buffer.Length) throw Damaged(offset + got, $"the file ends inside {what}");
    }

    /// <summary>A stretch of the file, to be read in order.</summary>
    public Stream Window(long offset, long length, string what)
    {
        Require(offset, length, what);
        return new WindowStream(file, offset, length);
    }

    /// <summary>Refuses a stretch that is not in the file.</summary>
    public void Require(long offset, long length, string what)
    {
        if (offset < 0 || offset > Length) throw Damaged(Length, $"{what} is said to stand at byte {offset}, outside the file of {Length} bytes");
        if (length < 0 || length > Length - offset) throw Damaged(offset, $"{what} needs {length} bytes and {Length - offset} are left");
    }

    /// <summary>The error that the file is cut or damaged here.</summary>
    public FileFormatException Damaged(long offset, string problem, Exception? cause = null) => new(path, offset, problem, "the file is cut or damaged, save it again", cause);

    /// <summary>The error that this library does not read what stands here.</summary>
    public FileFormatException Refused(long offset, string problem, string wayOut) => new(path, offset, problem, wayOut);

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();
}
