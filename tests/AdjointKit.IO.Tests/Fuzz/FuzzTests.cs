using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using AdjointKit.Arrays;
using AdjointKit.IO.Tests.Images;
using AdjointKit.IO.Tests.Matlab;
using AdjointKit.IO.Tests.Segy;
using AdjointKit.TestKit;
using Xunit;
using Xunit.Abstractions;

namespace AdjointKit.IO.Tests.Fuzz;

/// <summary>Damaged files are read or refused with a typed error; nothing else happens, and memory stays in proportion to the file.</summary>
[Collection(nameof(FuzzTests))]
public class FuzzTests(ITestOutputHelper output)
{
    private const int Quick = 2_000;
    private const int Many = 100_000;
    private const long LargestGrowth = 512L << 20;

    [Theory]
    [InlineData("sgy", Quick)]
    [InlineData("su", Quick)]
    [InlineData("npy", Quick)]
    [InlineData("npz", Quick)]
    [InlineData("mat", Quick)]
    [InlineData("safetensors", Quick)]
    [InlineData("idx", Quick)]
    [InlineData("csv", Quick / 2)]
    [InlineData("rsf", Quick / 2)]
    [InlineData("tif", Quick)]
    [InlineData("png", Quick)]
    [InlineData("bmp", Quick)]
    public void Damaged_files_give_typed_errors_only(string kind, int trials) => Run(kind, trials, seed: 1);

    [Theory]
    [Trait("Category", "Long")]
    [InlineData("sgy", Many)]
    [InlineData("su", Many)]
    [InlineData("npy", Many)]
    [InlineData("npz", Many)]
    [InlineData("mat", Many)]
    [InlineData("safetensors", Many)]
    [InlineData("idx", Many)]
    [InlineData("tif", Many)]
    [InlineData("png", Many)]
    [InlineData("bmp", Many)]
    public void A_hundred_thousand_damaged_files_give_typed_errors_only(string kind, int trials) => Run(kind, trials, seed: 2);

    [SkippableTheory]
    [InlineData(Quick)]
    public void Damaged_JPEG_files_give_typed_errors_only(int trials)
    {
        // JPEG is read by a library of the system that not every machine has; .ci/run installs it, so nothing is skipped there.
        Skip.If(TurboJpegLibrary.Instance is null, "libturbojpeg is not on this machine (Debian: libturbojpeg0)");
        Run("jpg", trials, seed: 3);
    }

    private void Run(string kind, int trials, int seed)
    {
        using var folder = new TemporaryFolder();
        List<byte[]> originals = Originals(kind, folder);
        var mutator = new Mutator(seed);
        var clock = Stopwatch.StartNew();
        using var process = Process.GetCurrentProcess();
        long before = process.PeakWorkingSet64;
        int refused = 0;
        long mostManaged = 0;
        string path = folder[$"damaged.{kind}"];
        for (int trial = 0; trial < trials; trial++)
        {
            byte[] bytes = mutator.Mutate(originals[trial % originals.Count]);
            if (kind == "png" && trial % 2 == 0) PngBytes.MendChecks(bytes);
            File.WriteAllBytes(path, bytes);
            long managed = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                ReadAll(kind, path, bytes.Length);
            }
            catch (FileFormatException refusal)
            {
                refused++;
                Assert.True(refusal.ByteOffset >= 0 && refusal.Message.Length < 1000, $"trial {trial}: {refusal.Message}");
            }
            catch (Exception other) when (other is not Xunit.Sdk.XunitException)
            {
                File.WriteAllBytes(Path.Combine(Path.GetTempPath(), $"adjointkit-fuzz-{kind}-{seed}-{trial}.{kind}"), bytes);
                throw new InvalidOperationException($"trial {trial} of seed {seed} ({kind}) gave {other.GetType().Name}: {other.Message}", other);
            }

            mostManaged = Math.Max(mostManaged, GC.GetAllocatedBytesForCurrentThread() - managed - (20L * bytes.Length));
        }

        process.Refresh();
        long growth = process.PeakWorkingSet64 - before;
        output.WriteLine($"{kind}: {trials} damaged files of {originals.Count} originals, {refused} refused, {clock.Elapsed.TotalSeconds:0.0} s, peak resident growth {growth / 1e6:0} MB, most managed bytes beyond 20 x file {mostManaged / 1e3:0} kB");
        Assert.InRange(refused, trials / 10, trials - 1);
        Assert.InRange(growth, long.MinValue, LargestGrowth);
        Assert.InRange(mostManaged, long.MinValue, 2 << 20);
    }

    private static void ReadAll(string kind, string path, long length)
    {
        if (kind == "mat")
        {
            ReadVariables(path, length);
            return;
        }

        // ZIP may unpack to a thousand times its length; traces may be padded; an index of one bit becomes a colour of three bytes.
        long ratio = kind switch
        {
            "npz" or "idx" => 1100,
            "png" or "tif" or "jpg" => 24 * 1100,
            "bmp" => 3 * 128,
            _ => 128,
        };
        if (kind == "safetensors")
        {
            SafetensorsFile file = SafetensorsFile.Open(path);
            foreach (SafetensorsEntry entry in file.Arrays.Take(5)) file.Read(entry.Name).Dispose();
            return;
        }

        IEnumerable<string> names = kind == "npz" ? NpzFile.Names(path).Select(name => $"{path}:{name}").Take(3) : [path];
        foreach (string name in names)
        {
            using AnyArray array = kind == "npz" ? NpzFile.Read(path, name[(path.Length + 1)..]) : ArrayFile.Read(name);
            long bytes = (long)array.Shape.Count * ElementTypes.SizeOf(array.ElementType);
            Assert.True(bytes <= (ratio * length) + (1 << 20), $"{length} bytes became {bytes}");
            if (array.Traces is not TraceFile traces) continue;
            _ = traces.SampleInterval;
            _ = traces.Headers.Scaled(traces.TraceCount - 1, TraceField.GroupX);
            if (traces is SegyFile segy) _ = segy.Text.Length + segy.ExtendedTexts.Count;
        }
    }

    private static void ReadVariables(string path, long length)
    {
        MatFile file = MatFile.Open(path);
        var left = new Stack<MatVariable>(file.Variables.Reverse());
        for (int done = 0; done < 40 && left.TryPop(out MatVariable? variable); done++)
        {
            switch (variable.Kind)
            {
                case MatKind.Numbers:
                    // Deflate makes a thousand bytes of one, and a byte may stand for a number of sixteen.
                    using (AnyArray array = file.Read(variable.Name)) Assert.True(array.Shape.Count <= (1100 * length) + (1 << 20), $"{length} bytes became {array}");
                    break;
                case MatKind.Sparse:
                    file.ReadSparse(variable.Name).Dispose();
                    break;
                case MatKind.Text:
                    _ = file.ReadText(variable.Name);
                    break;
                case MatKind.Struct or MatKind.Cell:
                    foreach (MatVariable member in file.Members(variable.Name).Take(5)) left.Push(member);
                    break;
            }
        }
    }

    private static List<byte[]> Originals(string kind, TemporaryFolder folder)
    {
        List<byte[]> originals = kind switch
        {
            "sgy" => MadeSegy(folder),
            "su" => MadeSu(folder),
            "npy" => MadeNpy(folder),
            "npz" => MadeNpz(folder),
            "safetensors" => MadeSafetensors(folder),
            "idx" => MadeIdx(),
            "mat" => [.. from order in new[] { false, true } from packed in new[] { false, true } select new MatBytes(order).Everything(packed)],
            "tif" or "png" or "bmp" => [.. OtherPrograms.Files.Where(file => file.Key.EndsWith(kind, StringComparison.Ordinal)).OrderBy(file => file.Key, StringComparer.Ordinal).Select(file => file.Value)],
            "jpg" => [JpegBytes.Gray, JpegBytes.Color],
            "csv" => [Encoding.ASCII.GetBytes("x,z\n1.5,2\n3,4e1\n-5,6\n"), Encoding.ASCII.GetBytes("# positions\n10\n20\n30\n")],
            _ => [Encoding.Latin1.GetBytes("n1=2 n2=3 d1=0.004 esize=4 data_format=\"native_float\" in=\"stdin\"\n\f\f\u0004" + new string('\0', 24))],
        };
        if (SharedData.Root is null || kind is "safetensors" or "idx" or "csv" or "rsf" or "tif" or "png" or "bmp" or "jpg") return originals;
        const int largest = 20_000;
        IEnumerable<string> found = kind switch
        {
            "sgy" => SharedTraceFiles.Segy(),
            "su" => SharedTraceFiles.Su(),
            "mat" => [SharedData.Path("data/formats/mat/v5_plain.mat")],
            _ => Directory.EnumerateFiles(SharedData.Path("data/formats/npy"), $"*.{kind}").Order(StringComparer.Ordinal),
        };
        originals.AddRange(found.Where(path => new FileInfo(path).Length < largest).Select(File.ReadAllBytes));
        return originals;
    }

    private static List<byte[]> MadeSegy(TemporaryFolder folder)
    {
        var made = new List<byte[]>();
        foreach (SegySampleFormat format in Enum.GetValues<SegySampleFormat>().Where(format => format is not (SegySampleFormat.None or SegySampleFormat.FixedPointGain)))
        {
            using SegyFile file = SegyFile.Create(NdArray.Zeros<float>(4, 9), 0.004, format);
            file.Write(folder["a.sgy"]);
            made.Add(File.ReadAllBytes(folder["a.sgy"]));
        }

        return made;
    }

    private static List<byte[]> MadeSu(TemporaryFolder folder)
    {
        var made = new List<byte[]>();
        foreach (bool bigEndian in new[] { true, false })
        {
            using SuFile file = SuFile.Create(NdArray.Zeros<float>(5, 20), 0.004, bigEndian);
            file.Write(folder["a.su"]);
            made.Add(File.ReadAllBytes(folder["a.su"]));
        }

        return made;
    }

    private static List<byte[]> MadeNpy(TemporaryFolder folder)
    {
        NpyFile.Write(folder["a.npy"], NdArray.Zeros<double>(3, 4));
        NpyFile.Write(folder["b.npy"], NdArray.Zeros<byte>(2, 2, 2));
        return [File.ReadAllBytes(folder["a.npy"]), File.ReadAllBytes(folder["b.npy"])];
    }

    private static List<byte[]> MadeSafetensors(TemporaryFolder folder)
    {
        SafetensorsFile.Write(folder["a"], [KeyValuePair.Create("layer.0.weight", AnyArray.Of(NdArray.Zeros<float>(3, 4))), KeyValuePair.Create("n", AnyArray.Of(NdArray.Zeros<byte>(3)))], [KeyValuePair.Create("format", "pt")]);
        SafetensorsFile.Write(folder["b"], [KeyValuePair.Create("x", AnyArray.Of(NdArray.Zeros<double>(40, 5)))]);
        return [File.ReadAllBytes(folder["a"]), File.ReadAllBytes(folder["b"])];
    }

    private static List<byte[]> MadeIdx()
    {
        byte[] plain = [0, 0, 0x0C, 2, 0, 0, 0, 5, 0, 0, 0, 9, .. new byte[180]];
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal)) gzip.Write(plain);
        return [plain, packed.ToArray()];
    }

    private static List<byte[]> MadeNpz(TemporaryFolder folder)
    {
        NpyFile.Write(folder["x.npy"], NdArray.Zeros<double>(30, 40));
        using (ZipArchive archive = ZipFile.Open(folder["deflated.npz"], ZipArchiveMode.Create)) archive.CreateEntryFromFile(folder["x.npy"], "x.npy");
        NpzFile.Write(folder["stored.npz"], KeyValuePair.Create("a", AnyArray.Of(NdArray.From<float>(1, 2, 3))), KeyValuePair.Create("b", AnyArray.Of(NdArray.From<int>(1, 2, 3))));
        return [File.ReadAllBytes(folder["deflated.npz"]), File.ReadAllBytes(folder["stored.npz"])];
    }
}

/// <summary>Fuzzing measures memory: it runs alone.</summary>
[CollectionDefinition(nameof(FuzzTests), DisableParallelization = true)]
public class FuzzCollection;
