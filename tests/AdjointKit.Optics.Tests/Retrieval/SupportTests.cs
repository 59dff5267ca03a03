using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Operators;
using Xunit;

namespace AdjointKit.Optics.Tests.Retrieval;

public class SupportTests
{
    private static readonly RetrievalStage Polish = new(new ErrorReduction(), 100);

    [Fact]
    [Trait("Category", "Slow")]
    public void Hybrid_input_output_finds_a_non_negative_object_in_its_square()
    {
        using var compute = new Compute(threads: 2);
        (RetrievalProblem<Complex> problem, NdArray<Complex> truth) = Diffraction<Complex, double>(compute, size: 128);
        RetrievalResult<Complex> best = PhaseRetrieval.BestOfSeeds(problem, [new RetrievalStage(new HybridInputOutput { Beta = 0.9 }, 1000), Polish], seed: 1, tries: 10).Result;
        Assert.InRange(RetrievalTruth.UpToPhaseShiftAndTwin(best.Field, truth), 0, 0.05);
    }

    [Theory]
    [InlineData("hio", 300)]
    [InlineData("raar", 400)]
    [InlineData("dm", 300)]
    public void Projections_find_a_small_object(string name, int iterations)
    {
        using var compute = new Compute(threads: 1);
        (RetrievalProblem<ComplexF> problem, NdArray<ComplexF> truth) = Diffraction<ComplexF, float>(compute, size: 16);
        RetrievalMethod method = RetrievalMethods.All.Single(known => known.Name == name);
        RetrievalResult<ComplexF> best = PhaseRetrieval.BestOfSeeds(problem, [new RetrievalStage(method, iterations), Polish], seed: 1, tries: 5).Result;
        Assert.Equal(iterations + 100, best.Errors.Count);
        Assert.InRange(best.LastError, 0, 0.01);
        Assert.InRange(RetrievalTruth.UpToPhaseShiftAndTwin(RetrievalTruth.InDouble(best.Field), RetrievalTruth.InDouble(truth)), 0, 0.05);
    }

    [Fact]
    public void Error_reduction_never_makes_the_error_larger()
    {
        using var compute = new Compute(threads: 1);
        (RetrievalProblem<Complex> problem, _) = Diffraction<Complex, double>(compute, size: 16);
        using NdArray<Complex> start = PhaseRetrieval.RandomStart(problem, 3);
        RetrievalResult<Complex> result = PhaseRetrieval.Solve(problem, [Polish], start);
        for (int k = 2; k < result.Errors.Count; k++) Assert.True(result.Errors[k] <= result.Errors[k - 1] * (1 + 1e-12), $"{k}: {result.Errors[k - 1]} to {result.Errors[k]}");
        using NdArray<Complex> found = result.Field.Copy();
        Assert.Equal(0, found[0, 0]);
        Assert.All(found.AsReadOnlySpan().ToArray(), value => Assert.True(value.Real >= 0 && value.Imaginary == 0));
    }

    [Fact]
    public void The_same_seed_gives_the_same_bits_with_any_number_of_threads()
    {
        Assert.Equal(Found(1), Found(2));

        static Complex[] Found(int threads)
        {
            using var compute = new Compute(threads);
            (RetrievalProblem<Complex> problem, _) = Diffraction<Complex, double>(compute, size: 100);
            return PhaseRetrieval.BestOfSeeds(problem, [new RetrievalStage(new HybridInputOutput(), 5)], seed: 1, tries: 1).Result.Field.AsReadOnlySpan().ToArray();
        }
    }

    [Fact]
    public void What_knows_no_signs_says_so()
    {
        using var compute = new Compute(threads: 1);
        (RetrievalProblem<Complex> problem, NdArray<Complex> truth) = Diffraction<Complex, double>(compute, size: 8);
        ArgumentException refusal = Assert.Throws<ArgumentException>(() => PhaseRetrieval.Solve(problem, [new RetrievalStage(new AmplitudeFlow(), 1)], truth));
        Assert.Contains("af knows no non-negative objects", refusal.Message, StringComparison.Ordinal);
    }

    /// <summary>A square of random numbers between 0 and 1 in the middle of a grid of twice its size.</summary>
    internal static (RetrievalProblem<T> Problem, NdArray<T> Truth) Diffraction<T, TReal>(Compute compute, int size)
        where T : unmanaged
        where TReal : unmanaged
    {
        int from = size / 2;
        NdArray<double> numbers = NdArray.Zeros<double>(size, size);
        new CounterRandom(7).FillUniform(numbers);
        bool Inside(nint k) => k >= from && k < from + size;
        using NdArray<Complex> exact = NdArray.Fill<Complex>(2 * size, 2 * size, (y, x) => Inside(y) && Inside(x) ? numbers[y - from, x - from] : 0);
        NdArray<bool> support = NdArray.Fill<bool>(2 * size, 2 * size, (y, x) => Inside(y) && Inside(x));
        NdArray<T> rounded = NdArray.Empty<T>(exact.Shape);
        compute.Host.Backend.Copy(exact, rounded);
        NdArray<T> truth = compute.ToDevice(rounded);
        var model = new CentredFourier<T>(compute, 2 * size, 2 * size);
        NdArray<TReal> amplitudes = compute.Empty<TReal>(exact.Shape);
        compute.Backend.Unary(UnaryOp.Abs, model.Apply(truth), amplitudes);
        return (new RetrievalProblem<T>(model, amplitudes, new ObjectConstraint { Support = support, NonNegative = true }), truth);
    }
}
