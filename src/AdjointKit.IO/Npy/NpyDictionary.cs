using AdjointKit.Arrays;

namespace AdjointKit.IO;

/// <summary>
/// Reads the Python dictionary in the head of an NPY file, and only that much Python: strings, True, False, whole numbers (with the L of Python 2)
/// and tuples. Nothing is ever executed.
/// </summary>
internal ref struct NpyDictionary
{
    private readonly ReadOnlySpan<char> text;
    private readonly string path;
    private readonly long start;
    private int at;

    private NpyDictionary(ReadOnlySpan<char> text, string path, long start)
    {
        this.text = text;
        this.path = path;
        this.start = start;
    }

    private char Next => at < text.Length ? text[at] : '\0';

    public static NpyHeader Parse(string text, string path, long start)
    {
        var reader = new NpyDictionary(text, path, start);
        return reader.ReadHeader();
    }

    private NpyHeader ReadHeader()
    {
        ElementFormat? format = null;
        bool? columnMajor = null;
        Shape? shape = null;
        Expect('{');
        while (!Take('}'))
        {
            int keyAt = at;
            string key = ReadString();
            Expect(':');
            switch (key)
            {
                case "descr": format = ReadFormat(); break;
                case "fortran_order": columnMajor = ReadBoolean(); break;
                case "shape": shape = ReadShape(); break;
                default: throw Wrong(keyAt, $"the head has a key `{Short(key)}` that NPY does not define");
            }

            if (Take(',')) continue;
            Expect('}');
            break;
        }

        SkipSpace();
        if (at < text.Length) throw Wrong(at, "the head goes on after its dictionary");
        if (format is null || columnMajor is null || shape is null) throw Wrong(0, "the head lacks one of descr, fortran_order and shape");
        return new NpyHeader(format.Value, columnMajor.Value, shape.Value, 0);
    }

    private ElementFormat ReadFormat()
    {
        SkipSpace();
        if (Next == '[') throw new FileFormatException(path, start + at, "the array is structured (several fields per element)", "save one field: numpy.save(path, array['name'])");
        int from = at;
        string name = ReadString();
        if (ElementFormat.TryParse(name, out ElementFormat format)) return format;
        throw name.Contains('O', StringComparison.Ordinal)
            ? new FileFormatException(path, start + from, "the array holds pickled Python objects, which are never executed", "save it as an array of numbers")
            : new FileFormatException(path, start + from, $"the element type `{Short(name)}` is not one of b1, i1 to i8, u1 to u8, f2, f4, f8, c8, c16", "convert it with numpy.astype and save it again");
    }

    private Shape ReadShape()
    {
        SkipSpace();
        int from = at;
        Span<nint> lengths = stackalloc nint[Shape.MaxRank];
        int rank = 0;
        Expect('(');
        while (!Take(')'))
        {
            if (rank == Shape.MaxRank) throw new FileFormatException(path, start + from, $"the array has more than {Shape.MaxRank} axes", "reshape it and save it again");
            lengths[rank++] = ReadLength();
            if (Take(',')) continue;
            Expect(')');
            break;
        }

        try
        {
            return new Shape(lengths[..rank]);
        }
        catch (ArgumentException failure)
        {
            throw NpyHeader.Damaged(path, start + from, "the shape's number of elements exceeds the address space", failure);
        }
    }

    private nint ReadLength()
    {
        SkipSpace();
        int from = at;
        if (Next == '-') throw Wrong(at, "a length in the shape is negative");
        long value = 0;
        while (char.IsAsciiDigit(Next))
        {
            value = (value * 10) + (Next - '0');
            if (value > (long)1e17) throw Wrong(from, "a length in the shape exceeds the address space");
            at++;
        }

        if (at == from) throw Wrong(at, "a whole number belongs here");
        if (Next is 'L' or 'l') at++;
        return (nint)value;
    }

    private bool ReadBoolean()
    {
        SkipSpace();
        foreach ((string word, bool value) in new[] { ("True", true), ("False", false) })
        {
            if (!text[at..].StartsWith(word, StringComparison.Ordinal)) continue;
            at += word.Length;
            return value;
        }

        throw Wrong(at, "True or False belongs here");
    }

    private string ReadString()
    {
        SkipSpace();
        char quote = Next;
        // Python 2 could write u'...' for a text of its second kind.
        if (quote is 'u' or 'b') quote = ++at < text.Length ? text[at] : '\0';
        if (quote is not ('\'' or '"')) throw Wrong(at, "a quoted text belongs here");
        int from = ++at;
        while (at < text.Length && text[at] != quote) at++;
        if (at == text.Length) throw Wrong(from, "a quoted text does not end");
        return text[from..at++].ToString();
    }

    private bool Take(char mark)
    {
        SkipSpace();
        if (Next != mark || at >= text.Length) return false;
        at++;
        return true;
    }

    private void Expect(char mark)
    {
        if (!Take(mark)) throw Wrong(at, $"`{mark}` belongs here");
    }

    private void SkipSpace()
    {
        while (Next is ' ' or '\t' or '\n' or '\r') at++;
    }

    private static string Short(string word) => word.Length <= 40 ? word : word[..40] + "...";

    private readonly FileFormatException Wrong(int position, string problem) => NpyHeader.Damaged(path, start + position, problem);
}
