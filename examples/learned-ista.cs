// LISTA against ISTA: sparse signals found by 12 iterations, by 12 whose numbers were learned, and by networks of 12 layers that learned a matrix, or took theirs from a formula.
#:project ../src/AdjointKit/AdjointKit.csproj
#:project ../src/AdjointKit.Plotting/AdjointKit.Plotting.csproj
#:project ../solvers/AdjointKit.Sparse/AdjointKit.Sparse.csproj

using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Operators;
using AdjointKit.Optimization;
using AdjointKit.Plotting;
using AdjointKit.Sparse;

namespace AdjointKit.Examples;

// As in the benchmark of the papers there are half as many data as unknowns, one in ten of which is other than 0; the noise is 40 dB below the data.
internal static class LearnedIsta
{
    private const int Batch = 64;
    private const double Snr = 40;

    private static void Main(string[] args) => Run(Console.Out, args.FirstOrDefault() ?? ".", rows: 125, layers: 12, steps: 100);

    internal static void Run(TextWriter output, string folder, int rows, int layers, int steps)
    {
        using var compute = new Compute();
        using NdArray<float> matrix = NdArray.Empty<float>(new Shape(rows, 2 * rows));
        new CounterRandom(1).FillNormal(matrix);
        compute.Backend.Affine(1 / Math.Sqrt(rows), matrix, 0, matrix);
        using var dictionary = new Dictionary<float>(matrix, compute);
        var curves = new List<Series>();

        // Solvers, and what they are as layers with nothing learned.
        var a = new MatrixOperator<float>(compute, dictionary.Matrix, Batch);
        var options = new SparseOptions { Weight = 0.1 };
        using RecoverySolver<float, float> ista = SparseRecovery.Solver(a, SparseMethod.Ista, options);
        using RecoverySolver<float, float> fista = SparseRecovery.Solver(a, SparseMethod.Fista, options);
        Draw("ISTA", (y, each) => ista.Unroll(layers, new LearnedParts()).Run(y, each: each));
        Draw("FISTA", (y, each) => fista.Unroll(layers, new LearnedParts()).Run(y, each: each));

        // Lengths of steps, thresholds and momenta of FISTA learned from random signals, every batch a new one.
        using UnrolledSolver<float, float> learned = fista.Unroll(layers, new LearnedParts { Step = LearnedScope.PerLayer, Threshold = LearnedScope.PerLayer, Momentum = LearnedScope.PerLayer });
        using var signals = new SparseSignals<float>(dictionary, Batch, seed: 2, Snr);
        using var optimizer = new Optimizer(learned.Parameters.Trained, new OptimizerOptions { LearningRate = LearningRate.Cosine(0.02, 8 * steps) }, compute);
        using var tape = new Tape(compute);
        for (int step = 0; step < 8 * steps; step++)
        {
            signals.Fill(step);
            tape.Backward(Ops.HalfSquaredNorm(learned.Run(tape.Constant(signals.Y)) - tape.Constant(signals.X)));
            learned.Parameters.ReadGradients(tape);
            tape.Reset();
            optimizer.Step(learned.Parameters.Trained, learned.Parameters.TrainedGradients);
        }

        Draw($"FISTA, {learned.Parameters.ElementCount} numbers learned", (y, each) => learned.Run(y, each: each));
        // Networks of the LISTA family have a trainer of their own.
        using var coupled = new CoupledLista<float>(dictionary, layers, new SupportSelection());
        using StepLista<float> analytic = StepLista<float>.Alista(dictionary, layers, new SupportSelection());
        foreach ((string name, UnrolledNetwork<float> network) in new (string, UnrolledNetwork<float>)[] { ("LISTA-CPSS", coupled), ("ALISTA", analytic) })
        {
            using var trainer = new NetworkTrainer<float>(network, TrainingRecipe.FastWithin(24 * steps), Snr, seed: 3);
            trainer.Run();
            Draw($"{name}, {network.Parameters.ElementCount} numbers learned", (y, each) => network.Run(y, each: each));
        }

        Figure.Lines(curves, "Signals that nothing was trained on", "layers, or iterations", "error (dB)").WithSize(640, 420).WithScale(1).Save(Path.Combine(folder, "learned-ista.png"));

        void Draw(string name, Action<Var<float>, Action<int, Var<float>>> run)
        {
            double[] errors = Errors(compute, dictionary, layers, run);
            output.WriteLine($"{name}: {errors[^1]:F2} dB after {layers} layers");
            curves.Add(new Series([.. Enumerable.Range(0, layers + 1).Select(k => (double)k)], errors, name));
        }
    }

    /// <summary>10 log10 (sum |x_k - x|^2 / sum |x|^2) over 1024 fresh signals, at the start and after each layer.</summary>
    private static double[] Errors(Compute compute, Dictionary<float> dictionary, int layers, Action<Var<float>, Action<int, Var<float>>> run)
    {
        using var fresh = new SparseSignals<float>(dictionary, Batch, seed: 99, Snr);
        using var tape = new Tape(compute);
        double[] sums = new double[layers + 1];
        for (int batch = 0; batch < 16; batch++)
        {
            fresh.Fill(batch);
            sums[0] += compute.Backend.Dot(fresh.X, fresh.X).Real;
            run(tape.Constant(fresh.Y), (k, x) => sums[k] += 2 * Ops.HalfSquaredNorm(x - tape.Constant(fresh.X)).Value.AsReadOnlySpan()[0]);
            tape.Reset();
        }

        return [.. sums.Select(sum => 10 * Math.Log10(sum / sums[0]))];
    }
}
