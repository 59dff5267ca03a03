using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Nn;
using AdjointKit.Operators;
using AdjointKit.Optimization;
using Xunit;

namespace AdjointKit.Sparse.Tests.Images;

/// <summary>What every network of images holds: its gradient, that training helps, and that a training that was interrupted goes on.</summary>
public sealed class ImageNetworkTests : IDisposable
{
    private readonly Compute compute = new();

    public static TheoryData<string> All => [.. ImageProblem.Models];

    [Theory]
    [MemberData(nameof(All))]
    public void The_gradient_is_the_slope_of_the_loss(string model)
    {
        using ImageNetwork<double> network = ImageProblem.Create<double>(model, compute, 2);
        Assert.Equal(model, network.Name);
        Disturb(network.Parameters, model == "equilibrium" ? 0.003 : 0.03);
        var a = new BlockSensingOperator<double>(compute, new Shape(2, 8, 12), ImageProblem.Matrix<double>());
        Check(network, a);
        NdArray<bool> mask = NdArray.Fill<bool>(6, 8, (row, column) => (row + (3 * column)) % 4 < 2);
        using ImageNetwork<double> complex = ImageProblem.Create<double>(model, compute, 2, hasComplexData: true);
        Disturb(complex.Parameters, model == "equilibrium" ? 0.003 : 0.03);
        Check(complex, new PartialFourierOperator<double, Complex>(compute, new Shape(6, 8), mask));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Trained_it_beats_its_parent_on_other_images(string model)
    {
        using ImageNetwork<float> network = ImageProblem.Create<float>(model, compute, 3);
        using NdArray<float> matrix = ImageProblem.Matrix<float>();
        double before = Psnr(network, matrix);
        using ImagePatches<float> patches = Patches();
        using (ImageNetworkTrainer<float, float> trainer = Trainer(network, matrix, patches, model == "equilibrium" ? 1e-4 : 3e-3)) trainer.Train(200);
        double after = Psnr(network, matrix);
        Assert.True(after > before + 0.5, $"{before:0.00} dB before, {after:0.00} dB after");
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_training_that_was_interrupted_goes_on_with_the_same_bits(string model)
    {
        using NdArray<float> matrix = ImageProblem.Matrix<float>();
        using ImagePatches<float> patches = Patches();
        using ImageNetwork<float> whole = ImageProblem.Create<float>(model, compute, 2);
        using (ImageNetworkTrainer<float, float> trainer = Trainer(whole, matrix, patches)) trainer.Train(9);
        using var saved = new MemoryStream();
        using (ImageNetwork<float> first = ImageProblem.Create<float>(model, compute, 2))
        {
            using ImageNetworkTrainer<float, float> trainer = Trainer(first, matrix, patches);
            trainer.Train(4);
            trainer.Save(saved);
        }

        saved.Position = 0;
        using ImageNetwork<float> second = ImageProblem.Create<float>(model, compute, 2);
        using ImageNetworkTrainer<float, float> later = Trainer(second, matrix, patches);
        later.Load(saved);
        Assert.Equal(4, later.Steps);
        later.Train(9);
        for (int k = 0; k < whole.Parameters.Count; k++) Assert.Equal(whole.Parameters[k].As<float>().AsReadOnlySpan(), second.Parameters[k].As<float>().AsReadOnlySpan());
    }

    [Theory]
    [MemberData(nameof(All))]
    public void What_does_not_fit_is_refused(string model)
    {
        using ImageNetwork<double> network = ImageProblem.Create<double>(model, compute, 2);
        var a = new BlockSensingOperator<double>(compute, new Shape(8, 12), ImageProblem.Matrix<double>());
        Assert.Contains("whose range is", Assert.Throws<ArgumentException>(() => network.Recover(a, compute.Zeros<double>(2, 3, 7))).Message, StringComparison.Ordinal);
        Assert.Contains("whose domain is", Assert.Throws<ArgumentException>(() => network.Recover(a, compute.Zeros<double>(2, 3, ImageProblem.Samples), compute.Zeros<double>(8, 8))).Message, StringComparison.Ordinal);
        Assert.Contains("[..., height, width]", Assert.Throws<ArgumentException>(() => network.Recover(new IdentityOperator<double>(compute, new Shape(16)), compute.Zeros<double>(16))).Message, StringComparison.Ordinal);
    }

    public void Dispose() => compute.Dispose();

    /// <summary>Away from the start, where many activations stand at their kinks.</summary>
    private static void Disturb(ParameterSet parameters, double deviation)
    {
        for (int k = 0; k < parameters.Count; k++)
        {
            NdArray<double> values = parameters[k].As<double>();
            using NdArray<double> noise = NdArray.Empty<double>(values.Shape);
            new CounterRandom((ulong)k + 50).FillNormal(noise);
            parameters.Compute.Backend.AddScaled(deviation, noise, values);
        }
    }

    private void Check<TData>(ImageNetwork<double> network, LinearOperator<double, TData> a)
        where TData : unmanaged
    {
        using NdArray<double> truth = NdArray.Empty<double>(a.Domain);
        new CounterRandom(8).FillUniform(truth);
        using NdArray<TData> y = a.Apply(truth);
        using NdArray<double> start = a.ApplyAdjoint(y);
        using var tape = new Tape(compute);
        Loss(isSwept: true);
        network.Parameters.ReadGradients(tape);
        for (int k = 0; k < network.Parameters.Count; k++)
        {
            NdArray<double> values = network.Parameters[k].As<double>();
            using NdArray<double> direction = NdArray.Empty<double>(values.Shape);
            new CounterRandom((ulong)k + 7).FillNormal(direction);
            double expected = compute.Backend.Dot(network.Parameters.Gradients[k].As<double>(), direction).Real;

            // Steps that are short enough to pass no kink: the loss is smooth between them. A fixed point is known to its tolerance only.
            double h = network is EquilibriumNetwork<double> ? 3e-6 : 1e-6;
            double slope = ((8 * (At(h) - At(-h))) - (At(2 * h) - At(-2 * h))) / (12 * h);
            Assert.True(Math.Abs(slope - expected) <= 1e-8 * Math.Max(1, Math.Abs(expected)), $"{network.Parameters.Names[k]}: {expected:R} and a slope of {slope:R}");

            double At(double step)
            {
                tape.Reset();
                compute.Backend.AddScaled(step, direction, values);
                double loss = Loss(isSwept: false);
                tape.Reset();
                compute.Backend.AddScaled(-step, direction, values);
                return loss;
            }
        }

        double Loss(bool isSwept)
        {
            Var<double> loss = Ops.HalfSquaredNorm(network.Run(a, tape.Constant(y), tape.Constant(start)) - tape.Constant(truth));
            if (isSwept) tape.Backward(loss);
            return loss.Value.AsReadOnlySpan()[0];
        }
    }

    private ImagePatches<float> Patches() => new(compute, [.. Enumerable.Range(0, 8).Select(k => ImageProblem.Image<float>(32, (ulong)k))], count: 4, side: 16, seed: 6);

    private ImageNetworkTrainer<float, float> Trainer(ImageNetwork<float> network, NdArray<float> matrix, ImagePatches<float> patches, double rate = 3e-4) =>
        new(network, new BlockSensingOperator<float>(compute, patches.Batch.Shape, matrix), patches, new OptimizerOptions { LearningRate = rate });

    /// <summary>Of images that no patch was cut from.</summary>
    private double Psnr(ImageNetwork<float> network, NdArray<float> matrix)
    {
        var a = new BlockSensingOperator<float>(compute, new Shape(32, 32), matrix);
        double sum = 0;
        for (ulong seed = 100; seed < 104; seed++)
        {
            using NdArray<float> image = ImageProblem.Image<float>(32, seed);
            using NdArray<float> y = a.Apply(image);
            using NdArray<float> start = a.ApplyAdjoint(y);
            using NdArray<float> found = network.Recover(a, y, start);
            sum += ImageQuality.Psnr(found, image) / 4;
        }

        return sum;
    }
}
