using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Nn;
using AdjointKit.Operators;
using AdjointKit.Optimization;
using Xunit;

namespace AdjointKit.Tests.Optimization;

/// <summary>Solvers unrolled to layers whose numbers are learned: untrained their iterations, trained better ones.</summary>
public sealed class LearnedStepTests : IDisposable
{
    private const int Rows = 12;
    private const int Columns = 20;
    private const int Samples = 4;
    private const int Layers = 6;

    private readonly Compute compute = new(threads: 1);
    private readonly NdArray<double> matrix = Dense(TestNumbers.RandomMatrix<double>(Rows, Columns, 5), 1 / Math.Sqrt(Rows));
    private readonly NdArray<double> y;
    private readonly NdArray<double> truth;
    private readonly MatrixOperator<double> a;

    public LearnedStepTests()
    {
        a = new MatrixOperator<double>(compute, matrix, Samples);
        truth = NdArray.Fill<double>(Samples, Columns, (s, j) => (j + (3 * s)) % 7 == 0 ? 1 + (0.3 * s) : 0);
        y = compute.Empty<double>(Samples, Rows);
        a.Apply(truth, y);
    }

    public static TheoryData<SparseMethod, LearnedScope> All => new()
    {
        { SparseMethod.Ista, LearnedScope.Fixed },
        { SparseMethod.Ista, LearnedScope.Shared },
        { SparseMethod.Ista, LearnedScope.PerLayer },
        { SparseMethod.Fista, LearnedScope.Fixed },
        { SparseMethod.Fista, LearnedScope.PerLayer },
        { SparseMethod.Amp, LearnedScope.Shared },
        { SparseMethod.Amp, LearnedScope.PerLayer },
        { SparseMethod.IterativeHardThresholding, LearnedScope.Shared },
        { SparseMethod.IterativeHardThresholding, LearnedScope.PerLayer },
        { SparseMethod.Admm, LearnedScope.Shared },
        { SparseMethod.Admm, LearnedScope.PerLayer },
        { SparseMethod.Vamp, LearnedScope.Shared },
        { SparseMethod.Vamp, LearnedScope.PerLayer },
    };

    [Theory]
    [MemberData(nameof(All))]
    public void Untrained_it_is_the_iterations_of_the_solver(SparseMethod method, LearnedScope scope)
    {
        using RecoverySolver<double, double> solver = SparseRecovery.Solver(a, method, Options(method));
        using UnrolledSolver<double, double> network = solver.Unroll(Layers, Parts(method, scope));
        solver.Start(y);
        using var tape = new Tape(compute);
        int layers = 0;
        network.Run(tape.Constant(y), each: (k, x) =>
        {
            Assert.Equal(++layers, k);
            solver.Step();
            for (int i = 0; i < x.Value.Count; i++) Assert.Equal(solver.Solution.AsReadOnlySpan()[i], x.Value.AsReadOnlySpan()[i], 1e-12);
        });
        Assert.Equal(Layers, layers);
        Assert.Contains(solver.Solution.AsReadOnlySpan().ToArray(), value => value != 0);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void The_gradient_in_every_part_is_the_slope_of_the_loss(SparseMethod method, LearnedScope scope)
    {
        if (scope == LearnedScope.Fixed) return;
        using RecoverySolver<double, double> solver = SparseRecovery.Solver(a, method, Options(method));
        using UnrolledSolver<double, double> network = solver.Unroll(4, Parts(method, scope));
        Assert.Equal(scope == LearnedScope.PerLayer, network.Parameters.Names.All(name => name.StartsWith("layers.", StringComparison.Ordinal)));
        using var tape = new Tape(compute);
        tape.Backward(Loss(tape, network));
        network.Parameters.ReadGradients(tape);
        for (int k = 0; k < network.Parameters.Count; k++)
        {
            string name = network.Parameters.Names[k];
            NdArray<double> values = network.Parameters.Get<double>(name);
            using NdArray<double> direction = compute.Empty<double>(values.Shape);
            new CounterRandom((ulong)k + 3).FillNormal(direction);
            compute.Backend.Affine(1 / Math.Sqrt(compute.Backend.Dot(direction, direction).Real), direction, 0, direction);
            double expected = compute.Backend.Dot(network.Parameters.Gradient<double>(name), direction).Real;

            // A long step may meet a kink, in a short one there is more rounding; a wrong gradient is wrong by both.
            double error = new[] { 1e-4, 1e-5 }.Min(h => Math.Abs(((8 * (At(h) - At(-h)) - (At(2 * h) - At(-2 * h))) / (12 * h)) - expected));
            Assert.True(error <= 1e-8 * Math.Max(1, Math.Abs(expected)), $"{name}: {expected:R}, and slopes are {error:g2} from it");

            double At(double step)
            {
                tape.Reset();
                compute.Backend.AddScaled(step, direction, values);
                double loss = Loss(tape, network).Value.AsReadOnlySpan()[0];
                tape.Reset();
                compute.Backend.AddScaled(-step, direction, values);
                return loss;
            }
        }
    }

    [Fact]
    public void Numbers_other_than_the_solvers_stand_where_the_formula_has_them()
    {
        using RecoverySolver<double, double> solver = SparseRecovery.Solver(a, SparseMethod.Fista, Options(SparseMethod.Fista));
        using UnrolledSolver<double, double> network = solver.Unroll(Layers, Parts(SparseMethod.Fista, LearnedScope.PerLayer));
        for (int k = 0; k < network.Parameters.Count; k++)
        {
            NdArray<double> values = network.Parameters[k].As<double>();
            using NdArray<double> moves = compute.Empty<double>(values.Shape);
            new CounterRandom((ulong)k + 1).FillUniform(moves);
            compute.Backend.AddScaled(0.05, moves, values);
        }

        using var tape = new Tape(compute);
        NdArray<double> found = network.Run(tape.Constant(y)).Value;
        for (int s = 0; s < Samples; s++)
        {
            var x = new double[Columns];
            var before = new double[Columns];
            for (int k = 0; k < Layers; k++)
            {
                NdArray<double> w = network.Parameters.Get<double>($"layers.{k}.matrix");
                double ahead = k == 0 ? 0 : Number($"layers.{k}.momentum");
                double[] z = [.. Enumerable.Range(0, Columns).Select(j => x[j] + (ahead * (x[j] - before[j])))];
                double[] misfit = [.. Enumerable.Range(0, Rows).Select(i => y[s, i] - Enumerable.Range(0, Columns).Sum(j => matrix[i, j] * z[j]))];
                before = x;
                x = [.. Enumerable.Range(0, Columns).Select(j => Shrink(z[j] + (Number($"layers.{k}.step") * Enumerable.Range(0, Rows).Sum(i => w[i, j] * misfit[i])), 0.1 * Number($"layers.{k}.threshold")))];
            }

            for (int j = 0; j < Columns; j++) Assert.Equal(x[j], found[s, j], 1e-12);
        }

        double Number(string name) => network.Parameters.Get<double>(name).AsReadOnlySpan()[0];
    }

    [Fact]
    public void A_threshold_that_is_not_learned_goes_with_the_step()
    {
        using RecoverySolver<double, double> solver = SparseRecovery.Solver(a, SparseMethod.Ista, Options(SparseMethod.Ista));
        using UnrolledSolver<double, double> alone = solver.Unroll(3, new LearnedParts { Step = LearnedScope.PerLayer });
        using UnrolledSolver<double, double> both = solver.Unroll(3, new LearnedParts { Step = LearnedScope.PerLayer, Threshold = LearnedScope.PerLayer });
        for (int k = 0; k < 3; k++)
        {
            double moved = (0.6 + (0.1 * k)) * alone.Parameters.Get<double>($"layers.{k}.step").AsReadOnlySpan()[0];
            foreach (NdArray<double> number in (NdArray<double>[])[alone.Parameters.Get<double>($"layers.{k}.step"), both.Parameters.Get<double>($"layers.{k}.step"), both.Parameters.Get<double>($"layers.{k}.threshold")]) compute.Backend.Fill(number, moved);
        }

        using var tape = new Tape(compute);
        Assert.Equal(both.Run(tape.Constant(y)).Value.AsReadOnlySpan(), alone.Run(tape.Constant(y)).Value.AsReadOnlySpan());
    }

    [Theory]
    [InlineData(8, 14)]
    [InlineData(14, 8)]
    public void Layers_of_admm_stand_where_the_formula_has_them(int rows, int columns)
    {
        using NdArray<double> own = Dense(TestNumbers.RandomMatrix<double>(rows, columns, 7), 1 / Math.Sqrt(rows));
        using NdArray<double> data = NdArray.From([.. Enumerable.Range(0, rows).Select(i => Math.Sin(1 + i))]);
        using RecoverySolver<double, double> solver = SparseRecovery.Solver(new MatrixOperator<double>(compute, own), SparseMethod.Admm, new SparseOptions { Weight = 0.05, Penalty = 0.3 });
        using UnrolledSolver<double, double> network = solver.Unroll(3, new LearnedParts { Penalty = LearnedScope.PerLayer, Threshold = LearnedScope.PerLayer, Relaxation = LearnedScope.PerLayer });
        for (int k = 0; k < network.Parameters.Count; k++) network.Parameters[k].As<double>().AsWritableSpan()[0] *= 1 + (0.1 * (k + 1));
        using var tape = new Tape(compute);
        NdArray<double> found = network.Run(tape.Constant(data)).Value;

        var z = new double[columns];
        var u = new double[columns];
        for (int k = 0; k < 3; k++)
        {
            (double r, double theta, double share) = (Number(k, "penalty"), Number(k, "threshold"), Number(k, "relaxation"));
            double[,] system = new double[columns, columns];
            double[] right = new double[columns];
            for (int i = 0; i < columns; i++)
            {
                right[i] = Enumerable.Range(0, rows).Sum(m => own[m, i] * data[m]) + (r * (z[i] - u[i]));
                for (int j = 0; j < columns; j++) system[i, j] = Enumerable.Range(0, rows).Sum(m => own[m, i] * own[m, j]) + (i == j ? r : 0);
            }

            double[] x = Eliminate(system, right);
            for (int i = 0; i < columns; i++)
            {
                double ahead = (share * x[i]) + ((1 - share) * z[i]) + u[i];
                z[i] = Shrink(ahead, 0.05 * theta);
                u[i] = ahead - z[i];
            }
        }

        Assert.Contains(z, value => value != 0);
        for (int i = 0; i < columns; i++) Assert.Equal(z[i], found[i], 1e-12);

        double Number(int k, string name) => network.Parameters.Get<double>($"layers.{k}.{name}").AsReadOnlySpan()[0];
    }

    [Theory]
    [InlineData(SparseMethod.Fista, 0.02)]
    [InlineData(SparseMethod.Admm, 0.02)]
    [InlineData(SparseMethod.Amp, 0.02)]
    [InlineData(SparseMethod.Vamp, 0.01)]
    public void Trained_it_beats_its_parent_on_fresh_signals_with_the_same_bits_on_any_number_of_threads(SparseMethod method, double rate)
    {
        double[] losses = [.. new[] { 1, 3 }.Select(Trained)];
        Assert.Equal(losses[0], losses[1]);

        double Trained(int threads)
        {
            using var own = new Compute(threads);
            var map = new MatrixOperator<double>(own, matrix, 64);
            using RecoverySolver<double, double> parent = SparseRecovery.Solver(map, method, Options(method));
            using UnrolledSolver<double, double> network = parent.Unroll(4, Parts(method, LearnedScope.PerLayer));
            using NdArray<double> signals = own.Empty<double>(64, Columns);
            using NdArray<double> supports = own.Empty<double>(64, Columns);
            using NdArray<double> data = own.Empty<double>(64, Rows);
            using var tape = new Tape(own);
            double before = Fresh();
            using var optimizer = new Optimizer(network.Parameters.Trained, new OptimizerOptions { LearningRate = LearningRate.Cosine(rate, 200) }, own);
            for (ulong step = 2; step < 202; step++)
            {
                Draw(step);
                Var<double> loss = Loss();
                tape.Backward(loss);
                network.Parameters.ReadGradients(tape);
                tape.Reset();
                optimizer.Step(network.Parameters.Trained, network.Parameters.TrainedGradients);
            }

            double after = Fresh();
            Assert.True(after < 0.8 * before, $"{method}: {before:g3} before, {after:g3} after");
            return after;

            double Fresh()
            {
                Draw(1);
                double loss = Loss().Value.AsReadOnlySpan()[0];
                tape.Reset();
                return loss;
            }

            Var<double> Loss() => Ops.HalfSquaredNorm(network.Run(tape.Constant(data)) - tape.Constant(signals));

            void Draw(ulong seed)
            {
                own.Backend.FillNormal(signals, new CounterRandom(seed, 0));
                own.Backend.FillBernoulli(supports, 0.1, new CounterRandom(seed, 1));
                own.Backend.Binary(BinaryOp.Multiply, signals, supports, signals);
                map.Apply(signals, data);
            }
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_step_of_training_leaves_no_managed_bytes(SparseMethod method, LearnedScope scope)
    {
        if (scope == LearnedScope.Fixed) return;
        using RecoverySolver<double, double> solver = SparseRecovery.Solver(a, method, Options(method));
        using UnrolledSolver<double, double> network = solver.Unroll(4, Parts(method, scope));
        using var optimizer = new Optimizer(network.Parameters.Trained, new OptimizerOptions { LearningRate = 1e-4 }, compute);
        using var tape = new Tape(compute);
        long least = long.MaxValue;
        for (int step = 0; step < 20; step++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            tape.Backward(Loss(tape, network));
            network.Parameters.ReadGradients(tape);
            tape.Reset();
            optimizer.Step(network.Parameters.Trained, network.Parameters.TrainedGradients);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
    }

    /// <summary>The threshold is a factor of what the solver has.</summary>
    [Theory]
    [InlineData(SparseMethod.Amp)]
    [InlineData(SparseMethod.Vamp)]
    public void A_threshold_of_message_passing_multiplies_that_of_the_solver(SparseMethod method)
    {
        SparseOptions options = Options(method) with { ThresholdFactor = 1.2 };
        using RecoverySolver<double, double> solver = SparseRecovery.Solver(a, method, options);
        using RecoverySolver<double, double> other = SparseRecovery.Solver(a, method, options with { ThresholdFactor = 1.2 * 1.3 });
        using UnrolledSolver<double, double> network = solver.Unroll(4, new LearnedParts { Threshold = LearnedScope.Shared });
        compute.Backend.Fill(network.Parameters[0], 1.3);
        other.Start(y);
        for (int k = 0; k < 4; k++) other.Step();
        using var tape = new Tape(compute);
        NdArray<double> found = network.Run(tape.Constant(y)).Value;
        for (int i = 0; i < found.Count; i++) Assert.Equal(other.Solution.AsReadOnlySpan()[i], found.AsReadOnlySpan()[i], 1e-12);
    }

    [Fact]
    public void Layers_outlive_their_solver()
    {
        using var tape = new Tape(compute);
        RecoverySolver<double, double> solver = SparseRecovery.Solver(a, SparseMethod.Vamp, Options(SparseMethod.Vamp));
        using UnrolledSolver<double, double> network = solver.Unroll(3, Parts(SparseMethod.Vamp, LearnedScope.Shared));
        double[] before = network.Run(tape.Constant(y)).Value.AsReadOnlySpan().ToArray();
        solver.Dispose();
        tape.Reset();

        // What was freed is used again.
        using RecoverySolver<double, double> other = SparseRecovery.Solver(a, SparseMethod.Vamp, Options(SparseMethod.Vamp));
        Assert.Equal(before, network.Run(tape.Constant(y)).Value.AsReadOnlySpan().ToArray());

        // Twice does no harm.
        network.Dispose();
        network.Dispose();
        other.Start(y);
        other.Step();
    }

    [Fact]
    public void Any_proximal_operator_and_any_operator_are_unrolled()
    {
        var blur = Smoothing.Gaussian<float>(compute, new Shape(9, 8), 1.2, PadMode.Constant);
        using NdArray<float> image = NdArray.Fill<float>(9, 8, (i, j) => (i * j % 5) - 1);
        using var solver = new ProximalGradient<float, float>(blur, new NonNegative<float>(compute), new ProximalGradientOptions { Accelerated = true, Stopping = new StoppingRule { RelativeTolerance = 0 } });
        using UnrolledSolver<float, float> network = solver.Unroll(5, new LearnedParts { Step = LearnedScope.PerLayer, Momentum = LearnedScope.PerLayer });
        Assert.Equal(["layers.0.step", "layers.1.step", "layers.2.step", "layers.3.step", "layers.4.step", "layers.1.momentum", "layers.2.momentum", "layers.3.momentum", "layers.4.momentum"], network.Parameters.Names);
        solver.Start(image);
        for (int k = 0; k < 5; k++) solver.Step();
        using var tape = new Tape(compute);
        NdArray<float> found = network.Run(tape.Constant(image)).Value;
        for (int i = 0; i < found.Count; i++) Assert.Equal(solver.Solution.AsReadOnlySpan()[i], found.AsReadOnlySpan()[i], 1e-5f);
    }

    [Fact]
    public void Lengths_of_fixed_point_steps_are_learned_and_leave_less_than_those_of_the_solver()
    {
        // Eigenvalues from 0.05 to 1: eight steps of length 1 leave 0.95^8 of the slowest, eight learned lengths much less.
        const int Size = 12;
        using NdArray<double> square = Dense(TestNumbers.WithEigenvalues<double>([.. Enumerable.Range(0, Size).Select(k => 0.05 + (0.95 * k / (Size - 1)))], 3), 1);
        var system = new MatrixOperator<double>(compute, square, 32);
        using var solver = new FixedPointLinearSolver<double>(system, new LinearOptions { Stopping = new StoppingRule { RelativeTolerance = 0 } });
        using UnrolledSolver<double, double> network = solver.Unroll(8, new LearnedParts { Step = LearnedScope.PerLayer });
        using NdArray<double> wanted = compute.Empty<double>(32, Size);
        using NdArray<double> b = compute.Empty<double>(32, Size);
        Draw(1);
        solver.Start(b);
        for (int k = 0; k < 8; k++) solver.Step();
        using var tape = new Tape(compute);
        NdArray<double> untrained = network.Run(tape.Constant(b)).Value;
        for (int i = 0; i < untrained.Count; i++) Assert.Equal(solver.Solution.AsReadOnlySpan()[i], untrained.AsReadOnlySpan()[i], 1e-12);
        double before = Error();

        // Steps that are alike have gradients that are alike, as the order of steps does not matter: they would stay so.
        tape.Reset();
        for (int k = 0; k < 8; k++) compute.Backend.Fill(network.Parameters[k], 1 + (0.1 * k));
        using var optimizer = new Optimizer(network.Parameters.Trained, new OptimizerOptions { LearningRate = 0.02 }, compute);
        for (ulong step = 2; step < 600; step++)
        {
            Draw(step);
            tape.Reset();
            tape.Backward(Ops.HalfSquaredNorm(network.Run(tape.Constant(b)) - tape.Constant(wanted)));
            network.Parameters.ReadGradients(tape);
            tape.Reset();
            optimizer.Step(network.Parameters.Trained, network.Parameters.TrainedGradients);
        }

        Draw(1);
        double after = Error();
        Assert.True(after < 0.3 * before, $"{before} before, {after} after");

        void Draw(ulong seed)
        {
            new CounterRandom(seed).FillNormal(wanted);
            system.Apply(wanted, b);
        }

        double Error()
        {
            tape.Reset();
            return Ops.HalfSquaredNorm(network.Run(tape.Constant(b)) - tape.Constant(wanted)).Value.AsReadOnlySpan()[0];
        }
    }

    [Fact]
    public void What_a_method_does_not_have_is_refused()
    {
        using RecoverySolver<double, double> amp = SparseRecovery.Solver(a, SparseMethod.Amp);
        using RecoverySolver<double, double> fista = SparseRecovery.Solver(a, SparseMethod.Fista, Options(SparseMethod.Fista));
        using RecoverySolver<double, double> pursuit = SparseRecovery.Solver(a, SparseMethod.OrthogonalMatchingPursuit, new SparseOptions { Sparsity = 3 });
        using var blurred = new ProximalGradient<double, double>(Smoothing.Gaussian<double>(compute, new Shape(8), 1, PadMode.Constant), new NonNegative<double>(compute));
        Refuses("AMP has no step", () => amp.Unroll(2, new LearnedParts { Step = LearnedScope.Shared }));
        Refuses("another one in each layer", () => fista.Unroll(4, new LearnedParts { Momentum = LearnedScope.Shared }));
        Refuses("finds them all from the iterates", () => pursuit.Unroll(4, new LearnedParts()));
        Refuses("no MatrixOperator", () => blurred.Unroll(4, new LearnedParts { Matrix = LearnedScope.Shared }));
        Assert.Throws<ArgumentOutOfRangeException>(() => fista.Unroll(0, new LearnedParts()));
        using var tape = new Tape(compute);
        using UnrolledSolver<double, double> network = fista.Unroll(2, new LearnedParts());
        Refuses("do not fit", () => network.Run(tape.Constant(truth)));
        Assert.Throws<ArgumentOutOfRangeException>(() => network.Run(tape.Constant(y), layers: 3));

        static void Refuses(string sentence, Action call) => Assert.Contains(sentence, Assert.ThrowsAny<ArgumentException>(call).Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        y.Dispose();
        truth.Dispose();
        matrix.Dispose();
        compute.Dispose();
    }

    private static NdArray<double> Dense(Complex[,] elements, double scale) => NdArray.Fill<double>(elements.GetLength(0), elements.GetLength(1), (i, j) => scale * elements[i, j].Real);

    /// <summary>The solution of a positive definite system, by Gauss.</summary>
    private static double[] Eliminate(double[,] system, double[] right)
    {
        int n = right.Length;
        for (int k = 0; k < n; k++)
        {
            for (int i = k + 1; i < n; i++)
            {
                double factor = system[i, k] / system[k, k];
                for (int j = k; j < n; j++) system[i, j] -= factor * system[k, j];
                right[i] -= factor * right[k];
            }
        }

        for (int i = n - 1; i >= 0; i--) right[i] = (right[i] - Enumerable.Range(i + 1, n - i - 1).Sum(j => system[i, j] * right[j])) / system[i, i];
        return right;
    }

    private static double Shrink(double v, double theta) => Math.Sign(v) * Math.Max(Math.Abs(v) - theta, 0);

    private static SparseOptions Options(SparseMethod method)
    {
        var options = new SparseOptions { Stopping = new StoppingRule { RelativeTolerance = 0, IterationLimit = 100 } };
        return method switch
        {
            SparseMethod.Amp => options,
            SparseMethod.Vamp => options with { NoiseVariance = 1e-4, ThresholdFactor = 0.6 },
            SparseMethod.IterativeHardThresholding => options with { Sparsity = 4 },
            SparseMethod.Admm => options with { Weight = 0.1, Penalty = 0.4, InnerTolerance = 1e-15 },
            _ => options with { Weight = 0.1 },
        };
    }

    /// <summary>All parts that a method has.</summary>
    private static LearnedParts Parts(SparseMethod method, LearnedScope scope) => method switch
    {
        SparseMethod.Amp => new LearnedParts { Threshold = scope, Matrix = scope },
        SparseMethod.Vamp => new LearnedParts { Threshold = scope },
        SparseMethod.Admm => new LearnedParts { Penalty = scope, Threshold = scope, Relaxation = scope },
        SparseMethod.IterativeHardThresholding => new LearnedParts { Step = scope, Matrix = scope },
        _ => new LearnedParts { Step = scope, Threshold = scope, Momentum = scope, Matrix = scope },
    };

    private Var<double> Loss(Tape tape, UnrolledSolver<double, double> network) => Ops.HalfSquaredNorm(network.Run(tape.Constant(y)) - tape.Constant(truth));
}
