// The weight of a penalty found by its hyper-gradient: Lasso solved for a weight, judged on data held back, and differentiated through its solution; then a weight for each of two blocks.
#:project ../src/AdjointKit/AdjointKit.csproj
#:project ../src/AdjointKit.Plotting/AdjointKit.Plotting.csproj

using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Operators;
using AdjointKit.Optimization;
using AdjointKit.Plotting;

namespace AdjointKit.Examples;

internal static class RegularizationWeight
{
    private const int Rows = 80;
    private const int Columns = 100;

    private static void Main(string[] args) => Run(Console.Out, args.FirstOrDefault() ?? ".", 120);

    internal static void Run(TextWriter output, string folder, int points)
    {
        using var compute = new Compute();

        // A few of the first half of the unknowns are not 0, and many small ones of the second.
        using NdArray<double> truth = NdArray.Zeros<double>(Columns);
        var random = new CounterRandom(1);
        for (int k = 0; k < Columns; k++) truth[k] = k < Columns / 2 ? (k % 10 == 0 ? 2 : 0) : 0.25 * random.Normal((ulong)k);
        (MatrixOperator<double> a, NdArray<double> y) = Measured(2);
        (MatrixOperator<double> held, NdArray<double> heldData) = Measured(3);

        double[] grid = [.. Enumerable.Range(0, points).Select(k => 1e-2 * Math.Pow(100, k / (points - 1.0)))];
        double[] losses = [.. grid.Select(weight => At([weight]).Value)];
        int least = Array.IndexOf(losses, losses.Min());
        ValueAndGradient<double> there = At([0.3]);
        double difference = (At([0.3 + 1e-6]).Value - At([0.3 - 1e-6]).Value) / 2e-6;
        output.WriteLine($"hyper-gradient at 0.3: {there.Gradient[0]:F6}, by differences {difference:F6}");

        // The search sees a handful of weights and their slopes.
        var seen = new List<(double Weight, double Loss)>();
        NdArray<double>[] candidates = [.. ((double[])[0.02, 0.1, 0.5]).Select(weight => NdArray.From(weight))];
        using NdArray<double> found = RegularizationTuning.Tune<double>(Seen, candidates, compute: compute).Solution;
        output.WriteLine($"weight {found[0]:F4} with loss {At([found[0]]).Value:F4} after {seen.Count} solutions; the best of {points} weights {grid[least]:F4} with {losses[least]:F4}");
        using NdArray<double> two = RegularizationTuning.Tune<double>(Validation, [NdArray.From(found[0], found[0])], compute: compute).Solution;
        output.WriteLine($"two weights: {two[0]:F4} and {two[1]:F4} with loss {At([two[0], two[1]]).Value:F4}");

        Figure curve = Figure.Lines(
            [new Series(grid, losses, "loss on data held back"), new Series([.. seen.Select(one => one.Weight)], [.. seen.Select(one => one.Loss)], "seen by the search") { Marker = Marker.Circle, Style = LineStyle.None }],
            "Lasso, weight by weight", "weight", "loss", xScale: AxisScale.Log);
        double[] places = [.. Enumerable.Range(0, Columns).Select(k => (double)k)];
        Figure solutions = Figure.Lines(
            [new Series(places, truth.AsReadOnlySpan().ToArray(), "truth"), Solution("one weight", [found[0]]), Solution("two weights", [two[0], two[1]])],
            "Unknowns", "number", yLimits: (-1, 3));
        Figure.Grid(1, 2, curve, solutions).WithSize(960, 380).WithScale(1).Save(Path.Combine(folder, "regularization-weight.png"));

        (MatrixOperator<double> Operator, NdArray<double> Data) Measured(ulong seed)
        {
            NdArray<double> matrix = NdArray.Fill<double>(Rows, Columns, (row, column) => new CounterRandom(seed).Normal((ulong)((row * Columns) + column)) / Math.Sqrt(Rows));
            var rows = new MatrixOperator<double>(compute, matrix);
            NdArray<double> data = rows.Apply(truth);
            for (int row = 0; row < Rows; row++) data[row] += 0.2 * new CounterRandom(seed, 1).Normal((ulong)row);
            return (rows, data);
        }

        Var<double> Solved(Var<double> weight)
        {
            nint blocks = weight.Shape[0];
            Var<double> each = Ops.Reshape(Ops.BroadcastTo(Ops.Reshape(weight, blocks, 1), new Shape(blocks, Columns / blocks)), Columns);
            return Implicit.SparseSolution(a, weight.Tape.Constant(y), each);
        }

        Var Validation(Var<double> weight) => Ops.HalfSquaredNorm(Ops.Apply(held, Solved(weight)) - weight.Tape.Constant(heldData));

        Var Seen(Var<double> weight)
        {
            Var loss = Validation(weight);
            seen.Add((weight.Value[0], loss.As<double>().Value.AsReadOnlySpan()[0]));
            return loss;
        }

        ValueAndGradient<double> At(double[] weights) => Gradient.Of<double>(Validation, NdArray.From(weights), compute);

        Series Solution(string name, double[] weights)
        {
            using var tape = new Tape(compute);
            return new Series(places, Solved(tape.Constant(NdArray.From(weights))).Value.AsReadOnlySpan().ToArray(), name);
        }
    }
}
