using AdjointKit.Arrays;
using AdjointKit.Devices;
using Xunit;

namespace AdjointKit.Sparse.Tests.Models;

/// <summary>Networks with parameters other than those they start with, against the formulas of their papers in plain loops.</summary>
public sealed class NetworkFormulaTests : IDisposable
{
    private const int Rows = 12;
    private const int Columns = 24;
    private const int Samples = 4;
    private const int Layers = 4;

    private readonly Compute compute = new();
    private readonly NdArray<double> a = SmallProblem.Matrix();
    private readonly Dictionary<double> dictionary;
    private readonly SparseSignals<double> signals;

    public NetworkFormulaTests()
    {
        dictionary = new Dictionary<double>(a, compute);
        signals = new SparseSignals<double>(dictionary, Samples, 3, snr: 30, probability: 0.2);
        signals.Fill(0);
    }

    [Fact]
    public void Gated_LISTA_lifts_small_elements_and_overshoots()
    {
        using var network = new GatedLista<double>(dictionary, Layers);
        Disturb(network, 0.05);
        for (int s = 0; s < Samples; s++)
        {
            var x = new double[Columns];
            for (int k = 0; k < Layers; k++)
            {
                double[] lifted = [.. x.Select(value => k == 0 ? value : value * (1 + (At(network, k, "mu") * At(network, k - 1, "theta") * Math.Exp(-At(network, k, "nu") * Math.Abs(value)))))];
                double[] back = TimesRows(network.Parameters.Get<double>($"layers.{k}.W^T"), Misfit(lifted, s));
                for (int j = 0; j < Columns; j++)
                {
                    double u = SmallProblem.Shrink(lifted[j] + back[j], At(network, k, "theta"));
                    double o = 1 + (At(network, k, "a") / (Math.Abs(u - x[j]) + 0.1));
                    x[j] = (o * u) + ((1 - o) * x[j]);
                }
            }

            RequireOutput(network, s, x);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void LAMP_scales_its_estimate_and_corrects_its_message(bool tied)
    {
        using var network = new Lamp<double>(dictionary, Layers, tied);
        Disturb(network, 0.1);
        for (int s = 0; s < Samples; s++)
        {
            var x = new double[Columns];
            double[] z = Misfit(x, s);
            for (int k = 0; k < Layers; k++)
            {
                double theta = At(network, k, "alpha") * Math.Sqrt(z.Sum(value => value * value) / Rows);
                double[] back = TimesRows(network.Parameters.Get<double>(tied ? "B" : $"layers.{k}.B"), z);
                double[] estimate = [.. back.Select((value, j) => SmallProblem.Shrink(x[j] + value, theta))];
                double beta = At(network, k, "beta");
                x = [.. estimate.Select(value => beta * value)];
                double onsager = beta * estimate.Count(value => value != 0) / Rows;
                z = [.. Misfit(x, s).Select((value, i) => value + (onsager * z[i]))];
            }

            RequireOutput(network, s, x);
        }
    }

    [Fact]
    public void Step_LISTA_has_a_threshold_as_long_as_its_step()
    {
        using var network = new StepSizeLista<double>(dictionary, Layers, weight: 0.3);
        Disturb(network, 0.05);
        for (int s = 0; s < Samples; s++)
        {
            var x = new double[Columns];
            for (int k = 0; k < Layers; k++)
            {
                double gamma = At(network, k, "gamma");
                double[] back = Times(a, Misfit(x, s));
                x = [.. back.Select((value, j) => SmallProblem.Shrink(x[j] + (gamma * value), gamma * 0.3))];
            }

            RequireOutput(network, s, x);
        }
    }

    [Fact]
    public void NA_ALISTA_takes_step_and_threshold_of_each_sample_from_its_memory()
    {
        const int Units = 5;
        using var network = new NeuralAlista<double>(dictionary, Layers, units: Units, seed: 3);
        Disturb(network, 0.1);
        NdArray<double> w = AnalyticWeight.Of(a, compute);
        using var random = new SparseSignals<double>(dictionary, 1000, 0x4E4F524D53);
        random.Fill(0);
        double[][] norms = [.. Enumerable.Range(0, 1000).Select(s => NormsOf([.. Enumerable.Range(0, Rows).Select(i => random.Y[s, i])]))];
        double[] means = [.. Enumerable.Range(0, 2).Select(part => norms.Average(of => of[part]))];
        double[] deviations = [.. Enumerable.Range(0, 2).Select(part => Math.Sqrt(norms.Average(of => Math.Pow(of[part] - means[part], 2))))];
        for (int s = 0; s < Samples; s++)
        {
            var x = new double[Columns];
            double[] h = Row("firstState");
            double[] c = Row("firstCell");
            for (int k = 0; k < Layers; k++)
            {
                double[] misfit = Misfit(x, s);
                double[] input = [.. NormsOf(misfit).Select((norm, part) => (norm - means[part]) / deviations[part])];
                double[] z = [.. Affine("memory.inputWeight", input, "memory.bias").Zip(Affine("memory.stateWeight", h), (left, right) => left + right)];
                c = [.. c.Select((cell, unit) => (Logistic(z[Units + unit]) * cell) + (Logistic(z[unit]) * Math.Tanh(z[(2 * Units) + unit])))];
                h = [.. c.Select((cell, unit) => Logistic(z[(3 * Units) + unit]) * Math.Tanh(cell))];
                double[] rectified = [.. Affine("hidden.weight", c, "hidden.bias").Select(value => Math.Max(value, 0))];
                double[] numbers = [.. Affine("readout.weight", rectified, "readout.bias").Select(value => Math.Log(1 + Math.Exp(value)))];
                double[] back = Times(w, misfit);
                x = [.. back.Select((value, j) => SmallProblem.Shrink(x[j] + (numbers[0] * value), numbers[1]))];
            }

            RequireOutput(network, s, x);
        }

        double[] NormsOf(double[] misfit) => [misfit.Sum(Math.Abs), Times(w, misfit).Sum(Math.Abs)];

        double[] Row(string name) => network.Parameters.Get<double>(name).AsReadOnlySpan().ToArray();

        double[] Affine(string weight, double[] input, string? bias = null)
        {
            NdArray<double> matrix = network.Parameters.Get<double>(weight);
            return [.. Enumerable.Range(0, (int)matrix.Shape[0]).Select(row => input.Select((value, column) => matrix[row, column] * value).Sum() + (bias is null ? 0 : Row(bias)[row]))];
        }
    }

    public void Dispose()
    {
        signals.Dispose();
        dictionary.Dispose();
        compute.Dispose();
    }

    private static double Logistic(double value) => 1 / (1 + Math.Exp(-value));

    private static double At(UnrolledNetwork<double> network, int layer, string name) => network.Parameters.Get<double>($"layers.{layer}.{name}").AsReadOnlySpan()[0];

    /// <summary>W^T r.</summary>
    private static double[] Times(NdArray<double> w, double[] r) => [.. Enumerable.Range(0, Columns).Select(j => Enumerable.Range(0, Rows).Sum(i => w[i, j] * r[i]))];

    private static double[] TimesRows(NdArray<double> rows, double[] r) => [.. Enumerable.Range(0, Columns).Select(j => Enumerable.Range(0, Rows).Sum(i => rows[j, i] * r[i]))];

    /// <summary>Every parameter is moved, by up to an amount upwards.</summary>
    private void Disturb(UnrolledNetwork<double> network, double amount)
    {
        for (int k = 0; k < network.Parameters.Count; k++)
        {
            NdArray<double> values = network.Parameters[k].As<double>();
            using NdArray<double> moves = compute.Empty<double>(values.Shape);
            new CounterRandom((ulong)k + 1).FillUniform(moves);
            compute.Backend.AddScaled(amount, moves, values);
        }
    }

    private void RequireOutput(UnrolledNetwork<double> network, int sample, double[] expected)
    {
        Assert.Contains(expected, value => value != 0);
        using NdArray<double> found = network.Recover(signals.Y);
        for (int j = 0; j < Columns; j++) Assert.Equal(expected[j], found[sample, j], 1e-12 * Math.Max(1, expected.Max(Math.Abs)));
    }

    /// <summary>y - A x of one sample.</summary>
    private double[] Misfit(double[] x, int sample) =>
        [.. Enumerable.Range(0, Rows).Select(i => signals.Y[sample, i] - Enumerable.Range(0, Columns).Sum(j => a[i, j] * x[j]))];
}
