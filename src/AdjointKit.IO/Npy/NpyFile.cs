using AdjointKit.Arrays;
using AdjointKit.Runs;

namespace AdjointKit.IO;

/// <summary>NumPy's file of one array (NPY, versions 1 to 3). Any number type, byte order and axis order is read; row-major, little-endian version 1.0 is written.</summary>
public static class NpyFile
{
    /// <summary>Reads an array with the element type that the file has.</summary>
    /// <exception cref="FileFormatException">The file is no NPY file, is cut or damaged, or holds structured elements or Python objects.</exception>
    public static AnyArray Read(string path)
    {
        using FileStream stream = File.OpenRead(path);
        return Read(stream, path, 0, stream.Length);
    }

    /// <summary>Reads an array as <typeparamref name="T"/>.</summary>
    /// <exception cref="FileFormatException">The file is no NPY file, is cut or damaged, or holds structured elements or Python objects.</exception>
    /// <exception cref="ArgumentException">An element does not fit <typeparamref name="T"/>.</exception>
    public static NdArray<T> Read<T>(string path)
        where T : unmanaged
    {
        AnyArray array = Read(path);
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

    /// <summary>Writes an array.</summary>
    /// <param name="path">Where the file shall be.</param>
    /// <param name="array">The elements; any view.</param>
    public static void Write(string path, AnyArray array)
    {
        ArgumentNullException.ThrowIfNull(array);
        AtomicFile.Write(path, stream => Write(stream, array));
    }

    /// <inheritdoc cref="Write(string, AnyArray)"/>
    public static void Write<T>(string path, NdArray<T> array)
        where T : unmanaged => Write(path, AnyArray.Of(array));

    internal static void Write(Stream stream, AnyArray array)
    {
        stream.Write(NpyHeader.Write(array.ElementType, array.Shape));
        BinaryFile.WriteElements(stream, array);
    }

    /// <summary>Reads an array from a stream that stands at its head. Memory is taken only after the bytes are known to be there.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="path">The file's name for messages.</param>
    /// <param name="start">The place of the head in that file.</param>
    /// <param name="available">The bytes that the stream truly has.</param>
    internal static AnyArray Read(Stream stream, string path, long start, long available)
    {
        NpyHeader header = NpyHeader.Read(stream, path, start, available);
        Int128 needed = (Int128)(long)header.Shape.Count * header.Format.Size;
        long left = available - header.Bytes;
        if (needed > left)
        {
            throw NpyHeader.Damaged(path, start + available, $"shape {header.Shape} of {header.Format} needs {needed} bytes after the head and {left} are here");
        }

        AnyArray array = AnyArray.Empty(header.Format.Type, header.ColumnMajor ? Reversed(header.Shape) : header.Shape);
        long done = ElementBytes.Read(stream, array, header.Format.BigEndian);
        if (done < needed)
        {
            array.Dispose();
            throw NpyHeader.Damaged(path, start + header.Bytes + done, "the file ends among its elements");
        }

        if (!header.ColumnMajor || header.Shape.Rank < 2) return array;
        using AnyArray columnMajor = array;
        return columnMajor.CopyReversed();
    }

    private static Shape Reversed(Shape shape)
    {
        Span<nint> lengths = stackalloc nint[Shape.MaxRank];
        for (int axis = 0; axis < shape.Rank; axis++) lengths[axis] = shape[shape.Rank - 1 - axis];
        return new Shape(lengths[..shape.Rank]);
    }
}
