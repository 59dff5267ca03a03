using System.Buffers.Binary;
using System.Text.Json;
using AdjointKit.Arrays;

namespace AdjointKit.IO;

/// <summary>
/// The head of a safetensors file: eight bytes with its length, then a JSON object of the arrays by name (<c>dtype</c>, <c>shape</c>, <c>data_offsets</c> from the end of the head) and of texts under
/// <c>__metadata__</c>. The arrays fill the rest of the file without a gap.
/// </summary>
internal ref struct SafetensorsHeader
{
    /// <summary>The bytes in front of the JSON text.</summary>
    internal const int PrefixBytes = 8;

    /// <summary>The key of the texts.</summary>
    internal const string MetadataKey = "__metadata__";

    /// <summary>The limit that the format sets to the JSON text.</summary>
    private const long LargestText = 100_000_000;

    private readonly string path;
    private readonly long dataStart;
    private readonly long dataBytes;
    private readonly List<SafetensorsEntry> entries = [];
    private Utf8JsonReader json;

    private SafetensorsHeader(byte[] text, string path, long fileBytes)
    {
        this.path = path;
        dataStart = PrefixBytes + text.Length;
        dataBytes = fileBytes - dataStart;
        json = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = 8 });
    }

    private readonly long At => PrefixBytes + json.TokenStartIndex;

    /// <summary>Whether a file may be one: its first eight bytes are a length within the limit and a JSON object follows, which no text file has.</summary>
    internal static bool IsLikely(ReadOnlySpan<byte> head) => head.Length > PrefixBytes && head[PrefixBytes] == (byte)'{' && BinaryPrimitives.ReadUInt64LittleEndian(head) <= (ulong)LargestText;

    /// <summary>Reads the head of a file that stands at its start. Memory is taken only for bytes that are there.</summary>
    internal static (List<SafetensorsEntry> Entries, OrderedDictionary<string, string> Metadata) Read(FileStream file, string path)
    {
        Span<byte> prefix = stackalloc byte[PrefixBytes];
        int got = file.ReadAtLeast(prefix, PrefixBytes, throwOnEndOfStream: false);
        if (got < PrefixBytes) throw Damaged(path, got, $"a safetensors file has at least {PrefixBytes} bytes and {got} are here");
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (length > LargestText) throw Damaged(path, 0, $"the head claims {length} bytes of text, more than the {LargestText} that the format allows");
        long left = file.Length - PrefixBytes;
        if ((long)length > left) throw Damaged(path, 0, $"the head claims {length} bytes of text and the file has {left} left");
        var text = new byte[length];
        int read = file.ReadAtLeast(text, text.Length, throwOnEndOfStream: false);
        if (read < text.Length) throw Damaged(path, PrefixBytes + read, "the file ends inside the head");
        var header = new SafetensorsHeader(text, path, file.Length);
        try
        {
            OrderedDictionary<string, string> metadata = header.ReadAll();
            return (header.InOrder(), metadata);
        }
        catch (JsonException failure)
        {
            throw Damaged(path, PrefixBytes + header.json.BytesConsumed, "the head is no JSON text", failure);
        }
    }

    internal static FileFormatException Damaged(string path, long offset, string problem, Exception? cause = null) =>
        new(path, offset, problem, "the file is cut or damaged, save it again", cause);

    /// <summary>A name of the file as far as a message has room for it.</summary>
    internal static string Short(string name)
    {
        string start = name.Length <= 40 ? name : name[..40] + "...";
        return string.Concat(start.Select(letter => char.IsControl(letter) ? ' ' : letter));
    }

    private OrderedDictionary<string, string> ReadAll()
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var metadata = new OrderedDictionary<string, string>(StringComparer.Ordinal);
        Next(JsonTokenType.StartObject, "the head is a JSON object");
        while (NextName() is string name)
        {
            if (!names.Add(name)) throw Wrong($"the name `{Short(name)}` occurs twice");
            if (name == MetadataKey) ReadMetadata(metadata);
            else entries.Add(ReadEntry(name));
        }

        // What follows the object may be spaces only, which the reader checks.
        if (json.Read()) throw Wrong("the head goes on after its JSON object");
        return metadata;
    }

    private void ReadMetadata(OrderedDictionary<string, string> metadata)
    {
        Next(JsonTokenType.StartObject, $"{MetadataKey} is an object of texts");
        while (NextName() is string key)
        {
            Next(JsonTokenType.String, $"{MetadataKey} is an object of texts");
            if (!metadata.TryAdd(key, Text())) throw Wrong($"{MetadataKey} has the key `{Short(key)}` twice");
        }
    }

    private SafetensorsEntry ReadEntry(string name)
    {
        long start = At;
        string? type = null;
        long[]? lengths = null;
        long[]? offsets = null;
        Next(JsonTokenType.StartObject, $"`{Short(name)}` is an object");
        while (NextName() is string key)
        {
            bool twice = key switch
            {
                "dtype" => type is not null,
                "shape" => lengths is not null,
                "data_offsets" => offsets is not null,
                _ => false,
            };
            if (twice) throw Wrong($"`{Short(name)}` has {key} twice");
            switch (key)
            {
                case "dtype":
                    Next(JsonTokenType.String, $"the dtype of `{Short(name)}` is a text");
                    type = Text();
                    break;
                case "shape": lengths = ReadNumbers(name, key, Shape.MaxRank); break;
                case "data_offsets": offsets = ReadNumbers(name, key, 2); break;
                default: json.Skip(); break;
            }
        }

        if (type is null || lengths is null || offsets is not { Length: 2 }) throw Damaged(path, start, $"`{Short(name)}` lacks one of dtype, shape and two data_offsets");
        return Checked(name, type, lengths, offsets, start);
    }

    private readonly SafetensorsEntry Checked(string name, string type, long[] lengths, long[] offsets, long start)
    {
        string called = Short(name);
        if (!SafetensorsType.TryFind(type, out ElementType element, out int size))
        {
            throw new FileFormatException(path, start, $"`{called}` has the element type `{Short(type)}`, which is not one of F64, F32, F16, BF16, I64 to I8, U64 to U8 and BOOL", "convert it and save it again");
        }

        (long from, long to) = (offsets[0], offsets[1]);
        if (to < from) throw Damaged(path, start, $"the data of `{called}` ends at {to}, before it begins at {from}");
        if (to > dataBytes) throw Damaged(path, start, $"the data of `{called}` ends at {to}, and the file has {dataBytes} bytes of data");
        Int128 bytes = size;
        bool empty = false;
        foreach (long length in lengths)
        {
            empty |= length == 0;
            if (length > 0) bytes *= length;
            if (bytes > long.MaxValue) throw Damaged(path, start, $"the shape of `{called}` has more elements than any file");
        }

        if (empty) bytes = 0;
        if (bytes != to - from) throw Damaged(path, start, $"`{called}` of shape ({string.Join(", ", lengths)}) and type {type} needs {bytes} bytes and has {to - from}");
        Span<nint> along = stackalloc nint[Shape.MaxRank];
        for (int axis = 0; axis < lengths.Length; axis++) along[axis] = (nint)lengths[axis];
        return new SafetensorsEntry(name, type, element, new Shape(along[..lengths.Length])) { Start = dataStart + from, Bytes = to - from };
    }

    /// <summary>The entries as their data lies in the file, which they fill from one end to the other.</summary>
    private readonly List<SafetensorsEntry> InOrder()
    {
        List<SafetensorsEntry> sorted = [.. entries.OrderBy(entry => entry.Start).ThenBy(entry => entry.Bytes)];
        long end = dataStart;
        foreach (SafetensorsEntry entry in sorted)
        {
            if (entry.Start < end) throw Damaged(path, entry.Start, $"the data of `{Short(entry.Name)}` overlaps that of another array");
            if (entry.Start > end) throw Damaged(path, end, $"{entry.Start - end} bytes in front of `{Short(entry.Name)}` belong to no array");
            end += entry.Bytes;
        }

        if (end != dataStart + dataBytes) throw Damaged(path, end, $"{dataStart + dataBytes - end} bytes at the end belong to no array");
        return sorted;
    }

    private long[] ReadNumbers(string name, string key, int most)
    {
        Next(JsonTokenType.StartArray, $"{key} of `{Short(name)}` is a list");
        var numbers = new List<long>(most);
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (json.TokenType != JsonTokenType.Number || !json.TryGetInt64(out long number) || number < 0) throw Wrong($"{key} of `{Short(name)}` has something other than whole numbers of at least 0 that a file can reach");
            if (numbers.Count == most) throw Wrong($"{key} of `{Short(name)}` has more than {most} numbers");
            numbers.Add(number);
        }

        return [.. numbers];
    }

    /// <summary>The next name of the object that is being read; none at its end.</summary>
    private string? NextName()
    {
        if (!json.Read()) throw Wrong("the JSON text ends too early");
        return json.TokenType == JsonTokenType.EndObject ? null : Text();
    }

    private void Next(JsonTokenType kind, string rule)
    {
        if (!json.Read() || json.TokenType != kind) throw Wrong($"{rule}, and something else is here");
    }

    private readonly string Text()
    {
        try
        {
            return json.GetString()!;
        }
        catch (InvalidOperationException failure)
        {
            throw Damaged(path, At, "a text of the head is no valid UTF-8", failure);
        }
    }

    private readonly FileFormatException Wrong(string problem) => Damaged(path, At, problem);
}
