using System.Globalization;

namespace AdjointKit.IO;

/// <summary>One step from a variable into it: a field of a struct, an element of an array of structs, or an element of a cell.</summary>
/// <param name="Field">The field; null for an element.</param>
/// <param name="Index">The element, counted from 0 along the first axis first.</param>
/// <param name="OfCell">Whether the element is one of a cell.</param>
internal readonly record struct MatStep(string? Field, long Index, bool OfCell);

/// <summary>A path as MATLAB writes it: "params.A", "params(2).A", "cells{3}".</summary>
internal static class MatPath
{
    /// <summary>The name of the variable and the steps into it.</summary>
    /// <exception cref="FormatException">The text is no such path.</exception>
    public static (string Name, IReadOnlyList<MatStep> Steps) Parse(string text)
    {
        int at = EndOfName(text, 0);
        string name = text[..at];
        var steps = new List<MatStep>();
        while (at < text.Length)
        {
            int from = at + 1;
            if (text[at] == '.')
            {
                at = EndOfName(text, from);
                if (at == from) throw new FormatException("a field's name is missing");
                steps.Add(new MatStep(text[from..at], 0, false));
                continue;
            }

            bool cell = text[at] == '{';
            if (!cell && text[at] != '(') throw new FormatException("after `)` or `}` a field (.A) or an index belongs");
            at = text.IndexOf(cell ? '}' : ')', from);
            if (at < 0 || !long.TryParse(text.AsSpan(from, at - from), NumberStyles.None, CultureInfo.InvariantCulture, out long index) || index < 1) throw new FormatException("an index is a whole number from 1 on, in brackets");
            steps.Add(new MatStep(null, index - 1, cell));
            at++;
        }

        return (name, steps);
    }

    private static int EndOfName(string text, int from)
    {
        int end = text.AsSpan(from).IndexOfAny(".({");
        return end < 0 ? text.Length : from + end;
    }
}
