using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Devices.Drivers;
using AdjointKit.Devices.Programs;
using AdjointKit.TestKit;
using AdjointKit.TestKit.Devices;
using Xunit;

namespace AdjointKit.Tests.Devices;

/// <summary>Programs: compiled once, kept on disk, and what is said of one that does not compile.</summary>
public sealed class ProgramTests
{
    [SkippableFact]
    public void The_second_run_finds_the_programs_on_disk()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(1, Compilations(folder.Path));
        Assert.Equal(0, Compilations(folder.Path));
        foreach (string file in Directory.GetFiles(folder.Path)) Damage(file);
        Assert.Equal(1, Compilations(folder.Path));
        Assert.Equal(0, Compilations(folder.Path));
    }

    [SkippableFact]
    public void A_folder_that_cannot_be_written_is_as_none()
    {
        using var folder = new TemporaryFolder();
        string file = Path.Combine(folder.Path, "file");
        File.WriteAllText(file, "");
        Assert.Equal(1, Compilations(Path.Combine(file, "programs")));
    }

    [SkippableFact]
    public void PoCL_which_keeps_kernels_itself_is_not_made_to_compile_all_of_a_program()
    {
        // What is said is of PoCL, which .ci/run installs; with the variable ADJOINTKIT_TEST_DEVICE or a GPU the first device is another one.
        Skip.IfNot(OpenClFixture.Device.Kind == DeviceKind.OpenCl, "CUDA compiles whole programs");
        using Compute compute = OpenClFixture.Watched(out ObservedDriver driver);
        // Likewise.
        Skip.IfNot(driver.Description.Driver.Contains("Portable Computing Language", StringComparison.Ordinal), "the OpenCL device is not PoCL");
        const string Text = "__kernel void nothing(void) { }\n";
        byte[] kept = driver.Compile(Text, "nothing.cl");
        Assert.Equal(Text, System.Text.Encoding.UTF8.GetString(kept));
        Assert.NotEqual(0, driver.FindKernel(driver.TryLoad(kept), "nothing"));
        Assert.Equal(0, driver.TryLoad("of another compiler"u8));
    }

    [SkippableFact]
    public void A_source_that_does_not_compile_is_shown_with_its_line()
    {
        using Compute compute = OpenClFixture.Watched(out ObservedDriver driver);
        ProgramBuildException failure = Assert.Throws<ProgramBuildException>(() => driver.Compile("KERNEL nothing(void)\n{\n    int x = undeclared_name;\n}\n".Replace("KERNEL", OpenClFixture.Device.Kind == DeviceKind.Cuda ? "extern \"C\" __global__ void" : "__kernel void", StringComparison.Ordinal), "wrong.cl"));
        Assert.Equal("int x = undeclared_name;", failure.Line);
        Assert.StartsWith($"wrong.cl does not compile on {OpenClFixture.Device}, at \"int x = undeclared_name;\"", failure.Message, StringComparison.Ordinal);
        Assert.Contains("undeclared", failure.Log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<source>:12:5: error: use of undeclared identifier", 12)]
    [InlineData("program.cu(7): error: identifier \"x\" is undefined", 7)]
    [InlineData("error: /tmp/x.cl:9:13: use of undeclared identifier", 9)]
    [InlineData("/tmp/x.cl:3: fatal error: no", 3)]
    public void The_line_of_a_compiler_message_is_found(string log, int line)
    {
        string text = string.Join('\n', Enumerable.Range(1, 20).Select(number => $"  line {number}"));
        Assert.Equal($"line {line}", CompilerMessage.LineOf(text, log));
    }

    [Fact]
    public void The_cache_keeps_a_bounded_number_of_programs_and_clears_what_killed_runs_left()
    {
        using var folder = new TemporaryFolder();
        for (int old = 0; old < 520; old++)
        {
            string path = folder[$"{old}.bin"];
            File.WriteAllText(path, "old");
            File.SetLastAccessTimeUtc(path, DateTime.UtcNow.AddHours(-1));
        }

        File.WriteAllText(folder[".a.partial"], "left");
        File.SetLastWriteTimeUtc(folder[".a.partial"], DateTime.UtcNow.AddDays(-2));
        File.WriteAllText(folder[".b.partial"], "being written");
        var cache = new ProgramCache(folder.Path);
        cache.Keep("new", [1, 2, 3]);
        Assert.Equal([1, 2, 3], cache.TryRead("new"));
        Assert.Equal(512, Directory.GetFiles(folder.Path, "*.bin").Length);
        Assert.Equal([folder[".b.partial"]], Directory.GetFiles(folder.Path, ".*.partial"));
    }

    [Fact]
    public void A_message_without_a_line_gives_none() => Assert.Null(CompilerMessage.LineOf("text", "it failed: error"));

    [Fact]
    public void Different_texts_and_compilers_have_different_keys()
    {
        Assert.NotEqual(ProgramCache.KeyOf("a", "x"), ProgramCache.KeyOf("b", "x"));
        Assert.NotEqual(ProgramCache.KeyOf("a", "x"), ProgramCache.KeyOf("a", "y"));
    }

    private static int Compilations(string folder)
    {
        using Compute compute = OpenClFixture.Watched(out ObservedDriver driver, cacheFolder: folder);
        using NdArray<long> array = compute.Empty<long>(10);
        compute.Backend.FillIntegers(array, 0, 5, new CounterRandom(1));
        compute.Backend.FillIntegers(array, 0, 9, new CounterRandom(2));
        return driver.Compilations;
    }

    private static void Damage(string file)
    {
        byte[] content = File.ReadAllBytes(file);
        content[^1] ^= 1;
        File.WriteAllBytes(file, content);
    }
}
