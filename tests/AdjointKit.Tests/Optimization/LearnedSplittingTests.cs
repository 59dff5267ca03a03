using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Operators;
using AdjointKit.Optimization;
using Xunit;

namespace AdjointKit.Tests.Optimization;

/// <summary>The methods for sums of functions as layers whose numbers are learned.</summary>
public sealed class LearnedSplittingTests : IDisposable
{
    private const int Layers = 5;
    private static readonly Shape Grid = new(7, 6);
    private static readonly CompositeOptions Plain = new() { Adaptive = false, Accelerated = false, Restarted = false, Relaxation = 1.3, InnerTolerance = 1e-15, InnerLimit = 1000 };

    private readonly Compute compute = new(threads: 1);
    private readonly NdArray<double> image = NdArray.Fill<double>(7, 6, (i, j) => i > 2 && j < 4 ? 1 : 0.2);
    private readonly NdArray<double> data = NdArray.Fill<double>(7, 6, (i, j) => (i > 2 && j < 4 ? 1 : 0.2) + (0.3 * Math.Sin((5 * i) + (11 * j * j))));
    private readonly LinearOperator<double, double> blur;
    private readonly NdArray<double> dense = NdArray.Fill<double>(9, 12, (i, j) => Math.Cos((3 * i) + (i * j) + j) / 3);
    private readonly NdArray<double> rows = NdArray.From([.. Enumerable.Range(0, 9).Select(i => 1 + Math.Sin(2 * i))]);
    private readonly NdArray<double> tall = NdArray.Fill<double>(15, 12, (i, j) => Math.Sin((2 * i) + (i * j) + (3 * j)) / 4);
    private readonly NdArray<double> cosines = NdArray.Fill<double>(6, 12, (i, j) => (i == 0 ? Math.Sqrt(0.5) : 1) * 1.3 * Math.Sqrt(2.0 / 12) * Math.Cos(Math.PI * i * (j + 0.5) / 12));
    private readonly NdArray<double> longRows = NdArray.From([.. Enumerable.Range(0, 15).Select(i => Math.Sin(3 * i))]);
    private readonly NdArray<double> shortRows = NdArray.From([.. Enumerable.Range(0, 6).Select(i => 2 / (1.0 + i))]);
    private readonly NdArray<double> wanted = NdArray.From([.. Enumerable.Range(0, 12).Select(j => j > 5 ? 1.0 : 0.2)]);

    public LearnedSplittingTests() => blur = Smoothing.Gaussian<double>(compute, Grid, 0.8, PadMode.Constant);

    /// <summary>How a problem is made, with which method, and the parts that its layers have.</summary>
    public static TheoryData<string, CompositeMethod, string> Cases => new()
    {
        { "blurred", CompositeMethod.CondatVu, "step dualStep weight momentum" },
        { "blurred", CompositeMethod.PrimalDual, "step dualStep weight momentum" },
        { "noisy", CompositeMethod.CondatVu, "step dualStep weight momentum" },
        { "noisy", CompositeMethod.PrimalDual, "step dualStep weight momentum" },
        { "bounded", CompositeMethod.ProximalGradient, "step momentum" },
        { "free", CompositeMethod.ProximalGradient, "step" },
        { "free", CompositeMethod.PrimalDual, "step dualStep momentum" },
        { "free", CompositeMethod.CondatVu, "step" },
        { "dense", CompositeMethod.CondatVu, "step dualStep weight momentum matrix" },
        { "dense", CompositeMethod.PrimalDual, "step dualStep weight momentum matrix" },
        { "smooth", CompositeMethod.PrimalDual, "step dualStep weight momentum" },
        { "two", CompositeMethod.CondatVu, "step dualStep weight momentum" },
        { "blurred", CompositeMethod.LinearizedAdmm, "step dualStep weight momentum" },
        { "noisy", CompositeMethod.LinearizedAdmm, "step dualStep weight momentum" },
        { "free", CompositeMethod.LinearizedAdmm, "step dualStep momentum" },
        { "dense", CompositeMethod.LinearizedAdmm, "step dualStep weight momentum matrix" },
        { "smooth", CompositeMethod.LinearizedAdmm, "step dualStep weight momentum" },
        { "wide", CompositeMethod.DouglasRachford, "step threshold relaxation" },
        { "tall", CompositeMethod.DouglasRachford, "step threshold relaxation" },
        { "basis", CompositeMethod.DouglasRachford, "step threshold relaxation" },
        { "pair", CompositeMethod.DouglasRachford, "step threshold relaxation" },
        { "lone", CompositeMethod.DouglasRachford, "step threshold relaxation" },
        { "wide", CompositeMethod.Admm, "penalty threshold relaxation" },
        { "tall", CompositeMethod.Admm, "penalty threshold relaxation" },
        { "frame", CompositeMethod.Admm, "penalty threshold relaxation" },
        { "behind", CompositeMethod.Admm, "penalty threshold relaxation" },
        { "pair", CompositeMethod.Admm, "penalty threshold relaxation" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Untrained_it_is_the_iterations_of_the_solver(string problem, CompositeMethod method, string parts)
    {
        foreach (bool accelerated in new[] { false, true }) Compare(problem, method, parts, accelerated);
    }

    private void Compare(string problem, CompositeMethod method, string parts, bool accelerated)
    {
        using CompositeSolver<double> solver = Minimizer.Solver(Problem(problem, Data(problem)), method, Plain with { Accelerated = accelerated });
        using UnrolledSolver<double, double> network = solver.Unroll<double>(Layers, Learn(parts));
        solver.Start();
        using var tape = new Tape(compute);
        network.Run(tape.Constant(Data(problem)), each: (k, x) =>
        {
            solver.Step();
            for (int i = 0; i < x.Value.Count; i++) Assert.Equal(solver.Solution.AsReadOnlySpan()[i], x.Value.AsReadOnlySpan()[i], 1e-12);
        });
        Assert.Equal(Layers, solver.Iterations);
        Assert.Contains(solver.Solution.AsReadOnlySpan().ToArray(), value => Math.Abs(value) > 0.1);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_gradient_in_every_part_is_the_slope_of_the_loss(string problem, CompositeMethod method, string parts)
    {
        using CompositeSolver<double> solver = Minimizer.Solver(Problem(problem, Data(problem)), method, Plain);
        using UnrolledSolver<double, double> network = solver.Unroll<double>(Layers, Learn(parts));
        Move(network);
        using var tape = new Tape(compute);
        tape.Backward(Loss(tape, network, problem));
        network.Parameters.ReadGradients(tape);
        Assert.Equal(parts.Split(' ').Sum(part => part == "momentum" ? Layers - 1 : Layers), network.Parameters.Count);
        double largest = 0;
        var moved = new HashSet<string>();
        for (int k = 0; k < network.Parameters.Count; k++)
        {
            NdArray<double> number = network.Parameters[k].As<double>();
            double[] gradient = network.Parameters.Gradient<double>(network.Parameters.Names[k]).AsReadOnlySpan().ToArray();
            int at = Array.IndexOf(gradient, gradient.MaxBy(Math.Abs));
            double found = gradient[at];

            // Of a matrix the element that counts most, which must count for something: a matrix that is ignored has a gradient and a slope of 0. In the first layer of linearised ADMM dual variables are 0.
            if (network.Parameters.Names[k].EndsWith("matrix", StringComparison.Ordinal) && !(method == CompositeMethod.LinearizedAdmm && network.Parameters.Names[k] == "layers.0.matrix")) Assert.NotEqual(0, found);
            largest = Math.Max(largest, Math.Abs(found));
            if (found != 0) moved.Add(network.Parameters.Names[k].Split('.')[^1]);
            const double H = 1e-4;
            double slope = ((8 * (At(H) - At(-H))) - (At(2 * H) - At(-2 * H))) / (12 * H);
            Assert.True(Math.Abs(slope - found) <= 1e-8 * Math.Max(1, Math.Abs(found)), $"{network.Parameters.Names[k]}: {found:R}, and the slope is {slope - found:g2} from it");

            double At(double step)
            {
                tape.Reset();
                number.AsWritableSpan()[at] += step;
                double loss = Loss(tape, network, problem).Value.AsReadOnlySpan()[0];
                tape.Reset();
                number.AsWritableSpan()[at] -= step;
                return loss;
            }
        }

        Assert.True(largest > 1e-2);

        // Every part counts for something in some layer, but the weight of an indicator function, which stays one whatever it is multiplied by.
        Assert.Equal(parts.Split(' ').Where(part => !(problem == "two" && part == "weight")).Order(), moved.Order());
    }

    [Theory]
    [InlineData(CompositeMethod.PrimalDual)]
    [InlineData(CompositeMethod.CondatVu)]
    [InlineData(CompositeMethod.LinearizedAdmm)]
    public void Numbers_other_than_the_solvers_stand_where_the_formula_has_them(CompositeMethod method)
    {
        // |x - b|^2 / 2 + 0.3 |D x|_1 of a line, D the differences: the conjugate's prox clamps to 0.3 times the weight.
        const int Length = 9;
        using NdArray<double> line = NdArray.From([.. Enumerable.Range(0, Length).Select(i => Math.Sin(3 + (i * i)))]);
        CompositeProblem<double> problem = CompositeProblem.LeastSquares(compute, line).Plus(new L1Norm<double>(compute, 0.3), new GradientOperator<double>(compute, new Shape(Length)));
        using CompositeSolver<double> solver = Minimizer.Solver(problem, method, Plain);
        using UnrolledSolver<double, double> network = solver.Unroll<double>(4, Learn("step dualStep weight momentum"));
        Move(network);
        using var tape = new Tape(compute);
        NdArray<double> found = network.Run(tape.Constant(line)).Value;
        var x = new double[Length];
        var before = new double[Length];
        var dual = new double[Length];
        var dualBefore = new double[Length];
        for (int k = 0; k < 4; k++)
        {
            (double t, double s, double w, double m) = (Number(k, "step"), Number(k, "dualStep"), Number(k, "weight"), k == 0 ? 0 : Number(k, "momentum"));
            if (method == CompositeMethod.LinearizedAdmm)
            {
                x = Primal([.. dual.Select((value, i) => value + (m * (value - dualBefore[i])))]);
                dualBefore = dual;
                dual = Dual(x);
                continue;
            }

            dual = Dual([.. x.Select((value, i) => value + (m * (value - before[i])))]);
            before = x;
            x = Primal(dual);

            double[] Dual(double[] at) => [.. dual.Select((value, i) => i == Length - 1 ? 0 : Math.Clamp(value + (s * (at[i + 1] - at[i])), -0.3 * w, 0.3 * w))];

            double[] Primal(double[] slopes) => [.. x.Select((value, i) =>
            {
                double back = (i == 0 ? 0 : slopes[i - 1]) - slopes[i];
                return method == CompositeMethod.CondatVu ? value - (t * (back + value - line[i])) : (value - (t * back) + (t * line[i])) / (1 + t);
            })];
        }

        for (int i = 0; i < Length; i++) Assert.Equal(x[i], found[i], 1e-12);

        double Number(int k, string name) => network.Parameters.Get<double>($"layers.{k}.{name}").AsReadOnlySpan()[0];
    }

    /// <summary>Complex numbers, several samples, single precision, another first iterate than 0, matrices of both forms.</summary>
    [Theory]
    [InlineData(CompositeMethod.Admm)]
    [InlineData(CompositeMethod.DouglasRachford)]
    [InlineData(CompositeMethod.LinearizedAdmm)]
    [InlineData(CompositeMethod.PrimalDual)]
    [InlineData(CompositeMethod.CondatVu)]
    [InlineData(CompositeMethod.ProximalGradient)]
    public void So_it_is_for_every_type_and_start(CompositeMethod method)
    {
        foreach ((int m, int n) in new[] { (5, 8), (9, 6) })
        {
            using NdArray<Complex> complex = NdArray.Fill<Complex>(m, n, (i, j) => new Complex(Math.Cos(i + (3 * j * i) + j), Math.Sin((2 * i) - j)) / 3);
            using NdArray<Complex> complexData = NdArray.From([.. Enumerable.Range(0, m).Select(i => new Complex(1 + (i % 3), Math.Sin(i)))]);
            using NdArray<Complex> complexStart = NdArray.From([.. Enumerable.Range(0, n).Select(i => new Complex(Math.Cos(i), -0.3 * i))]);
            CompareFrom(new MatrixOperator<Complex>(compute, complex), complexData, complexStart, 1e-12, Plain);
            using NdArray<double> real = NdArray.Fill<double>(m, n, (i, j) => Math.Cos(i + (3 * j * i) + j) / 3);
            using NdArray<double> realData = NdArray.Fill<double>(3, m, (s, i) => 1 + (i % 3) - s);
            using NdArray<double> realStart = NdArray.Fill<double>(3, n, (s, i) => Math.Cos(i) + s);
            CompareFrom(new MatrixOperator<double>(compute, real, 3), realData, realStart, 1e-12, Plain);
            using NdArray<float> single = NdArray.Fill<float>(m, n, (i, j) => (float)real[i, j]);
            using NdArray<float> singleData = NdArray.Fill<float>(3, m, (s, i) => (float)realData[s, i]);
            using NdArray<float> singleStart = NdArray.Fill<float>(3, n, (s, i) => (float)realStart[s, i]);
            CompareFrom(new MatrixOperator<float>(compute, single, 3), singleData, singleStart, 1e-5, Plain with { InnerTolerance = 1e-7 });
        }

        void CompareFrom<T>(LinearOperator<T, T> a, NdArray<T> b, NdArray<T> start, double tolerance, CompositeOptions options)
            where T : unmanaged, INumberBase<T>
        {
            CompositeProblem<T> problem = CompositeProblem.LeastSquares(a, b).Plus(new L1Norm<T>(compute, 0.1));
            bool isAdaptable = method is not (CompositeMethod.DouglasRachford or CompositeMethod.ProximalGradient);
            using CompositeSolver<T> solver = Minimizer.Solver(problem, method, options with { Adaptive = isAdaptable ? false : null, Relaxation = 0.7 });
            using UnrolledSolver<T, T> network = solver.Unroll<T>(Layers, new LearnedParts());
            solver.Start(start);
            using var tape = new Tape(compute);
            double largest = 0;
            network.Run(tape.Constant(b), tape.Constant(start), each: (_, x) =>
            {
                solver.Step();
                for (int i = 0; i < x.Value.Count; i++)
                {
                    Complex expected = Complex.CreateChecked(solver.Solution.AsReadOnlySpan()[i]);
                    largest = Math.Max(largest, Complex.Abs(expected));
                    Assert.InRange(Complex.Abs(expected - Complex.CreateChecked(x.Value.AsReadOnlySpan()[i])), 0, tolerance * Math.Max(1, largest));
                }
            });
            Assert.True(largest > 0.1);
        }
    }

    /// <summary>A threshold that is not learned goes with the number that the prox of a step has its length from.</summary>
    [Theory]
    [InlineData("wide", CompositeMethod.Admm, "penalty")]
    [InlineData("wide", CompositeMethod.DouglasRachford, "step")]
    public void A_threshold_that_is_not_learned_goes_with_the_length(string problem, CompositeMethod method, string part)
    {
        using CompositeSolver<double> solver = Minimizer.Solver(Problem(problem, Data(problem)), method, Plain);
        using UnrolledSolver<double, double> alone = solver.Unroll<double>(Layers, Learn(part));
        using UnrolledSolver<double, double> both = solver.Unroll<double>(Layers, Learn(part + " threshold"));
        for (int k = 0; k < Layers; k++)
        {
            double length = (0.6 + (0.1 * k)) * alone.Parameters.Get<double>($"layers.{k}.{part}").AsReadOnlySpan()[0];
            compute.Backend.Fill(alone.Parameters.Get<double>($"layers.{k}.{part}"), length);
            compute.Backend.Fill(both.Parameters.Get<double>($"layers.{k}.{part}"), length);
            compute.Backend.Fill(both.Parameters.Get<double>($"layers.{k}.threshold"), method == CompositeMethod.Admm ? 1 / length : length);
        }

        using var tape = new Tape(compute);
        NdArray<double> expected = both.Run(tape.Constant(Data(problem))).Value;
        NdArray<double> found = alone.Run(tape.Constant(Data(problem))).Value;
        for (int i = 0; i < found.Count; i++) Assert.Equal(expected.AsReadOnlySpan()[i], found.AsReadOnlySpan()[i], 1e-13);
        Assert.Contains(found.AsReadOnlySpan().ToArray(), value => value != 0);
    }

    /// <summary>In single precision: half of the unknowns count a hundredth of a percent in A^H A, as rows do that are weighted by their noise.</summary>
    [Theory]
    [InlineData(0.005f)]
    [InlineData(0.001f)]
    public void What_is_nearly_a_tight_frame_is_none(float weak)
    {
        const int Count = 100;
        using NdArray<float> diagonal = NdArray.Fill<float>(Count, Count, (i, j) => i != j ? 0 : i < 50 ? 1 : weak);
        using NdArray<float> b = NdArray.From([.. Enumerable.Range(0, Count).Select(i => i < 50 ? 1 : weak)]);
        using var solver = new Admm<float>(CompositeProblem.LeastSquares(new MatrixOperator<float>(compute, diagonal), b).Plus(new L1Norm<float>(compute, 1e-8)));
        Assert.False(solver.IsClosed);
    }

    [Fact]
    public void Layers_of_Douglas_and_Rachford_stand_where_the_formula_has_them()
    {
        // Each unknown by itself: prox_t of |1.3 x - b|^2 / 2 is (v + 1.3 t b) / (1 + 1.69 t).
        using NdArray<double> scaled = NdArray.Fill<double>(3, 3, (i, j) => i == j ? 1.3 : 0);
        using NdArray<double> three = NdArray.From([2.0, -1.5, 0.3]);
        CompositeProblem<double> problem = CompositeProblem.LeastSquares(new MatrixOperator<double>(compute, scaled), three).Plus(new L1Norm<double>(compute, 0.4));
        using CompositeSolver<double> solver = Minimizer.Solver(problem, CompositeMethod.DouglasRachford, Plain);
        using UnrolledSolver<double, double> network = solver.Unroll<double>(4, Learn("step threshold relaxation"));
        Move(network);
        using var tape = new Tape(compute);
        NdArray<double> found = network.Run(tape.Constant(three)).Value;
        for (int i = 0; i < 3; i++)
        {
            double z = 0;
            double v = 0;
            for (int k = 0; k < 4; k++)
            {
                double t = Number(k, "step");
                double x = (v + (1.3 * t * three[i])) / (1 + (1.69 * t));
                double point = (2 * x) - v;
                z = Math.Sign(point) * Math.Max(Math.Abs(point) - (0.4 * Number(k, "threshold")), 0);
                v += Number(k, "relaxation") * (z - x);
            }

            Assert.Equal(z, found[i], 1e-12);
        }

        double Number(int k, string name) => network.Parameters.Get<double>($"layers.{k}.{name}").AsReadOnlySpan()[0];
    }

    [Fact]
    public void A_weight_of_zero_leaves_the_function_out()
    {
        using CompositeSolver<double> solver = Minimizer.Solver(Problem("blurred", data), CompositeMethod.CondatVu, Plain);
        using UnrolledSolver<double, double> network = solver.Unroll<double>(Layers, new LearnedParts { Weight = LearnedScope.Shared });
        network.Parameters[0].As<double>().AsWritableSpan()[0] = 0;
        solver.Start();
        using CompositeSolver<double> without = Minimizer.Solver(CompositeProblem.LeastSquares(blur, data).Plus(new NonNegative<double>(compute)), CompositeMethod.CondatVu, Plain with { PrimalStep = ((CondatVu<double>)solver).PrimalStep });
        without.Start();
        for (int k = 0; k < Layers; k++) without.Step();
        using var tape = new Tape(compute);
        Var<double> loss = Loss(tape, network, "blurred");
        NdArray<double> found = network.Run(tape.Constant(data)).Value;
        for (int i = 0; i < found.Count; i++) Assert.Equal(without.Solution.AsReadOnlySpan()[i], found.AsReadOnlySpan()[i], 1e-12);
        tape.Backward(loss);
        network.Parameters.ReadGradients(tape);
        Assert.True(double.IsFinite(network.Parameters.Gradient<double>("weight").AsReadOnlySpan()[0]));
    }

    /// <summary>With lengths that are found, which the solver itself would balance.</summary>
    [Theory]
    [InlineData("blurred", CompositeMethod.PrimalDual)]
    [InlineData("noisy", CompositeMethod.PrimalDual)]
    [InlineData("blurred", CompositeMethod.CondatVu)]
    [InlineData("bounded", CompositeMethod.ProximalGradient)]
    [InlineData("blurred", CompositeMethod.LinearizedAdmm)]
    [InlineData("pair", CompositeMethod.DouglasRachford)]
    [InlineData("pair", CompositeMethod.Admm)]
    public void The_layers_of_any_options_are_the_steps_that_Minimizer_unrolls(string problem, CompositeMethod method)
    {
        using CompositeSolver<double> solver = Minimizer.Solver(Problem(problem, data), method);
        using UnrolledSolver<double, double> network = solver.Unroll<double>(Layers, new LearnedParts());
        using var tape = new Tape(compute);
        Var<double> b = tape.Input(data);
        CompositeProblem<double> recorded = problem switch
        {
            "blurred" => CompositeProblem.LeastSquares(blur, b).Plus(new GroupL1Norm<double>(compute, 0.1, axes: 0), new GradientOperator<double>(compute, Grid)).Plus(new NonNegative<double>(compute)),
            "noisy" => CompositeProblem.LeastSquares(b).Plus(new GroupL1Norm<double>(compute, 0.1, axes: 0), new GradientOperator<double>(compute, Grid)).Plus(new L1Norm<double>(compute, 0.05)),
            "pair" => CompositeProblem.LeastSquares(b).Plus(new L1Norm<double>(compute, 0.05)).Plus(new HuberLoss<double>(compute, 0.2)),
            _ => CompositeProblem.LeastSquares(blur, b).Plus(new L1Norm<double>(compute, 0.05)),
        };
        NdArray<double> expected = Minimizer.Unroll(recorded, method, Layers).Value;
        NdArray<double> found = network.Run(b).Value;
        for (int i = 0; i < found.Count; i++) Assert.Equal(expected.AsReadOnlySpan()[i], found.AsReadOnlySpan()[i], 1e-12);
    }

    [Fact]
    public void Trained_it_beats_its_parent_on_fresh_images_and_leaves_no_managed_bytes()
    {
        const int Size = 16;
        var grid = new Shape(Size, Size);
        using NdArray<double> noisy = compute.Empty<double>(grid);
        using NdArray<double> clean = compute.Empty<double>(grid);
        CompositeProblem<double> problem = CompositeProblem.LeastSquares(compute, noisy).Plus(new GroupL1Norm<double>(compute, 0.02, axes: 0), new GradientOperator<double>(compute, grid));
        using CompositeSolver<double> solver = Minimizer.Solver(problem, CompositeMethod.PrimalDual, Plain);
        using UnrolledSolver<double, double> network = solver.Unroll<double>(6, Learn("step dualStep weight momentum"));
        using var optimizer = new Optimizer(network.Parameters.Trained, new OptimizerOptions { LearningRate = 0.03 }, compute);
        using var tape = new Tape(compute);
        double before = Enumerable.Range(1000, 20).Sum(Error);
        long least = long.MaxValue;
        for (int step = 0; step < 150; step++)
        {
            Draw(step);
            long bytes = GC.GetAllocatedBytesForCurrentThread();
            tape.Backward(Ops.HalfSquaredNorm(network.Run(tape.Constant(noisy)) - tape.Constant(clean)));
            network.Parameters.ReadGradients(tape);
            tape.Reset();
            optimizer.Step(network.Parameters.Trained, network.Parameters.TrainedGradients);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - bytes);
        }

        double after = Enumerable.Range(1000, 20).Sum(Error);
        Assert.True(after < 0.5 * before, $"{before} before, {after} after");
        Assert.Equal(0, least);

        double Error(int number)
        {
            Draw(number);
            double error = Ops.HalfSquaredNorm(network.Run(tape.Constant(noisy)) - tape.Constant(clean)).Value.AsReadOnlySpan()[0];
            tape.Reset();
            return error;
        }

        void Draw(int number)
        {
            var random = new CounterRandom((ulong)number);
            random.FillNormal(noisy);
            (int top, int left) = (2 + (number % 7), 2 + (number % 5));
            for (int i = 0; i < Size; i++)
            {
                for (int j = 0; j < Size; j++) clean.AsWritableSpan()[(i * Size) + j] = i >= top && i < top + 7 && j >= left && j < left + 8 ? 1 : 0;
            }

            compute.Backend.Affine(0.3, noisy, 0, noisy);
            compute.Backend.AddScaled(1, clean, noisy);
        }
    }

    [Fact]
    public void What_has_no_layers_is_refused()
    {
        using CompositeSolver<double> reflected = Minimizer.Solver(Problem("bounded", data), CompositeMethod.DouglasRachford);
        using CompositeSolver<double> split = Minimizer.Solver(Problem("blurred", data), CompositeMethod.Admm);
        using CompositeSolver<double> unsplit = Minimizer.Solver(Problem("free", data), CompositeMethod.Admm);
        using CompositeSolver<double> alone = Minimizer.Solver(CompositeProblem.Of(new L1Norm<double>(compute, 1), Grid), CompositeMethod.PrimalDual);
        using CompositeSolver<double> smooth = Minimizer.Solver(CompositeProblem.Smooth<double>(compute, Grid, x => Ops.HalfSquaredNorm(x), curvature: 1), CompositeMethod.CondatVu);
        using CompositeSolver<double> noisy = Minimizer.Solver(Problem("noisy", data), CompositeMethod.PrimalDual);
        using CompositeSolver<double> free = Minimizer.Solver(Problem("free", data), CompositeMethod.PrimalDual);
        Refuses("is neither a MatrixOperator nor a tight frame", () => reflected.Unroll<double>(2, new LearnedParts()));
        Refuses("the functions stand behind no operator or tight frames", () => split.Unroll<double>(2, new LearnedParts()));
        Refuses("and there must be one", () => unsplit.Unroll<double>(2, new LearnedParts()));
        Refuses("the smooth part of this problem is nothing", () => alone.Unroll<double>(2, new LearnedParts()));
        Refuses("give CompositeProblem.LeastSquares", () => smooth.Unroll<double>(2, new LearnedParts()));
        Refuses("are not of Single", () => noisy.Unroll<float>(2, new LearnedParts()));
        Refuses("PDHG has no matrix", () => noisy.Unroll<double>(2, new LearnedParts { Matrix = LearnedScope.Shared }));
        using CompositeSolver<double> accelerated = Minimizer.Solver(Problem("noisy", data), CompositeMethod.PrimalDual, new CompositeOptions { Adaptive = false });
        Refuses("the step of PDHG is another one in each layer", () => accelerated.Unroll<double>(2, new LearnedParts { Step = LearnedScope.Shared }));
        Refuses("the dual step of PDHG is another one in each layer", () => accelerated.Unroll<double>(2, new LearnedParts { DualStep = LearnedScope.Shared }));
        Refuses("PDHG has no weight", () => free.Unroll<double>(2, new LearnedParts { Weight = LearnedScope.Shared }));

        static void Refuses(string sentence, Action call) => Assert.Contains(sentence, Assert.ThrowsAny<ArgumentException>(call).Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        image.Dispose();
        dense.Dispose();
        rows.Dispose();
        tall.Dispose();
        cosines.Dispose();
        longRows.Dispose();
        shortRows.Dispose();
        wanted.Dispose();
        data.Dispose();
        compute.Dispose();
    }

    private static LearnedParts Learn(string parts)
    {
        return new LearnedParts { Step = Of("step"), DualStep = Of("dualStep"), Weight = Of("weight"), Momentum = Of("momentum"), Threshold = Of("threshold"), Penalty = Of("penalty"), Relaxation = Of("relaxation"), Matrix = Of("matrix") };

        LearnedScope Of(string name) => parts.Split(' ').Contains(name) ? LearnedScope.PerLayer : LearnedScope.Fixed;
    }

    /// <summary>Makes each number another one.</summary>
    private static void Move(UnrolledSolver<double, double> network)
    {
        for (int k = 0; k < network.Parameters.Count; k++) network.Parameters[k].As<double>().AsWritableSpan()[0] *= 0.9 + (0.013 * ((7 * k) % 11));
    }

    private CompositeProblem<double> Problem(string name, NdArray<double> b)
    {
        var variation = new GroupL1Norm<double>(compute, 0.1, axes: 0);
        var gradient = new GradientOperator<double>(compute, Grid);
        return name switch
        {
            "blurred" => CompositeProblem.LeastSquares(blur, b).Plus(variation, gradient).Plus(new NonNegative<double>(compute)),
            "noisy" => CompositeProblem.LeastSquares(compute, b).Plus(variation, gradient).Plus(new L1Norm<double>(compute, 0.05)),
            "dense" => CompositeProblem.LeastSquares(new MatrixOperator<double>(compute, dense), b).Plus(new L1Norm<double>(compute, 0.1), new GradientOperator<double>(compute, new Shape(12))).Plus(new NonNegative<double>(compute)),

            "wide" => CompositeProblem.LeastSquares(new MatrixOperator<double>(compute, dense), b).Plus(new L1Norm<double>(compute, 0.1)),
            "tall" => CompositeProblem.LeastSquares(new MatrixOperator<double>(compute, tall), b).Plus(new L1Norm<double>(compute, 0.1)),
            "basis" => CompositeProblem.LeastSquares(new MatrixOperator<double>(compute, cosines), b).Plus(new L1Norm<double>(compute, 0.1)),

            // Two functions of which one stands behind a tight frame that is no isometry, and one whose solution is x itself.
            "frame" => CompositeProblem.LeastSquares(new MatrixOperator<double>(compute, cosines), b).Plus(new L1Norm<double>(compute, 0.1), 1.5 * Haar()).Plus(new NonNegative<double>(compute)),
            "behind" => CompositeProblem.LeastSquares(new MatrixOperator<double>(compute, dense), b).Plus(new L1Norm<double>(compute, 0.1), 1.5 * Haar()),
            "pair" => CompositeProblem.LeastSquares(compute, b).Plus(new L1Norm<double>(compute, 0.05)).Plus(new HuberLoss<double>(compute, 0.2)),
            "lone" => CompositeProblem.LeastSquares(compute, b).Plus(new L1Norm<double>(compute, 0.05)),

            // The conjugate of this one has a prox that depends on the length.
            "smooth" => CompositeProblem.LeastSquares(blur, b).Plus(new HuberLoss<double>(compute, 0.2), gradient),
            "two" => CompositeProblem.LeastSquares(blur, b).Plus(new L1Norm<double>(compute, 0.03)).Plus(new NonNegative<double>(compute)),
            "bounded" => CompositeProblem.LeastSquares(blur, b).Plus(new L1Norm<double>(compute, 0.05)),
            _ => CompositeProblem.LeastSquares(blur, b),
        };
    }

    private WaveletOperator<double> Haar() => new(compute, new Shape(12), Wavelet.Haar, 2);

    private NdArray<double> Data(string problem) => problem switch
    {
        "dense" or "wide" or "behind" => rows,
        "tall" => longRows,
        "basis" or "frame" => shortRows,
        _ => data,
    };

    private Var<double> Loss(Tape tape, UnrolledSolver<double, double> network, string problem)
    {
        NdArray<double> b = Data(problem);
        return Ops.HalfSquaredNorm(network.Run(tape.Constant(b)) - tape.Constant(b.Shape == Grid ? image : wanted));
    }
}
