using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Operators;
using AdjointKit.Optimization;
using Xunit;

namespace AdjointKit.Sparse.Tests.Images;

/// <summary>An untrained network is K iterations of its parent, the solver of the engine.</summary>
public sealed class UntrainedImageNetworkTests : IDisposable
{
    private readonly Compute compute = new();
    private readonly NdArray<double> image = ImageProblem.Image<double>(16, 7);
    private readonly NdArray<double> matrix = ImageProblem.Matrix<double>();
    private readonly BlockSensingOperator<double> a;
    private readonly WaveletOperator<double> wavelets;

    public UntrainedImageNetworkTests()
    {
        a = new BlockSensingOperator<double>(compute, image.Shape, matrix);
        wavelets = new WaveletOperator<double>(compute, image.Shape, Wavelet.Haar, levels: 1);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(6)]
    public void Ista_net_is_ISTA_with_the_wavelets_of_Haar(int layers)
    {
        using var network = new IstaNetwork<double>(compute, layers, channels: 11, step: 0.8, weight: 0.05);
        using NdArray<double> y = a.Apply(image);
        using NdArray<double> first = a.ApplyAdjoint(y);
        using NdArray<double> found = network.Recover(a, y, first);
        using NdArray<double> weights = NdArray.Fill<double>(16, 16, (row, column) => row < 8 && column < 8 ? 0 : 0.05);
        using var solver = new ProximalGradient<double, double>(a * wavelets.H, new WeightedL1Norm<double>(compute, weights), new ProximalGradientOptions { Accelerated = false, StepLength = 0.8, Stopping = new StoppingRule { RelativeTolerance = 0, IterationLimit = layers } });
        solver.Start(y, wavelets.Apply(first));
        solver.Run();
        Assert.Equal(layers, solver.Iterations);
        AssertClose(wavelets.ApplyAdjoint(solver.Solution), found);
        Assert.Contains(solver.Solution.AsReadOnlySpan().ToArray(), coefficient => coefficient == 0);
    }

    public void Dispose()
    {
        image.Dispose();
        matrix.Dispose();
        compute.Dispose();
    }

    private static void AssertClose(NdArray<double> expected, NdArray<double> actual)
    {
        Assert.Equal(expected.Shape, actual.Shape);
        for (int k = 0; k < expected.Count; k++) Assert.Equal(expected.AsReadOnlySpan()[k], actual.AsReadOnlySpan()[k], 1e-12);
    }
}
