using System.Globalization;
using System.Text;
using AdjointKit.Arrays;

namespace AdjointKit.IO;

/// <summary>One axis of a regularly sampled file: its length, where it begins, its step, and what it measures.</summary>
/// <param name="Length">The number of samples.</param>
/// <param name="Origin">The place of the first sample, in the file's unit.</param>
/// <param name="Step">The distance between samples, in the file's unit.</param>
/// <param name="Label">What it measures.</param>
/// <param name="Unit">The unit.</param>
public sealed record RsfAxis(nint Length, double Origin, double Step, string Label, string Unit);

/// <summary>
/// Madagascar's regularly sampled format: a text of key=value words (the last of a name counts), and the elements beside it in the file that
/// <c>in</c> names, or in the same file after the bytes 12, 12, 4. Axis 1 is the fastest; here it is the last.
/// </summary>
public static class RsfFile
{
    private const int LargestText = 1 << 20;
    private const int MostAxes = Shape.MaxRank;
    private static readonly byte[] EndOfText = [0x0c, 0x0c, 0x04];

    /// <summary>Reads the elements, slowest axis first.</summary>
    /// <exception cref="FileFormatException">The text lacks something, names a format that is not read, or the elements are absent or of another size.</exception>
    public static AnyArray Read(string path)
    {
        (Dictionary<string, string> words, long textEnd) = ReadWords(path);
        Shape shape = ShapeOf(words, path);
        string format = words.GetValueOrDefault("data_format", "native_float");
        (string file, long start) = FindElements(words, path, textEnd);
        using FileStream stream = File.OpenRead(file);
        stream.Position = start;
        long left = stream.Length - start;
        if (format.StartsWith("ascii_", StringComparison.Ordinal)) return ReadText(stream, file, start, left, shape, format);
        ElementFormat elements = FormatOf(format, words, path);
        Int128 needed = (Int128)(long)shape.Count * elements.Size;
        if (needed != left) throw new FileFormatException(file, start, $"the elements have {left} bytes but shape {shape} of {format} needs {needed}", $"correct n1, n2, ... and data_format in {path}");
        AnyArray array = AnyArray.Empty(elements.Type, shape);
        if (ElementBytes.Read(stream, array, elements.BigEndian) == needed) return array;
        array.Dispose();
        throw new FileFormatException(file, stream.Position, "the file became shorter while it was read", "read it again when nothing writes to it");
    }

    /// <summary>The axes, slowest first, as the array that <see cref="Read"/> gives has them.</summary>
    /// <exception cref="FileFormatException">The text lacks something.</exception>
    public static IReadOnlyList<RsfAxis> ReadAxes(string path)
    {
        (Dictionary<string, string> words, _) = ReadWords(path);
        Shape shape = ShapeOf(words, path);
        var axes = new List<RsfAxis>();
        for (int axis = shape.Rank; axis >= 1; axis--)
        {
            axes.Add(new RsfAxis(shape[shape.Rank - axis], Number(words, $"o{axis}", 0, path), Number(words, $"d{axis}", 1, path), words.GetValueOrDefault($"label{axis}", ""), words.GetValueOrDefault($"unit{axis}", "")));
        }

        return axes;
    }

    /// <summary>Whether the first bytes of a file are the text of an RSF file.</summary>
    internal static bool IsLikely(ReadOnlySpan<byte> head)
    {
        int end = head.IndexOf(EndOfText);
        ReadOnlySpan<byte> text = end < 0 ? head : head[..end];
        if (text.IndexOf("n1="u8) < 0 || (text.IndexOf("in="u8) < 0 && text.IndexOf("data_format="u8) < 0)) return false;
        foreach (byte value in text)
        {
            if (value is < (byte)' ' and not ((byte)'\t' or (byte)'\n' or (byte)'\r')) return false;
        }

        return true;
    }

    private static (Dictionary<string, string> Words, long TextEnd) ReadWords(string path)
    {
        using FileStream stream = File.OpenRead(path);
        var bytes = new byte[Math.Min(stream.Length, LargestText)];
        int got = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        int end = bytes.AsSpan(0, got).IndexOf(EndOfText);
        if (end < 0 && stream.Length > LargestText) throw new FileFormatException(path, LargestText, $"the text goes on for more than {LargestText} bytes", "give the header file, not the elements");
        string text = Encoding.UTF8.GetString(bytes, 0, end < 0 ? got : end);
        return (Words(text), end < 0 ? -1 : end + EndOfText.Length);
    }

    private static Dictionary<string, string> Words(string text)
    {
        var words = new Dictionary<string, string>();
        int at = 0;
        while ((at = text.IndexOf('=', at)) >= 0)
        {
            int from = at;
            while (from > 0 && (char.IsAsciiLetterOrDigit(text[from - 1]) || text[from - 1] == '_')) from--;
            string name = text[from..at];
            at++;
            bool quoted = at < text.Length && text[at] is '"' or '\'';
            int end = quoted ? text.IndexOf(text[at], at + 1) : text.IndexOfAny([' ', '\t', '\n', '\r'], at);
            if (end < 0) end = text.Length;
            if (quoted) at++;
            if (name.Length > 0) words[name] = text[Math.Min(at, end)..end];
            at = end;
        }

        return words;
    }

    private static Shape ShapeOf(Dictionary<string, string> words, string path)
    {
        Span<nint> lengths = stackalloc nint[MostAxes];
        int rank = 0;
        for (int axis = 1; axis <= MostAxes; axis++)
        {
            if (!words.TryGetValue($"n{axis}", out string? text)) break;
            if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long length)) throw new FileFormatException(path, 0, $"n{axis}={text} is no length", "correct it");
            lengths[axis - 1] = (nint)length;
            rank = axis;
        }

        if (rank == 0) throw new FileFormatException(path, 0, "the text has no n1", "give the header of an RSF file");
        while (rank > 1 && lengths[rank - 1] == 1) rank--;
        lengths = lengths[..rank];
        lengths.Reverse();
        try
        {
            return new Shape(lengths);
        }
        catch (ArgumentException cause)
        {
            throw new FileFormatException(path, 0, "the number of elements exceeds the address space", "correct n1, n2, ...", cause);
        }
    }

    private static (string File, long Start) FindElements(Dictionary<string, string> words, string path, long textEnd)
    {
        string place = words.GetValueOrDefault("in", "stdin");
        if (place == "stdin")
        {
            return textEnd >= 0 ? (path, textEnd) : throw new FileFormatException(path, 0, "the text says that the elements follow it, and they do not", "give the whole file, or state in=FILE");
        }

        string beside = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path)) ?? "", Path.GetFileName(place));
        string? found = new[] { place, beside }.FirstOrDefault(candidate => candidate.Length > 0 && File.Exists(candidate));
        return found is null ? throw new FileFormatException(path, 0, $"the elements are in `{place}`, which is absent", $"put that file beside the header ({beside})") : (found, 0);
    }

    private static ElementFormat FormatOf(string format, Dictionary<string, string> words, string path)
    {
        int underscore = format.IndexOf('_', StringComparison.Ordinal);
        string order = underscore < 0 ? "" : format[..underscore];
        ElementType? type = format[(underscore + 1)..] switch
        {
            "float" => ElementType.Float32,
            "double" => ElementType.Float64,
            "complex" => ElementType.Complex64,
            "int" => ElementType.Int32,
            "short" => ElementType.Int16,
            "long" => ElementType.Int64,
            "uchar" => ElementType.UInt8,
            _ => null,
        };
        if (type is null || order is not ("native" or "xdr")) throw new FileFormatException(path, 0, $"data_format={format} is not read", "convert it to native_float (sfdd form=native type=float)");
        var elements = new ElementFormat(type.Value, order == "xdr");
        return !words.TryGetValue("esize", out string? size) || size == elements.Size.ToString()
            ? elements
            : throw new FileFormatException(path, 0, $"esize={size} contradicts data_format={format}", "correct the one that is wrong");
    }

    private static AnyArray ReadText(FileStream stream, string file, long start, long left, Shape shape, string format)
    {
        if (format is not ("ascii_float" or "ascii_double" or "ascii_int")) throw new FileFormatException(file, start, $"data_format={format} is not read", "convert it to native_float (sfdd form=native type=float)");

        // A number takes at least one digit and one blank.
        if (shape.Count > (left + 1) / 2) throw new FileFormatException(file, start, $"{left} bytes of text cannot hold the {shape.Count} numbers of shape {shape}", "correct n1, n2, ...");
        using var reader = new StreamReader(stream, Encoding.ASCII);
        string[] fields = reader.ReadToEnd().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length != shape.Count) throw new FileFormatException(file, start, $"the text holds {fields.Length} numbers but shape {shape} needs {shape.Count}", "correct n1, n2, ...");
        var values = new double[fields.Length];
        for (int index = 0; index < fields.Length; index++)
        {
            if (!double.TryParse(fields[index], NumberStyles.Float, CultureInfo.InvariantCulture, out values[index])) throw new FileFormatException(file, start, $"number {index} is `{fields[index][..Math.Min(20, fields[index].Length)]}`", "write numbers with a point, blanks between them");
        }

        AnyArray array = AnyArray.Of(NdArray.From<double>(values, shape));
        return format == "ascii_float" ? AnyArray.Of(array.Take<float>()) : array;
    }

    private static double Number(Dictionary<string, string> words, string name, double absent, string path)
    {
        if (!words.TryGetValue(name, out string? text)) return absent;
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value : throw new FileFormatException(path, 0, $"{name}={text} is no number", "correct it");
    }
}
