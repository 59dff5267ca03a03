namespace AdjointKit.Plotting.Colors;

/// <summary>
/// Brings a field to the device pixels of its plot, one axis after the other. Where pixels are larger than samples, each takes the area average of
/// what it covers; where they are smaller, the nearest sample or the linear interpolation. Missing values have no weight; a pixel whose weight is mostly missing is missing.
/// </summary>
internal static class Resampler
{
    /// <summary>Resamples to a number of rows and columns.</summary>
    internal static float[] Resample(SampledField field, int rows, int columns, Interpolation interpolation)
    {
        Tap[] across = Taps(field.Columns, columns, interpolation);
        Tap[] down = Taps(field.Rows, rows, interpolation);
        var values = new float[checked(rows * columns)];
        float[] weighted = new float[field.Columns];
        float[] weights = new float[field.Columns];
        for (int row = 0; row < rows; row++)
        {
            if (row > 0 && down[row].SameAs(down[row - 1]))
            {
                values.AsSpan((row - 1) * columns, columns).CopyTo(values.AsSpan(row * columns, columns));
                continue;
            }

            CollectRows(field, down[row], weighted, weights);
            Span<float> target = values.AsSpan(row * columns, columns);
            for (int column = 0; column < columns; column++) target[column] = Collect(across[column], weighted, weights);
        }

        return values;
    }

    private static void CollectRows(SampledField field, Tap tap, float[] weighted, float[] weights)
    {
        Array.Clear(weighted);
        Array.Clear(weights);
        for (int k = 0; k < tap.Weights.Length; k++)
        {
            float w = tap.Weights[k];
            ReadOnlySpan<float> source = field.Values.AsSpan((tap.First + k) * field.Columns, field.Columns);
            if (!field.HasGaps)
            {
                for (int i = 0; i < source.Length; i++) weighted[i] += w * source[i];
                continue;
            }

            for (int i = 0; i < source.Length; i++)
            {
                if (!float.IsFinite(source[i])) continue;
                weighted[i] += w * source[i];
                weights[i] += w;
            }
        }

        if (!field.HasGaps) Array.Fill(weights, 1);
    }

    private static float Collect(Tap tap, float[] weighted, float[] weights)
    {
        float sum = 0;
        float weight = 0;
        for (int k = 0; k < tap.Weights.Length; k++)
        {
            sum += tap.Weights[k] * weighted[tap.First + k];
            weight += tap.Weights[k] * weights[tap.First + k];
        }

        return weight >= 0.5f ? sum / weight : float.NaN;
    }

    /// <summary>The samples that each pixel is made of, with weights that add up to 1.</summary>
    private static Tap[] Taps(int samples, int pixels, Interpolation interpolation)
    {
        double ratio = (double)samples / pixels;
        var taps = new Tap[pixels];
        for (int i = 0; i < pixels; i++)
        {
            if (ratio > 1) taps[i] = Average(i * ratio, (i + 1) * ratio, samples);
            else if (interpolation == Interpolation.Nearest) taps[i] = new Tap(Math.Min((int)((i + 0.5) * ratio), samples - 1), [1]);
            else taps[i] = Linear(((i + 0.5) * ratio) - 0.5, samples);
        }

        return taps;
    }

    private static Tap Average(double from, double to, int samples)
    {
        int first = (int)from;
        int last = Math.Min((int)Math.Ceiling(to) - 1, samples - 1);
        var weights = new float[last - first + 1];
        double whole = Math.Min(to, samples) - from;
        for (int k = first; k <= last; k++) weights[k - first] = (float)((Math.Min(to, k + 1) - Math.Max(from, k)) / whole);
        return new Tap(first, weights);
    }

    private static Tap Linear(double position, int samples)
    {
        int first = (int)Math.Floor(position);
        float part = (float)(position - first);
        if (first < 0) return new Tap(0, [1]);
        return first >= samples - 1 ? new Tap(samples - 1, [1]) : new Tap(first, [1 - part, part]);
    }

    private readonly record struct Tap(int First, float[] Weights)
    {
        internal bool SameAs(Tap other) => First == other.First && Weights.AsSpan().SequenceEqual(other.Weights);
    }
}
