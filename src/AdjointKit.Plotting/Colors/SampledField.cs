using System.Numerics;
using AdjointKit.Arrays;

namespace AdjointKit.Plotting.Colors;

/// <summary>
/// A snapshot of a two-axis array as the figure needs it: rows and columns of the picture, single precision around an offset (so that small variations
/// on a large mean survive), copied so that the caller may release the array.
/// </summary>
internal sealed class SampledField
{
    /// <summary>Quantiles are taken from at most this many values, evenly spread over the array.</summary>
    private const int QuantileSamples = 1 << 20;

    private readonly double offset;
    private readonly double unit;

    private SampledField(int rows, int columns, float[] values, double offset, double unit)
    {
        Rows = rows;
        Columns = columns;
        Values = values;
        this.offset = offset;
        this.unit = unit;
        foreach (float v in values)
        {
            if (float.IsFinite(v)) continue;
            HasGaps = true;
            break;
        }
    }

    internal int Rows { get; }

    internal int Columns { get; }

    /// <summary>Row by row: (value - offset) / unit.</summary>
    internal float[] Values { get; }

    internal bool HasGaps { get; }

    internal static SampledField From<T>(NdArray<T> array, AxisOrder order)
        where T : unmanaged, INumber<T>
    {
        if (array.Rank != 2) throw new ArgumentException($"an image is drawn from an array of two axes, not of shape {array.Shape}: select or slice it first", nameof(array));
        if (array.Count == 0) throw new ArgumentException($"an array of shape {array.Shape} has no elements to draw", nameof(array));
        using NdArray<T> rowMajor = (order == AxisOrder.HorizontalFirst ? array.Transpose(1, 0) : array).Copy();
        ReadOnlySpan<T> source = rowMajor.AsReadOnlySpan();
        (double offset, double unit) = Normalisation(source);
        var values = new float[source.Length];
        if (offset == 0 && unit == 1) for (int i = 0; i < values.Length; i++) values[i] = float.CreateTruncating(source[i]);
        else for (int i = 0; i < values.Length; i++) values[i] = (float)((double.CreateTruncating(source[i]) - offset) / unit);
        return new SampledField((int)rowMajor.Shape[0], (int)rowMajor.Shape[1], values, offset, unit);
    }

    /// <summary>A stored value back in the array's own scale.</summary>
    internal double Restore(double stored) => (stored * unit) + offset;

    /// <summary>A value of the array in the stored scale.</summary>
    internal double Store(double value) => (value - offset) / unit;

    /// <summary>Two quantiles of the finite values; NaN where there are none.</summary>
    internal (double Low, double High) Quantiles(double low, double high)
    {
        if (low <= 0 && high >= 1)
        {
            (float least, float most) = (float.PositiveInfinity, float.NegativeInfinity);
            foreach (float v in Values)
            {
                if (!float.IsFinite(v)) continue;
                least = Math.Min(least, v);
                most = Math.Max(most, v);
            }

            return least <= most ? (Restore(least), Restore(most)) : (double.NaN, double.NaN);
        }

        float[] sorted = Sorted(static v => v);
        return (Restore(Pick(sorted, low)), Restore(Pick(sorted, high)));
    }

    /// <summary>A quantile of the magnitudes of the finite values; NaN where there are none.</summary>
    internal double MagnitudeQuantile(double quantile)
    {
        if (quantile < 1) return Pick(Sorted(v => (float)Math.Abs(Restore(v))), quantile);
        (double low, double high) = Quantiles(0, 1);
        return Math.Max(Math.Abs(low), Math.Abs(high));
    }

    private static (double Offset, double Unit) Normalisation<T>(ReadOnlySpan<T> source)
        where T : unmanaged, INumber<T>
    {
        if (typeof(T) == typeof(float)) return (0, 1);
        double least = double.PositiveInfinity;
        double most = double.NegativeInfinity;
        foreach (T element in source)
        {
            double v = double.CreateTruncating(element);
            if (!double.IsFinite(v)) continue;
            least = Math.Min(least, v);
            most = Math.Max(most, v);
        }

        if (least > most) return (0, 1);
        double reach = Math.Max(Math.Abs(least), Math.Abs(most));
        double middle = most - least < 1e-3 * reach ? (least / 2) + (most / 2) : 0;
        double spread = Math.Max(Math.Abs(least - middle), Math.Abs(most - middle));
        return (middle, spread is > 1e30 or (> 0 and < 1e-30) ? spread : 1);
    }

    private static double Pick(float[] sorted, double quantile) => sorted.Length == 0 ? double.NaN : sorted[(int)Math.Round(quantile * (sorted.Length - 1))];

    private float[] Sorted(Func<float, float> map)
    {
        // An odd stride visits all rows and columns of any array in turn.
        int stride = Math.Max(1, Values.Length / QuantileSamples) | 1;
        var picked = new List<float>((Values.Length / stride) + 1);
        for (int i = 0; i < Values.Length; i += stride)
        {
            if (float.IsFinite(Values[i])) picked.Add(map(Values[i]));
        }

        float[] sorted = [.. picked];
        Array.Sort(sorted);
        return sorted;
    }
}
