using System.Diagnostics;
using System.Security.Cryptography;
using AdjointKit.Arrays;
using AdjointKit.IO;
using AdjointKit.TestKit;

namespace AdjointKit.Cli.Tests.Commands;

/// <summary>The run-time's switches take instruction sets away from the shipped command, and threads come and go: every file that it writes keeps its bytes.</summary>
public class SameBitsTests
{
    /// <summary>The switches as .NET 10 knows them, and the instruction sets that must be gone (without AVX2 there is no FMA: the plain kernels run).</summary>
    public static TheoryData<string, string[]> Switches => new()
    {
        { "DOTNET_EnableAVX512", ["AVX-512F"] },
        { "DOTNET_EnableAVX2", ["AVX-512F", "AVX2", "FMA"] },
    };

    [Theory]
    [MemberData(nameof(Switches))]
    public void The_switches_take_the_instructions_away(string name, string[] gone)
    {
        Assert.DoesNotContain(Run(".", new() { [name] = "0" }, "info", "--json").Json.GetProperty("simd").EnumerateArray(), set => gone.Contains(set.GetString()));
    }

    [Theory]
    [InlineData("f32")]
    [InlineData("f64")]
    [Trait("Category", "Slow")]
    public void Neither_instruction_sets_nor_threads_change_a_bit(string precision)
    {
        using var folder = new TemporaryFolder();
        ArrayFile.Write(folder["vp.npy"], NdArray.Fill<double>(43, 35, (i, k) => 1800 + (15 * k) + (200 * Math.Sin(0.3 * i) * Math.Cos(0.2 * k))));
        string[] expected = Digests(folder, precision, [], threads: 2);
        Assert.Equal(expected.Length, expected.Select(line => line.Split(' ')[1]).Distinct(StringComparer.Ordinal).Count());
        foreach (int threads in new[] { 1, 5 }) Assert.Equal(expected, Digests(folder, precision, [], threads));
        foreach (object[] row in Switches) Assert.Equal(expected, Digests(folder, precision, new() { [(string)row[0]] = "0" }, threads: 2));
    }

    /// <summary>
    /// One line per file of every command: off-grid positions, absorbing layers of unequal widths, free surface, sub-steps, time filters, two shots. The data
    /// that the others take come from the model command of the same run.
    /// </summary>
    private static string[] Digests(TemporaryFolder folder, string precision, Dictionary<string, string?> environment, int threads)
    {
        string[] survey =
        [
            "--vp", "vp.npy", "--spacing", "10,8", "--wavelet", "ricker:16", "--dt", "0.003", "--nt", "120", "--sources", "line:103.3,297.1,2,21.7",
            "--receivers", "line:1.3,417.9,19,33.1", "--pml", "7,9,6,11", "--precision", precision, "--threads", $"{threads}", "--quiet",
        ];
        string[] corrected = ["--free-surface", "--time", "corrected"];
        (string Files, string[] Arguments)[] runs =
        [
            ("d.npy", ["wave", "model", .. survey]),
            ("c.npy", ["wave", "model", .. survey, .. corrected, "--order", "12"]),
            ("b.npy", ["wave", "born", .. survey, "--dvp", "vp.npy"]),
            ("g.vp.npy g.wavelet.npy", ["wave", "gradient", .. survey, .. corrected, "--observed", "d.npy", "--wrt", "vp,wavelet"]),
            ("q.npy", ["wave", "adjoint", .. survey, .. corrected, "--data", "d.npy"]),
            ("i.npy", ["rtm", .. survey, "--data", "d.npy", "--laplacian", "--illumination"]),
            ("f.npy", ["rtm", .. survey, "--data", "c.npy", "--imaging", "frequency:5,40,9"]),
            ("s.npy", ["rtm", .. survey, "--data", "c.npy", "--imaging", "inverse-scattering", "--order", "4"]),
        ];
        var lines = new List<string>();
        foreach ((string files, string[] arguments) in runs)
        {
            string output = files.Split(' ')[0].Replace(".vp", "", StringComparison.Ordinal);
            Run(folder.Path, environment, [.. arguments, "--out", output]);
            lines.AddRange(files.Split(' ').Select(file => $"{file} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(folder[file])))}"));
        }

        return [.. lines];
    }

    private static Command Run(string folder, Dictionary<string, string?> environment, params string[] arguments)
    {
        using Process process = Command.Start(folder, environment, arguments);
        return Command.Await(process).MustSucceed();
    }
}
