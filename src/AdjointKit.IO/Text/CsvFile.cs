using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using AdjointKit.Arrays;
using AdjointKit.Runs;

namespace AdjointKit.IO;

/// <summary>
/// Tables of numbers as text: one row per line, commas between the columns, a point as decimal mark whatever the machine's culture.
/// The first line may name the columns; empty lines and lines that start with # are skipped.
/// </summary>
public static class CsvFile
{
    /// <summary>Reads a table as float64 [row, column].</summary>
    /// <exception cref="FileFormatException">A field is no number, or the rows differ in length; the message names line and column.</exception>
    public static AnyArray Read(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        var values = new List<double>();
        int columns = 0;
        int rows = 0;
        int line = 0;
        bool mayBeHeader = true;
        int start = bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? 3 : 0;
        while (start < bytes.Length)
        {
            int end = Array.IndexOf(bytes, (byte)'\n', start);
            if (end < 0) end = bytes.Length;
            ReadOnlySpan<byte> text = bytes.AsSpan(start, end - start).Trim(" \t\r"u8);
            line++;
            if (!text.IsEmpty && text[0] != '#')
            {
                if (mayBeHeader && IsHeader(text)) columns = 0;
                else AddRow(values, text, path, start, line, ref columns, rows++);
                mayBeHeader = false;
            }

            start = end + 1;
        }

        return rows > 0
            ? AnyArray.Of(NdArray.From<double>(CollectionsMarshal.AsSpan(values), new Shape(rows, columns)))
            : throw new FileFormatException(path, bytes.Length, "the table has no row of numbers", "write one row per line, commas between the columns");
    }

    /// <summary>Writes an array of one or two axes as a table, with as many digits as it takes to read the same numbers back.</summary>
    /// <exception cref="ArgumentException">The array has more than two axes.</exception>
    public static void Write(string path, AnyArray array)
    {
        ArgumentNullException.ThrowIfNull(array);
        if (array.Shape.Rank is 0 or > 2) throw new ArgumentException($"A table has one or two axes, the array {array} has {array.Shape.Rank}: write it as .npy.", nameof(array));
        using NdArray<double> values = array.As<double>();
        int columns = array.Shape.Rank == 1 ? 1 : (int)array.Shape[1];
        AtomicFile.Write(path, stream =>
        {
            using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true) { NewLine = "\n" };
            for (int row = 0; row < array.Shape[0]; row++)
            {
                ReadOnlySpan<double> fields = values.AsReadOnlySpan().Slice(row * columns, columns);
                for (int column = 0; column < columns; column++)
                {
                    if (column > 0) writer.Write(',');
                    writer.Write(fields[column].ToString("R", CultureInfo.InvariantCulture));
                }

                writer.WriteLine();
            }
        });
    }

    /// <summary>Whether the first bytes of a file look like a table of numbers, or like the names of its columns.</summary>
    internal static bool IsLikely(ReadOnlySpan<byte> head)
    {
        if (head.IsEmpty) return false;
        bool digit = false;
        foreach (byte value in head)
        {
            if (value is < (byte)' ' and not ((byte)'\t' or (byte)'\n' or (byte)'\r')) return false;
            digit |= value is >= (byte)'0' and <= (byte)'9';
        }

        return digit;
    }

    private static bool IsHeader(ReadOnlySpan<byte> text)
    {
        foreach (Range field in text.Split((byte)','))
        {
            ReadOnlySpan<byte> word = text[field].Trim(" \t"u8);
            if (word.IsEmpty || double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out _)) return false;
        }

        return true;
    }

    private static void AddRow(List<double> values, ReadOnlySpan<byte> text, string path, int offset, int line, ref int columns, int row)
    {
        int column = 0;
        foreach (Range field in text.Split((byte)','))
        {
            column++;
            ReadOnlySpan<byte> word = text[field].Trim(" \t"u8);
            if (!double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out double value))
            {
                const int shown = 20;
                string seen = Encoding.UTF8.GetString(word[..Math.Min(shown, word.Length)]);
                throw new FileFormatException(path, offset + field.Start.Value, $"line {line}, column {column}: `{seen}` is no number", "write numbers with a point, commas between the columns");
            }

            values.Add(value);
        }

        if (row == 0) columns = column;
        if (column != columns) throw new FileFormatException(path, offset, $"line {line} has {column} columns, the lines before it have {columns}", "give every row the same number of columns");
    }
}
