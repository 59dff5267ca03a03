// Step sizes that were learned: gradient descent of a few steps, differentiated with respect to each step's size, against the steps of Chebyshev, whose worst case is the best there is.
#:project ../src/AdjointKit/AdjointKit.csproj
#:project ../src/AdjointKit.Plotting/AdjointKit.Plotting.csproj

using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Optimization;
using AdjointKit.Plotting;

namespace AdjointKit.Examples;

internal static class LearnedSteps
{
    private const double Smallest = 1;
    private const double Largest = 50;
    private const int Coordinates = 10;

    private static void Main(string[] args) => Run(Console.Out, args.FirstOrDefault() ?? ".", [2, 4, 8, 12, 16], 400);

    internal static void Run(TextWriter output, string folder, int[] counts, int problems)
    {
        using var compute = new Compute();
        var errors = new List<(double Bound, double Chebyshev, double Learned, double Each)>();
        double[] rates = [];
        output.WriteLine("|x_K| / |x_0|, root mean square over fresh problems with curvatures from 1 to 50");
        foreach (int count in counts)
        {
            // The problems to learn from are other ones than those to measure on; both have most of their curvatures near the lower end, as is common.
            // Steps that are all alike have derivatives that are all alike, and would stay so: the first ones are spread.
            using NdArray<double> start = NdArray.From([.. Enumerable.Range(0, count).Select(k => 1 / (Smallest + ((Largest - Smallest) * (k + 0.5) / count)))]);
            using NdArray<double> learned = Minimizer.Minimize<double>(v => Error(v, 1, 1), start, compute: compute).Solution;
            rates = learned.AsReadOnlySpan().ToArray();

            // Where each coordinate has a range of its own it may have steps of its own.
            using NdArray<double> starts = NdArray.Fill<double>(count, Coordinates, (k, _) => rates[k]);
            using NdArray<double> each = Minimizer.Minimize<double>(v => Error(v, 1, 3), starts, compute: compute).Solution;
            double bound = 1 / Math.Cosh(count * Math.Acosh((Largest + Smallest) / (Largest - Smallest)));
            errors.Add((bound, On(NdArray.From(Chebyshev(count)), 1), On(learned, 1), On(each, 3)));
            output.WriteLine($"{count,2} steps: Chebyshev {errors[^1].Chebyshev:0.00e-0}, at worst {bound:0.00e-0}; learned {errors[^1].Learned:0.00e-0}; for each of ten scales {errors[^1].Each:0.00e-0}");
        }

        double[] curvatures = [.. Enumerable.Range(0, 400).Select(k => Smallest + ((Largest - Smallest) * k / 399))];
        double[] numbers = [.. counts.Select(count => (double)count)];
        Figure factors = Figure.Lines(
            [Factors("Chebyshev", Chebyshev(rates.Length)), Factors("learned", rates)],
            $"What {rates.Length} steps leave", "curvature", "|x_K / x_0|", yScale: AxisScale.Log, yLimits: (1e-4, 1));
        Figure all = Figure.Lines(
            [
                new Series(numbers, [.. errors.Select(one => one.Bound)], "Chebyshev, at worst") { Style = LineStyle.Dashed },
                new Series(numbers, [.. errors.Select(one => one.Chebyshev)], "Chebyshev"),
                new Series(numbers, [.. errors.Select(one => one.Learned)], "learned"),
                new Series(numbers, [.. errors.Select(one => one.Each)], "learned, for each scale"),
            ],
            "Error after K steps", "K", "root mean square", yScale: AxisScale.Log);
        Figure.Grid(1, 2, factors, all).WithSize(960, 380).WithScale(1).Save(Path.Combine(folder, "learned-steps.png"));

        Series Factors(string name, double[] steps) => new(curvatures, [.. curvatures.Select(curvature => Math.Abs(steps.Aggregate(1.0, (left, step) => left * (1 - (step * curvature)))))], name);

        double On(NdArray<double> steps, double spread) => Math.Sqrt(Gradient.Of<double>(v => Error(v, 2, spread), steps, compute).Value);

        // A spread of 1 mixes all scales in every coordinate, a larger one keeps coordinate i to the i-th part of the scales.
        Var Error(Var<double> steps, ulong seed, double spread)
        {
            NdArray<double> curvature = NdArray.Fill<double>(problems, Coordinates, (problem, i) =>
            {
                double uniform = new CounterRandom(seed).Uniform((ulong)((problem * Coordinates) + i));
                return Smallest * Math.Pow(Largest / Smallest, spread > 1 ? (i + uniform) / Coordinates : uniform);
            });
            using NdArray<double> normal = NdArray.Empty<double>(curvature.Shape);
            new CounterRandom(seed, 1).FillNormal(normal);
            Var<double> slope = steps.Tape.Constant(curvature);
            Var<double> x = steps.Tape.Constant(normal.Copy());

            // A rate for each step and coordinate is the same one in all problems.
            int count = (int)steps.Shape[0];
            Var<double> each = steps.Shape.Rank == 1 ? steps : Ops.BroadcastTo(Ops.Reshape(steps, count, 1, Coordinates), new Shape(count, problems, Coordinates));
            Var<double> last = Optimizer.Unroll(v => slope * v, x, new Sgd(), each, count);
            return Ops.Sum(last * last) / Ops.Sum(x * x);
        }
    }

    /// <summary>The reciprocals of the zeros of the Chebyshev polynomial on the interval of curvatures.</summary>
    private static double[] Chebyshev(int count) => [.. Enumerable.Range(0, count).Select(k => 2 / (Largest + Smallest + ((Largest - Smallest) * Math.Cos(Math.PI * ((2 * k) + 1) / (2 * count)))))];
}
