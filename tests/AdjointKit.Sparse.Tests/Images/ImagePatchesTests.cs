using AdjointKit.Arrays;
using AdjointKit.Devices;
using Xunit;

namespace AdjointKit.Sparse.Tests.Images;

public sealed class ImagePatchesTests : IDisposable
{
    private readonly Compute compute = new();

    [Fact]
    public void A_patch_is_a_piece_of_the_image_turned_or_mirrored()
    {
        // Numbers that say where they stand.
        using NdArray<float> image = NdArray.Fill<float>(20, 30, (row, column) => (100 * row) + column);
        using var patches = new ImagePatches<float>(compute, [image], count: 2000, side: 5, seed: 1);
        patches.Fill(0);
        var turns = new HashSet<(int, int)>();
        for (int k = 0; k < 2000; k++)
        {
            (int right, int down) = ((int)(patches.Batch[k, 0, 1] - patches.Batch[k, 0, 0]), (int)(patches.Batch[k, 1, 0] - patches.Batch[k, 0, 0]));
            Assert.Equal(101, Math.Abs(right) + Math.Abs(down));
            turns.Add((right, down));
            for (int pixel = 0; pixel < 25; pixel++) Assert.Equal(patches.Batch[k, 0, 0] + (pixel % 5 * right) + (pixel / 5 * down), patches.Batch[k, pixel / 5, pixel % 5]);
        }

        Assert.Equal(8, turns.Count);
        float[] seen = patches.Batch.AsReadOnlySpan().ToArray();
        Assert.Equal([0, 1929], [seen.Min(), seen.Max()]);
        patches.Fill(1);
        Assert.NotEqual(seen, patches.Batch.AsReadOnlySpan().ToArray());
        patches.Fill(0);
        Assert.Equal(seen, patches.Batch.AsReadOnlySpan().ToArray());
    }

    [Fact]
    public void Some_end_in_zeros()
    {
        using NdArray<float> image = NdArray.Fill<float>(8, 8, (_, _) => 1);
        using var patches = new ImagePatches<float>(compute, [image], count: 400, side: 8, seed: 1, padding: 3, paddedShare: 0.5);
        patches.Fill(0);
        var counts = new int[4];
        for (int k = 0; k < 400; k++)
        {
            int rows = Enumerable.Range(0, 8).Count(row => patches.Batch[k, row, 0] == 1);
            int columns = Enumerable.Range(0, 8).Count(column => patches.Batch[k, 0, column] == 1);
            for (int pixel = 0; pixel < 64; pixel++) Assert.Equal(pixel / 8 < rows && pixel % 8 < columns ? 1 : 0, patches.Batch[k, pixel / 8, pixel % 8]);
            counts[8 - rows]++;
        }

        // Half, and of those with rows of zeros a quarter has none after all.
        Assert.InRange(counts[0], 210, 290);
        Assert.All(counts[1..], count => Assert.InRange(count, 25, 75));
    }

    [Fact]
    public void The_linear_start_is_that_of_least_squares()
    {
        using NdArray<double> x = NdArray.Empty<double>(new Shape(60, 16));
        new CounterRandom(4).FillNormal(x);
        using NdArray<double> y = compute.Empty<double>(60, ImageProblem.Samples);
        using NdArray<double> matrix = ImageProblem.Matrix<double>();
        compute.Backend.MatrixMultiply(MatrixForm.Plain, x, MatrixForm.Transposed, matrix, accumulate: false, y);
        using NdArray<double> q = LeastSquaresStart.Fit(compute, x, y, ridge: 0);

        // The residual stands at right angles to the data.
        using NdArray<double> residual = x.Copy();
        using NdArray<double> estimate = compute.Empty<double>(60, 16);
        compute.Backend.MatrixMultiply(MatrixForm.Plain, y, MatrixForm.Plain, q, accumulate: false, estimate);
        compute.Backend.AddScaled(-1, estimate, residual);
        using NdArray<double> product = compute.Empty<double>(ImageProblem.Samples, 16);
        compute.Backend.MatrixMultiply(MatrixForm.Transposed, y, MatrixForm.Plain, residual, accumulate: false, product);
        Assert.InRange(compute.Backend.MaxAbs(product), 0, 1e-11);
        Assert.InRange(compute.Backend.MaxAbs(q), 0.1, 10);
    }

    [Fact]
    public void The_ratio_of_the_peak_to_the_noise_leaves_padding_out_and_clips()
    {
        using NdArray<double> truth = NdArray.Fill<double>(4, 4, (row, _) => row == 0 ? 1 : 0.5);
        using NdArray<double> found = NdArray.Fill<double>(5, 6, (row, column) => row > 3 || column > 3 ? 9 : row == 0 ? 1.3 : 0.6);
        Assert.Equal(-10 * Math.Log10(0.01 * 12 / 16), ImageQuality.Psnr(found, truth), 1e-9);
        Assert.Equal(-10 * Math.Log10(((0.01 * 12) + (0.09 * 4)) / 16), ImageQuality.Psnr(found, truth, clips: false), 1e-9);
        Assert.Throws<ArgumentException>(() => ImageQuality.Psnr(truth, found));
    }

    public void Dispose() => compute.Dispose();
}
