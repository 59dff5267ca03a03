using AdjointKit.Arrays;

namespace AdjointKit.IO;

/// <summary>
/// The front door: reads and writes array files of every kind that the library knows. What a file is, its content decides, not its name;
/// what is written, the name's ending decides.
/// </summary>
public static class ArrayFile
{
    private const int HeadBytes = 4096;

    /// <summary>Reads the array in a file with the element type that it has there.</summary>
    /// <param name="path">The file; "archive.npz:name", "weights.safetensors:name" or "variables.mat:params.A" for one array of several.</param>
    /// <param name="options">What the file does not say itself.</param>
    /// <exception cref="FileFormatException">The content is of no kind that is known, or is cut or damaged.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static AnyArray Read(string path, ArrayReadOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= new ArrayReadOptions();
        (string file, string? member) = Split(path);
        if (Directory.Exists(file)) throw new FileNotFoundException($"{file} is a folder: name a file.", file);
        if (!File.Exists(file)) throw new FileNotFoundException($"There is no file {file}: check the name.", file);
        Span<byte> head = stackalloc byte[HeadBytes];
        head = head[..ReadHead(file, head)];
        AnyArray array = ReadContent(file, member, head, options);
        ImageKind? promised = ImageKind.Named(file);
        ImageKind? found = options.Shape is null ? ImageKind.Of(head) : null;
        if (found != promised) array.Warnings = [.. array.Warnings, found is null ? $"its name promises a {promised} image, which it is not" : $"it is a {found} image, whatever its name promises"];
        return array;
    }

    /// <summary>Reads the array in a file as <typeparamref name="T"/>, owned by the caller.</summary>
    /// <inheritdoc cref="Read(string, ArrayReadOptions?)"/>
    /// <exception cref="ArgumentException">An element does not fit <typeparamref name="T"/>.</exception>
    public static NdArray<T> Read<T>(string path, ArrayReadOptions? options = null)
        where T : unmanaged
    {
        options ??= new ArrayReadOptions();
        if (ElementTypes.Of<T>() is ElementType.Float64 or ElementType.Complex128) options = options with { IbmPrecision = ElementType.Float64 };
        AnyArray array = Read(path, options);
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

    /// <summary>Writes an array; the ending of the name says how: .npy, .npz:name, .sgy, .segy, .su, .csv, .bin, .tif, .png or .bmp. The file appears whole or not at all.</summary>
    /// <param name="path">Where the file shall be; "archive.npz:name" puts one array into an archive.</param>
    /// <param name="array">The elements. One that was read from a file of traces is written as traces with its headers, and unless it was changed with the same samples bit for bit.</param>
    /// <param name="options">What the kind of file needs besides the elements.</param>
    /// <exception cref="ArgumentException">The ending is not one of those, or the kind of file cannot hold the array.</exception>
    public static void Write(string path, AnyArray array, ArrayWriteOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(array);
        options ??= new ArrayWriteOptions();
        (string file, string? member) = SplitArchive(path);
        string ending = Path.GetExtension(file).ToLowerInvariant();
        switch (ending)
        {
            case ".npz": NpzFile.Put(file, member ?? "arr_0", array); break;
            case ".npy": NpyFile.Write(file, array); break;
            case ".bin": BinaryFile.Write(file, array); break;
            case ".csv": CsvFile.Write(file, array); break;
            case ".sgy" or ".segy": ArrayTraces.WriteSegy(file, array, options); break;
            case ".su": ArrayTraces.WriteSu(file, array, options); break;
            case ".tif" or ".tiff": TiffWriter.Write(file, array, options.Image ?? array.Image, options.Deflate); break;
            case ".png": PngWriter.Write(file, array, options.Image ?? array.Image); break;
            case ".bmp": BmpWriter.Write(file, array, options.Image ?? array.Image); break;
            default: throw new ArgumentException($"An array cannot be written as `{path}`: end the name in .npy, .npz:name, .sgy, .su, .csv, .bin, .tif, .png or .bmp.", nameof(path));
        }
    }

    /// <inheritdoc cref="Write(string, AnyArray, ArrayWriteOptions?)"/>
    public static void Write<T>(string path, NdArray<T> array, ArrayWriteOptions? options = null)
        where T : unmanaged => Write(path, AnyArray.Of(array), options);

    private static AnyArray ReadContent(string file, string? member, ReadOnlySpan<byte> head, ArrayReadOptions options)
    {
        if (head.StartsWith("PK\u0003\u0004"u8) || head.StartsWith("PK\u0005\u0006"u8)) return NpzFile.Read(file, member);
        if (MatFile.IsLikely(head)) return MatFile.Read(file, member);
        if (options.Shape is null && SafetensorsHeader.IsLikely(head)) return SafetensorsFile.Read(file, member);
        if (member is not null) throw new FileFormatException(file, 0, $"only an archive has an array named `{member}` and this is none", "leave the name out");
        if (head.StartsWith(NpyHeader.Magic)) return NpyFile.Read(file);
        if (options.Shape is Shape shape) return BinaryFile.Read(file, shape, options.Format);
        if (ImageKind.Of(head) is ImageKind image) return image.Read(file);
        if (IdxFile.IsLikely(head, new FileInfo(file).Length)) return IdxFile.Read(file);
        if (RsfFile.IsLikely(head)) return RsfFile.Read(file);
        if (CsvFile.IsLikely(head)) return CsvFile.Read(file);
        if (SegyFile.IsLikely(head)) return ArrayTraces.ReadSegy(file, options);
        if (SuFile.IsLikely(file)) return ArrayTraces.ReadSu(file, options);
        return ReadByName(file, options);
    }

    /// <summary>The content tells nothing: the reader that the name's ending promises says what is wrong with it.</summary>
    private static AnyArray ReadByName(string file, ArrayReadOptions options) => Path.GetExtension(file).ToLowerInvariant() switch
    {
        ".sgy" or ".segy" => ArrayTraces.ReadSegy(file, options),
        ".su" => ArrayTraces.ReadSu(file, options),
        ".rsf" => RsfFile.Read(file),
        ".csv" => CsvFile.Read(file),
        ".npy" => NpyFile.Read(file),
        ".npz" => NpzFile.Read(file),
        ".mat" => MatFile.Read(file, null),
        ".safetensors" => SafetensorsFile.Read(file, null),
        ".idx" => IdxFile.Read(file),
        _ when ImageKind.Named(file) is ImageKind image => image.Read(file),
        ".bin" => throw new FileFormatException(file, 0, "a headerless file does not say what it holds", "state its shape and element type (--shape nx,nz --dtype f4)"),
        _ when options.Traces.Format is not null => ArrayTraces.ReadSegy(file, options),
        _ => throw new FileFormatException(file, 0, "the content is of no known kind (NPY, NPZ, MAT, safetensors, IDX, SEG-Y, SU, RSF, CSV, TIFF, PNG, BMP, JPEG)", "convert it, or state shape and element type if it is headerless (--shape nx,nz --dtype f4)"),
    };

    /// <summary>"archive.npz:name" apart, unless a file of the whole name exists.</summary>
    private static (string File, string? Member) Split(string path)
    {
        if (File.Exists(path)) return (path, null);
        int colon = path.LastIndexOf(':');
        return colon > 0 && File.Exists(path[..colon]) ? (path[..colon], path[(colon + 1)..]) : SplitArchive(path);
    }

    private static (string File, string? Member) SplitArchive(string path)
    {
        int at = path.LastIndexOf(".npz:", StringComparison.OrdinalIgnoreCase);
        return at < 0 ? (path, null) : (path[..(at + 4)], path[(at + 5)..]);
    }

    private static int ReadHead(string file, Span<byte> head)
    {
        using FileStream stream = File.OpenRead(file);
        if (!stream.CanSeek) throw new FileFormatException(file, 0, "this is a pipe or a device, whose size is not known", "save it to a file first");
        return stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
    }
}

/// <summary>What a file does not say of itself.</summary>
public sealed record ArrayReadOptions
{
    /// <summary>The shape of a headerless file, last axis fastest; null: the file has a head.</summary>
    public Shape? Shape { get; init; }

    /// <summary>The elements of a headerless file; float32 in little-endian order by default.</summary>
    public ElementFormat Format { get; init; } = new(ElementType.Float32);

    /// <summary>What IBM floating-point numbers become: float32, which holds their fractions but not their range, or float64.</summary>
    public ElementType IbmPrecision { get; init; } = ElementType.Float32;

    /// <summary>What a SEG-Y or SU file says wrongly or not at all.</summary>
    public SegyReadOptions Traces { get; init; } = new();
}

/// <summary>What a kind of file needs besides the elements of an array.</summary>
public sealed record ArrayWriteOptions
{
    /// <summary>The sample interval of traces in seconds; null: that of the file that the array came from.</summary>
    public double? SampleInterval { get; init; }

    /// <summary>How SEG-Y stores the samples; null: as the file that the array came from, or else without loss.</summary>
    public SegySampleFormat? Format { get; init; }

    /// <summary>What an image file shall say besides the pixels, as far as its format has room for it; null: what the file said that the array came from.</summary>
    public ImageMetadata? Image { get; init; }

    /// <summary>Whether TIFF packs the pixels (deflate, without loss). PNG always does.</summary>
    public bool Deflate { get; init; }
}
