using System.Text;

namespace AdjointKit.IO;

/// <summary>The 3200-byte text headers of SEG-Y: 40 lines of 80 characters in EBCDIC (code page 37) or ASCII.</summary>
internal static class TextHeader
{
    public const int Length = 3200;
    private const int LineLength = 80;

    private static readonly Encoding Ebcdic = CodePagesEncodingProvider.Instance.GetEncoding(37)
        ?? throw new NotSupportedException("the runtime has no code page 37 (EBCDIC)");

    /// <summary>The text, lines of 80 characters without the blanks at their ends. Whichever encoding gives more ordinary characters is the right one.</summary>
    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        string text = DecodeWhole(bytes);
        var lines = new StringBuilder();
        for (int at = 0; at < text.Length; at += LineLength)
        {
            if (at > 0) lines.Append('\n');
            lines.Append(text.AsSpan(at, Math.Min(LineLength, text.Length - at)).TrimEnd());
        }

        return lines.ToString().TrimEnd('\n');
    }

    /// <summary>Whether the bytes are more likely EBCDIC than ASCII.</summary>
    public static bool IsEbcdic(ReadOnlySpan<byte> bytes)
    {
        (int ebcdic, int ascii) = Ordinary(bytes);
        return ebcdic >= ascii;
    }

    /// <summary>Whether the bytes look like a text header: mostly ordinary characters in either encoding, or nothing but blanks and zeros.</summary>
    public static bool IsLikely(ReadOnlySpan<byte> bytes)
    {
        (int ebcdic, int ascii) = Ordinary(bytes);
        int zeros = bytes.Count((byte)0);
        return zeros == bytes.Length || Math.Max(ebcdic, ascii) + zeros >= bytes.Length * 9 / 10;
    }

    /// <summary>Whether an extended text header is the one that ends them: "((SEG: EndText))", whatever its blanks, case and encoding.</summary>
    public static bool IsEnd(ReadOnlySpan<byte> bytes) => HasEnd(Ebcdic.GetString(bytes)) || HasEnd(Encoding.Latin1.GetString(bytes));

    /// <summary>40 lines as EBCDIC.</summary>
    public static byte[] Encode(IReadOnlyList<string> lines)
    {
        const int count = Length / LineLength;
        var text = new StringBuilder();
        for (int line = 0; line < count; line++)
        {
            string content = line < lines.Count ? lines[line] : "";
            text.Append($"C{line + 1,2} {content}".PadRight(LineLength)[..LineLength]);
        }

        return Ebcdic.GetBytes(text.ToString());
    }

    private static string DecodeWhole(ReadOnlySpan<byte> bytes)
    {
        string text = IsEbcdic(bytes) ? Ebcdic.GetString(bytes) : Encoding.Latin1.GetString(bytes);
        return string.Create(text.Length, text, (span, whole) =>
        {
            for (int i = 0; i < span.Length; i++) span[i] = char.IsControl(whole[i]) ? ' ' : whole[i];
        });
    }

    private static bool HasEnd(string text)
    {
        const int searched = 200;
        string start = text[..Math.Min(searched, text.Length)].Replace(" ", "", StringComparison.Ordinal);
        return start.StartsWith("((SEG:EndText))", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>How many bytes are letters, digits, blanks or common marks in EBCDIC, and in ASCII.</summary>
    private static (int Ebcdic, int Ascii) Ordinary(ReadOnlySpan<byte> bytes)
    {
        int ebcdic = 0;
        int ascii = 0;
        foreach (byte value in bytes)
        {
            if (value is (>= 0x20 and <= 0x7e) or (byte)'\n' or (byte)'\r' or (byte)'\t') ascii++;
            if (value is 0x40 or (>= 0x4a and <= 0x50) or (>= 0x5a and <= 0x61) or (>= 0x6b and <= 0x6f) or (>= 0x7a and <= 0x7f)
                or (>= 0x81 and <= 0x89) or (>= 0x91 and <= 0x99) or (>= 0xa2 and <= 0xa9)
                or (>= 0xc1 and <= 0xc9) or (>= 0xd1 and <= 0xd9) or (>= 0xe2 and <= 0xe9) or (>= 0xf0 and <= 0xf9) or 0x15 or 0x25)
            {
                ebcdic++;
            }
        }

        return (ebcdic, ascii);
    }
}
