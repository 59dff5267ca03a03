// What a gradient costs as the inputs grow from 1 to a million: one forward sweep for each input, or one backward sweep for all.
#:project ../src/AdjointKit/AdjointKit.csproj
#:project ../src/AdjointKit.Plotting/AdjointKit.Plotting.csproj

using System.Diagnostics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Plotting;

namespace AdjointKit.Examples;

internal static class ForwardAgainstReverse
{
    /// <summary>Up to so many inputs all forward sweeps are run; beyond, one is timed and counted once for each input.</summary>
    private const int MostSwept = 1000;

    private static void Main(string[] args) => Run(Console.Out, args.FirstOrDefault() ?? ".", 1_000_000);

    internal static void Run(TextWriter output, string folder, int mostInputs)
    {
        using var compute = new Compute(threads: 1);
        var sizes = new List<double>();
        var value = new List<double>();
        var forward = new List<double>();
        var reverse = new List<double>();
        double difference = 0;

        // The first thousand calls are slow: the runtime compiles what is called often a second time.
        using NdArray<double> one = NdArray.From(1.0);
        for (int k = 0; k < 1000; k++)
        {
            ForwardGradient(one, compute);
            Gradient.Of(F, one, compute).Gradient.Dispose();
        }

        output.WriteLine("    inputs   function (s)    forward (s)    reverse (s)   reverse / function");
        for (int n = 1; n <= mostInputs; n *= 10)
        {
            using NdArray<double> x = NdArray.Zeros<double>(n);
            new CounterRandom(1).FillNormal(x);
            double functionSeconds = Seconds(() => Value(x, compute));
            double reverseSeconds = Seconds(() => Gradient.Of(F, x, compute).Gradient.Dispose());
            double forwardSeconds;
            if (n <= MostSwept)
            {
                double[] slopes = [];
                forwardSeconds = Seconds(() => slopes = ForwardGradient(x, compute));
                using NdArray<double> gradient = Gradient.Of(F, x, compute).Gradient;
                for (int k = 0; k < n; k++) difference = Math.Max(difference, Math.Abs(slopes[k] - gradient[k]));
            }
            else
            {
                forwardSeconds = n * Seconds(() => Slope(x, 0, compute));
            }

            sizes.Add(n);
            value.Add(functionSeconds);
            forward.Add(forwardSeconds);
            reverse.Add(reverseSeconds);
            output.WriteLine($"{n,10} {functionSeconds,14:0.0e+0} {forwardSeconds,14:0.0e+0} {reverseSeconds,14:0.0e+0} {reverseSeconds / functionSeconds,20:F1}");
        }

        output.WriteLine($"the two gradients differ by {difference:0.0e+0} at most");
        double[] inputs = [.. sizes];
        int swept = sizes.Count(n => n <= MostSwept);
        Series[] lines =
        [
            new(inputs[..swept], [.. forward[..swept]], "gradient, forward mode: a sweep for each input") { Marker = Marker.Circle },
            new(inputs[(swept - 1)..], [.. forward[(swept - 1)..]], "the same, reckoned from one sweep") { Style = LineStyle.Dotted },
            new(inputs, [.. reverse], "gradient, reverse mode: one sweep") { Marker = Marker.Square },
            new(inputs, [.. value], "the function alone") { Style = LineStyle.Dashed },
        ];
        Figure.Lines(lines, "The cost of the gradient of 1/2 |x sin x|^{2}", "number of inputs", "time (s)", AxisScale.Log, AxisScale.Log)
            .WithScale(1).Save(Path.Combine(folder, "forward-against-reverse.png"));
    }

    private static Var F(Var<double> x) => Ops.HalfSquaredNorm(x * Ops.Sin(x));

    private static void Value(NdArray<double> x, Compute compute)
    {
        using var tape = new Tape(compute);
        F(tape.Constant(x));
    }

    private static double[] ForwardGradient(NdArray<double> x, Compute compute) => [.. Enumerable.Range(0, (int)x.Count).Select(k => Slope(x, k, compute))];

    /// <summary>The derivative with respect to one input, by one forward sweep.</summary>
    private static double Slope(NdArray<double> x, int index, Compute compute)
    {
        using NdArray<double> direction = NdArray.Zeros<double>(x.Shape);
        direction.AsWritableSpan()[index] = 1;
        (NdArray<double> value, NdArray<double> tangent) = Jvp.Of<double, double>(v => F(v).As<double>(), x, direction, compute);
        double slope = tangent.AsReadOnlySpan()[0];
        value.Dispose();
        tangent.Dispose();
        return slope;
    }

    /// <summary>The shortest of several runs.</summary>
    private static double Seconds(Action action)
    {
        double shortest = double.PositiveInfinity;
        var all = Stopwatch.StartNew();
        for (int run = 0; run < 3 || (run < 100 && all.ElapsedMilliseconds < 50); run++)
        {
            var watch = Stopwatch.StartNew();
            action();
            shortest = Math.Min(shortest, watch.Elapsed.TotalSeconds);
        }

        return shortest;
    }
}
