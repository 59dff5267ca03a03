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

    /// <summary>All but HyperLISTA and LAMP, whose steps have forms of their own.</summary>
    public static TheoryData<string> All => [.. NetworkModel.Names.Where(name => name is not ("hyperlista" or "lamp" or "lamp-tied"))];

    [Theory]
    [MemberData(nameof(All))]
    public void It_is_its_parent(string name)
    {
        using UnrolledNetwork<double> network = NetworkModel.Create(name, dictionary, 6);
        Assert.Equal(name, network.Name);
        bool selects = name is "lista-ss" or "lista-cpss" or "tilista" or "alista" or "na-alista" or "glista-ss";
        double length = 1 / (1.001 * dictionary.NormSquared);
        NdArray<double> weight = name is "alista" or "na-alista" ? AnalyticWeight.Of(a, compute) : NdArray.Fill<double>(Rows, Columns, (i, j) => a[i, j] * length);
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

    [Fact]
    public void HyperLISTA_is_its_formulas()
    {
        using var network = new HyperLista<double>(dictionary, 6, threshold: 0.03, momentum: 0.02, support: 1.7);
        NdArray<double> w = AnalyticWeight.Of(a, compute);
        double[,] pseudoInverse = PseudoInverse();
        double coherence = 0;
        for (int i = 0; i < Columns; i++)
        {
            for (int j = 0; j < Columns; j++)
            {
                double product = 0;
                for (int row = 0; row < Rows; row++) product += w[row, i] * a[row, j];
                if (i != j) coherence = Math.Max(coherence, Math.Abs(product));
            }
        }

        double[,] x = new double[Samples, Columns];
        double[,] before = x;
        using var tape = new Tape(compute);
        network.Run(tape.Constant(signals.Y), each: (k, output) =>
        {
            var next = new double[Samples, Columns];
            for (int s = 0; s < Samples; s++)
            {
                double[] misfit = Misfit(x, s);
                double size = Size(pseudoInverse, misfit);
                double theta = 0.03 * coherence * size;
                double beta = 0.02 * coherence * Enumerable.Range(0, Columns).Count(j => x[s, j] != 0);
                double many = 1.7 * Math.Log(Size(pseudoInverse, Misfit(new double[Samples, Columns], s)) / size);
                double[] v = [.. Enumerable.Range(0, Columns).Select(j => x[s, j] + Enumerable.Range(0, Rows).Sum(i => w[i, j] * misfit[i]) + (beta * (x[s, j] - before[s, j])))];
                int[] order = [.. Enumerable.Range(0, Columns).OrderByDescending(j => Math.Abs(v[j]))];
                for (int rank = 0; rank < Columns; rank++) next[s, order[rank]] = rank < many && Math.Abs(v[order[rank]]) > theta ? v[order[rank]] : SmallProblem.Shrink(v[order[rank]], theta);
                for (int j = 0; j < Columns; j++) Assert.Equal(next[s, j], output.Value[s, j], 1e-11);
            }

            (before, x) = (x, next);
        });
        Assert.Contains(Enumerable.Range(0, Columns), j => x[0, j] != 0);
    }

    [Theory]
    [InlineData("lista")]
    [InlineData("lista-tied")]
    [InlineData("lista-cp")]
    [InlineData("glista")]
    [InlineData("step-lista")]
    public void Without_selection_it_is_the_solver_of_ISTA(string name)
    {
        using UnrolledNetwork<double> network = NetworkModel.Create(name, dictionary, 9);
        var options = new SparseOptions { Weight = 0.4, StepLength = 1 / (1.001 * dictionary.NormSquared), Stopping = new StoppingRule { RelativeTolerance = 0, IterationLimit = 9 } };
        SolverResult<double> solved = SparseRecovery.Solve(new MatrixOperator<double>(compute, dictionary.Matrix, Samples), signals.Y, SparseMethod.Ista, options);
        using NdArray<double> recovered = network.Recover(signals.Y);
        for (int k = 0; k < recovered.Count; k++) Assert.Equal(solved.Solution.AsReadOnlySpan()[k], recovered.AsReadOnlySpan()[k], 1e-12);
    }

    [Theory]
    [InlineData("lamp")]
    [InlineData("lamp-tied")]
    public void LAMP_is_the_solver_of_AMP_and_its_formulas(string name)
    {
        using UnrolledNetwork<double> network = NetworkModel.Create(name, dictionary, 6);
        var options = new SparseOptions { Stopping = new StoppingRule { RelativeTolerance = 0, IterationLimit = 6 } };
        SolverResult<double> solved = SparseRecovery.Solve(new MatrixOperator<double>(compute, dictionary.Matrix, Samples), signals.Y, SparseMethod.Amp, options);
        using NdArray<double> recovered = network.Recover(signals.Y);
        for (int k = 0; k < recovered.Count; k++) Assert.Equal(solved.Solution.AsReadOnlySpan()[k], recovered.AsReadOnlySpan()[k], 1e-12);
        for (int s = 0; s < Samples; s++)
        {
            var x = new double[Columns];
            double[] z = [.. Enumerable.Range(0, Rows).Select(i => signals.Y[s, i])];
            for (int k = 0; k < 6; k++)
            {
                double theta = 1.1402 * Math.Sqrt(z.Sum(value => value * value) / Rows);
                x = [.. Enumerable.Range(0, Columns).Select(j => SmallProblem.Shrink(x[j] + Enumerable.Range(0, Rows).Sum(i => a[i, j] * z[i]), theta))];
                double share = x.Count(value => value != 0) / (double)Rows;
                z = [.. Enumerable.Range(0, Rows).Select(i => signals.Y[s, i] - Enumerable.Range(0, Columns).Sum(j => a[i, j] * x[j]) + (share * z[i]))];
            }

            for (int j = 0; j < Columns; j++) Assert.Equal(x[j], recovered[s, j], 1e-12);
        }
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
            double[] misfit = Misfit(x, s);
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

    private static double Size(double[,] pseudoInverse, double[] misfit) =>
        Enumerable.Range(0, Columns).Sum(j => Math.Abs(Enumerable.Range(0, Rows).Sum(i => pseudoInverse[j, i] * misfit[i])));

    /// <summary>y - A x of one sample.</summary>
    private double[] Misfit(double[,] x, int sample) =>
        [.. Enumerable.Range(0, Rows).Select(i => signals.Y[sample, i] - Enumerable.Range(0, Columns).Sum(j => a[i, j] * x[sample, j]))];

    /// <summary>A^T (A A^T)^-1, by Gauss and Jordan.</summary>
    private double[,] PseudoInverse()
    {
        var m = new double[Rows, 2 * Rows];
        for (int i = 0; i < Rows; i++)
        {
            for (int k = 0; k < Rows; k++) m[i, k] = Enumerable.Range(0, Columns).Sum(j => a[i, j] * a[k, j]);
            m[i, Rows + i] = 1;
        }

        for (int pivot = 0; pivot < Rows; pivot++)
        {
            double head = m[pivot, pivot];
            for (int k = 0; k < 2 * Rows; k++) m[pivot, k] /= head;
            for (int i = 0; i < Rows; i++)
            {
                double factor = m[i, pivot];
                for (int k = 0; k < 2 * Rows && i != pivot; k++) m[i, k] -= factor * m[pivot, k];
            }
        }

        var inverse = new double[Columns, Rows];
        for (int j = 0; j < Columns; j++)
        {
            for (int i = 0; i < Rows; i++) inverse[j, i] = Enumerable.Range(0, Rows).Sum(k => a[k, j] * m[k, Rows + i]);
        }

        return inverse;
    }
}
