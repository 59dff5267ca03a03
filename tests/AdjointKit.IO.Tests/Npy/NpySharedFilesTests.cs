using System.Globalization;
using System.Numerics;
using System.Text.Json;
using AdjointKit.Arrays;
using AdjointKit.TestKit;
using Xunit;

namespace AdjointKit.IO.Tests.Npy;

/// <summary>The files that NumPy wrote, against what NumPy says they hold.</summary>
public class NpySharedFilesTests
{
    [SkippableFact]
    public void Reads_what_numpy_wrote_and_refuses_what_is_damaged()
    {
        string folder = SharedData.Path("data/formats");
        using var expected = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "EXPECTED.json")));
        int seen = 0;
        foreach (JsonProperty file in expected.RootElement.EnumerateObject().Where(file => file.Name.StartsWith("npy/", StringComparison.Ordinal) && file.Name.EndsWith(".npy", StringComparison.Ordinal)))
        {
            string path = Path.Combine(folder, file.Name);
            if (file.Value.TryGetProperty("must_fail", out _) || file.Name == "npy/structured.npy")
            {
                var refusal = Assert.Throws<FileFormatException>(() => ArrayFile.Read(path));
                Assert.StartsWith(path, refusal.Message, StringComparison.Ordinal);
                Assert.InRange(refusal.ByteOffset, 0, new FileInfo(path).Length);
            }
            else
            {
                CompareWithExpected(path, file.Value);
            }

            seen++;
        }

        Assert.Equal(19, seen);
    }

    [SkippableFact]
    public void Reads_stored_archives_and_refuses_other_packing()
    {
        using AnyArray a = ArrayFile.Read(SharedData.Path("data/formats/npy/stored.npz") + ":a");
        Assert.Equal(["a", "b"], NpzFile.Names(SharedData.Path("data/formats/npy/stored.npz")));
        Assert.True(a.Shape.Count > 0);
        var refusal = Assert.Throws<FileFormatException>(() => NpzFile.Read(SharedData.Path("data/formats/npy/bz2_method.npz"), NpzFile.Names(SharedData.Path("data/formats/npy/bz2_method.npz"))[0]));
        Assert.Contains("method 12", refusal.Message, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("data/seismic/synthetic/marchenko_direct3D.npz", "G0", "(601, 101)", ElementType.Float32)]
    [InlineData("data/seismic/synthetic/marchenko_direct3D.npz", "vs", "(3,)", ElementType.Int64)]
    [InlineData("data/seismic/synthetic/sigmoid.npz", "sigmoid", "(256, 200)", ElementType.Float64)]
    [InlineData("data/seismic/models/swit_marmousi2_481x141_25m/rec_coord.npz", "arr_20", "(481, 2)", ElementType.Float64)]
    public void Reads_archives_found_in_the_field(string file, string name, string shape, ElementType type)
    {
        using AnyArray array = ArrayFile.Read($"{SharedData.Path(file)}:{name}");
        Assert.Equal(shape, array.Shape.ToString());
        Assert.Equal(type, array.ElementType);
    }

    private static void CompareWithExpected(string path, JsonElement expected)
    {
        using AnyArray array = ArrayFile.Read(path);
        Assert.Equal(expected.GetProperty("shape").EnumerateArray().Select(length => (nint)length.GetInt64()), Lengths(array.Shape));
        using NdArray<Complex> values = array.As<Complex>();
        ReadOnlySpan<Complex> span = values.AsReadOnlySpan();
        if (expected.TryGetProperty("first", out JsonElement first))
        {
            int index = 0;
            foreach (JsonElement text in first.EnumerateArray()) Assert.Equal(Number(text.GetString()!), span[index++]);
        }

        if (!expected.TryGetProperty("sum", out JsonElement sum)) return;
        Complex total = 0;
        foreach (Complex value in span) total += value;
        Complex stated = Number(sum.GetString()!);
        Assert.True(total == stated || (double.IsNaN(total.Real) && double.IsNaN(stated.Real)), $"{path}: sum {total}, not {stated}");
    }

    private static IEnumerable<nint> Lengths(Shape shape) => Enumerable.Range(0, shape.Rank).Select(axis => shape[axis]);

    /// <summary>A number as Python prints it: 1.5, nan, inf, True, (1+2j).</summary>
    private static Complex Number(string text)
    {
        text = text.Trim('(', ')');
        if (text is "True" or "False") return text == "True" ? 1 : 0;
        if (!text.EndsWith('j')) return text switch { "nan" => double.NaN, "inf" => double.PositiveInfinity, "-inf" => double.NegativeInfinity, _ => Real(text) };
        int split = text.LastIndexOfAny(['+', '-']);
        return new Complex(Real(text[..split]), Real(text[split..^1]));
    }

    private static double Real(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
