using System.Globalization;

namespace AdjointKit.Arrays;

/// <summary>What the elements of an array are like, in a few numbers; complex ones by their magnitudes.</summary>
/// <param name="Count">The number of elements.</param>
/// <param name="NaNs">How many are NaN.</param>
/// <param name="Infinities">How many are infinite.</param>
/// <param name="Smallest">The smallest of the others.</param>
/// <param name="Largest">The largest of the others.</param>
/// <param name="Mean">Their mean.</param>
internal readonly record struct ArrayStatistics(nint Count, nint NaNs, nint Infinities, double Smallest, double Largest, double Mean)
{
    private nint Finite => Count - NaNs - Infinities;

    /// <summary>Looks at all elements of an array in host memory.</summary>
    internal static ArrayStatistics Of(in UntypedArray array)
    {
        var sums = new Sums { Smallest = double.PositiveInfinity, Largest = double.NegativeInfinity };
        if (array.Count > 0) Add(array, 0, 0, ref sums);
        nint finite = array.Count - sums.NaNs - sums.Infinities;
        return new ArrayStatistics(array.Count, sums.NaNs, sums.Infinities, sums.Smallest, sums.Largest, sums.Total / finite);
    }

    /// <summary>"from -1 to 2, mean 0.5, 3 of 12 NaN".</summary>
    public override string ToString()
    {
        if (Count == 0) return "without elements";
        string range = Finite == 0 ? "no finite element" : string.Create(CultureInfo.InvariantCulture, $"from {Smallest:G6} to {Largest:G6}, mean {Mean:G6}");
        string nans = NaNs == 0 ? string.Empty : $", {NaNs} of {Count} NaN";
        return $"{range}{nans}{(Infinities == 0 ? string.Empty : $", {Infinities} of {Count} infinite")}";
    }

    private static void Add(in UntypedArray array, int axis, nint place, ref Sums sums)
    {
        if (axis < array.Rank)
        {
            for (nint i = 0; i < array.Shape[axis]; i++) Add(array, axis + 1, place + (i * array.Strides[axis]), ref sums);
            return;
        }

        double value = ArrayElements.NumberAt(array, place);
        if (double.IsNaN(value))
        {
            sums.NaNs++;
        }
        else if (double.IsInfinity(value))
        {
            sums.Infinities++;
        }
        else
        {
            sums.Smallest = Math.Min(sums.Smallest, value);
            sums.Largest = Math.Max(sums.Largest, value);
            sums.Total += value;
        }
    }

    private struct Sums
    {
        internal nint NaNs;
        internal nint Infinities;
        internal double Smallest;
        internal double Largest;
        internal double Total;
    }
}
