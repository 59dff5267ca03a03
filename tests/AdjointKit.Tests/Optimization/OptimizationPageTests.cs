using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Loops;
using AdjointKit.Operators;
using AdjointKit.Optimization;
using AdjointKit.TestKit;
using Xunit;

namespace AdjointKit.Tests.Optimization;

/// <summary>The examples of docs/optimization.md, compiled and run.</summary>
public sealed class OptimizationPageTests
{
    [Fact]
    public void The_examples_are_compiled_code() => ReadmeExample.RequireCode("docs/optimization.md", "tests/AdjointKit.Tests/Optimization/OptimizationPageTests.cs");

    [Fact]
    public void The_examples_do_what_they_say()
    {
        using var compute = new Compute(threads: 1);
        using var tape = new Tape(compute);
        using NdArray<double> matrix = TestNumbers.Array<double>(compute, TestNumbers.Random<double>(24, 1)).Reshape(6, 4);
        var a = new MatrixOperator<double>(compute, matrix);
        using NdArray<double> b = TestNumbers.Array<double>(compute, TestNumbers.Random<double>(6, 2));
        using NdArray<double> start = NdArray.From(0.5, -0.3);
        using NdArray<double> image = NdArray.Zeros<double>(8, 9);
        compute.Backend.Fill(image.Slice(0, 2, 4).Slice(1, 3, 3), 1);
        using NdArray<double> noisy = NdArray.Fill<double>(8, 9, (i, j) => image[i, j] + (0.3 * Math.Sin((7 * i) + (5 * j * j))));
        LinearOperator<double, double> blur = Smoothing.Gaussian<double>(compute, image.Shape, 0.7, PadMode.Reflect);
        using NdArray<double> atoms = TestNumbers.Array<double>(compute, TestNumbers.Random<double>(200, 3)).Reshape(10, 20);
        var dictionary = new MatrixOperator<double>(compute, atoms, 3);
        using NdArray<double> data = TestNumbers.Array<double>(compute, TestNumbers.Random<double>(30, 4)).Reshape(3, 10);
        using NdArray<double> heldRows = TestNumbers.Array<double>(compute, TestNumbers.Random<double>(24, 5)).Reshape(6, 4);
        var held = new MatrixOperator<double>(compute, heldRows);
        using NdArray<double> heldData = NdArray.Zeros<double>(6);
        compute.Backend.AddScaled(0.2, held.Apply(LinearSystem.Solve(a, b).Solution), heldData);
        using NdArray<double> weight = NdArray.From(0.05);
        UntypedArray weights = NdArray.From(1.0, 2);
        UntypedArray gradient = NdArray.From(3.0, -4);
        using var optimizer = new Optimizer([weights], new OptimizerOptions { Rule = new Sgd(), LearningRate = 0.1 }, compute);

        // A x = b, or |A x - b| as small as it gets; only products with A are asked for.
        NdArray<double> x = LinearSystem.Solve(a, b, LinearMethod.Lsmr).Solution;

        // A smooth function, written in ops; the gradient comes from the tape.
        NdArray<double> minimum = Minimizer.Minimize<double>(v => Ops.Sum(Ops.Log(1 + Ops.Square(v - 1))), start).Solution;

        // A sum of functions of which some have corners: total variation and a bound.
        var problem = CompositeProblem.LeastSquares(blur, image)
            .Plus(new L1Norm<double>(compute, 0.02), new GradientOperator<double>(compute, image.Shape))
            .Plus(new NonNegative<double>(compute));
        NdArray<double> restored = Minimizer.Minimize(problem).Solution;

        // Sparse signals, many at once: a row a sample.
        NdArray<double> signals = SparseRecovery.Solve(dictionary, data, SparseMethod.Fista, new SparseOptions { Weight = 0.1 }).Solution;

        // Parameters of a training loop, in place.
        optimizer.Step([weights], [gradient]);

        // The gradient with respect to the data, through forty steps of which no more than 10 MB are kept.
        Var<double> after = LinearSystem.Unroll(a, tape.Input(b), LinearMethod.Cgls, steps: 40, schedule: Schedule.ByteBudget(10_000_000));

        // Sixteen iterations as a network: the length of each step and each threshold are learned, by any loss of what comes out.
        using RecoverySolver<double, double> fista = SparseRecovery.Solver(dictionary, SparseMethod.Fista, new SparseOptions { Weight = 0.1 });
        using UnrolledSolver<double, double> network = fista.Unroll(layers: 16, learn: new LearnedParts { Step = LearnedScope.PerLayer, Threshold = LearnedScope.PerLayer });
        Var<double> output = network.Run(tape.Constant(data));

        // Total variation in ten layers that learn the lengths of their steps and how much each smooths: the data of the problem only stand for those that Run takes.
        var denoising = CompositeProblem.LeastSquares(compute, image).Plus(new L1Norm<double>(compute, 0.02), new GradientOperator<double>(compute, image.Shape));
        using CompositeSolver<double> steps = Minimizer.Solver(denoising, CompositeMethod.PrimalDual);
        using UnrolledSolver<double, double> smoother = steps.Unroll<double>(layers: 10, learn: new LearnedParts { Step = LearnedScope.PerLayer, DualStep = LearnedScope.PerLayer, Weight = LearnedScope.PerLayer });
        using var trainer = new Optimizer(smoother.Parameters.Trained, new OptimizerOptions { LearningRate = 0.02 }, compute);
        using var record = new Tape(compute);
        for (int step = 0; step < 50; step++)
        {
            record.Backward(Ops.HalfSquaredNorm(smoother.Run(record.Constant(noisy)) - record.Constant(image)));
            smoother.Parameters.ReadGradients(record);
            record.Reset();
            trainer.Step(smoother.Parameters.Trained, smoother.Parameters.TrainedGradients);
        }

        // Lasso for each weight, judged by rows that it has not seen: the derivative of that loss by the weight, and the weight where it is 0.
        Var Validation(Var<double> w) => Ops.HalfSquaredNorm(Ops.Apply(held, Implicit.SparseSolution(a, w.Tape.Constant(b), w)) - w.Tape.Constant(heldData));
        double slope = Gradient.Of<double>(Validation, weight).Gradient[0];
        NdArray<double> best = RegularizationTuning.Tune<double>(Validation, [weight]).Solution;

        using UnrolledSolver<double, double> untrained = steps.Unroll<double>(layers: 10, learn: new LearnedParts());
        double before = Ops.HalfSquaredNorm(untrained.Run(record.Constant(noisy)) - record.Constant(image)).Value.AsReadOnlySpan()[0];
        double trained = Ops.HalfSquaredNorm(smoother.Run(record.Constant(noisy)) - record.Constant(image)).Value.AsReadOnlySpan()[0];
        Assert.True(trained < 0.8 * before, $"{before} before, {trained} after");
        Assert.True(TestNumbers.Error(compute, after.Value, x) < 1e-6);
        Assert.True(slope < 0 && best[0] > weight[0] && Math.Abs(Gradient.Of<double>(Validation, best).Gradient[0]) < 1e-4 * -slope, $"{slope} {best[0]}");
        Assert.Equal((32, output.Shape), (network.Parameters.Count, signals.Shape));
        Assert.Equal(1, minimum[0], 1e-6);
        Assert.InRange(compute.Backend.MaxAbs(restored), 0.5, 1.5);
        Assert.True(problem.Value(restored) <= problem.Value(image));
        Assert.Equal(new Shape(3, 20), signals.Shape);
        Assert.Equal([0.7, 2.4], weights.As<double>().AsReadOnlySpan().ToArray().Select(value => Math.Round(value, 12)));
    }
}
