using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Operators;
using AdjointKit.Optimization;
using Xunit;

namespace AdjointKit.Sparse.Tests.Models;

/// <summary>An untrained network is K iterations of its parent, here in plain loops, and ISTA's solver.</summary>
public sealed class UntrainedNetworkTests : IDisposable
{
    private const int Rows = 12;
    private const int Columns = 24;
    private const int Samples = 5;

    private readonly Compute compute = new();
    private readonly NdArray<double> a = SmallProblem.Matrix();
    private readonly Dictionary<double> dictionary;
    private readonly SparseSignals<double> signals;

    public UntrainedNetworkTests()
    {
        dictionary = new Dictionary<double>(a, compute);
        signals = new SparseSignals<double>(dictionary, Samples, 3, snr: 30, probability: 0.2);
        signals.Fill(0);
    }

    public static TheoryData<string> All => [.. NetworkModel.Names];

    [Theory]
    [MemberData(nameof(All))]
    public void It_is_its_parent(string name)
    {
        using UnrolledNetwork<double> network = NetworkModel.Create(name, dictionary, 6);
        Assert.Equal(name, network.Name);
        bool selects = name is "lista-ss" or "lista-cpss" or "tilista" or "alista";
        double length = 1 / (1.001 * dictionary.NormSquared);
        NdArray<double> weight = name == "alista" ? AnalyticWeight.Of(a, compute) : NdArray.Fill<double>(Rows, Columns, (i, j) => a[i, j] * length);
        var layer = 0;
        double[,] x = new double[Samples, Columns];
        using var tape = new Tape(compute);
        network.Run(tape.Constant(signals.Y), each: (k, output) =>
        {
            Assert.Equal(++layer, k);
            x = Step(x, weight, 0.4 * length, selects ? new SupportSelection() : null, k - 1);
            double largest = 0;
            for (int s = 0; s < Samples; s++)
            {
                for (int j = 0; j < Columns; j++) largest = Math.Max(largest, Math.Abs(x[s, j] - output.Value[s, j]));
            }

            Assert.InRange(largest, 0, 1e-12);
        });
        Assert.Equal(6, layer);
    }

    [Theory]
    [InlineData("lista")]
    [InlineData("lista-tied")]
    [InlineData("lista-cp")]
    public void Without_selection_it_is_the_solver_of_ISTA(string name)
    {
        using UnrolledNetwork<double> network = NetworkModel.Create(name, dictionary, 9);
        var options = new SparseOptions { Weight = 0.4, StepLength = 1 / (1.001 * dictionary.NormSquared), Stopping = new StoppingRule { RelativeTolerance = 0, IterationLimit = 9 } };
        SolverResult<double> solved = SparseRecovery.Solve(new MatrixOperator<double>(compute, dictionary.Matrix, Samples), signals.Y, SparseMethod.Ista, options);
        using NdArray<double> recovered = network.Recover(signals.Y);
        for (int k = 0; k < recovered.Count; k++) Assert.Equal(solved.Solution.AsReadOnlySpan()[k], recovered.AsReadOnlySpan()[k], 1e-12);
    }

    [Theory]
    [InlineData(500, 1.2, 6)]
    [InlineData(500, 13, 65)]
    [InlineData(500, 2.4, 12)]
    [InlineData(24, 1.2, 0)]
    [InlineData(24, 13, 3)]
    public void As_many_are_selected_as_stand_above_the_percentile(int n, double percent, int count) => Assert.Equal(count, (int)SupportSelection.Count(n, percent));

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        using UnrolledNetwork<double> network = NetworkModel.Create("alista", dictionary, 2);
        Assert.Contains("[samples, 12]", Assert.Throws<ArgumentException>(() => network.Recover(compute.Zeros<double>(3, 11))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => network.Recover(signals.Y, 3));
        Assert.Contains("lista-cpss", Assert.Throws<ArgumentException>(() => NetworkModel.Create("lista-xy", dictionary, 2)).Message, StringComparison.Ordinal);
        Assert.Contains("warm start", Assert.Throws<ArgumentException>(() => NetworkModel.Create("lista", dictionary, 2, analyticStart: true)).Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        signals.Dispose();
        dictionary.Dispose();
        compute.Dispose();
    }

    /// <summary>eta(x + W^T (y - A x)); of the elements above the threshold the largest of a sample pass as they are.</summary>
    private double[,] Step(double[,] x, NdArray<double> weight, double theta, SupportSelection? selection, int layer)
    {
        var next = new double[Samples, Columns];
        for (int s = 0; s < Samples; s++)
        {
            var misfit = new double[Rows];
            for (int i = 0; i < Rows; i++)
            {
                misfit[i] = signals.Y[s, i];
                for (int j = 0; j < Columns; j++) misfit[i] -= a[i, j] * x[s, j];
            }

            var v = new double[Columns];
            for (int j = 0; j < Columns; j++)
            {
                v[j] = x[s, j];
                for (int i = 0; i < Rows; i++) v[j] += weight[i, j] * misfit[i];
            }

            int count = selection is null ? 0 : (int)SupportSelection.Count(Columns, selection.Percent(layer));
            int[] order = [.. Enumerable.Range(0, Columns).OrderByDescending(j => Math.Abs(v[j]))];
            for (int rank = 0; rank < Columns; rank++)
            {
                int j = order[rank];
                next[s, j] = rank < count && Math.Abs(v[j]) > theta ? v[j] : SmallProblem.Shrink(v[j], theta);
            }
        }

        return next;
    }
}
