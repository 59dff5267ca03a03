using AdjointKit.Arrays;
using AdjointKit.IO;
using AdjointKit.TestKit;

namespace AdjointKit.Cli.Tests.Commands;

/// <summary>A small model in a folder, and the options of a survey over it.</summary>
internal static class SmallSurvey
{
    internal const int Nx = 41;
    internal const int Nz = 31;
    internal const int Samples = 160;

    /// <summary>Writes vp.npy [x, z] and dv.npy.</summary>
    internal static void WriteModel(TemporaryFolder folder)
    {
        ArrayFile.Write(folder["vp.npy"], NdArray.Fill<float>(Nx, Nz, (_, k) => k < 15 ? 1800 : 2300));
        ArrayFile.Write(folder["dv.npy"], NdArray.Fill<float>(Nx, Nz, (i, k) => i == 20 && k == 15 ? 100 : 0));
    }

    /// <summary>The options, with any others after them.</summary>
    internal static string[] Options(TemporaryFolder folder, params string[] more) => OptionsWithout(folder, "", more);

    /// <summary>The options without one of them.</summary>
    internal static string[] OptionsWithout(TemporaryFolder folder, string name, params string[] more)
    {
        (string Name, string Value)[] all =
        [
            ("--vp", folder["vp.npy"]), ("--spacing", "10,10"), ("--wavelet", "ricker:20"), ("--dt", "0.002"), ("--nt", $"{Samples}"),
            ("--sources", "line:100,300,3,20"), ("--receivers", "line:0,400,21,20"), ("--pml", "8"),
        ];
        return [.. all.Where(option => option.Name != name).SelectMany(option => new[] { option.Name, option.Value }), .. more];
    }

    /// <summary>Models data into the folder's d.npy.</summary>
    internal static string WriteData(TemporaryFolder folder)
    {
        WriteModel(folder);
        Command.Run(["wave", "model", .. Options(folder, "--out", folder["d.npy"])]).MustSucceed();
        return folder["d.npy"];
    }
}
