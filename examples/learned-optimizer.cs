// An optimiser that was learned: networks of long short-term memories trained to make random quadratics small, against SGD, momentum, RMSProp and Adam with their best learning rates.
#:project ../src/AdjointKit/AdjointKit.csproj
#:project ../src/AdjointKit.Plotting/AdjointKit.Plotting.csproj

using System.Diagnostics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Nn;
using AdjointKit.Optimization;
using AdjointKit.Plotting;

namespace AdjointKit.Examples;

internal static class LearnedOptimizer
{
    private static readonly int[] horizons = [20, 50, 100];
    private static readonly double[] rates = [.. Enumerable.Range(0, 19).Select(k => Math.Pow(10, -3 + (k / 6.0)))];

    private static readonly (string Name, UpdateRule[] Rules)[] peers =
    [
        ("SGD", [new Sgd()]),
        ("momentum", [new Sgd { Momentum = 0.9 }]),
        ("momentum, its coefficient tuned too", [new Sgd { Momentum = 0.8 }, new Sgd { Momentum = 0.9 }, new Sgd { Momentum = 0.95 }]),
        ("RMSProp", [new RmsProp()]),
        ("Adam", [new Adam()]),
    ];

    private static void Main(string[] args) => Run(Console.Out, args.FirstOrDefault() ?? ".", 3000, 1000, 500);

    internal static void Run(TextWriter output, string folder, int windows, int problems, int steps)
    {
        using var compute = new Compute();
        using var toTune = new QuadraticProblems<float>(compute, problems, seed: 2);
        using var fresh = new QuadraticProblems<float>(compute, problems, seed: 3);
        double[] numbers = [.. Enumerable.Range(0, steps + 1).Select(k => (double)k)];
        var curves = new List<(string Name, double[] Losses)>();
        output.WriteLine($"mean loss of {problems} fresh problems at steps {string.Join(", ", horizons)}, and {steps}, for which nothing was tuned");
        foreach ((string name, UpdateRule[] rules) in peers)
        {
            // Each has the rate that is best at that step on other problems.
            (UpdateRule Rule, double Rate, double[] Losses)[] tried = [.. from rule in rules from rate in rates select (rule, rate, Of(rule, rate, toTune, horizons[^1]))];
            var found = horizons.Select(horizon => tried.MinBy(one => double.IsFinite(one.Losses[horizon]) ? one.Losses[horizon] : double.PositiveInfinity)).Select(best => Of(best.Rule, best.Rate, fresh, steps)).ToArray();
            Show(name, [.. horizons.Select((horizon, k) => found[k][horizon]), found[^1][steps]], found[^1]);
        }

        foreach (string name in (string[])["LSTM", "LSTM on momentum"])
        {
            var clock = Stopwatch.StartNew();
            using LstmOptimizer<float> learned = name == "LSTM" ? Published(compute, windows) : OnMomentum(compute, windows);
            double seconds = clock.Elapsed.TotalSeconds;
            using var moves = new LstmOptimizerSteps<float>(learned, fresh.Shape);
            double[] losses = Losses(fresh, steps, moves.Step);
            Show(name, [.. horizons.Select(horizon => losses[horizon]), losses[steps]], losses);
            output.WriteLine($"  learned in {seconds:F0} s by {windows} windows of 20 steps");
        }

        Figure.Grid(
            1,
            2,
            Figure.Lines(Curves(horizons[^1]), "As far as they were trained", "steps", "mean loss", yScale: AxisScale.Log),
            Figure.Lines(Curves(steps), "And beyond", "steps", "mean loss", yScale: AxisScale.Log))
            .WithSize(960, 380).WithScale(1).Save(Path.Combine(folder, "learned-optimizer.png"));

        double[] Of(UpdateRule rule, double rate, QuadraticProblems<float> on, int last)
        {
            using NdArray<float> like = compute.Empty<float>(on.Shape);
            using var optimizer = new Optimizer([like], new OptimizerOptions { Rule = rule, LearningRate = rate }, compute);
            return Losses(on, last, (x, gradient) => optimizer.Step(x, gradient));
        }

        void Show(string name, double[] values, double[] curve)
        {
            output.WriteLine($"{name}: {string.Join("  ", values.Select(value => $"{value:F3}"))}");
            curves.Add((name, curve));
        }

        Series[] Curves(int last) => [.. curves.Select(curve => new Series(numbers.AsSpan(0, last + 1), curve.Losses.AsSpan(0, last + 1), curve.Name) { Style = curve.Name.StartsWith("LSTM", StringComparison.Ordinal) ? LineStyle.Solid : LineStyle.Dashed })];
    }

    /// <summary>The network of the paper, which makes the steps itself.</summary>
    private static LstmOptimizer<float> Published(Compute compute, int windows)
    {
        var learned = new LstmOptimizer<float>(compute, seed: 1);
        using var problems = new QuadraticProblems<float>(compute, 16, seed: 1);
        Train(learned, problems, windows, 5e-3, secondDerivatives: false);
        return learned;
    }

    /// <summary>One that corrects steps with momentum. What follows from a step counts for much there, and second derivatives are taken along.</summary>
    private static LstmOptimizer<float> OnMomentum(Compute compute, int windows)
    {
        var learned = new LstmOptimizer<float>(compute, new LstmOptimizerOptions { Rate = 0.0316 }, seed: 1);
        using var problems = new QuadraticProblems<float>(compute, 32, seed: 1);
        Train(learned, problems, windows, 3e-3, secondDerivatives: true);
        return learned;
    }

    /// <summary>A hundred steps on each batch of problems, in windows of 20.</summary>
    private static void Train(LstmOptimizer<float> learned, QuadraticProblems<float> problems, int windows, double rate, bool secondDerivatives)
    {
        var rule = new OptimizerOptions { Rule = new Adam(), LearningRate = LearningRate.Cosine(rate, windows, 50, rate / 100), Clip = GradientClip.ByNorm(1) };
        using var trainer = new LstmOptimizerTrainer<float>(learned, problems, new LstmTrainingOptions { Logarithmic = true, SecondDerivatives = secondDerivatives, Optimizer = rule });
        trainer.Run(windows);
    }

    /// <summary>The mean loss before each step and after the last.</summary>
    private static double[] Losses(QuadraticProblems<float> problems, int steps, Action<NdArray<float>, NdArray<float>> step)
    {
        using NdArray<float> x = problems.Compute.Empty<float>(problems.Shape);
        using NdArray<float> gradient = problems.Compute.Empty<float>(problems.Shape);
        using var tape = new Tape(problems.Compute);
        var losses = new double[steps + 1];
        problems.Draw(0, x);
        for (int k = 0; k <= steps; k++)
        {
            Var<float> at = tape.Input(x);
            Var<float> sum = Ops.Sum(problems.Losses(at, k));
            tape.Backward(sum);
            tape.Gradient(at, gradient);
            losses[k] = sum.Value.AsReadOnlySpan()[0] / problems.Count;
            tape.Reset();
            if (k < steps) step(x, gradient);
        }

        return losses;
    }
}
