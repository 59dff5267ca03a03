using System.Globalization;
using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Benchmarks.Native;
using AdjointKit.Benchmarks.Runner;
using AdjointKit.Devices;

namespace AdjointKit.Benchmarks.Fourier;

/// <summary>Fourier transforms as ratios to FFTW (patient plans, or measured ones if told, aligned arrays) and, for grids, to scipy, all of one run.</summary>
internal sealed class FourierBenchmark(ContestSettings settings, int threads, string filter, bool measured)
{
    internal void Run()
    {
        using var compute = new Compute(threads);
        using PythonPeer? scipy = PythonPeer.Start("fourier_scipy.py");
        Console.WriteLine($"{threads} threads, {settings.Rounds} rounds of {settings.TurnSeconds} s; GF/s = 5 N log2 N / time (real: half of it); ratio = their time / ours, median (quartiles) over the rounds.");
        Console.WriteLine();
        Console.WriteLine("| case | FFTW GF/s | ours GF/s | ratio | scipy GF/s | ratio | difference |");
        Console.WriteLine("|---|---|---|---|---|---|---|");
        Case<float, ComplexF>("1-D 256 x 1024 c64", [1024], 256, real: false, compute, scipy);
        Case<float, ComplexF>("1-D 1024 x 256 c64", [256], 1024, real: false, compute, scipy);
        Case<float, ComplexF>("1-D 1024 x 512 c64", [512], 1024, real: false, compute, scipy);
        Case<float, ComplexF>("1-D 64 x 4096 c64", [4096], 64, real: false, compute, scipy);
        Case<float, ComplexF>("1-D 64 x 1000 c64", [1000], 64, real: false, compute, scipy);
        Case<double, Complex>("1-D 256 x 1024 c128", [1024], 256, real: false, compute, scipy);
        Case<float, ComplexF>("1-D 256 x 1024 r2c f32", [1024], 256, real: true, compute, scipy);
        Case<float, ComplexF>("2-D 512^2 c64", [512, 512], 1, real: false, compute, scipy);
        Case<float, ComplexF>("2-D 1024^2 c64", [1024, 1024], 1, real: false, compute, scipy);
        Case<double, Complex>("2-D 1024^2 c128", [1024, 1024], 1, real: false, compute, scipy);
        Case<float, ComplexF>("2-D 1024^2 r2c f32", [1024, 1024], 1, real: true, compute, scipy);
        Case<float, ComplexF>("2-D 2048^2 c64", [2048, 2048], 1, real: false, compute, scipy);
        Case<double, Complex>("2-D 2048^2 c128", [2048, 2048], 1, real: false, compute, scipy);
        Case<float, ComplexF>("2-D 2048^2 r2c f32", [2048, 2048], 1, real: true, compute, scipy);
        Case<float, ComplexF>("2-D 4096^2 c64", [4096, 4096], 1, real: false, compute, scipy);
        Case<float, ComplexF>("3-D 128^3 c64", [128, 128, 128], 1, real: false, compute, scipy);
        Case<float, ComplexF>("1-D 2^20 c64", [1 << 20], 1, real: false, compute, scipy);
    }

    private static string Number(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);

    private static string Ratio(Contest contest, int baseline)
    {
        (double median, double low, double high) = contest.Ratio(1, baseline);
        return $"{Number(median)} ({Number(low)}-{Number(high)})";
    }

    private void Case<T, TComplex>(string name, int[] lengths, int batch, bool real, Compute compute, PythonPeer? scipy)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TComplex : unmanaged
    {
        if (!name.Contains(filter, StringComparison.Ordinal)) return;
        using var transforms = new FourierCase<T, TComplex>(lengths, batch, real, compute, measured);
        double difference = transforms.Difference();
        if (!(difference < 1e-6)) throw new InvalidOperationException($"{name}: FFTW and ours differ by {difference:E1}, so that their times cannot be compared.");
        Contestant[] peers = scipy is null || lengths.Length == 1 ? [] : [scipy.Contestant($"{string.Join('x', lengths)} {(real ? "r2c" : typeof(T) == typeof(float) ? "c64" : "c128")} {threads}")];
        Contest contest = Contest.Run(settings, [.. transforms.Contestants(), .. peers]);
        double points = lengths.Aggregate(1.0, (product, length) => product * length);
        double work = 5 * batch * points * Math.Log2(points) * (real ? 0.5 : 1) * 1e-9;
        string ofPeer = peers.Length > 0 ? $"{Number(work / contest.Seconds(2))} | {Ratio(contest, 2)}" : " | ";
        string plan = transforms.IsPatient ? string.Empty : " (MEASURE)";
        Console.WriteLine($"| {name} | {Number(work / contest.Seconds(0))}{plan} | {Number(work / contest.Seconds(1))} | {Ratio(contest, 0)} | {ofPeer} | {difference.ToString("0.0E+0", CultureInfo.InvariantCulture)} |");
    }
}
