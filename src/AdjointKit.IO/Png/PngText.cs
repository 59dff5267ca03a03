using System.Text;

namespace AdjointKit.IO;

/// <summary>The texts of a PNG file: a keyword and words, in Latin-1 (tEXt) or UTF-8 (iTXt).</summary>
internal static class PngText
{
    private const string Description = "Description";

    /// <summary>A text as a line of metadata: "keyword: words", or the words alone of a description; null where it is packed or damaged.</summary>
    public static string? Read(ReadOnlySpan<byte> data, bool international)
    {
        int end = data.IndexOf((byte)0);
        if (end < 1) return null;
        string keyword = Encoding.Latin1.GetString(data[..end]);
        data = data[(end + 1)..];
        if (international)
        {
            // Packed or not, how, then the language and the keyword in that language, each with a zero behind it.
            if (data.Length < 2 || data[0] != 0) return null;
            data = data[2..];
            for (int field = 0; field < 2; field++)
            {
                int zero = data.IndexOf((byte)0);
                if (zero < 0) return null;
                data = data[(zero + 1)..];
            }
        }

        string words = (international ? Encoding.UTF8 : Encoding.Latin1).GetString(data);
        return keyword == Description ? words : $"{keyword}: {words}";
    }

    /// <summary>A description as the data of an iTXt chunk.</summary>
    public static byte[] Write(string words) => [.. Encoding.Latin1.GetBytes(Description), 0, 0, 0, 0, 0, .. Encoding.UTF8.GetBytes(words)];
}
