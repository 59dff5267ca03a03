using System.Globalization;
using AdjointKit.IO;

namespace AdjointKit.Sparse;

/// <summary>The texts of a network's file, read with distrust.</summary>
internal static class FileTexts
{
    /// <summary>A text of a file as a message shows it: short, and without what a terminal would act on.</summary>
    internal static string Shown(string text) => string.Concat(text.Take(40).Select(letter => char.IsControl(letter) ? '?' : letter));

    /// <summary>A whole number.</summary>
    internal static int Whole(SafetensorsFile file, string key, int least, int most)
    {
        double value = Number(file, key, least, most);
        return value == Math.Floor(value) ? (int)value : throw new FileFormatException(file.Path, 0, string.Create(CultureInfo.InvariantCulture, $"the {key} of the network is {value}, no whole number"), "train the network again");
    }

    internal static string Text(SafetensorsFile file, string key) => file.Metadata.TryGetValue(key, out string? value)
        ? value
        : throw new FileFormatException(file.Path, 0, $"the file does not say the {key} of its network", "train the network again");

    internal static double Number(SafetensorsFile file, string key, double least, double most)
    {
        string text = Text(file, key);
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value >= least && value <= most
            ? value
            : throw new FileFormatException(file.Path, 0, $"the {key} of the network is `{Shown(text)}`, not a number from {least} to {most}", "train the network again");
    }
}
