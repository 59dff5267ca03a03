using System.Text;
using AdjointKit.Arrays;

namespace AdjointKit.IO;

/// <summary>The characters of a text.</summary>
internal static class MatText
{
    private const int LargestText = 1 << 28;

    /// <summary>Reads the text of a row of characters; the rows of a matrix become lines.</summary>
    public static string Read(MatSource source, in MatHead head)
    {
        if (head.Shape.Count == 0) return "";
        MatTag tag = source.ReadTag(head.End);
        byte[] bytes = source.ReadBytes(tag, LargestText, "a text");
        string text = Decode(source, tag, bytes);
        nint rows = head.Shape[0];
        if (rows == 1) return text;
        if (text.Length != head.Shape.Count) throw source.Damaged($"a text of shape {head.Shape} has {text.Length} characters");
        int height = (int)rows;
        int width = text.Length / height;
        var lines = new StringBuilder(text.Length + height);
        for (int row = 0; row < height; row++)
        {
            if (row > 0) lines.Append('\n');
            for (int column = 0; column < width; column++) lines.Append(text[row + (column * height)]);
        }

        return lines.ToString();
    }

    private static string Decode(MatSource source, MatTag tag, byte[] bytes) => tag.Storage switch
    {
        MatStorage.Int8 or MatStorage.UInt8 => Encoding.Latin1.GetString(bytes),
        MatStorage.Utf8 => Encoding.UTF8.GetString(bytes),
        MatStorage.UInt16 or MatStorage.Utf16 => (source.BigEndian ? Encoding.BigEndianUnicode : Encoding.Unicode).GetString(bytes),
        MatStorage.Utf32 => new UTF32Encoding(source.BigEndian, byteOrderMark: false).GetString(bytes),
        _ => throw source.Damaged($"an element of type {(int)tag.Storage} stands where characters belong"),
    };
}
