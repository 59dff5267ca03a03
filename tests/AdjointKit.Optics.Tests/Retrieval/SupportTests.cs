using System.Diagnostics;
using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Operators;
using Xunit;

namespace AdjointKit.Optics.Tests.Retrieval;

public class SupportTests
{
    [Fact]
    [Trait("Category", "Slow")]
    public void Hybrid_input_output_finds_a_non_negative_object_in_its_square()
    {
        using var compute = new Compute(threads: 2);
        const int object_ = 128;
        const int points = 256;
        int from = (points - object_) / 2;
        NdArray<double> numbers = NdArray.Zeros<double>(object_, object_);
        new CounterRandom(7).FillUniform(numbers);
        bool Inside(nint k) => k >= from && k < from + object_;
        NdArray<Complex> truth = NdArray.Fill<Complex>(points, points, (y, x) => Inside(y) && Inside(x) ? numbers[y - from, x - from] : 0);
        NdArray<bool> support = NdArray.Fill<bool>(points, points, (y, x) => Inside(y) && Inside(x));
        var model = new CentredFourier<Complex>(compute, points, points);
        NdArray<double> amplitudes = compute.Empty<double>(points, points);
        compute.Backend.Unary(UnaryOp.Abs, model.Apply(truth), amplitudes);
        var problem = new RetrievalProblem<Complex>(model, amplitudes, new ObjectConstraint { Support = support, NonNegative = true });
        var watch = Stopwatch.StartNew();
        for (ulong seed = 1; seed <= 10; seed++)
        {
            RetrievalResult<Complex> rough = PhaseRetrieval.Solve(problem, new HybridInputOutput(), PhaseRetrieval.RandomStart(problem, seed), 1000);
            RetrievalResult<Complex> fine = PhaseRetrieval.Solve(problem, new ErrorReduction(), rough.Field, 100);
            Console.WriteLine($"seed {seed} {rough.Errors[^1]} {fine.Errors[^1]} {RetrievalTruth.UpToPhaseShiftAndTwin(fine.Field, truth)} {watch.Elapsed}");
        }
    }
}
