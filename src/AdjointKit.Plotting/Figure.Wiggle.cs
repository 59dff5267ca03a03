using System.Globalization;
using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Plotting.Colors;
using AdjointKit.Plotting.Layers;
using AdjointKit.Plotting.Panels;

namespace AdjointKit.Plotting;

/// <summary>What the swing of a trace is measured by.</summary>
public enum TraceScaling
{
    /// <summary>All traces by the same amplitude: true relative amplitudes.</summary>
    Gather,

    /// <summary>Each trace by its own amplitude: weak traces show as well as strong ones.</summary>
    Trace,
}

/// <content>Seismic traces.</content>
public sealed partial class Figure
{
    private const int MostTraces = 240;

    /// <summary>
    /// A gather as wiggle traces with a filled positive side, time running down. More traces than can be told apart are not all drawn: the axis says which are.
    /// </summary>
    /// <param name="gather">An array [trace, time].</param>
    /// <param name="title">The title.</param>
    /// <param name="timeStep">The time between samples, in the unit of the vertical axis.</param>
    /// <param name="timeStart">The time of the first sample.</param>
    /// <param name="traceSpacing">The distance of neighbouring traces, in the unit of the horizontal axis.</param>
    /// <param name="firstTrace">The position of the first trace.</param>
    /// <param name="scaling">What the swing is measured by: the 99th percentile of the magnitudes of the gather, or of each trace.</param>
    /// <param name="gain">The swing of that amplitude, in spacings of the traces drawn.</param>
    /// <param name="clip">The largest swing, in the same unit.</param>
    /// <param name="fill">The colour of the positive side; null: nearly black. A colour with no opacity leaves it empty.</param>
    /// <param name="xLabel">Name and unit of the horizontal axis.</param>
    /// <param name="yLabel">Name and unit of the vertical axis.</param>
    /// <exception cref="ArgumentException">The array has not two axes, or no elements; a spacing, step, gain or clip is not positive and finite.</exception>
    public static Figure Wiggle<T>(
        NdArray<T> gather,
        string? title = null,
        double timeStep = 1,
        double timeStart = 0,
        double traceSpacing = 1,
        double firstTrace = 0,
        TraceScaling scaling = TraceScaling.Gather,
        double gain = 1,
        double clip = 1.6,
        Color? fill = null,
        string? xLabel = null,
        string? yLabel = null)
        where T : unmanaged, INumber<T>
    {
        RequirePositive(timeStep, nameof(timeStep));
        RequirePositive(gain, nameof(gain));
        RequirePositive(clip, nameof(clip));
        RequirePositive(traceSpacing, nameof(traceSpacing));
        if (!double.IsFinite(timeStart) || !double.IsFinite(firstTrace)) throw new ArgumentException($"traces cannot begin at position {firstTrace}, time {timeStart}: give finite values", nameof(firstTrace));
        SampledField field = SampledField.From(gather, AxisOrder.HorizontalFirst);
        int every = (field.Columns + MostTraces - 1) / MostTraces;
        Color color = fill ?? Style.Ink;
        var layer = new WiggleLayer(field, new TracePlacement(firstTrace, traceSpacing, timeStart, timeStep), Swings(field, scaling, gain), clip, every, color.A == 0 ? null : color);
        var panel = new Panel
        {
            Title = title,
            X = new AxisSpec(every == 1 ? xLabel : $"{xLabel ?? "trace"} (one of {every.ToString(CultureInfo.InvariantCulture)} traces drawn)"),
            Y = new AxisSpec(yLabel, IsReversed: true),
            Layers = [layer],
            Remark = double.IsNaN(field.Quantiles(0, 1).Low) ? "no finite values" : null,
        };
        return new Figure([panel], 1, 1);
    }

    /// <summary>For each trace the swing of a value of one: gain over the reference amplitude, 0 where all is zero.</summary>
    private static double[] Swings(SampledField field, TraceScaling scaling, double gain)
    {
        var swings = new double[field.Columns];
        if (scaling == TraceScaling.Gather)
        {
            Array.Fill(swings, Swing(field.Values, field, gain));
            return swings;
        }

        var trace = new float[field.Rows];
        for (int column = 0; column < field.Columns; column++)
        {
            for (int row = 0; row < field.Rows; row++) trace[row] = field.Values[(row * field.Columns) + column];
            swings[column] = Swing(trace, field, gain);
        }

        return swings;
    }

    private static double Swing(float[] stored, SampledField field, double gain)
    {
        double[] magnitudes = [.. stored.Where(float.IsFinite).Select(v => Math.Abs(field.Restore(v)))];
        if (magnitudes.Length == 0) return 0;
        Array.Sort(magnitudes);
        double reference = magnitudes[(int)(0.99 * (magnitudes.Length - 1))];
        if (reference == 0) reference = magnitudes[^1];
        return reference > 0 ? gain / reference : 0;
    }

    private static void RequirePositive(double value, string name)
    {
        if (!(value > 0 && double.IsFinite(value))) throw new ArgumentOutOfRangeException(name, value, "a positive, finite number is needed");
    }
}
