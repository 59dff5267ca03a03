using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;
using AdjointKit.Arrays;
using AdjointKit.Nn;
using AdjointKit.Runs;

namespace AdjointKit.IO;

/// <summary>
/// A file of named arrays with texts beside them (safetensors, of Hugging Face): what the weights of networks are passed on in. Nothing of it is ever executed. Of the element types of the format those of
/// fewer than 8 bits and of complex numbers are not read; BF16 is read as Float32.
/// </summary>
public sealed class SafetensorsFile
{
    private const int BlockBytes = 1 << 16;
    private const int HeadBytes = 16;

    private readonly OrderedDictionary<string, string> metadata;

    private SafetensorsFile(FileStream file, string path)
    {
        Path = path;
        (List<SafetensorsEntry> entries, metadata) = SafetensorsHeader.Read(file, path);
        Arrays = entries;
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The arrays in the order of their data. They have not been read.</summary>
    public IReadOnlyList<SafetensorsEntry> Arrays { get; }

    /// <summary>The texts, in the order of the file.</summary>
    public IReadOnlyDictionary<string, string> Metadata => metadata;

    /// <summary>Whether a file begins as one of this format does, whatever its name is.</summary>
    public static bool IsOne(string path)
    {
        using FileStream file = File.OpenRead(path);
        Span<byte> head = stackalloc byte[HeadBytes];
        return file.CanSeek && SafetensorsHeader.IsLikely(head[..file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)]);
    }

    /// <summary>Reads the list of arrays and the texts. The file is closed again; it is opened for each array that is read.</summary>
    /// <exception cref="FileFormatException">The file is no safetensors file, or is cut or damaged.</exception>
    public static SafetensorsFile Open(string path)
    {
        using FileStream file = File.OpenRead(path);
        return new SafetensorsFile(file, path);
    }

    /// <summary>Reads an array with the element type that the file has; BF16 as Float32.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="FileFormatException">There is no array of that name, or the file changed since it was opened.</exception>
    public AnyArray Read(string name)
    {
        SafetensorsEntry entry = Find(name);
        AnyArray array = AnyArray.Empty(entry.ElementType, entry.Shape);
        try
        {
            using FileStream file = File.OpenRead(Path);
            file.Position = entry.Start;
            long done = entry.IsBrainFloat ? ReadBrainFloats(file, array.View<float>()) : ElementBytes.Read(file, array, bigEndian: false);
            if (done < entry.Bytes) throw SafetensorsHeader.Damaged(Path, entry.Start + done, "the file became shorter since it was opened");
            return array;
        }
        catch
        {
            array.Dispose();
            throw;
        }
    }

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

    /// <summary>Reads the parameters of a model: all of them, by name, and nothing else may be in the file. No parameter is changed unless all of them fit.</summary>
    /// <param name="parameters">The set, which has the parameters already; their element types stay.</param>
    /// <exception cref="FileFormatException">An array is missing, is one too many, or has another shape.</exception>
    public void ReadInto(ParameterSet parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        foreach (SafetensorsEntry entry in Arrays)
        {
            string called = SafetensorsHeader.Short(entry.Name);
            if (!parameters.Contains(entry.Name)) throw Unfitting(entry.Start, $"the model has no parameter `{called}`");
            UntypedArray parameter = parameters[parameters.NumberOf(entry.Name)];
            if (parameter.Shape != entry.Shape) throw Unfitting(entry.Start, $"`{called}` has shape {entry.Shape} and that of the model has {parameter.Shape}");
            if (parameter.ElementType is not (ElementType.Float32 or ElementType.Float64)) throw Unfitting(entry.Start, $"the parameter `{called}` of {parameter.ElementType} is none that the format can hold");
        }

        foreach (string name in parameters.Names) Find(name);
        var read = new List<AnyArray>();
        try
        {
            foreach (string name in parameters.Names) read.Add(Converted(Read(name), parameters[parameters.NumberOf(name)].ElementType));
            for (int number = 0; number < read.Count; number++)
            {
                UntypedArray from = read[number] is AnyArray { ElementType: ElementType.Float32 } single ? single.View<float>() : read[number].View<double>();
                parameters.Compute.Backend.CopyFromHost(from, parameters[number]);
            }
        }
        finally
        {
            foreach (AnyArray array in read) array.Dispose();
        }
    }

    /// <summary>Writes a file of named arrays in place of what was there.</summary>
    /// <param name="path">Where the file shall be.</param>
    /// <param name="arrays">The arrays by name. They lie in the file in this order, those of wider elements first, so that each is aligned.</param>
    /// <param name="metadata">Texts beside them; null: none.</param>
    /// <exception cref="ArgumentException">Two arrays or two texts have one name, or the format has no type for an array.</exception>
    public static void Write(string path, IReadOnlyList<KeyValuePair<string, AnyArray>> arrays, IReadOnlyList<KeyValuePair<string, string>>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(arrays);
        KeyValuePair<string, AnyArray>[] sorted = [.. arrays.OrderByDescending(array => ElementTypes.SizeOf(array.Value.ElementType))];
        byte[] head = HeadOf(sorted, metadata ?? []);
        AtomicFile.Write(path, stream =>
        {
            stream.Write(head);
            foreach ((_, AnyArray array) in sorted) BinaryFile.WriteElements(stream, array);
        });
    }

    /// <summary>Writes the parameters of a model in place of what was there.</summary>
    /// <param name="path">Where the file shall be.</param>
    /// <param name="parameters">The parameters.</param>
    /// <param name="metadata">Texts beside them, say what it takes to build the model again; null: none.</param>
    public static void Write(string path, ParameterSet parameters, IReadOnlyList<KeyValuePair<string, string>>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        var arrays = new List<KeyValuePair<string, AnyArray>>();
        try
        {
            for (int number = 0; number < parameters.Count; number++) arrays.Add(KeyValuePair.Create(parameters.Names[number], OnHost(parameters, number)));
            Write(path, arrays, metadata);
        }
        finally
        {
            foreach ((_, AnyArray array) in arrays) array.Dispose();
        }
    }

    /// <summary>Reads one array of a file; the only one where none is named.</summary>
    internal static AnyArray Read(string path, string? name)
    {
        SafetensorsFile file = Open(path);
        if (name is null && file.Arrays.Count != 1) throw new FileFormatException(path, 0, $"the file holds {file.Arrays.Count} arrays ({file.Some()})", $"name one: {System.IO.Path.GetFileName(path)}:NAME");
        return file.Read(name ?? file.Arrays[0].Name);
    }

    private static AnyArray OnHost(ParameterSet parameters, int number) => parameters[number].ElementType switch
    {
        ElementType.Float32 => AnyArray.Of(parameters.Compute.ToHost(parameters[number].As<float>())),
        ElementType.Float64 => AnyArray.Of(parameters.Compute.ToHost(parameters[number].As<double>())),
        ElementType type => throw new ArgumentException($"the parameter {parameters.Names[number]} is of {type}, which safetensors cannot hold: keep real and imaginary parts as two", nameof(parameters)),
    };

    private static AnyArray Converted(AnyArray array, ElementType type) => array.ElementType == type ? array
        : type == ElementType.Float32 ? AnyArray.Of(array.Take<float>())
        : AnyArray.Of(array.Take<double>());

    private static byte[] HeadOf(KeyValuePair<string, AnyArray>[] arrays, IReadOnlyList<KeyValuePair<string, string>> metadata)
    {
        using var text = new MemoryStream();
        text.Write(stackalloc byte[SafetensorsHeader.PrefixBytes]);
        using (var json = new Utf8JsonWriter(text))
        {
            json.WriteStartObject();
            WriteMetadata(json, metadata);
            var names = new HashSet<string>(StringComparer.Ordinal);
            long at = 0;
            foreach ((string name, AnyArray array) in arrays)
            {
                if (name == SafetensorsHeader.MetadataKey || !names.Add(name)) throw new ArgumentException($"an array cannot have the name {name}, which is taken", nameof(arrays));
                at = WriteEntry(json, name, array, at);
            }

            json.WriteEndObject();
        }

        while (text.Length % SafetensorsHeader.PrefixBytes != 0) text.WriteByte((byte)' ');
        byte[] head = text.ToArray();
        BinaryPrimitives.WriteInt64LittleEndian(head, head.Length - SafetensorsHeader.PrefixBytes);
        return head;
    }

    private static void WriteMetadata(Utf8JsonWriter json, IReadOnlyList<KeyValuePair<string, string>> metadata)
    {
        if (metadata.Count == 0) return;
        var keys = new HashSet<string>(StringComparer.Ordinal);
        json.WriteStartObject(SafetensorsHeader.MetadataKey);
        foreach ((string key, string value) in metadata)
        {
            if (!keys.Add(key)) throw new ArgumentException($"there are two texts of the name {key}", nameof(metadata));
            json.WriteString(key, value);
        }

        json.WriteEndObject();
    }

    private static long WriteEntry(Utf8JsonWriter json, string name, AnyArray array, long at)
    {
        string type = SafetensorsType.NameOf(array.ElementType) ?? throw new ArgumentException($"the array {name} is of {array.ElementType}, which safetensors cannot hold: write real and imaginary parts as two arrays", nameof(array));
        json.WriteStartObject(name);
        json.WriteString("dtype", type);
        json.WriteStartArray("shape");
        for (int axis = 0; axis < array.Shape.Rank; axis++) json.WriteNumberValue(array.Shape[axis]);
        json.WriteEndArray();
        long end = at + ((long)array.Shape.Count * ElementTypes.SizeOf(array.ElementType));
        json.WriteStartArray("data_offsets");
        json.WriteNumberValue(at);
        json.WriteNumberValue(end);
        json.WriteEndArray();
        json.WriteEndObject();
        return end;
    }

    /// <summary>Numbers of which the file has the upper halves. Gives the number of bytes that were there.</summary>
    private static long ReadBrainFloats(FileStream file, NdArray<float> into)
    {
        long bytes = 2L * into.Count;
        Span<byte> block = new byte[Math.Min(bytes, BlockBytes)];
        long done = 0;
        while (done < bytes)
        {
            Span<byte> part = block[..(int)Math.Min(block.Length, bytes - done)];
            int got = file.ReadAtLeast(part, part.Length, throwOnEndOfStream: false);
            if (got < part.Length) return done + got;
            ReadOnlySpan<ushort> halves = MemoryMarshal.Cast<byte, ushort>(part);
            Span<uint> numbers = MemoryMarshal.Cast<float, uint>(into.Reshape(into.Count).Slice(0, (nint)(done / 2), halves.Length).AsWritableSpan());
            for (int k = 0; k < halves.Length; k++) numbers[k] = (uint)halves[k] << 16;
            done += got;
        }

        return done;
    }

    private SafetensorsEntry Find(string name) => Arrays.FirstOrDefault(entry => entry.Name == name)
        ?? throw new FileFormatException(Path, 0, $"the file has no array `{name}`", Arrays.Count == 0 ? "it has none at all" : $"it has {Some()}");

    private string Some() => MatMembers.Some([.. Arrays.Select(entry => SafetensorsHeader.Short(entry.Name))]);

    private FileFormatException Unfitting(long offset, string problem) => new(Path, offset, problem, "read it into the model that it was saved from");
}
