using AdjointKit.Arrays;
using AdjointKit.Devices;
using Xunit;

namespace AdjointKit.Sparse.Tests.Signals;

public sealed class SparseSignalsTests : IDisposable
{
    private readonly Compute compute = new();
    private readonly NdArray<double> a = SmallProblem.Matrix(30, 60);
    private readonly Dictionary<double> dictionary;

    public SparseSignalsTests() => dictionary = new Dictionary<double>(a, compute);

    [Fact]
    public void They_are_as_sparse_and_as_large_as_was_asked_for()
    {
        using var signals = new SparseSignals<double>(dictionary, 2000, 1, probability: 0.1);
        signals.Fill(3);
        double[] values = signals.X.AsReadOnlySpan().ToArray();
        double[] there = [.. values.Where(value => value != 0)];

        // Five standard deviations.
        Assert.InRange((double)there.Length / values.Length, 0.1 - 0.0044, 0.1 + 0.0044);
        Assert.InRange(there.Sum(value => value * value) / there.Length, 1 - 0.065, 1 + 0.065);
        for (int i = 0; i < 30; i++)
        {
            double sum = 0;
            for (int j = 0; j < 60; j++) sum += a[i, j] * signals.X[7, j];
            Assert.Equal(sum, signals.Y[7, i], 1e-12);
        }
    }

    [Fact]
    public void The_noise_of_each_sample_has_the_ratio_that_was_asked_for()
    {
        using var clean = new SparseSignals<double>(dictionary, 500, 1);
        using var noisy = new SparseSignals<double>(dictionary, 500, 1, snr: 20);
        clean.Fill(0);
        noisy.Fill(0);
        Assert.Equal(clean.X.AsReadOnlySpan(), noisy.X.AsReadOnlySpan());
        double sum = 0;
        for (int s = 0; s < 500; s++)
        {
            double noise = 0;
            double signal = 0;
            for (int i = 0; i < 30; i++)
            {
                noise += Math.Pow(noisy.Y[s, i] - clean.Y[s, i], 2);
                signal += Math.Pow(clean.Y[s, i], 2);
            }

            sum += noise / signal;
        }

        // |n|^2 / (sigma^2 M) has a variance of 2 / M.
        Assert.InRange(sum / 500, 0.01 * (1 - 0.06), 0.01 * (1 + 0.06));
    }

    [Fact]
    public void Batches_differ_and_come_again()
    {
        using var signals = new SparseSignals<double>(dictionary, 10, 1, snr: 10);
        signals.Fill(0);
        double[] first = signals.Y.AsReadOnlySpan().ToArray();
        signals.Fill(1);
        Assert.NotEqual(first, signals.Y.AsReadOnlySpan().ToArray());
        signals.Fill(0);
        Assert.Equal(first, signals.Y.AsReadOnlySpan().ToArray());
    }

    public void Dispose()
    {
        dictionary.Dispose();
        compute.Dispose();
    }
}
