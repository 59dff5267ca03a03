using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.IO;
using AdjointKit.TestKit;
using Xunit;

namespace AdjointKit.Sparse.Tests;

public sealed class AnalyticWeightTests : IDisposable
{
    private readonly Compute compute = new();

    [Fact]
    public void Each_column_meets_its_atom_at_1_and_no_other_such_weight_has_a_smaller_product_with_the_matrix()
    {
        NdArray<double> a = SmallProblem.Matrix();
        NdArray<double> w = AnalyticWeight.Of(a, compute);
        for (int j = 0; j < 24; j++)
        {
            double sum = 0;
            for (int i = 0; i < 12; i++) sum += a[i, j] * w[i, j];
            Assert.Equal(1, sum, 1e-12);
        }

        // A step along any direction that keeps w_j^T a_j = 1 makes |W^T A| larger.
        double least = Product(w, a);
        NdArray<double> direction = NdArray.Empty<double>(a.Shape);
        for (ulong seed = 2; seed < 7; seed++)
        {
            new CounterRandom(seed).FillNormal(direction);
            NdArray<double> moved = NdArray.Fill<double>(12, 24, (i, j) => w[i, j] + (1e-3 * (direction[i, j] - (Along(direction, a, j) * a[i, j]))));
            Assert.True(Product(moved, a) > least);
        }
    }

    [Fact]
    public void The_distance_from_it_is_that_of_all_layers_together()
    {
        using var dictionary = new Dictionary<double>(SmallProblem.Matrix(), compute);
        using UnrolledNetwork<double> network = NetworkModel.Create("lista-cpss", dictionary, 2, analyticStart: true);
        Assert.Equal(0, AnalyticWeight.DistanceOf(network));
        NdArray<double> second = network.Parameters.Get<double>("layers.1.W^T");
        compute.Backend.Affine(1.1, second, 0, second);
        Assert.Equal(0.1 / Math.Sqrt(2), AnalyticWeight.DistanceOf(network), 1e-12);
        using UnrolledNetwork<double> without = NetworkModel.Create("alista", dictionary, 2);
        Assert.Equal(double.NaN, AnalyticWeight.DistanceOf(without));
    }

    [SkippableFact]
    public void It_is_the_one_of_the_HyperLISTA_authors()
    {
        string folder = SharedData.Path("data/learning/lista");
        NdArray<double> a = Read(Path.Combine(folder, "hyperlista_A_sc.mat"));
        NdArray<double> theirs = Read(Path.Combine(folder, "hyperlista_W_sc.mat"));
        NdArray<double> ours = AnalyticWeight.Of(a, compute);
        Assert.Equal(theirs.Shape, ours.Shape);

        // Theirs is the end of an iteration: 5e-6 from the closed form, which has the smaller product. The diagonal of W^T A is 1.
        double largest = 0;
        for (int k = 0; k < ours.Count; k++) largest = Math.Max(largest, Math.Abs(theirs.AsReadOnlySpan()[k] - ours.AsReadOnlySpan()[k]));
        Assert.InRange(largest, 0, 5e-6);
        Assert.Equal(22.40644964, Math.Sqrt(Product(ours, a) - 500), 1e-8);
        Assert.True(Product(ours, a) <= Product(theirs, a));
    }

    [Fact]
    public void A_matrix_without_one_is_refused()
    {
        Assert.Contains("more rows than columns", Assert.Throws<ArgumentException>(() => AnalyticWeight.Of(SmallProblem.Matrix(5, 4), compute)).Message, StringComparison.Ordinal);
        NdArray<double> twice = NdArray.Fill<double>(2, 4, (_, j) => j + 1);
        Assert.Contains("depend on each other", Assert.Throws<ArgumentException>(() => AnalyticWeight.Of(twice, compute)).Message, StringComparison.Ordinal);
    }

    public void Dispose() => compute.Dispose();

    private static NdArray<double> Read(string path)
    {
        using AnyArray file = ArrayFile.Read(path);
        return file.As<double>();
    }

    private static double Along(NdArray<double> d, NdArray<double> a, nint j)
    {
        double sum = 0;
        for (int i = 0; i < 12; i++) sum += d[i, j] * a[i, j];
        return sum;
    }

    private static double Product(NdArray<double> w, NdArray<double> a)
    {
        double sum = 0;
        nint columns = w.Shape[1];
        ReadOnlySpan<double> left = w.AsReadOnlySpan();
        ReadOnlySpan<double> right = a.AsReadOnlySpan();
        for (int j = 0; j < columns; j++)
        {
            for (int k = 0; k < columns; k++)
            {
                double product = 0;
                for (int row = 0; row < left.Length; row += (int)columns) product += left[row + j] * right[row + k];
                sum += product * product;
            }
        }

        return sum;
    }
}
