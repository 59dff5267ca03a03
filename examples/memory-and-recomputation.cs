// Memory against recomputation: the gradient of a loop of many steps, with the record of every step kept, and within smaller and smaller budgets.
#:project ../src/AdjointKit/AdjointKit.csproj
#:project ../src/AdjointKit.Plotting/AdjointKit.Plotting.csproj

using System.Numerics;
using AdjointKit.Loops;
using AdjointKit.Plotting;

namespace AdjointKit.Examples;

internal static class MemoryAndRecomputation
{
    private static void Main(string[] args) => Run(Console.Out, args.FirstOrDefault() ?? ".", 1_000_000);

    internal static void Run(TextWriter output, string folder, long steps)
    {
        using var step = new ScalarLoopStep<PredatorPrey, double>(new PredatorPrey(), steps, [0.9, 1.2], [1e-3, 1.1], y => y[0] + y[1], stepsTogether: (int)Math.Min(100, steps / 100));
        using LoopRun everything = Loop.Start(step, step.Intervals, Schedule.StoreAll);
        double[] gradient = Sweep(output, everything, step);
        LoopReport whole = Fastest(everything);
        double adjointStepSeconds = whole.BackwardSeconds / everything.Plan.Steps;
        double forwardStepSeconds = whole.ForwardSeconds / everything.Plan.Steps;
        var share = new List<double>();
        var again = new List<double>();
        var predicted = new List<double>();
        var measured = new List<double>();
        bool same = true;
        for (double fraction = 1; fraction * whole.Bytes >= 640; fraction /= 2)
        {
            using LoopRun run = Loop.Start(step, step.Intervals, Schedule.ByteBudget((long)(fraction * whole.Bytes)));
            same &= Sweep(output, run, step).SequenceEqual(gradient);
            share.Add((double)run.Plan.Bytes / whole.Bytes);
            again.Add((double)run.Plan.RecomputedSteps / run.Plan.Steps);
            predicted.Add(run.Plan.PredictedSeconds(forwardStepSeconds, adjointStepSeconds) / whole.Seconds);
            measured.Add(Fastest(run).Seconds / whole.Seconds);
        }

        output.WriteLine($"the same bits in every budget: {same}; sensitivity to the parameters {gradient[2]:G6}, {gradient[3]:G6}");
        double[] bytes = [.. share];
        Figure recomputed = Figure.Lines([new(bytes, [.. again]) { Marker = Marker.Circle }], "How often a step is computed again", "memory, as a part of keeping everything", "times", AxisScale.Log);
        Series[] lines = [new(bytes, [.. measured], "measured") { Marker = Marker.Circle }, new(bytes, [.. predicted], "as planned") { Style = LineStyle.Dashed }];
        Figure time = Figure.Lines(lines, "The time of run and sweep", "memory, as a part of keeping everything", "times that of keeping everything", AxisScale.Log);
        Figure.Grid(1, 2, recomputed, time).WithSize(960, 400).WithScale(1).Save(Path.Combine(folder, "memory-and-recomputation.png"));
    }

    private static double[] Sweep(TextWriter output, LoopRun run, ScalarLoopStep<PredatorPrey, double> step)
    {
        output.WriteLine($"plan:   {run.Plan}");
        run.Forward();
        run.Backward();
        output.WriteLine($"report: {run.Report}");
        return [.. step.StateGradient, .. step.ParameterGradient];
    }

    /// <summary>The fastest of some more runs.</summary>
    private static LoopReport Fastest(LoopRun run)
    {
        LoopReport fastest = run.Report;
        for (int k = 0; k < 5; k++)
        {
            run.Forward();
            run.Backward();
            if (run.Report.Seconds < fastest.Seconds) fastest = run.Report;
        }

        return fastest;
    }

    /// <summary>Hunters y and hunted x: x' = x (1 - y), y' = a y (x - 1), in steps of h.</summary>
    private sealed class PredatorPrey : IScalarStep
    {
        public void Advance<T>(long step, ReadOnlySpan<T> parameters, Span<T> state)
            where T : IFloatingPointIeee754<T>
        {
            (T h, T a) = (parameters[0], parameters[1]);
            (T x, T y) = (state[0], state[1]);
            state[0] = x + (h * x * (T.One - y));
            state[1] = y + (h * a * y * (x - T.One));
        }
    }
}
