using System.Text;

namespace AdjointKit.IO;

/// <summary>A field to be written: whole numbers of one type; a fraction is two of them.</summary>
/// <param name="Tag">Which field.</param>
/// <param name="Type">How a number is stored.</param>
/// <param name="Numbers">The numbers.</param>
internal readonly record struct TiffField(TiffTag Tag, int Type, long[] Numbers)
{
    /// <summary>The numbers as TIFF counts them.</summary>
    public int Count => Type == TiffEntry.Rational ? Numbers.Length / 2 : Numbers.Length;

    /// <summary>Bytes per number as they stand in <see cref="Numbers"/>.</summary>
    public int Width => Type switch
    {
        TiffEntry.Ascii => 1,
        TiffEntry.Short => 2,
        TiffEntry.Long or TiffEntry.Rational => 4,
        _ => 8,
    };

    /// <summary>A field of letters, with the zero behind them.</summary>
    public static TiffField OfText(TiffTag tag, string text) => new(tag, TiffEntry.Ascii, [.. Encoding.UTF8.GetBytes(text).Select(letter => (long)letter), 0]);
}
