using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Operators;
using AdjointKit.Optics;
using AdjointKit.Optimization;
using AdjointKit.Sparse;
using Xunit;

namespace AdjointKit.Examples.Tests;

/// <summary>Two solvers together: an unrolled network over the propagation of light.</summary>
public sealed class HologramNetworkTests : IDisposable
{
    private const int Side = 32;
    private readonly Compute compute = new();

    [Fact]
    public void A_network_finds_objects_in_holograms_better_than_its_parent()
    {
        using var network = new IstaNetwork<float>(compute, layers: 4, channels: 12, step: 1, weight: 0.02, seed: 1);
        double before = Psnr(network);
        NdArray<float>[] objects = [.. Enumerable.Range(0, 8).Select(k => Rectangles((ulong)k))];
        using var patches = new ImagePatches<float>(compute, objects, count: 4, side: Side, seed: 2);
        using (var trainer = new ImageNetworkTrainer<float, float>(network, new InlineHologram(compute, 4), patches, new OptimizerOptions { LearningRate = 2e-3 })) trainer.Train(150);
        double after = Psnr(network);
        Assert.True(after > before + 1, $"{before:F2} dB before, {after:F2} dB after");
    }

    [Fact]
    public void The_hologram_passes_the_dot_test() => Assert.True(DotTest.Run(new InlineHologram(compute, 2)).Passed);

    public void Dispose() => compute.Dispose();

    /// <summary>Of objects that were not trained with.</summary>
    private double Psnr(IstaNetwork<float> network)
    {
        var a = new InlineHologram(compute, 1);
        double sum = 0;
        for (ulong seed = 100; seed < 104; seed++)
        {
            using NdArray<float> truth = Rectangles(seed).Slice(0, 0, Side).Slice(1, 0, Side).Copy();
            using NdArray<float> y = a.Apply(truth.Reshape(1, Side, Side));
            using NdArray<float> start = a.ApplyAdjoint(y);
            using NdArray<float> found = network.Recover(a, y, start);
            sum += ImageQuality.Psnr(found.Select(0, 0), truth) / 4;
        }

        return sum;
    }

    private static NdArray<float> Rectangles(ulong seed)
    {
        var random = new CounterRandom(seed, 5);
        NdArray<float> image = NdArray.Zeros<float>(2 * Side, 2 * Side);
        for (ulong k = 0; k < 80; k += 8)
        {
            (int top, int left, int height, int width) = ((int)random.Integer(k, 0, 2 * Side), (int)random.Integer(k + 1, 0, 2 * Side), (int)random.Integer(k + 2, 3, 20), (int)random.Integer(k + 3, 3, 20));
            float value = (float)random.Uniform(k + 4);
            for (int row = top; row < Math.Min(2 * Side, top + height); row++)
            {
                for (int column = left; column < Math.Min(2 * Side, left + width); column++) image[row, column] = value;
            }
        }

        return image;
    }

    /// <summary>Half of what an object takes from the light of an in-line hologram, as long as it takes little: with transmission 1 - x the intensity behind it is 1 - 2 Re(exp(-i k z) P x), P the propagation over z.</summary>
    private sealed class InlineHologram : LinearOperator<float, float>
    {
        private const double Wavelength = 532e-9;
        private const double Distance = 0.5e-3;
        private readonly Propagator<ComplexF> way;
        private readonly Complex phase = Complex.Exp(-2 * Math.PI * Complex.ImaginaryOne * Distance / Wavelength);

        internal InlineHologram(Compute compute, nint count)
            : base(compute, new Shape(count, Side, Side), new Shape(count, Side, Side)) =>
            way = new AngularSpectrum().Plan<ComplexF>(new FieldGrid(Side, Side, 2e-6), Wavelength, Distance, fields: [count], compute: compute);

        protected override void ApplyCore(in NdArray<float> x, in NdArray<float> into)
        {
            using NdArray<ComplexF> field = Compute.Empty<ComplexF>(Domain);
            Compute.Backend.Unary(UnaryOp.Copy, x, field);
            using NdArray<ComplexF> there = way.Apply(field);
            Compute.Backend.Affine(phase, there, 0, there);
            Compute.Backend.Unary(UnaryOp.Real, there, into);
        }

        protected override void ApplyAdjointCore(in NdArray<float> y, in NdArray<float> into)
        {
            using NdArray<ComplexF> there = Compute.Empty<ComplexF>(Domain);
            Compute.Backend.Unary(UnaryOp.Copy, y, there);
            Compute.Backend.Affine(Complex.Conjugate(phase), there, 0, there);
            using NdArray<ComplexF> field = way.ApplyAdjoint(there);
            Compute.Backend.Unary(UnaryOp.Real, field, into);
        }
    }
}
