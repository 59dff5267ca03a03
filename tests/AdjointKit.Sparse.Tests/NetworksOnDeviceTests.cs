using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Nn;
using AdjointKit.Operators;
using AdjointKit.Optimization;
using AdjointKit.Sparse.Tests.Images;
using AdjointKit.TestKit.Devices;
using Xunit;

namespace AdjointKit.Sparse.Tests;

/// <summary>A step of training of every network on a device against the CPU: the loss and the gradient in every parameter.</summary>
public sealed class NetworksOnDeviceTests(OpenClFixture fixture) : IClassFixture<OpenClFixture>
{
    private const double Tolerance = 1e-5;

    public static TheoryData<string> Sparse => [.. NetworkModel.Names];

    public static TheoryData<string, bool> Images
    {
        get
        {
            var cases = new TheoryData<string, bool>();
            foreach (string model in ImageProblem.Models)
            {
                cases.Add(model, false);
                cases.Add(model, true);
            }

            return cases;
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Sparse))]
    public void A_step_of_a_network_for_sparse_signals_is_that_of_the_CPU(string name)
    {
        Compare(compute =>
        {
            using var problem = new SparseProblem(name, compute);
            return Step<float>(problem.Network.Parameters, problem.Loss);
        });
    }

    /// <summary>
    /// Of LISTA-CPSS: forward 2 of the first layer and 3 of each other one, products with what they are added to and the threshold; 6 of the loss and its sensitivity; back 5 and 7, of which 4 for the threshold
    /// and its number; 1 to read each gradient and 1 to move each parameter. ALISTA's step lengths add theirs.
    /// </summary>
    [SkippableTheory]
    [InlineData("lista-cpss", 59)]
    [InlineData("alista", 71)]
    public void A_step_of_training_takes_so_many_launches(string name, int launches)
    {
        using Compute compute = OpenClFixture.Watched(out ObservedDriver driver);
        using var problem = new SparseProblem(name, compute);
        ParameterSet parameters = problem.Network.Parameters;
        using var optimizer = new Optimizer(parameters.Trained, new OptimizerOptions { Rule = new Adam() }, compute);
        using var tape = new Tape(compute);
        long before = 0;
        for (int step = 0; step < 2; step++)
        {
            before = driver.Launches;
            tape.Backward(problem.Loss(tape));
            parameters.ReadGradients(tape);
            tape.Reset();
            optimizer.Step(parameters.Trained, parameters.TrainedGradients);
        }

        Assert.Equal(launches, driver.Launches - before);
    }

    /// <summary>The equilibrium in double precision: in single its fixed point is known to 1e-4 only.</summary>
    [SkippableTheory]
    [MemberData(nameof(Images))]
    public void A_step_of_a_network_for_images_is_that_of_the_CPU(string model, bool isFourier)
    {
        if (model == "equilibrium") Compare(compute => ImageStep<double, Complex>(compute, model, isFourier));
        else Compare(compute => ImageStep<float, ComplexF>(compute, model, isFourier));
    }

    private static Dictionary<string, double[]> ImageStep<T, TComplex>(Compute compute, string model, bool isFourier)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TComplex : unmanaged
    {
        using NdArray<T> host = ImageProblem.Image<T>(16, 7);
        using NdArray<T> image = compute.ToDevice(host);
        using ImageNetwork<T> network = ImageProblem.Create<T>(model, compute, 3, isFourier);
        if (isFourier)
        {
            using NdArray<bool> mask = NdArray.Fill<bool>(16, 16, (row, column) => (row + (3 * column)) % 4 < 2);
            return Step(network, new PartialFourierOperator<T, TComplex>(compute, image.Shape, mask), image);
        }

        using NdArray<T> hostMatrix = ImageProblem.Matrix<T>();
        using NdArray<T> matrix = compute.ToDevice(hostMatrix);
        return Step(network, new BlockSensingOperator<T>(compute, image.Shape, matrix), image);
    }

    private static Dictionary<string, double[]> Step<T, TData>(ImageNetwork<T> network, LinearOperator<T, TData> a, NdArray<T> image)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TData : unmanaged
    {
        // Away from the start, where many activations stand at their kinks.
        Compute compute = network.Parameters.Compute;
        for (int k = 0; k < network.Parameters.Count; k++)
        {
            using NdArray<T> noise = compute.Empty<T>(network.Parameters[k].Shape);
            compute.Backend.FillNormal(noise, new CounterRandom((ulong)k + 50));
            compute.Backend.AddScaled(typeof(T) == typeof(double) ? 0.003 : 0.03, noise, network.Parameters[k]);
        }

        using NdArray<TData> y = a.Apply(image);
        using NdArray<T> start = a.ApplyAdjoint(y);
        return Step<T>(network.Parameters, tape => Ops.Sum(Ops.Square(network.Run(a, tape.Constant(y), tape.Constant(start)) - tape.Constant(image))));
    }

    /// <summary>The loss and the gradients, of which a step is made.</summary>
    private static Dictionary<string, double[]> Step<T>(ParameterSet parameters, Func<Tape, Var<T>> loss)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using var tape = new Tape(parameters.Compute);
        Var<T> value = loss(tape);
        var results = new Dictionary<string, double[]> { ["the loss"] = Host(value.Value) };
        tape.Backward(value);
        parameters.ReadGradients(tape);
        foreach (string name in parameters.Names) results[name] = Host(parameters.Gradient<T>(name));
        return results;

        double[] Host(NdArray<T> array)
        {
            using NdArray<T> host = parameters.Compute.ToHost(array);
            return [.. host.AsReadOnlySpan().ToArray().Select(double.CreateChecked)];
        }
    }

    private static double Norm(IEnumerable<double> values) => Math.Sqrt(values.Sum(value => value * value));

    private void Compare(Func<Compute, Dictionary<string, double[]>> step)
    {
        Compute device = fixture.Native;
        using var cpu = new Compute(threads: 2);
        Dictionary<string, double[]> expected = step(cpu);
        Dictionary<string, double[]> found = step(device);
        Assert.Equal(expected.Keys, found.Keys);

        double whole = Norm(expected.Skip(1).SelectMany(pair => pair.Value));
        Assert.True(whole > 1e-2);
        Assert.InRange(Norm(expected.Skip(1).SelectMany(pair => pair.Value.Zip(found[pair.Key], (a, b) => a - b))), 0, Tolerance * whole);
        Assert.InRange(Math.Abs(expected["the loss"][0] - found["the loss"][0]), 0, Tolerance * expected["the loss"][0]);

        // Each parameter by itself, as far as what cancels in it allows.
        foreach ((string what, double[] values) in expected)
        {
            double off = Norm(values.Zip(found[what], (a, b) => a - b));
            double size = Math.Max(Norm(values), 1e-3 * whole);
            Assert.True(off <= 10 * Tolerance * size, $"{what}: {off / size:g2} of {size:g3}");
        }
    }

    /// <summary>A network of four layers, signals and their data.</summary>
    private sealed class SparseProblem : IDisposable
    {
        private readonly NdArray<float> matrix;
        private readonly Dictionary<float> dictionary;
        private readonly SparseSignals<float> signals;

        internal SparseProblem(string name, Compute compute)
        {
            using NdArray<double> wide = SmallProblem.Matrix(30, 60);
            matrix = NdArray.Fill<float>(30, 60, (i, j) => (float)wide[i, j]);
            dictionary = new Dictionary<float>(matrix, compute);
            signals = new SparseSignals<float>(dictionary, 40, 5, probability: 0.1);
            signals.Fill(0);
            Network = NetworkModel.Create(name, dictionary, 4, new SupportSelection(4, 13));
        }

        internal UnrolledNetwork<float> Network { get; }

        public void Dispose()
        {
            Network.Dispose();
            signals.Dispose();
            dictionary.Dispose();
            matrix.Dispose();
        }

        internal Var<float> Loss(Tape tape) => Ops.HalfSquaredNorm(Network.Run(tape.Constant(signals.Y)) - tape.Constant(signals.X));
    }
}
