namespace AdjointKit.IO;

/// <summary>A file is cut, damaged, or holds something that this library does not read. The message is one sentence: file, byte offset, what is wrong, and the way out.</summary>
public sealed class FileFormatException : IOException
{
    /// <summary>Makes the exception.</summary>
    /// <param name="path">The file.</param>
    /// <param name="byteOffset">Where in the file the trouble lies, in bytes from its start.</param>
    /// <param name="problem">What is wrong, without a full stop.</param>
    /// <param name="wayOut">What the user can do, without a full stop.</param>
    /// <param name="innerException">The cause, if there is one.</param>
    public FileFormatException(string path, long byteOffset, string problem, string wayOut, Exception? innerException = null)
        : base($"{path}, byte {byteOffset}: {problem}; {wayOut}.", innerException)
    {
        Path = path;
        ByteOffset = byteOffset;
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Where in the file the trouble lies, in bytes from its start.</summary>
    public long ByteOffset { get; }
}
