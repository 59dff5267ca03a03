using System.Globalization;
using System.Numerics;
using AdjointKit.Benchmarks.Native;
using AdjointKit.Benchmarks.Runner;
using AdjointKit.Kernels;

namespace AdjointKit.Benchmarks.Waves;

/// <summary>The speed of the acoustic propagator as ratios to C, all of one run.</summary>
internal sealed class WavesBenchmark(ContestSettings settings, int threads, string filter)
{
    private const int BytesPerPoint = 5 * sizeof(float);

    private readonly CompiledBaseline baseline = CompiledBaseline.Build();

    internal void Run()
    {
        using var team = new ThreadTeam(threads);
        Console.WriteLine($"{threads} threads, {settings.Rounds} rounds of {settings.TurnSeconds} s; Gpts/s = points x steps / s; ratio = ours / fastest C, median (quartiles) over the rounds.");
        Console.WriteLine("limit: the rate of a C stream with 20 bytes a point on arrays of the same size (double: 40 bytes, half that rate).");
        Console.WriteLine();
        Console.WriteLine($"all C ways: {string.Join(", ", CompiledBaseline.Variants)}.");
        Console.WriteLine();
        Console.WriteLine("| case | fastest C | C Gpts/s | ours Gpts/s | ratio | ours / limit | all C Gpts/s |");
        Console.WriteLine("|---|---|---|---|---|---|---|");
        Kernel<float>("kernel 120^2 order 8 f32, in second-level cache", 120, 8, team);
        Kernel<float>("kernel 1000^2 order 8 f32", 1000, 8, team);
        Kernel<float>("kernel 4000^2 order 8 f32", 4000, 8, team);
        Kernel<float>("kernel 1000^2 order 2 f32", 1000, 2, team);
        Kernel<float>("kernel 1000^2 order 4 f32", 1000, 4, team);
        Kernel<float>("kernel 1000^2 order 12 f32", 1000, 12, team);
        Kernel<double>("kernel 1000^2 order 8 f64", 1000, 8, team);
        Shot<float>("shot 1000^2 order 8 f32, 500 steps", 1000, 500, team);
        Shot<float>("shot 300^2 order 8 f32, 1000 steps", 300, 1000, team);
        Shot<double>("shot 1000^2 order 8 f64, 100 steps", 1000, 100, team);
        Gradient<float>("1000^2 order 8 f32, 100 steps", 1000, 100, team);
    }

    private static string Number(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);

    private void Kernel<T>(string name, int size, int order, ThreadTeam team)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (!name.Contains(filter, StringComparison.Ordinal)) return;
        using var kernel = new KernelCase<T>(size, size, order, baseline, team);
        double difference = kernel.Difference(20);
        if (!(difference < 1e-4)) throw new InvalidOperationException($"{name}: C and ours differ by {difference:E1} of the largest value after 20 steps, so that their times cannot be compared.");
        using var stream = new StreamCase(kernel.Points);
        Contest contest = Contest.Run(settings, [.. kernel.Contestants(), stream.Contestant(baseline, threads)]);
        Report<T>(name, contest, kernel.Points, kernel.Points, contest.Fastest(CompiledBaseline.Variants.Length), CompiledBaseline.Variants.Length);
    }

    private void Shot<T>(string name, int size, int steps, ThreadTeam team)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (!name.Contains(filter, StringComparison.Ordinal)) return;
        using var shot = new ShotCase<T>(size, size, 8, steps, gradient: false, team);
        Against<T>(name, shot, shot.Forward("shot"), team);
    }

    private void Gradient<T>(string name, int size, int steps, ThreadTeam team)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (!name.Contains(filter, StringComparison.Ordinal)) return;
        using var shot = new ShotCase<T>(size, size, 8, steps, gradient: true, team);
        Against<T>("shot with record " + name, shot, shot.Forward("forward"), team);
        Against<T>("adjoint with record and image " + name, shot, shot.Adjoint("adjoint"), team);
    }

    /// <summary>A shot against the C kernel on as many points.</summary>
    private void Against<T>(string name, ShotCase<T> shot, Contestant whole, ThreadTeam team)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using var kernel = new KernelCase<T>(shot.Rows, shot.Columns, 8, baseline, team);
        using var stream = new StreamCase(kernel.Points);
        Contest contest = Contest.Run(settings, [.. kernel.Contestants()[..^1], whole, stream.Contestant(baseline, threads)]);
        Report<T>(name, contest, kernel.Points, shot.Points * shot.Steps, contest.Fastest(CompiledBaseline.Variants.Length), CompiledBaseline.Variants.Length);
    }

    private static void Report<T>(string name, Contest contest, long points, long pointsOfOurs, int best, int ours)
        where T : unmanaged
    {
        (double median, double low, double high) = contest.Ratio(ours, best);
        double scale = (double)pointsOfOurs / points;
        double limit = points / contest.Seconds(ours + 1) * BytesPerPoint / (5.0 * System.Runtime.CompilerServices.Unsafe.SizeOf<T>());
        double rate = pointsOfOurs / contest.Seconds(ours);
        Console.WriteLine($"| {name} | {contest.Name(best)} | {Number(points / contest.Seconds(best) * 1e-9)} | {Number(rate * 1e-9)} | {Number(median * scale)} ({Number(low * scale)}-{Number(high * scale)}) | {Number(rate / limit)} | {string.Join(", ", Enumerable.Range(0, ours).Select(way => Number(points / contest.Seconds(way) * 1e-9)))} |");
    }
}
