using System.Globalization;
using AdjointKit.IO;

namespace AdjointKit.Sparse;

/// <summary>The texts of a network's file, read with distrust.</summary>
internal static class FileTexts
{
    internal static string Text(SafetensorsFile file, string key) => file.Metadata.TryGetValue(key, out string? value)
        ? value
        : throw new FileFormatException(file.Path, 0, $"the file does not say the {key} of its network", "train the network again");

    internal static double Number(SafetensorsFile file, string key, double least, double most)
    {
        string text = Text(file, key);
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value >= least && value <= most
            ? value
            : throw new FileFormatException(file.Path, 0, $"the {key} of the network is `{text[..Math.Min(40, text.Length)]}`, not a number from {least} to {most}", "train the network again");
    }
}
