using System.Globalization;
using System.Text;

namespace AdjointKit.Arrays;

/// <summary>Arrays as text: a line for debuggers, and rows of elements.</summary>
internal static class ArrayText
{
    private const int MostElements = 1000;
    private const int ElementsOfLine = 6;
    private const string Gap = "...";

    /// <summary>Whether the elements can be read here and now.</summary>
    internal static bool IsReadable(in UntypedArray array) => !array.IsDefault && !array.IsReleased && array.Storage.Device.IsHost;

    /// <summary>Where the elements are, and what became of them.</summary>
    internal static string State(in UntypedArray array)
    {
        if (array.IsDefault) return "never made: the default value of the struct";
        if (array.IsReleased) return "released";
        return array.Storage.Device.IsHost ? $"{array.Storage.Bytes} bytes in host memory" : $"on {array.Storage.Device}: Compute.ToHost gives the elements";
    }

    /// <summary>Element type, shape and first elements in one line.</summary>
    internal static string Line(in UntypedArray array)
    {
        if (array.IsDefault) return State(array);
        if (!IsReadable(array)) return $"{array}, {State(array)}";
        var text = new StringBuilder($"{array}: ");
        nint shown = Math.Min(array.Count, ElementsOfLine);
        for (nint k = 0; k < shown; k++) text.Append(k == 0 ? string.Empty : ", ").Append(ArrayElements.TextAt(array, PlaceOf(array, k), "G6"));
        return text.Append(shown < array.Count ? ", ..." : string.Empty).ToString();
    }

    /// <inheritdoc cref="UntypedArray.Preview"/>
    internal static string Preview(in UntypedArray array, string format, int edge)
    {
        ArgumentNullException.ThrowIfNull(format);
        ArgumentOutOfRangeException.ThrowIfLessThan(edge, 1);
        int shown = array.Count > MostElements ? edge : int.MaxValue;
        var elements = new List<string>();
        Collect(array, 0, 0, shown, format, elements);
        int width = array.Rank == 0 || elements.Count == 0 ? 0 : elements.Max(element => element.Length);
        var text = new StringBuilder($"{array}\n");
        int next = 0;
        Append(array, 0, shown, elements, ref next, width, text);
        return text.ToString();
    }

    /// <summary>The indices of element number <paramref name="index"/>, counted row by row, as text: "(2, 0)".</summary>
    internal static string IndexText(in Shape shape, nint index)
    {
        var indices = new string[shape.Rank];
        for (int axis = shape.Rank - 1; axis >= 0; axis--)
        {
            (index, nint i) = Math.DivRem(index, shape[axis]);
            indices[axis] = i.ToString(CultureInfo.InvariantCulture);
        }

        return $"({string.Join(", ", indices)})";
    }

    private static void Collect(in UntypedArray array, int axis, nint place, int edge, string format, List<string> elements)
    {
        if (axis == array.Rank)
        {
            elements.Add(ArrayElements.TextAt(array, place, format));
            return;
        }

        for (nint i = 0; i < array.Shape[axis]; i = Next(i, array.Shape[axis], edge)) Collect(array, axis + 1, place + (i * array.Strides[axis]), edge, format, elements);
    }

    private static void Append(in UntypedArray array, int axis, int edge, List<string> elements, ref int next, int width, StringBuilder text)
    {
        if (axis == array.Rank)
        {
            text.Append(elements[next++].PadLeft(width));
            return;
        }

        // Rows of a matrix are split by one line break, blocks of matrices by one more for each axis.
        string separator = axis == array.Rank - 1 ? ", " : $",{new string('\n', array.Rank - 1 - axis)}{new string(' ', axis + 1)}";
        text.Append('[');
        for (nint i = 0; i < array.Shape[axis];)
        {
            if (i > 0) text.Append(separator);
            Append(array, axis + 1, edge, elements, ref next, width, text);
            nint after = Next(i, array.Shape[axis], edge);
            if (after > i + 1) text.Append(separator).Append(Gap);
            i = after;
        }

        text.Append(']');
    }

    /// <summary>The entry that is shown after entry i: the next one, or the first one of the far edge.</summary>
    private static nint Next(nint i, nint length, int edge) => i + 1 == edge && length > 2 * (long)edge ? length - edge : i + 1;

    /// <summary>The place of element number <paramref name="index"/>, counted row by row.</summary>
    private static nint PlaceOf(in UntypedArray array, nint index)
    {
        nint place = 0;
        for (int axis = array.Rank - 1; axis >= 0; axis--)
        {
            (index, nint i) = Math.DivRem(index, array.Shape[axis]);
            place += i * array.Strides[axis];
        }

        return place;
    }
}
