using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
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
        using NdArray<double> weights = Weights(0.05);
        using var solver = new ProximalGradient<double, double>(a * wavelets.H, new WeightedL1Norm<double>(compute, weights), new ProximalGradientOptions { Accelerated = false, StepLength = 0.8, Stopping = new StoppingRule { RelativeTolerance = 0, IterationLimit = layers } });
        solver.Start(y, wavelets.Apply(first));
        solver.Run();
        Assert.Equal(layers, solver.Iterations);
        AssertClose(wavelets.ApplyAdjoint(solver.Solution), found);
        Assert.Contains(solver.Solution.AsReadOnlySpan().ToArray(), coefficient => coefficient == 0);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(6)]
    public void Admm_net_is_linearised_ADMM(int layers)
    {
        using var network = new AdmmNetwork<double>(compute, layers, channels: 7, penalty: 1.4, step: 0.3, weight: 0.05);
        using NdArray<double> y = a.Apply(image);
        using NdArray<double> first = a.ApplyAdjoint(y);
        using NdArray<double> found = network.Recover(a, y, first);
        using NdArray<double> weights = Weights(0.05);
        CompositeProblem<double> problem = CompositeProblem.LeastSquares(a, y).Plus(new WeightedL1Norm<double>(compute, weights), wavelets);
        Compare(problem, CompositeMethod.LinearizedAdmm, new CompositeOptions { PrimalStep = 0.3, DualStep = 1.4, Adaptive = false }, layers + 1, first, found);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(6)]
    public void Learned_primal_dual_is_PDHG(int layers)
    {
        using var network = new LearnedPrimalDual<double>(compute, layers, channels: 14, dualStep: 0.8, primalStep: 1.1);
        using NdArray<double> noise = NdArray.Empty<double>(image.Shape);
        new CounterRandom(1).FillNormal(noise);
        using NdArray<double> y = a.Apply(noise);
        using NdArray<double> first = a.ApplyAdjoint(y);
        using NdArray<double> found = network.Recover(a, y, first);
        CompositeProblem<double> problem = CompositeProblem.LeastSquares(a, y).Plus(new NonNegative<double>(compute));
        Compare(problem, CompositeMethod.PrimalDual, new CompositeOptions { PrimalStep = 1.1, DualStep = 0.8, Adaptive = false, Accelerated = false, Restarted = false }, layers, first, found);
        Assert.Contains(found.AsReadOnlySpan().ToArray(), pixel => pixel == 0);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(6)]
    public void Convolutional_lista_is_ISTA_with_a_dictionary_of_cosines(int layers)
    {
        using var network = new ConvolutionalLista<double>(compute, layers, taps: 3, step: 0.8, weight: 0.05);
        var dictionary = new Cosines(compute, image.Shape);
        Assert.True(DotTest.Run(dictionary).Passed);
        using NdArray<double> y = a.Apply(image);
        using NdArray<double> first = a.ApplyAdjoint(y);
        using NdArray<double> found = network.Recover(a, y, first);
        using var solver = new ProximalGradient<double, double>(a.Compose(dictionary), new L1Norm<double>(compute, 0.05), new ProximalGradientOptions { Accelerated = false, StepLength = 0.8, Stopping = new StoppingRule { RelativeTolerance = 0, IterationLimit = layers } });
        solver.Start(y, dictionary.ApplyAdjoint(first));
        solver.Run();
        AssertClose(dictionary.Apply(solver.Solution), found);
        Assert.Contains(solver.Solution.AsReadOnlySpan().ToArray(), coefficient => coefficient == 0);
    }

    [Fact]
    public void The_equilibrium_is_where_ISTA_comes_to_rest()
    {
        using var network = new EquilibriumNetwork<double>(compute, channels: 9, step: 0.8, weight: 0.05, damping: 0.1, ImageProblem.Tight<double>());
        using NdArray<double> y = a.Apply(image);
        using NdArray<double> first = a.ApplyAdjoint(y);
        using NdArray<double> found = network.Recover(a, y, first);
        using NdArray<double> weights = Weights(0.05);
        using var solver = new ProximalGradient<double, double>(a * wavelets.H, new WeightedL1Norm<double>(compute, weights), new ProximalGradientOptions { Accelerated = false, StepLength = 0.8, Stopping = new StoppingRule { RelativeTolerance = 0, IterationLimit = 1 } });
        using NdArray<double> coefficients = wavelets.Apply(first);
        for (int k = 0; k < 500; k++)
        {
            solver.Start(y, coefficients);
            solver.Run();
            compute.Backend.Affine(1 / 1.08, solver.Solution, 0, coefficients);
        }

        AssertClose(wavelets.ApplyAdjoint(coefficients), found);
    }

    /// <summary>With frequencies k and -k together the operator of real images is a tight frame, whose linear system is solved in closed form.</summary>
    [Theory]
    [InlineData(CompositeMethod.Admm)]
    [InlineData(CompositeMethod.LinearizedAdmm)]
    [InlineData(CompositeMethod.PrimalDual)]
    public void The_layers_of_a_solver_over_complex_coefficients_are_its_steps(CompositeMethod method)
    {
        using NdArray<bool> mask = NdArray.Fill<bool>(16, 16, (row, _) => Math.Min(row, 16 - row) is 0 or 1 or 2 or 5);
        var fourier = new PartialFourierOperator<double, Complex>(compute, image.Shape, mask);
        using NdArray<Complex> y = fourier.Apply(image);
        CompositeProblem<double> problem = CompositeProblem.LeastSquares(fourier, y).Plus(new L1Norm<double>(compute, 0.05), wavelets);
        using CompositeSolver<double> solver = Minimizer.Solver(problem, method, new CompositeOptions { Adaptive = false, Accelerated = false });
        using UnrolledSolver<double, Complex> network = solver.Unroll<Complex>(4, new LearnedParts());
        if (solver is Admm<double> admm) Assert.True(admm.IsClosed);
        solver.Start();
        using var tape = new Tape(compute);
        network.Run(tape.Constant(y), each: (_, x) =>
        {
            solver.Step();
            AssertClose(solver.Solution, x.Value);
        });
        Assert.Contains(solver.Solution.AsReadOnlySpan().ToArray(), pixel => Math.Abs(pixel) > 0.1);
    }

    public void Dispose()
    {
        image.Dispose();
        matrix.Dispose();
        compute.Dispose();
    }

    /// <summary>Approximations weigh nothing.</summary>
    private static NdArray<double> Weights(double weight) => NdArray.Fill<double>(16, 16, (row, column) => row < 8 && column < 8 ? 0 : weight);

    private static void Compare(CompositeProblem<double> problem, CompositeMethod method, CompositeOptions options, int steps, NdArray<double> first, NdArray<double> found)
    {
        using CompositeSolver<double> solver = Minimizer.Solver(problem, method, options with { Stopping = new StoppingRule { RelativeTolerance = 0, IterationLimit = steps } });
        solver.Start(first);
        solver.Run();
        Assert.Equal(steps, solver.Iterations);
        AssertClose(solver.Solution, found);
    }

    private static void AssertClose(NdArray<double> expected, NdArray<double> actual, double tolerance = 1e-12)
    {
        Assert.Equal(expected.Shape, actual.Shape);
        for (int k = 0; k < expected.Count; k++) Assert.Equal(expected.AsReadOnlySpan()[k], actual.AsReadOnlySpan()[k], tolerance);
    }

    /// <summary>D z of nine maps, in plain loops: x[p] = sum over c and the taps t of z_c[p + t - 1] d_c[t], d the cosines of 3 x 3 pixels divided by 3.</summary>
    private sealed class Cosines(Compute compute, Shape image) : LinearOperator<double, double>(compute, new Shape(9, image[0], image[1]), image)
    {
        protected internal override void ApplyCore(in NdArray<double> x, in NdArray<double> into)
        {
            NdArray<double> maps = x;
            NdArray<double> sum = into;
            Compute.Backend.Fill(sum, 0);
            Visit((map, from, to, weight) => sum[to.Y, to.X] += weight * maps[map, from.Y, from.X]);
        }

        protected internal override void ApplyAdjointCore(in NdArray<double> y, in NdArray<double> into)
        {
            NdArray<double> pixels = y;
            NdArray<double> sum = into;
            Compute.Backend.Fill(sum, 0);
            Visit((map, from, to, weight) => sum[map, from.Y, from.X] += weight * pixels[to.Y, to.X]);
        }

        private static double Line(int frequency, int place) => frequency == 0 ? Math.Sqrt(1.0 / 3) : Math.Sqrt(2.0 / 3) * Math.Cos(Math.PI * frequency * (place + 0.5) / 3);

        private void Visit(Action<int, (nint Y, nint X), (nint Y, nint X), double> each)
        {
            for (int k = 0; k < 81; k++)
            {
                (int map, int y, int x) = (k / 9, (k % 9 / 3) - 1, (k % 3) - 1);
                double weight = Line(map / 3, y + 1) * Line(map % 3, x + 1) / 3;
                for (nint row = Math.Max(0, -y); row < Math.Min(Range[0], Range[0] - y); row++)
                {
                    for (nint column = Math.Max(0, -x); column < Math.Min(Range[1], Range[1] - x); column++) each(map, (row + y, column + x), (row, column), weight);
                }
            }
        }
    }
}
