namespace AdjointKit.IO;

/// <summary>A field of a directory: its numbers lie at a place of the file, which may be the directory itself.</summary>
/// <param name="Type">How a number is stored, as TIFF counts the ways.</param>
/// <param name="Count">How many numbers there are.</param>
/// <param name="At">Where they start.</param>
internal readonly record struct TiffEntry(int Type, long Count, long At)
{
    /// <summary>Letters, of which the last is a zero.</summary>
    public const int Ascii = 2;

    /// <summary>A whole number of two bytes.</summary>
    public const int Short = 3;

    /// <summary>A whole number of four bytes.</summary>
    public const int Long = 4;

    /// <summary>Two whole numbers of four bytes: a fraction.</summary>
    public const int Rational = 5;

    /// <summary>A whole number of eight bytes.</summary>
    public const int Long8 = 16;

    /// <summary>The bytes of one number; 0 where the type is not known.</summary>
    public int Size => Type switch
    {
        1 or Ascii or 6 or 7 => 1,
        Short or 8 => 2,
        Long or 9 or 11 or 13 => 4,
        Rational or 10 or 12 or Long8 or 17 or 18 => 8,
        _ => 0,
    };
}
