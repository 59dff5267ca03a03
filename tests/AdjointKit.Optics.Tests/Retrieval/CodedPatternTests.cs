using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Operators;
using Xunit;

namespace AdjointKit.Optics.Tests.Retrieval;

public class CodedPatternTests
{
    [Fact]
    public void Amplitude_flow_finds_an_object_behind_12_masks_in_300_iterations()
    {
        using var compute = new Compute(threads: 2);
        (RetrievalProblem<Complex> problem, NdArray<Complex> truth) = Problem<Complex>(compute, patterns: 12, points: 128);
        RetrievalResult<Complex> result = PhaseRetrieval.Solve(problem, [new RetrievalStage(new AmplitudeFlow(), 300)], SpectralStart.Of(problem));
        Assert.InRange(RetrievalTruth.UpToPhase(result.Field, truth), 0, 1e-10);
    }

    [Theory]
    [InlineData("af", 200)]
    [InlineData("wirtinger", 500)]
    public void Gradients_find_a_small_object_in_either_precision(string name, int iterations)
    {
        using var compute = new Compute(threads: 1);
        RetrievalStage[] stages = [new(RetrievalMethods.All.Single(known => known.Name == name), iterations)];
        (RetrievalProblem<Complex> problem, NdArray<Complex> truth) = Problem<Complex>(compute, patterns: 12, points: 24);
        (RetrievalProblem<ComplexF> single, NdArray<ComplexF> roundedTruth) = Problem<ComplexF>(compute, patterns: 12, points: 24);
        Assert.InRange(RetrievalTruth.UpToPhase(PhaseRetrieval.Solve(problem, stages, SpectralStart.Of(problem)).Field, truth), 0, 1e-8);
        NdArray<ComplexF> found = PhaseRetrieval.Solve(single, stages, SpectralStart.Of(single)).Field;
        Assert.InRange(RetrievalTruth.UpToPhase(RetrievalTruth.InDouble(found), RetrievalTruth.InDouble(roundedTruth)), 0, 3e-6);
    }

    [Fact]
    public void The_spectral_start_is_nearer_than_chance()
    {
        using var compute = new Compute(threads: 1);
        (RetrievalProblem<Complex> problem, NdArray<Complex> truth) = Problem<Complex>(compute, patterns: 12, points: 24);
        Assert.InRange(RetrievalTruth.UpToPhase(SpectralStart.Of(problem), truth), 0, 0.9);
        Assert.InRange(RetrievalTruth.UpToPhase(PhaseRetrieval.RandomStart(problem, 1), truth), 0.95, 2);
    }

    private static (RetrievalProblem<T> Problem, NdArray<T> Truth) Problem<T>(Compute compute, int patterns, int points)
        where T : unmanaged
    {
        // The masks of Candes, Li and Soltanolkotabi: quarter turns, of modulus sqrt(1/2) mostly and sqrt(3) now and then.
        NdArray<double> numbers = NdArray.Zeros<double>(2, patterns, points * points);
        new CounterRandom(3).FillUniform(numbers);
        using NdArray<Complex> exact = NdArray.Fill<Complex>(patterns, points * points, (l, k) =>
            Complex.FromPolarCoordinates(numbers[1, l, k] < 0.2 ? Math.Sqrt(3) : Math.Sqrt(0.5), Math.PI / 2 * Math.Floor(4 * numbers[0, l, k])));
        NdArray<T> masks = compute.Empty<T>(patterns, points, points);
        compute.Backend.Copy(exact.Reshape(masks.Shape), masks);
        var model = new CodedDiffraction<T>(compute, masks);
        NdArray<T> truth = compute.Empty<T>(points, points);
        compute.Backend.FillNormal(truth, new CounterRandom(4));
        using NdArray<T> measured = model.Apply(truth);
        UntypedArray amplitudes = compute.Backend.Allocate(ElementTypes.RealOf(ElementTypes.Of<T>()), measured.Shape, account: null);
        compute.Backend.Unary(UnaryOp.Abs, measured, amplitudes);
        return (new RetrievalProblem<T>(model, amplitudes), truth);
    }
}
