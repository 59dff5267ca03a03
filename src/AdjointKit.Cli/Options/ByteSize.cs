namespace AdjointKit.Cli.Options;

/// <summary>A number of bytes as the user writes it: 512MB is 512 million bytes, 512MiB is 512 x 2^20.</summary>
internal static class ByteSize
{
    private static readonly (string Unit, double Bytes)[] Units =
    [
        ("KIB", 1024.0), ("MIB", 1048576.0), ("GIB", 1073741824.0), ("KB", 1e3), ("MB", 1e6), ("GB", 1e9), ("TB", 1e12), ("B", 1.0),
    ];

    internal static bool TryParse(string text, out long bytes)
    {
        bytes = 0;
        string upper = text.Trim().ToUpperInvariant();
        foreach ((string unit, double scale) in Units)
        {
            if (!upper.EndsWith(unit, StringComparison.Ordinal)) continue;
            if (!NumberText.TryDouble(upper[..^unit.Length], out double count)) return false;
            double total = Math.Round(count * scale);
            if (total is < 1 or > 9e18) return false;
            bytes = (long)total;
            return true;
        }

        return false;
    }

    internal static string Text(double bytes) => bytes switch
    {
        >= 1e9 => FormattableString.Invariant($"{bytes / 1e9:0.##} GB"),
        >= 1e6 => FormattableString.Invariant($"{bytes / 1e6:0.##} MB"),
        >= 1e3 => FormattableString.Invariant($"{bytes / 1e3:0.##} kB"),
        _ => FormattableString.Invariant($"{bytes:0} bytes"),
    };
}
