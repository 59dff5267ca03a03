using AdjointKit.Arrays;
using AdjointKit.Runs;

namespace AdjointKit.IO;

/// <summary>Headerless arrays: nothing but the elements, last axis fastest. Shape and element format are stated by the user.</summary>
public static class BinaryFile
{
    /// <summary>Reads a headerless file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="shape">The lengths along the axes, last axis fastest.</param>
    /// <param name="format">Element type and byte order.</param>
    /// <exception cref="FileFormatException">The file's size is not that of the stated shape and type.</exception>
    public static AnyArray Read(string path, Shape shape, ElementFormat format)
    {
        using FileStream stream = File.OpenRead(path);
        Int128 stated = (Int128)(long)shape.Count * format.Size;
        if (stream.Length != stated)
        {
            throw new FileFormatException(path, (long)Int128.Min(stated, stream.Length), $"the file has {stream.Length} bytes but shape {shape} of {format} needs {stated}", "state the shape and type that the file has (--shape, --dtype)");
        }

        AnyArray array = AnyArray.Empty(format.Type, shape);
        long done = ElementBytes.Read(stream, array, format.BigEndian);
        if (done == stated) return array;
        array.Dispose();
        throw new FileFormatException(path, done, "the file became shorter while it was read", "read it again when nothing writes to it");
    }

    /// <summary>Writes the elements and nothing else, little-endian, last axis fastest.</summary>
    /// <param name="path">Where the file shall be.</param>
    /// <param name="array">The elements.</param>
    public static void Write(string path, AnyArray array)
    {
        ArgumentNullException.ThrowIfNull(array);
        AtomicFile.Write(path, stream => WriteElements(stream, array));
    }

    /// <inheritdoc cref="Write(string, AnyArray)"/>
    public static void Write<T>(string path, NdArray<T> array)
        where T : unmanaged => Write(path, AnyArray.Of(array));

    internal static void WriteElements(Stream stream, AnyArray array)
    {
        using AnyArray? contiguous = array.IsContiguous ? null : array.Copy();
        ElementBytes.Write(stream, contiguous ?? array);
    }
}
