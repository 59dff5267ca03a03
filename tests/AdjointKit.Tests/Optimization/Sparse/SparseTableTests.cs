using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.IO;
using AdjointKit.Operators;
using AdjointKit.Optimization;
using AdjointKit.TestKit;
using Xunit;

namespace AdjointKit.Tests.Optimization;

/// <summary>
/// The published figures of ISTA, FISTA and AMP on the matrix and the 1000 signals of the authors of ALISTA: 10 log10 (sum |x - x0|^2 / sum |x0|^2) after 4, 8, 12, 16 and 100 steps.
/// </summary>
public sealed class SparseTableTests : IDisposable
{
    private static readonly int[] Steps = [4, 8, 12, 16, 100];

    private readonly Compute compute = new(threads: 2);

    [SkippableTheory]
    [Trait("Category", "Slow")]
    [InlineData(SparseMethod.Ista, 0.4, "-2.777 -4.147 -5.092 -5.762 -7.386")]
    [InlineData(SparseMethod.Fista, 0.4, "-3.161 -5.628 -7.126 -7.574 -7.389")]
    [InlineData(SparseMethod.Fista, 0.1, "-2.952 -4.929 -7.261 -10.079 -16.795")]
    [InlineData(SparseMethod.Amp, 1.1402, "-11.124 -18.705 -24.81 -29.975 -64.27")]
    public void Without_noise_the_figures_are_those_printed(SparseMethod method, double parameter, string expected)
    {
        using Problem problem = Read();
        using RecoverySolver<double, double> solver = Solver(problem, method, parameter);
        AssertPrinted(expected, Decibels(problem, solver, snr: double.PositiveInfinity, seed: 0));
    }

    /// <summary>NaN: not printed. The last is a mean of 12 seeds.</summary>
    [SkippableTheory]
    [Trait("Category", "Slow")]
    [InlineData(SparseMethod.Ista, 0.4, 40, 4, -2.777, -4.147, -5.092, -5.762, double.NaN)]
    [InlineData(SparseMethod.Ista, 0.4, 20, 4, -2.767, -4.122, -5.053, -5.712, -7.328)]
    [InlineData(SparseMethod.Fista, 0.4, 20, 4, -3.147, -5.581, -7.055, -7.508, -7.332)]
    [InlineData(SparseMethod.Amp, 1.1402, 40, 4, double.NaN, double.NaN, double.NaN, -29.216, -36.70)]
    [InlineData(SparseMethod.Amp, 1.1402, 20, 4, -10.62, -15.62, -17.11, -17.44, -17.55)]
    [InlineData(SparseMethod.Fista, 0.1, 40, 4, double.NaN, double.NaN, double.NaN, double.NaN, -16.779)]
    [InlineData(SparseMethod.Fista, 0.1, 20, 12, -2.928, -4.846, -7.053, -9.609, -15.167)]
    public void With_noise_the_mean_over_seeds_is_within_a_tenth_of_a_decibel(SparseMethod method, double parameter, double snr, int seeds, params double[] expected)
    {
        using Problem problem = Read();
        using RecoverySolver<double, double> solver = Solver(problem, method, parameter);
        var mean = new double[Steps.Length];
        for (int seed = 1; seed <= seeds; seed++)
        {
            double[] found = Decibels(problem, solver, snr, (ulong)seed);
            for (int k = 0; k < mean.Length; k++) mean[k] += found[k] / seeds;
        }

        for (int k = 0; k < mean.Length; k++)
        {
            Assert.True(double.IsNaN(expected[k]) || Math.Abs(mean[k] - expected[k]) <= 0.1, $"after {Steps[k]} steps {mean[k]:f4} dB and not {expected[k]}");
        }
    }

    public void Dispose() => compute.Dispose();

    private static void AssertPrinted(string expected, double[] found)
    {
        string[] printed = expected.Split(' ');
        for (int k = 0; k < printed.Length; k++)
        {
            int digits = printed[k].Length - printed[k].IndexOf('.', StringComparison.Ordinal) - 1;
            Assert.True(Math.Abs(double.Parse(printed[k], System.Globalization.CultureInfo.InvariantCulture) - found[k]) <= 0.5001 * Math.Pow(10, -digits), $"after {Steps[k]} steps {found[k]:f4} dB and not {printed[k]}");
        }
    }

    private static RecoverySolver<double, double> Solver(Problem problem, SparseMethod method, double parameter)
    {
        SparseOptions options = new() { Truth = problem.Signals, Stopping = new StoppingRule { RelativeTolerance = 0, IterationLimit = Steps[^1] } };
        return SparseRecovery.Solver(problem.A, method, method == SparseMethod.Amp ? options with { ThresholdFactor = parameter } : options with { Weight = parameter });
    }

    private static double[] Decibels(Problem problem, RecoverySolver<double, double> solver, double snr, ulong seed)
    {
        using NdArray<double> data = problem.A.Apply(problem.Signals);
        if (double.IsFinite(snr)) AddNoise(data, snr, seed);
        solver.Start(data);
        solver.Run();
        return [.. Steps.Select(step => solver.History[step].ErrorDecibels)];
    }

    /// <summary>Gaussian noise of variance |y|^2 / (M 10^(snr / 10)) in each sample.</summary>
    private static void AddNoise(NdArray<double> data, double snr, ulong seed)
    {
        var random = new CounterRandom(seed);
        Span<double> y = data.AsWritableSpan();
        int rows = (int)data.Shape[1];
        for (int start = 0; start < y.Length; start += rows)
        {
            Span<double> sample = y.Slice(start, rows);
            double squared = 0;
            foreach (double value in sample) squared += value * value;
            double deviation = Math.Sqrt(squared / (rows * Math.Pow(10, snr / 10)));
            for (int k = 0; k < rows; k++) sample[k] += deviation * random.Normal((ulong)(start + k));
        }
    }

    private Problem Read()
    {
        NdArray<double> matrix = ArrayFile.Read<double>(SharedData.Path("data/learning/lista/alista_D.mat"));
        NdArray<double> columns = ArrayFile.Read<double>(SharedData.Path("data/learning/lista/alista_xtest_n500_p10.npy"));
        NdArray<double> signals = compute.Empty<double>(columns.Shape[1], columns.Shape[0]);
        compute.Backend.Copy(columns.Transpose(1, 0), signals);
        return new Problem(new MatrixOperator<double>(compute, matrix, (int)signals.Shape[0]), signals);
    }

    private sealed record Problem(MatrixOperator<double> A, NdArray<double> Signals) : IDisposable
    {
        public void Dispose() => Signals.Dispose();
    }
}
