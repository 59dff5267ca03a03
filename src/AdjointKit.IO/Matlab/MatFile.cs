using AdjointKit.Arrays;

namespace AdjointKit.IO;

/// <summary>
/// MATLAB's file of named variables, level 5 (<c>save -v6</c> and <c>-v7</c>; Octave and SciPy write it too), compressed or not, in either byte order.
/// Arrays keep MATLAB's axes: element (i, j, k) of an array here is A(i+1, j+1, k+1) there, so that axis 0 are the rows. On file the first axis is the
/// fastest; in memory the last one is. A vector has two axes, as in MATLAB: (1, n) or (n, 1).
/// </summary>
public sealed class MatFile
{
    private const int HeadBytes = 128;
    private const long LargestDense = 256L << 20;

    private readonly Dictionary<string, (MatTag Tag, long Start)> places = new(StringComparer.Ordinal);
    private readonly List<MatVariable> variables = [];
    private readonly bool bigEndian;

    private MatFile(FileStream file, string path)
    {
        Path = path;
        bigEndian = ReadOrder(file, path);
        using MatSource elements = MatSource.Plain(file, path, HeadBytes, bigEndian);
        while (elements.At < elements.End)
        {
            long start = elements.At;
            MatTag tag = elements.ReadTag(elements.End);
            using MatSource source = Source(file, tag, start);
            MatHead head = MatHead.Read(source, source.End);
            // What has no name is MATLAB's own: the data of its function handles and objects.
            if (head.Name.Length > 0)
            {
                // Of two variables of one name the last one counts, as in MATLAB.
                if (places.ContainsKey(head.Name)) variables.RemoveAll(variable => variable.Name == head.Name);
                variables.Add(head.Named(head.Name));
                places[head.Name] = (tag, start);
            }

            elements.SkipTo(tag.Next);
        }
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The variables in the order of the file. Their data has not been read.</summary>
    public IReadOnlyList<MatVariable> Variables => variables;

    /// <summary>Reads the list of variables. The file is closed again; it is opened for each variable that is read.</summary>
    /// <exception cref="FileFormatException">The file is no MAT-file of level 5, or is cut or damaged.</exception>
    public static MatFile Open(string path)
    {
        using FileStream file = File.OpenRead(path);
        return new MatFile(file, path);
    }

    /// <summary>
    /// Reads an array with the element type that MATLAB gave it. Truth values are Boolean, complex integers Complex128; a sparse matrix becomes a full one
    /// (up to 256 MB; see <see cref="ReadSparse"/>).
    /// </summary>
    /// <param name="name">The variable, or the path to what a struct or cell holds: "params.A", "params(2).A", "cells{3}" (from 1, first axis first).</param>
    /// <exception cref="FileFormatException">There is no such variable, it is no array of numbers, or the file is damaged.</exception>
    public AnyArray Read(string name) => Read(name, (source, head) =>
    {
        if (head.Kind == MatKind.Numbers) return MatNumbers.Read(source, head);
        if (head.Kind != MatKind.Sparse) throw Wrong(source, head, name, "an array of numbers");
        if ((Int128)(long)head.Shape.Count * (head.IsComplex ? 16 : 8) > LargestDense) throw source.Refused($"the sparse matrix `{name}` {head.Shape} is too large for a full one", "read it with MatFile.ReadSparse");
        using MatSparse sparse = MatSparse.Read(source, head);
        return sparse.ToDense();
    });

    /// <summary>Reads an array as <typeparamref name="T"/>.</summary>
    /// <inheritdoc cref="Read(string)"/>
    /// <exception cref="ArgumentException">An element does not fit <typeparamref name="T"/>.</exception>
    public NdArray<T> Read<T>(string name)
        where T : unmanaged
    {
        AnyArray array = Read(name);
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

    /// <summary>Reads a text; the rows of a matrix of characters become lines.</summary>
    /// <param name="name">The variable, or the path to what a struct or cell holds.</param>
    /// <exception cref="FileFormatException">There is no such variable, it is no text, or the file is damaged.</exception>
    public string ReadText(string name) => Read(name, (source, head) => head.Kind == MatKind.Text ? MatText.Read(source, head) : throw Wrong(source, head, name, "a text"));

    /// <summary>Reads a sparse matrix as triplets.</summary>
    /// <param name="name">The variable, or the path to what a struct or cell holds.</param>
    /// <exception cref="FileFormatException">There is no such variable, it is no sparse matrix, or the file is damaged.</exception>
    public MatSparse ReadSparse(string name) => Read(name, (source, head) => head.Kind == MatKind.Sparse ? MatSparse.Read(source, head) : throw Wrong(source, head, name, "a sparse matrix"));

    /// <summary>What a struct or cell holds, each under the path by which it is read.</summary>
    /// <param name="name">The variable, or the path to what a struct or cell holds.</param>
    /// <exception cref="FileFormatException">There is no such variable, it is no struct or cell, or the file is damaged.</exception>
    public IReadOnlyList<MatVariable> Members(string name) => Read(name, (source, head) => MatMembers.List(source, head, name));

    /// <summary>Whether a file starts as MATLAB's files since level 5 do.</summary>
    internal static bool IsLikely(ReadOnlySpan<byte> head) => head.StartsWith("MATLAB "u8) && head.Length >= HeadBytes && (head[126..128].SequenceEqual("IM"u8) || head[126..128].SequenceEqual("MI"u8));

    /// <summary>Reads one array of a file; the only one where none is named.</summary>
    internal static AnyArray Read(string path, string? name)
    {
        MatFile file = Open(path);
        string[] names = [.. file.Variables.Where(variable => variable.ElementType is not null).Select(variable => variable.Name)];
        if (name is null && names.Length != 1) throw new FileFormatException(path, HeadBytes, $"the file holds {names.Length} arrays ({MatMembers.Some(names)})", $"name one: {System.IO.Path.GetFileName(path)}:NAME");
        return file.Read(name ?? names[0]);
    }

    private static bool ReadOrder(FileStream file, string path)
    {
        Span<byte> head = stackalloc byte[HeadBytes];
        head = head[..file.ReadAtLeast(head, HeadBytes, throwOnEndOfStream: false)];
        if (head.StartsWith("MATLAB 7.3"u8) || head.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'H', (byte)'D', (byte)'F'])) throw new FileFormatException(path, 0, "this is a MAT-file of version 7.3, which is HDF5", "load it in MATLAB and save it with -v7");
        // The text at the head of level 5 has no zero among its first four bytes; a number of level 4 always has.
        if (head.Length >= 20 && head[..4].Contains((byte)0)) throw new FileFormatException(path, 0, "this is a MAT-file of level 4 or none at all", "load it in MATLAB and save it with -v7");
        if (head.Length < HeadBytes) throw new FileFormatException(path, head.Length, $"the head of a MAT-file has {HeadBytes} bytes and {head.Length} are here", "the file is cut or damaged, save it again");
        bool big = head[126..].SequenceEqual("MI"u8);
        if (!big && !head[126..].SequenceEqual("IM"u8)) throw new FileFormatException(path, 126, "the mark of a MAT-file's byte order (MI or IM) is not here", "check that this is a MAT-file");
        int version = big ? (head[124] << 8) | head[125] : (head[125] << 8) | head[124];
        if (version != 0x100) throw new FileFormatException(path, 124, $"the version {version:x4} of this MAT-file is not that of level 5 (0100)", "load it in MATLAB and save it with -v7");
        return big;
    }

    private static FileFormatException Wrong(MatSource source, in MatHead head, string name, string wanted) =>
        source.Refused($"`{name}` is {MatMembers.Kind(head)}, not {wanted}", head.Kind switch
        {
            MatKind.Text => "read it with MatFile.ReadText",
            MatKind.Struct or MatKind.Cell => "name one of its members, which MatFile.Members lists",
            MatKind.Other => "save what it holds as arrays",
            _ => "read it with MatFile.Read",
        });

    private MatSource Source(FileStream file, MatTag tag, long start) => tag.Storage == MatStorage.Compressed
        ? MatSource.Packed(file, Path, tag.End - tag.Bytes, tag.Bytes, bigEndian)
        : MatSource.Plain(file, Path, start, bigEndian);

    private T Read<T>(string name, Func<MatSource, MatHead, T> read)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        (string variable, IReadOnlyList<MatStep> steps) = Parse(name);
        if (!places.TryGetValue(variable, out (MatTag Tag, long Start) place)) throw new FileFormatException(Path, HeadBytes, $"the file has no variable `{variable}`; it holds {MatMembers.Some([.. places.Keys])}", "name one of those");
        using FileStream file = File.OpenRead(Path);
        using MatSource source = Source(file, place.Tag, place.Start);
        MatHead head = MatHead.Read(source, source.End);
        long end = head.End;
        T result = read(source, MatMembers.Find(source, head, variable, steps));
        try
        {
            source.Finish(end);
            return result;
        }
        catch
        {
            (result as IDisposable)?.Dispose();
            throw;
        }
    }

    private (string Name, IReadOnlyList<MatStep> Steps) Parse(string name)
    {
        try
        {
            return MatPath.Parse(name);
        }
        catch (FormatException cause)
        {
            throw new FileFormatException(Path, HeadBytes, $"`{name}` is no path into a variable: {cause.Message}", "write it as params.A, params(2).A or cells{3}", cause);
        }
    }
}
