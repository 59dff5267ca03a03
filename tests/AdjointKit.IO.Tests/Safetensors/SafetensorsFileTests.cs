using System.Buffers.Binary;
using System.Text;
using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Nn;
using AdjointKit.TestKit;
using Xunit;

namespace AdjointKit.IO.Tests.Safetensors;

public class SafetensorsFileTests
{
    private const string Plain = """{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}""";

    /// <summary>Heads that are refused, with the bytes of data behind them and a word of the message.</summary>
    public static TheoryData<string, int, string> Hostile => new()
    {
        { "[]", 0, "JSON object" },
        { "{\"a\":", 0, "no JSON" },
        { "not json", 0, "no JSON" },
        { "{} x", 0, "no JSON" },
        { """{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}""", 2, "occurs twice" },
        { """{"__metadata__":{},"__metadata__":{}}""", 0, "occurs twice" },
        { """{"__metadata__":{"k":"1","k":"2"}}""", 0, "twice" },
        { """{"__metadata__":{"k":1}}""", 0, "texts" },
        { """{"a":{"dtype":"U8","dtype":"U8","shape":[2],"data_offsets":[0,2]}}""", 2, "dtype twice" },
        { """{"a":{"dtype":"U8","shape":[2]}}""", 2, "lacks" },
        { """{"a":{"dtype":"U8","shape":[2],"data_offsets":[0]}}""", 2, "lacks" },
        { """{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,1,2]}}""", 2, "more than 2" },
        { """{"a":{"dtype":"C64","shape":[2],"data_offsets":[0,16]}}""", 16, "element type" },
        { """{"a":{"dtype":7,"shape":[2],"data_offsets":[0,16]}}""", 16, "dtype" },
        { """{"a":{"dtype":"U8","shape":[-2],"data_offsets":[0,2]}}""", 2, "whole numbers" },
        { """{"a":{"dtype":"U8","shape":[2.5],"data_offsets":[0,2]}}""", 2, "whole numbers" },
        { """{"a":{"dtype":"U8","shape":[99999999999999999999],"data_offsets":[0,2]}}""", 2, "whole numbers" },
        { """{"a":{"dtype":"F64","shape":[4294967296,4294967296],"data_offsets":[0,2]}}""", 2, "more elements than any file" },
        { """{"a":{"dtype":"F64","shape":[4611686018427387904,4611686018427387904,0],"data_offsets":[0,0]}}""", 0, "more elements than any file" },
        { """{"a":{"dtype":"U8","shape":[1,1,1,1,1,1,1,1,2],"data_offsets":[0,2]}}""", 2, "more than 8" },
        { """{"a":{"dtype":"U8","shape":[2],"data_offsets":[2,0]}}""", 2, "before it begins" },
        { """{"a":{"dtype":"U8","shape":[3],"data_offsets":[0,3]}}""", 2, "2 bytes of data" },
        { """{"a":{"dtype":"U8","shape":[3],"data_offsets":[0,2]}}""", 2, "needs 3 bytes" },
        { """{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"U8","shape":[2],"data_offsets":[1,3]}}""", 3, "overlaps" },
        { """{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"U8","shape":[2],"data_offsets":[3,5]}}""", 5, "1 bytes in front of" },
        { Plain, 5, "3 bytes at the end" },
        { Plain, 1, "1 bytes of data" },
    };

    public static TheoryData<ElementType> Types =>
    [
        ElementType.Boolean, ElementType.Int8, ElementType.UInt8, ElementType.Int16, ElementType.UInt16, ElementType.Int32, ElementType.UInt32, ElementType.Int64, ElementType.UInt64, ElementType.Float16, ElementType.Float32,
        ElementType.Float64,
    ];

    [Fact]
    public void A_file_that_was_put_together_by_hand_is_read()
    {
        // As Hugging Face's writer makes it, with spaces behind the JSON text; the names in another order than the data.
        const string text = """{"__metadata__":{"format":"pt","by":"hand"},"bias":{"dtype":"BF16","shape":[2],"data_offsets":[8,12]},"w":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]},"none":{"dtype":"I64","shape":[0,3],"data_offsets":[12,12]},"one":{"dtype":"U8","shape":[],"data_offsets":[12,13]}}   """;
        using var folder = new TemporaryFolder();
        string path = folder.Write("w.safetensors", Bytes(text, [0, 0, 0x80, 0x3F, 0, 0, 0x20, 0xC1, 0x80, 0x3F, 0xC0, 0xBF, 9]));
        SafetensorsFile file = SafetensorsFile.Open(path);
        Assert.Equal(["w", "bias", "none", "one"], file.Arrays.Select(entry => entry.Name));
        Assert.Equal([KeyValuePair.Create("format", "pt"), KeyValuePair.Create("by", "hand")], file.Metadata);
        Assert.Equal("BF16", file.Arrays[1].StoredType);
        using AnyArray w = file.Read("w");
        Assert.Equal(new Shape(1, 2), w.Shape);
        Assert.Equal([1f, -10], w.View<float>().AsReadOnlySpan().ToArray());
        Assert.Equal([1.0, -1.5], file.Read<double>("bias").AsReadOnlySpan().ToArray());
        Assert.Equal(new Shape(0, 3), file.Read<long>("none").Shape);
        Assert.Equal(9, file.Read<byte>("one").AsReadOnlySpan()[0]);
        Assert.Contains("w, bias, none, one", Assert.Throws<FileFormatException>(() => file.Read("v")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_has_the_bytes_that_the_format_asks_for()
    {
        using var folder = new TemporaryFolder();
        SafetensorsFile.Write(folder["a.safetensors"], [KeyValuePair.Create("n", AnyArray.Of(NdArray.From<byte>(7))), KeyValuePair.Create("x", AnyArray.Of(NdArray.From<float>(1)))], [KeyValuePair.Create("k", "v")]);
        byte[] expected = Bytes("""{"__metadata__":{"k":"v"},"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"n":{"dtype":"U8","shape":[1],"data_offsets":[4,5]}}""".PadRight(136), [0, 0, 0x80, 0x3F, 7]);
        Assert.Equal(expected, File.ReadAllBytes(folder["a.safetensors"]));
        Assert.Equal(["a.safetensors"], Directory.EnumerateFiles(folder.Path).Select(Path.GetFileName));
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Every_type_comes_back_with_the_same_bits(ElementType type)
    {
        using var folder = new TemporaryFolder();
        using AnyArray array = AnyArray.Empty(type, new Shape(3, 5));
        for (int k = 0; k < BytesOf(array).Length; k++) BytesOf(array)[k] = (byte)(type == ElementType.Boolean ? k % 2 : 37 * k);
        SafetensorsFile.Write(folder["a.safetensors"], [KeyValuePair.Create("name with \"quotes\" and \u00fc", array)]);
        using AnyArray back = ArrayFile.Read(folder["a.safetensors"]);
        Assert.Equal(type, back.ElementType);
        Assert.Equal(BytesOf(array).ToArray(), BytesOf(back).ToArray());
    }

    [Fact]
    public void One_array_of_several_is_named_behind_a_colon()
    {
        using var folder = new TemporaryFolder();
        string path = folder["weights"];
        SafetensorsFile.Write(path, [KeyValuePair.Create("layer.0", AnyArray.Of(NdArray.From(1.0, 2))), KeyValuePair.Create("layer.1", AnyArray.Of(NdArray.From(3.0)))]);
        Assert.Equal(3, ArrayFile.Read<double>(path + ":layer.1")[0]);
        Assert.Contains("layer.0, layer.1", Assert.Throws<FileFormatException>(() => ArrayFile.Read(path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Hostile))]
    public void A_hostile_head_is_refused_in_one_sentence(string text, int data, string word)
    {
        using var folder = new TemporaryFolder();
        FileFormatException refusal = Assert.Throws<FileFormatException>(() => SafetensorsFile.Open(folder.Write("a.safetensors", Bytes(text, new byte[data]))));
        Assert.Contains(word, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
    }

    [Fact]
    public void A_length_that_the_file_does_not_have_is_refused_before_memory_is_taken()
    {
        using var folder = new TemporaryFolder();
        byte[] bytes = Bytes(Plain, [1, 2]);
        foreach ((ulong length, string word) in new[] { (99_000_000UL, "has 55 left"), (100_000_001UL, "allows"), (ulong.MaxValue, "allows"), (3UL, "no JSON") })
        {
            BinaryPrimitives.WriteUInt64LittleEndian(bytes, length);
            string path = folder.Write("a.safetensors", bytes);
            long before = GC.GetAllocatedBytesForCurrentThread();
            Assert.Contains(word, Assert.Throws<FileFormatException>(() => SafetensorsFile.Open(path)).Message, StringComparison.Ordinal);
            Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1_000_000);
        }

        for (int kept = 0; kept < Bytes(Plain, [1, 2]).Length; kept++) Assert.Throws<FileFormatException>(() => SafetensorsFile.Open(folder.Write("a.safetensors", Bytes(Plain, [1, 2])[..kept])));
    }

    [Fact]
    public void Texts_that_are_no_UTF8_are_refused()
    {
        using var folder = new TemporaryFolder();
        byte[] bytes = Bytes(Plain, [1, 2]);
        bytes[10] = 0xFF;
        Assert.Throws<FileFormatException>(() => SafetensorsFile.Open(folder.Write("a.safetensors", bytes)));
        Assert.Contains("UTF-8", Assert.Throws<FileFormatException>(() => SafetensorsFile.Open(folder.Write("a.safetensors", Bytes("{\"\\ud800\":{}}", [])))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_format_cannot_hold_is_not_written()
    {
        using var folder = new TemporaryFolder();
        AnyArray one = AnyArray.Of(NdArray.From(1.0));
        Assert.Throws<ArgumentException>(() => SafetensorsFile.Write(folder["a"], [KeyValuePair.Create("z", AnyArray.Of(NdArray.From(new System.Numerics.Complex(1, 2))))]));
        Assert.Throws<ArgumentException>(() => SafetensorsFile.Write(folder["a"], [KeyValuePair.Create("x", one), KeyValuePair.Create("x", one)]));
        Assert.Throws<ArgumentException>(() => SafetensorsFile.Write(folder["a"], [KeyValuePair.Create("__metadata__", one)]));
        Assert.Throws<ArgumentException>(() => SafetensorsFile.Write(folder["a"], [], [KeyValuePair.Create("k", "1"), KeyValuePair.Create("k", "2")]));
        Assert.Empty(Directory.EnumerateFiles(folder.Path));
    }

    [Fact]
    public void The_parameters_of_a_model_come_back_or_none_of_them()
    {
        using var folder = new TemporaryFolder();
        using var compute = new Compute(threads: 1);
        using ParameterSet model = Model(compute, 3);
        string path = folder["m.safetensors"];
        SafetensorsFile.Write(path, model, [KeyValuePair.Create("kind", "test")]);
        using ParameterSet other = Model(compute, 3);
        other.Get<float>("w").AsWritableSpan().Clear();
        SafetensorsFile file = SafetensorsFile.Open(path);
        file.ReadInto(other);
        Assert.Equal("test", file.Metadata["kind"]);
        Assert.Equal(model.Get<float>("w").AsReadOnlySpan().ToArray(), other.Get<float>("w").AsReadOnlySpan().ToArray());
        Assert.Equal(model.Get<double>("b").AsReadOnlySpan().ToArray(), other.Get<double>("b").AsReadOnlySpan().ToArray());

        using ParameterSet larger = Model(compute, 4);
        Assert.Contains("shape", Assert.Throws<FileFormatException>(() => file.ReadInto(larger)).Message, StringComparison.Ordinal);
        using var fewer = new ParameterSet(compute);
        Assert.Contains("no parameter", Assert.Throws<FileFormatException>(() => file.ReadInto(fewer)).Message, StringComparison.Ordinal);
        using ParameterSet more = Model(compute, 3);
        more.Add<float>("more", new Shape(1));
        more.Get<float>("w").AsWritableSpan().Clear();
        Assert.Contains("`more`", Assert.Throws<FileFormatException>(() => file.ReadInto(more)).Message, StringComparison.Ordinal);
        Assert.All(more.Get<float>("w").AsReadOnlySpan().ToArray(), value => Assert.Equal(0, value));
    }

    private static ParameterSet Model(Compute compute, nint width)
    {
        var set = new ParameterSet(compute);
        new CounterRandom(1).FillNormal(set.Add<float>("w", new Shape(2, width)));
        new CounterRandom(2).FillNormal(set.Add<double>("b", new Shape(width)));
        return set;
    }

    private static byte[] Bytes(string text, byte[] data)
    {
        byte[] json = Encoding.UTF8.GetBytes(text);
        byte[] prefix = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(prefix, json.Length);
        return [.. prefix, .. json, .. data];
    }

    private static unsafe Span<byte> BytesOf(AnyArray array) => new(array.Pointer, (int)array.Shape.Count * ElementTypes.SizeOf(array.ElementType));
}
