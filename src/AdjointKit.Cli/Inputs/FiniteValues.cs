using AdjointKit.Arrays;
using AdjointKit.Cli.Hosting;

namespace AdjointKit.Cli.Inputs;

/// <summary>Refuses NaN and infinity in an input, and names the place.</summary>
internal static class FiniteValues
{
    internal static void Require(string what, NdArray<double> array)
    {
        ReadOnlySpan<double> values = array.AsReadOnlySpan();
        for (int at = 0; at < values.Length; at++)
        {
            if (!double.IsFinite(values[at])) throw new UsageException($"{what} is {values[at]} at {Place(array.Shape, at)}: clean the file first");
        }
    }

    /// <summary>The indices of an element, as "(3, 14)".</summary>
    internal static string Place(Shape shape, nint element)
    {
        var indices = new string[shape.Rank];
        for (int axis = shape.Rank - 1; axis >= 0; axis--)
        {
            indices[axis] = (element % shape[axis]).ToString();
            element /= shape[axis];
        }

        return $"({string.Join(", ", indices)})";
    }
}
