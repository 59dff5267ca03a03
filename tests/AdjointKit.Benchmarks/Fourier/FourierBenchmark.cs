using System.Globalization;
using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Benchmarks.Runner;
using AdjointKit.Devices;

namespace AdjointKit.Benchmarks.Fourier;

/// <summary>Fourier transforms as ratios to FFTW (patient plans, aligned arrays), all of one run.</summary>
internal sealed class FourierBenchmark(ContestSettings settings, int threads, string filter)
{
    internal void Run()
    {
        using var compute = new Compute(threads);
        Console.WriteLine($"{threads} threads, {settings.Rounds} rounds of {settings.TurnSeconds} s; GF/s = 5 N log2 N / time (real: half of it); ratio = FFTW's time / ours, median (quartiles) over the rounds.");
        Console.WriteLine();
        Console.WriteLine("| case | FFTW GF/s | ours GF/s | ratio | difference |");
        Console.WriteLine("|---|---|---|---|---|");
        Case<float, ComplexF>("1-D 256 x 1024 c64", [1024], 256, real: false, compute);
        Case<float, ComplexF>("1-D 1024 x 256 c64", [256], 1024, real: false, compute);
        Case<float, ComplexF>("1-D 64 x 1000 c64", [1000], 64, real: false, compute);
        Case<double, Complex>("1-D 256 x 1024 c128", [1024], 256, real: false, compute);
        Case<float, ComplexF>("1-D 256 x 1024 r2c f32", [1024], 256, real: true, compute);
        Case<float, ComplexF>("1-D 2^20 c64", [1 << 20], 1, real: false, compute);
    }

    private static string Number(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);

    private void Case<T, TComplex>(string name, int[] lengths, int batch, bool real, Compute compute)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TComplex : unmanaged
    {
        if (!name.Contains(filter, StringComparison.Ordinal)) return;
        using var transforms = new FourierCase<T, TComplex>(lengths, batch, real, compute);
        double difference = transforms.Difference();
        if (!(difference < 1e-6)) throw new InvalidOperationException($"{name}: FFTW and ours differ by {difference:E1}, so that their times cannot be compared.");
        Contest contest = Contest.Run(settings, transforms.Contestants());
        (double median, double low, double high) = contest.Ratio(1, 0);
        double points = lengths.Aggregate(1.0, (product, length) => product * length);
        double work = 5 * batch * points * Math.Log2(points) * (real ? 0.5 : 1) * 1e-9;
        Console.WriteLine($"| {name} | {Number(work / contest.Seconds(0))} | {Number(work / contest.Seconds(1))} | {Number(median)} ({Number(low)}-{Number(high)}) | {difference.ToString("0.0E+0", CultureInfo.InvariantCulture)} |");
    }
}
