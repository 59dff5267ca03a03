using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Operators;
using AdjointKit.Optimization;
using Xunit;

namespace AdjointKit.Tests.Optimization;

/// <summary>Message passing against what is known of it: its fixed points minimise the L1 problem, and on large random matrices its error follows a scalar recursion.</summary>
public sealed class MessagePassingTests : IDisposable
{
    private const double Factor = 1.5;

    private readonly Compute compute = new(threads: 2);

    public void Dispose() => compute.Dispose();

    [Fact]
    public void A_fixed_point_of_amp_is_a_minimum_of_the_L1_problem()
    {
        CheckFixedPoint<double>();
        CheckFixedPoint<Complex>();
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void The_error_of_amp_follows_state_evolution()
    {
        const int Rows = 2000;
        const int Columns = 4000;
        const double Noise = 0.1;
        using var problem = new SparseProblem<double>(compute, Rows, Columns, samples: 4, sparsity: 200, seed: 11, noise: Noise);
        double[][] signals = [.. Enumerable.Range(0, 4).Select(sample => problem.Signals.Select(0, sample).AsReadOnlySpan().ToArray())];
        double[] variances = [.. signals.Select(signal => (Noise * Noise) + (signal.Sum(x => x * x) / Rows))];
        double squared = signals.Sum(signal => signal.Sum(x => x * x));
        var options = new SparseOptions { ThresholdFactor = Factor, Truth = problem.Signals, Stopping = new StoppingRule { RelativeTolerance = 0, IterationLimit = 15 } };
        using NdArray<double> found = SparseRecovery.Solve(problem.A, problem.Data, SparseMethod.Amp, options with { Callback = Compare }).Solution;

        void Compare(SolverStep step)
        {
            double expected = 0;
            for (int sample = 0; sample < signals.Length; sample++)
            {
                double error = SoftThresholdError(signals[sample], variances[sample]);
                expected += error * Columns / squared;
                variances[sample] = (Noise * Noise) + (error * Columns / Rows);
            }

            Assert.True(Math.Abs(step.Error - expected) < 0.05 * expected, $"step {step.Iteration}: {step.Error} and not {expected}");
        }
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void The_error_of_complex_amp_follows_state_evolution()
    {
        // Elements of one magnitude: the error of each is then the same integral, whatever its phase.
        const int Rows = 1000;
        const int Columns = 2000;
        const int Samples = 8;
        const double Magnitude = 2;
        const double Share = 0.05;
        const double Noise = 0.1;
        using var problem = new SparseProblem<Complex>(compute, Rows, Columns, Samples, sparsity: 1, seed: 12);
        using NdArray<Complex> signals = compute.ToDevice(NdArray.Fill(Samples, Columns, (i, k) => (k + i) % 20 == 0 ? Complex.FromPolarCoordinates(Magnitude, (3 * k) + i) : Complex.Zero));
        using NdArray<Complex> data = problem.A.Apply(signals);
        compute.Backend.AddScaled(Math.Sqrt(Noise / 2), TestNumbers.Array<Complex>(compute, TestNumbers.Random<Complex>(Samples * Rows, 13)).Reshape(Samples, Rows), data);
        double variance = Noise + (Share * Magnitude * Magnitude * Columns / Rows);
        var options = new SparseOptions { ThresholdFactor = Factor, Truth = signals, Stopping = new StoppingRule { RelativeTolerance = 0, IterationLimit = 12 }, Callback = Compare };
        using NdArray<Complex> found = SparseRecovery.Solve(problem.A, data, SparseMethod.Amp, options).Solution;

        void Compare(SolverStep step)
        {
            double error = variance * ((Share * ComplexError(Magnitude / Math.Sqrt(variance))) + ((1 - Share) * ComplexError(0)));
            double expected = error / (Share * Magnitude * Magnitude);
            variance = Noise + (error * Columns / Rows);
            Assert.True(Math.Abs(step.Error - expected) < 0.1 * expected, $"step {step.Iteration}: {step.Error} and not {expected}");
        }
    }

    [Fact]
    public void The_divergence_of_the_soft_threshold_is_that_of_differences()
    {
        CheckDivergence<double>([1]);
        CheckDivergence<Complex>([1, Complex.ImaginaryOne]);
    }

    [Fact]
    public void A_fixed_point_of_vamp_is_a_minimum_of_the_L1_problem()
    {
        CheckVampFixedPoint<double>();
        CheckVampFixedPoint<Complex>();
    }

    [Fact]
    public void Vamp_goes_on_where_all_elements_pass_the_threshold()
    {
        using var problem = new SparseProblem<double>(compute, 30, 50, samples: 3, sparsity: 4, seed: 92, noise: 0.01);
        using NdArray<double> found = SparseRecovery.Solve(problem.A, problem.Data, SparseMethod.Vamp, new SparseOptions { ThresholdFactor = 1e-12, NoiseVariance = 1e-4, Stopping = new StoppingRule { RelativeTolerance = 0, IterationLimit = 10 } }).Solution;
        using NdArray<double> image = problem.A.Apply(found);
        Assert.True(TestNumbers.Error(compute, image, problem.Data) < 0.05, $"{TestNumbers.Error(compute, image, problem.Data)}");
    }

    [Fact]
    public void Vamp_recovers_a_sample_of_which_no_element_passes_the_first_threshold()
    {
        // The first sample has one element, the second four, which the same threshold hides at first.
        using var problem = new SparseProblem<double>(compute, 30, 50, samples: 2, sparsity: 1, seed: 93);
        using NdArray<double> signals = compute.ToDevice(NdArray.Fill(2, 50, (i, k) => k < (i == 0 ? 1 : 4) ? 2.5 + (0.2 * k) : 0));
        using NdArray<double> data = problem.A.Apply(signals);
        using RecoverySolver<double, double> solver = SparseRecovery.Solver(problem.A, SparseMethod.Vamp, new SparseOptions { ThresholdFactor = 7, NoiseVariance = 1e-4, Stopping = new StoppingRule { RelativeTolerance = 0, IterationLimit = 40 } });
        solver.Start(data);
        solver.Step();
        Assert.NotEqual(0, solver.Solution[0, 0]);
        Assert.All(solver.Solution.Select(0, 1).AsReadOnlySpan().ToArray(), x => Assert.Equal(0, x));
        solver.Run();
        Assert.True(TestNumbers.Error(compute, solver.Solution, signals) < 0.1, $"{TestNumbers.Error(compute, solver.Solution, signals)}");
    }

    [Theory]
    [InlineData(1e-16)]
    [InlineData(1e12)]
    public void Vamp_recovers_data_of_any_size_in_single_precision(double scale)
    {
        using var problem = new SparseProblem<float>(compute, 30, 50, samples: 3, sparsity: 4, seed: 94, noise: 0.01);
        using NdArray<float> data = NdArray.Fill(3, 30, (i, k) => (float)(scale * problem.Data[i, k]));
        var stopping = new StoppingRule { RelativeTolerance = 0, IterationLimit = 30 };
        using NdArray<float> expected = SparseRecovery.Solve(problem.A, problem.Data, SparseMethod.Vamp, new SparseOptions { NoiseVariance = 1e-4, Stopping = stopping }).Solution;
        using NdArray<float> solution = SparseRecovery.Solve(problem.A, data, SparseMethod.Vamp, new SparseOptions { NoiseVariance = 1e-4 * scale * scale, Stopping = stopping }).Solution;
        using NdArray<float> found = NdArray.Fill(3, 50, (i, k) => (float)(solution[i, k] / scale));
        Assert.True(TestNumbers.Error(compute, found, expected) < 1e-4, $"{TestNumbers.Error(compute, found, expected)}");
    }

    [Fact]
    public void Rows_that_are_repeated_do_not_disturb_vamp()
    {
        using var problem = new SparseProblem<double>(compute, 60, 100, samples: 3, sparsity: 5, seed: 91);
        using NdArray<double> matrix = NdArray.Fill(90, 100, (i, k) => problem.Matrix[i % 60, k]);
        var a = new MatrixOperator<double>(compute, matrix, 3);
        using NdArray<double> data = a.Apply(problem.Signals);
        using NdArray<double> found = SparseRecovery.Solve(a, data, SparseMethod.Vamp, new SparseOptions { NoiseVariance = 0, Stopping = new StoppingRule { IterationLimit = 200 } }).Solution;
        Assert.True(TestNumbers.Error(compute, found, problem.Signals) < 1e-9, $"{TestNumbers.Error(compute, found, problem.Signals)}");
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void The_error_of_vamp_with_a_users_denoiser_follows_state_evolution()
    {
        // Singular values over two decades, for which AMP diverges, and a right singular basis without directions of its own.
        const int Rows = 1200;
        const int Columns = 2400;
        const int Samples = 8;
        const double Noise = 1e-4;
        using NdArray<double> basis = compute.Empty<double>(Columns, Rows);
        using NdArray<double> triangle = compute.Empty<double>(Rows, Rows);
        compute.Backend.Qr(TestNumbers.Array<double>(compute, TestNumbers.Random<double>(Columns * Rows, 21)).Reshape(Columns, Rows), basis, triangle);
        double[] singular = [.. Enumerable.Range(0, Rows).Select(k => Math.Pow(0.01, k / (Rows - 1.0)))];
        double scale = Math.Sqrt(Columns / singular.Sum(s => s * s));
        using NdArray<double> matrix = compute.ToDevice(NdArray.Fill(Rows, Columns, (i, k) => scale * singular[i] * basis[k, i]));
        var prior = new BernoulliGaussian(share: 0.1, variance: 2);
        Complex[] normal = TestNumbers.Random<double>(Samples * Columns, 22);
        var random = new CounterRandom(23);
        using NdArray<double> signals = TestNumbers.Array<double>(compute, [.. normal.Select((x, k) => random.Uniform((ulong)k) < prior.Share ? x * Math.Sqrt(prior.Variance) : 0)]).Reshape(Samples, Columns);
        var a = new MatrixOperator<double>(compute, matrix, Samples);
        using NdArray<double> data = a.Apply(signals);
        compute.Backend.AddScaled(Math.Sqrt(Noise), TestNumbers.Array<double>(compute, TestNumbers.Random<double>(Samples * Rows, 24)).Reshape(Samples, Rows), data);
        double squared = compute.Backend.Dot(signals, signals).Real;
        double[][] elements = [.. Enumerable.Range(0, Samples).Select(sample => signals.Select(0, sample).AsReadOnlySpan().ToArray())];
        double[] variances = [.. Enumerable.Range(0, Samples).Select(sample => LeastSquares(compute.Backend.Dot(data.Select(0, sample), data.Select(0, sample)).Real / Columns))];
        var stopping = new StoppingRule { RelativeTolerance = 0, IterationLimit = 12 };
        double last = 0;
        using NdArray<double> found = SparseRecovery.Solve(a, data, SparseMethod.Vamp, new SparseOptions { Denoiser = prior, NoiseVariance = Noise, Truth = signals, Stopping = stopping, Callback = Compare }).Solution;
        SolverResult<double> amp = SparseRecovery.Solve(a, data, SparseMethod.Amp, new SparseOptions { Denoiser = prior, Truth = signals, Stopping = stopping });
        Assert.True(last < 3e-4, $"the error is still {last}");
        Assert.True(amp.History[^1].Error > 2 * last, $"AMP ends at {amp.History[^1].Error}");

        void Compare(SolverStep step)
        {
            double expected = 0;
            for (int sample = 0; sample < Samples; sample++)
            {
                (double error, double kept) = Mean(elements[sample], variances[sample]);
                expected += error * Columns / squared;
                variances[sample] = LeastSquares(variances[sample] * kept / (1 - kept));
            }

            // The error falls by 37 dB; what a matrix of finite size has of its own grows on the way.
            Assert.True(Math.Abs(10 * Math.Log10(step.Error / expected)) < 0.8, $"step {step.Iteration}: {step.Error} and not {expected}");
            last = step.Error;
        }

        (double Error, double Kept) Mean(double[] signal, double variance)
        {
            (double Error, double Slope) zero = prior.Expected(0, variance);
            (double error, double slope) = (0, 0);
            foreach (double x in signal)
            {
                (double Error, double Slope) each = x == 0 ? zero : prior.Expected(x, variance);
                error += each.Error / signal.Length;
                slope += each.Slope / signal.Length;
            }

            return (error, slope);
        }

        double LeastSquares(double v)
        {
            double gain = singular.Sum(s => scale * scale * s * s * v / ((scale * scale * s * s * v) + Noise)) / Columns;
            return v * (1 - gain) / gain;
        }
    }

    /// <summary>The mean over the signal of E (eta(x + tau z; alpha tau) - x)^2, z normal: the integrals are known.</summary>
    private static double SoftThresholdError(double[] signal, double variance)
    {
        double tau = Math.Sqrt(variance);
        double sum = 0;
        int zeros = 0;
        foreach (double x in signal)
        {
            if (x == 0) zeros++;
            else sum += Error(x / tau);
        }

        return variance * (sum + (zeros * Error(0))) / signal.Length;

        static double Error(double x)
        {
            double above = Upper(Factor - x);
            double below = Upper(Factor + x);
            return (x * x * (1 - above - below))
                + ((1 + (Factor * Factor)) * (above + below))
                - ((Factor + x) * Density(Factor - x)) - ((Factor - x) * Density(Factor + x));
        }

        static double Density(double t) => Math.Exp(-t * t / 2) / Math.Sqrt(2 * Math.PI);

        static double Upper(double t)
        {
            // By Simpson's rule: the tests have no error function.
            const int Pieces = 2000;
            double width = (10 - t) / Pieces;
            double sum = 0;
            for (int k = 0; k < Pieces; k++) sum += Density(t + (k * width)) + (4 * Density(t + ((k + 0.5) * width))) + Density(t + ((k + 1) * width));
            return width * sum / 6;
        }
    }

    /// <summary>E |eta(x + w; alpha) - x|^2, w normal and complex with E |w|^2 = 1, by the trapezoidal rule over the plane.</summary>
    private static double ComplexError(double x)
    {
        const double Width = 0.05;
        double sum = 0;
        for (double re = -6; re < 6; re += Width)
        {
            for (double im = -6; im < 6; im += Width)
            {
                var z = new Complex(x + re, im);
                Complex estimate = z.Magnitude > Factor ? z * (1 - (Factor / z.Magnitude)) : Complex.Zero;
                Complex error = estimate - x;
                sum += ((error.Real * error.Real) + (error.Imaginary * error.Imaginary)) * Math.Exp(-(re * re) - (im * im));
            }
        }

        return sum * Width * Width / Math.PI;
    }

    /// <summary>The sum over the parts of an element of the derivative of the part of the estimate by that of the input.</summary>
    private void CheckDivergence<T>(Complex[] parts)
        where T : unmanaged
    {
        const double Step = 1e-6;
        const int Elements = 40;
        Complex[] x = TestNumbers.Random<T>(2 * Elements, 14);
        using var tape = new Tape(compute);
        double[] found = Estimate(0).Divergence.As<double>().Value.AsReadOnlySpan().ToArray();
        var expected = new double[2];
        foreach (Complex part in parts)
        {
            Complex[] above = Numbers(Estimate(part * Step).Estimate.As<T>().Value);
            Complex[] below = Numbers(Estimate(-part * Step).Estimate.As<T>().Value);
            for (int k = 0; k < x.Length; k++) expected[k / Elements] += ((above[k] - below[k]) / part).Real / (2 * Step);
        }

        for (int sample = 0; sample < 2; sample++) Assert.Equal(expected[sample], found[sample], 1e-7);

        static Complex[] Numbers(NdArray<T> array) => [.. array.AsReadOnlySpan().ToArray().Select(element => element is Complex number ? number : (double)(object)element)];

        (Var Estimate, Var Divergence) Estimate(Complex change)
        {
            Var input = tape.Constant(TestNumbers.Array<T>(compute, [.. x.Select(element => element + change)]).Reshape(2, Elements));
            return new SoftThresholdDenoiser(Factor).Denoise(input, tape.Constant(compute.ToDevice(NdArray.From([0.5, 0.8], new Shape(2, 1)))));
        }
    }

    private void CheckVampFixedPoint<T>()
        where T : unmanaged
    {
        const double Variance = 0.01;
        using var problem = new SparseProblem<T>(compute, 150, 300, samples: 2, sparsity: 15, seed: 6, noise: 0.1);
        SolverResult<T> result = SparseRecovery.Solve(problem.A, problem.Data, SparseMethod.Vamp, new SparseOptions { ThresholdFactor = Factor, NoiseVariance = Variance, Stopping = new StoppingRule { RelativeTolerance = 1e-13 } });
        Assert.Equal(StopReason.Converged, result.Reason);
        LassoOracle.AssertMinimum(problem, result.Solution, 1e-9);
    }

    private void CheckFixedPoint<T>()
        where T : unmanaged
    {
        using var problem = new SparseProblem<T>(compute, 150, 300, samples: 2, sparsity: 15, seed: 6, noise: 0.05);
        SolverResult<T> result = SparseRecovery.Solve(problem.A, problem.Data, SparseMethod.Amp, new SparseOptions { ThresholdFactor = Factor, Stopping = new StoppingRule { RelativeTolerance = 1e-13 } });
        Assert.Equal(StopReason.Converged, result.Reason);
        LassoOracle.AssertMinimum(problem, result.Solution, 1e-9);
    }
}
