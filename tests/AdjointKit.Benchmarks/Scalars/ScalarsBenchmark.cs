using System.Globalization;
using System.Runtime.InteropServices;
using AdjointKit.Autodiff;
using AdjointKit.Benchmarks.Native;
using AdjointKit.Benchmarks.Runner;

namespace AdjointKit.Benchmarks.Scalars;

/// <summary>Scalar programs on the tape, value and gradient, against the adjoint written by hand in C; the forward run alone; and eight outputs in one sweep.</summary>
internal sealed unsafe class ScalarsBenchmark(ContestSettings settings, string only)
{
    private readonly nint library = NativeCompiler.Load("scalar_programs.c", "scalar_programs", "-O3 -march=native -lm");

    internal void Run()
    {
        Console.WriteLine("| value and gradient | operations | C, us | ours, us | ours, ns an operation | plain run in C#, ns | C's time / ours | records |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|");
        Measure<Rosenbrock>("Rosenbrock, 1000 inputs", 1000, 0);
        Measure<Chain>("y = 0.9999 y + 0.0001 cos y, 10^4 times", 1, 10_000);
        Measure<PredatorPrey>("predator and prey, 200 steps (in cache)", 2, 200);
        Measure<PredatorPrey>("predator and prey, 500,000 steps", 2, 500_000);
        Measure<Burgers>("Burgers, 100 points, 10 steps (in cache)", 100, 10);
        Measure<Burgers>("Burgers, 1000 points, 200 steps", 1000, 200);
        Console.WriteLine();
        Console.WriteLine("| eight outputs in one sweep | sweep, us | ns an operation and output | one output's sweep / an eighth of it |");
        Console.WriteLine("|---|---|---|---|");
        Sweep<PredatorPrey>("predator and prey, 200 steps (in cache)", 2, 200);
        Sweep<Burgers>("Burgers, 100 points, 10 steps (in cache)", 100, 10);
        Sweep<Burgers>("Burgers, 1000 points, 200 steps", 1000, 200);
    }

    private void Measure<TProgram>(string name, int inputs, int steps)
        where TProgram : IProgram
    {
        if (!name.Contains(only, StringComparison.OrdinalIgnoreCase)) return;
        var c = (delegate* unmanaged[Cdecl]<double*, double*, double*, nint, nint, double>)NativeLibrary.GetExport(library, TProgram.Export);
        double[] x = Inputs(inputs);
        double[] gradient = new double[inputs];
        double[] expected = new double[inputs];
        double[] scratch = new double[((long)inputs + 1) * (steps + 2)];
        using var tape = new ScalarTape<double>();

        Contest contest = Contest.Run(
            settings,
            new Contestant("C", count =>
            {
                fixed (double* from = x, to = expected, memory = scratch)
                {
                    for (int k = 0; k < count; k++) _ = c(from, to, memory, inputs, steps);
                }
            }),
            new Contestant("ours", count =>
            {
                for (int k = 0; k < count; k++)
                {
                    tape.Reset();
                    ReadOnlySpan<Active<double>> active = tape.Inputs(x);
                    tape.Backward(TProgram.Run(active, steps));
                    tape.Adjoints(active, gradient);
                }
            }),
            new Contestant("plain", count =>
            {
                for (int k = 0; k < count; k++) _ = TProgram.Run<double>(x, steps);
            }));
        for (int i = 0; i < inputs; i++)
        {
            if (Math.Abs(gradient[i] - expected[i]) > 1e-9 * Math.Abs(expected.Max(Math.Abs))) throw new InvalidOperationException($"{name}: our gradient {gradient[i]} is not the C one {expected[i]}");
        }

        double operations = TProgram.Operations(inputs, steps);
        (double ratio, double low, double high) = contest.Ratio(1, 0);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {operations:0} | {contest.Seconds(0) * 1e6:0.0} | {contest.Seconds(1) * 1e6:0.0} | {contest.Seconds(1) * 1e9 / operations:0.00} | {contest.Seconds(2) * 1e9 / operations:0.00} | {ratio:0.00} ({low:0.00}-{high:0.00}) | {tape.Count - inputs} |"));
    }

    private void Sweep<TProgram>(string name, int inputs, int steps)
        where TProgram : IProgram
    {
        if (!name.Contains(only, StringComparison.OrdinalIgnoreCase)) return;
        using var tape = new ScalarTape<double>();
        Active<double> y = TProgram.Run(tape.Inputs(Inputs(inputs)), steps);
        Active<double>[] outputs = [y, 2 * y, 3 * y, -y, y + 1, y / 3, y * y, y - 2];
        Contest contest = Contest.Run(
            settings,
            new Contestant("eight", count =>
            {
                for (int k = 0; k < count; k++) tape.BackwardEach(outputs);
            }),
            new Contestant("one", count =>
            {
                for (int k = 0; k < count; k++) tape.Backward(y);
            }));
        double perOutput = contest.Seconds(0) / ScalarTape<double>.MostOutputs;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {contest.Seconds(0) * 1e6:0.0} | {perOutput * 1e9 / TProgram.Operations(inputs, steps):0.00} | {contest.Seconds(1) / perOutput:0.0} |"));
    }

    private static double[] Inputs(int count)
    {
        var x = new double[count];
        for (int i = 0; i < count; i++) x[i] = 0.3 + (0.001 * (i * 7 % 100));
        return x;
    }
}
