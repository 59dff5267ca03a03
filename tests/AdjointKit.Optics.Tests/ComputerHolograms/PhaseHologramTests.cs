using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.IO;
using AdjointKit.Operators;
using AdjointKit.TestKit;
using Xunit;

namespace AdjointKit.Optics.Tests.ComputerHolograms;

public class PhaseHologramTests
{
    [SkippableFact]
    public void The_gradient_is_3_dB_better_than_Gerchberg_Saxton_after_as_many_iterations()
    {
        using var compute = new Compute(threads: 2);
        NdArray<float> target = Photograph(compute);
        var problem = new HologramProblem<ComplexF>(new CentredFourier<ComplexF>(compute, 512, 512), target);
        (HologramResult projected, HologramQuality before) = Made(problem, new HologramByProjections(), 50);
        (HologramResult descended, HologramQuality after) = Made(problem, new HologramByGradient(), 50);
        Assert.Equal(projected.Psnr[0], descended.Psnr[0], 1e-3);
        Assert.Equal(50, descended.Psnr.Count);
        Assert.True(after.Psnr > before.Psnr + 3, $"{after} {before}");
        Assert.True(before.Psnr > projected.Psnr[^1] && after.Psnr > descended.Psnr[^1]);
        Assert.InRange(after.SpeckleContrast, 0, before.SpeckleContrast);
    }

    [Fact]
    public void Weights_make_spots_alike()
    {
        using var compute = new Compute(threads: 1);
        NdArray<double> spots = NdArray.Fill<double>(32, 48, (y, x) => y % 5 == 2 && x % 7 == 3 ? 1 : 0);
        var problem = new HologramProblem<Complex>(new CentredFourier<Complex>(compute, 32, 48), spots);
        HologramQuality plain = Made(problem, new HologramByProjections(), 60).Quality;
        HologramQuality weighted = Made(problem, new HologramByWeights(), 60).Quality;
        Assert.InRange(plain.SpeckleContrast, 0.05, 1);
        Assert.InRange(weighted.SpeckleContrast, 0, 0.01);
        Assert.InRange(weighted.Efficiency, 0.8, 1);
    }

    [Theory]
    [InlineData("gs")]
    [InlineData("wgs")]
    [InlineData("gradient")]
    public void Two_depths_at_once(string name)
    {
        using var compute = new Compute(threads: 1);
        var grid = new FieldGrid(48, 40, 8e-6);
        LinearOperator<Complex, Complex>[] planes = [.. new[] { 0.02, 0.03 }.Select(distance => new AngularSpectrum { Padding = 1 }.Plan<Complex>(grid, 633e-9, distance, compute: compute))];
        NdArray<double> target = NdArray.Fill<double>(2, 48 * 40, (plane, k) => (plane == 0 ? k / 40 : k % 40) is > 12 and < 24 ? 1 : 0.1).Reshape(2 * 48 * 40);
        var problem = new HologramProblem<Complex>(BlockOperator<Complex, Complex>.Stack(planes), target);
        HologramMethod method = HologramMethods.All.Single(known => known.Name == name);
        (HologramResult result, HologramQuality quality) = Made(problem, method, 40, planes: 2);
        Assert.InRange(quality.Psnr, result.Psnr[0] + 3, 100);
        Assert.Equal(1, quality.Efficiency, 1e-12);
    }

    [Theory]
    [InlineData("gs")]
    [InlineData("wgs")]
    [InlineData("gradient")]
    public void Phases_lie_from_0_to_below_a_turn_in_either_precision(string name)
    {
        using var compute = new Compute(threads: 1);
        HologramMethod method = HologramMethods.All.Single(known => known.Name == name);
        NdArray<double> target = NdArray.Fill<double>(16, 16, (y, x) => y + x);
        NdArray<float> rounded = NdArray.Fill<float>(16, 16, (y, x) => y + x);
        NdArray<double> phases = PhaseHologram.Solve(new HologramProblem<Complex>(new CentredFourier<Complex>(compute, 16, 16), target), method, NdArray.Zeros<double>(16, 16), 3).Phases.As<double>();
        NdArray<float> single = PhaseHologram.Solve(new HologramProblem<ComplexF>(new CentredFourier<ComplexF>(compute, 16, 16), rounded), method, NdArray.Zeros<float>(16, 16), 3).Phases.As<float>();
        Assert.All(phases.AsReadOnlySpan().ToArray(), phase => Assert.True(phase is >= 0 and < 2 * Math.PI));
        Assert.All(single.AsReadOnlySpan().ToArray(), phase => Assert.True(phase >= 0 && phase < 2 * Math.PI));
    }

    [Fact]
    public void A_phase_just_below_0_is_no_full_turn()
    {
        using var compute = new Compute(threads: 1);
        var problem = new HologramProblem<ComplexF>(new CentredFourier<ComplexF>(compute, 2, 2), NdArray.Fill<float>(2, 2, (_, _) => 1));
        NdArray<float> start = NdArray.Fill<float>(2, 2, (y, x) => y == 0 ? -1e-9f : 2 * MathF.PI);
        NdArray<float> phases = PhaseHologram.Solve(problem, new HologramByGradient(), start, 0).Phases.As<float>();
        Assert.All(phases.AsReadOnlySpan().ToArray(), phase => Assert.True(phase >= 0 && phase < 2 * Math.PI));
    }

    [Fact]
    public void Quality_is_what_it_says()
    {
        NdArray<double> target = NdArray.From(0.0, 1, 2, 2);
        NdArray<double> intensities = NdArray.From(1.0, 2, 4, 6);
        HologramQuality quality = HologramQuality.Of(intensities, target, light: 13);
        const double scale = (2 + 8 + 12) / (1.0 + 4 + 16 + 36);
        double squares = Math.Pow(scale, 2) + Math.Pow((2 * scale) - 1, 2) + Math.Pow((4 * scale) - 2, 2) + Math.Pow((6 * scale) - 2, 2);
        Assert.Equal(10 * Math.Log10(4 / (squares / 4)), quality.Psnr, 1e-12);
        Assert.Equal(12.0 / 13, quality.Efficiency, 1e-12);
        Assert.Equal(Math.Sqrt(((4 + 4 + 9) / 3.0) - Math.Pow(7 / 3.0, 2)) / (7 / 3.0), quality.SpeckleContrast, 1e-12);
    }

    private static NdArray<float> Photograph(Compute compute)
    {
        using AnyArray file = ArrayFile.Read(SharedData.Path("data/optics/images_skimage/camera.png"));
        using NdArray<double> image = file.As<double>();
        NdArray<float> target = compute.Empty<float>(image.Shape);
        compute.Backend.Copy(image, target);
        return target;
    }

    private static (HologramResult Result, HologramQuality Quality) Made<T>(HologramProblem<T> problem, HologramMethod method, int iterations, int planes = 1)
        where T : unmanaged
    {
        HologramResult result = PhaseHologram.Solve(problem, method, problem.RandomPhases(1), iterations);
        return (result, HologramQuality.Of(InDouble(PhaseHologram.Intensities(problem, result.Phases)), InDouble(problem.Target), problem.Model.Domain.Count, planes));
    }

    private static NdArray<double> InDouble(UntypedArray values)
    {
        using var compute = new Compute(threads: 1);
        NdArray<double> twice = NdArray.Empty<double>(values.Shape);
        compute.Backend.Copy(values, twice);
        return twice;
    }
}
