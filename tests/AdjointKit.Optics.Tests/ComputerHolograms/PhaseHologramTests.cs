using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.IO;
using AdjointKit.TestKit;
using Xunit;

namespace AdjointKit.Optics.Tests.ComputerHolograms;

public class PhaseHologramTests
{
    [SkippableFact]
    public void Gradient_3dB()
    {
        using AnyArray file = ArrayFile.Read(SharedData.Path("data/optics/images_skimage/camera.png"));
        using NdArray<double> image = file.As<double>();
        Console.WriteLine(image.Shape);
        using var compute = new Compute(threads: 2);
        NdArray<float> target = compute.Empty<float>(image.Shape);
        compute.Backend.Copy(image, target);
        var problem = new HologramProblem<ComplexF>(new CentredFourier<ComplexF>(compute, 512, 512), target);
        foreach (HologramMethod method in HologramMethods.All)
        {
            var watch = System.Diagnostics.Stopwatch.StartNew();
            HologramResult result = PhaseHologram.Solve(problem, method, problem.RandomPhases(1), 100);
            Console.WriteLine($"{method.Name} {watch.Elapsed} {string.Join(' ', result.Psnr.Where((_, k) => k % 10 == 9).Select(p => p.ToString("0.00")))}");
            using NdArray<double> there = compute.Empty<double>(image.Shape);
            compute.Backend.Copy(PhaseHologram.Intensities(problem, result.Phases), there);
            Console.WriteLine(HologramQuality.Of(there, image, 512 * 512));
        }
    }
}
