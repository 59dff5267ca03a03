using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Cli.Commands.Sparse;
using AdjointKit.Cli.Hosting;
using AdjointKit.Plotting;

namespace AdjointKit.Cli.Figures;

/// <summary>The page of <c>--report</c> of a sparse recovery: how it converged, and what became of the first sample.</summary>
internal static class RecoveryPage
{
    /// <summary>Writes DIR/index.html and DIR/config.json.</summary>
    internal static void Write<T>(RunContext run, string folder, RecoveryInput<T> input, RecoveryChoices choices, RecoveryRun<T> solution, NdArray<T> signals, IReadOnlyList<(string Stage, double Seconds)> timings)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        IReadOnlyList<RecoveryPoint> points = solution.Curve.Points;
        double[] iterations = [.. points.Select((_, k) => (double)k)];
        List<(Figure Figure, string Caption)> figures =
        [
            (Figure.Lines([new Series(iterations, [.. points.Select(point => point.Objective)])], "Objective", "iteration", choices.Lambda is null ? "1/2 |Ax - y|^{2}" : "1/2 |Ax - y|^{2} + lambda |x|_{1}", yScale: AxisScale.Log), "The objective, summed over the samples."),
        ];
        if (solution.Curve.HasErrors) figures.Add((Errors(iterations, points), "The error of the signals against the truth."));
        figures.Add((FirstSample(input, signals), "The first sample: what was recovered."));
        RunPage.Write(
            run,
            folder,
            "Sparse recovery",
            $"{RunPage.Count(input.Samples, "sample")}, matrix {input.Matrix.Shape[0]} x {input.Matrix.Shape[1]}, {solution.Method}",
            figures,
            [
                ("method", solution.Method),
                ("iterations", $"{points.Count - 1}"),
                .. Given("lambda", choices.Lambda),
                .. Given("alpha", choices.Alpha),
                .. Given("step", solution.StepLength),
                .. Given("sparsity", choices.Sparsity),
                .. Given("noise variance", choices.NoiseVariance),
                ("objective at the end", $"{points[^1].Objective:G9}"),
                .. solution.Curve.HasErrors ? [("NMSE, ratio of sums", $"{points[^1].Nmse:0.000} dB"), ("NMSE, mean of the samples", $"{points[^1].NmseMeanDb:0.000} dB")] : Array.Empty<(string, string)>(),
                .. RunPage.Resources(run),
            ],
            timings);
    }

    private static (string Name, string Value)[] Given(string name, double? number) => number is double value ? [(name, $"{value:G6}")] : [];

    private static Figure Errors(double[] iterations, IReadOnlyList<RecoveryPoint> points) => Figure.Lines(
        [
            new Series(iterations, [.. points.Select(point => point.Nmse)], "ratio of sums"),
            new Series(iterations, [.. points.Select(point => point.NmseMeanDb)], "mean of the samples") { Style = LineStyle.Dashed },
        ],
        "Error",
        "iteration",
        "NMSE (dB)");

    private static Figure FirstSample<T>(RecoveryInput<T> input, NdArray<T> signals)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Series recovered = Series.OfSamples(signals.Select(0, 0), label: "recovered") with { Style = LineStyle.None, Marker = Marker.Circle, MarkerRadius = 2.5 };
        Series[] lines = input.Truth is NdArray<T> truth ? [Series.OfSamples(truth.Select(0, 0), label: "true"), recovered] : [recovered];
        return Figure.Lines(lines, "First sample", "index", "value");
    }
}
