using AdjointKit.Arrays;
using AdjointKit.Cli.Hosting;
using AdjointKit.IO;

namespace AdjointKit.Cli.Inputs;

/// <summary>Holograms in one file, or in a list of files with commas between.</summary>
internal static class HologramFiles
{
    /// <summary>The files that a text names: itself where there is such a file.</summary>
    internal static string[] Of(string text) => File.Exists(text) ? [text] : text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) is { Length: > 0 } files ? files : [text];

    /// <summary>All frames, [frame, y, x], with what the first file says besides.</summary>
    internal static Intensities Read(RunContext run, string option, string text, HeaderlessLayout? layout)
    {
        string[] files = Of(text);
        Intensities first = IntensityInput.Read(run, option, files[0], layout);
        if (files.Length == 1) return first;
        (nint ny, nint nx) = (first.Values.Shape[1], first.Values.Shape[2]);
        Intensities[] all = [first, .. files.Skip(1).Select(file => IntensityInput.Read(run, option, file, layout))];
        NdArray<double> frames = NdArray.Zeros<double>(all.Aggregate((nint)0, (count, each) => count + each.Values.Shape[0]), ny, nx);
        nint at = 0;
        for (int k = 0; k < all.Length; k++)
        {
            using NdArray<double> each = all[k].Values;
            if (each.Shape[1] != ny || each.Shape[2] != nx) throw new UsageException($"{option} {files[k]} has {each.Shape[1]} x {each.Shape[2]} points, but {files[0]} has {ny} x {nx}: holograms of one object have one size");
            each.CopyTo(frames.Slice(0, at, each.Shape[0]));
            at += each.Shape[0];
        }

        // They have one exposure: a warning of one serves for all.
        return first with { Values = frames, Saturation = all.Select(each => each.Saturation).FirstOrDefault(saturation => saturation is not null) };
    }
}
