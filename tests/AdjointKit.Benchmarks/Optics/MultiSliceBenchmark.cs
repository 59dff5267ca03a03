using System.Globalization;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Benchmarks.Runner;
using AdjointKit.Devices;
using AdjointKit.Loops;
using AdjointKit.Optics;

namespace AdjointKit.Benchmarks.Optics;

/// <summary>
/// The gradient in a volume of 512 x 512 x 256 points and in the field, complex64, periodic with an absorbing rim: within 256 MB against keeping everything, in turns; whether the bits are the
/// same; and the largest resident memory of the process up to the end of the run within the budget, which comes first.
/// </summary>
internal sealed class MultiSliceBenchmark(ContestSettings settings, int threads)
{
    private const int Points = 512;
    private const int Slices = 256;
    private const long Budget = 256_000_000;

    private static readonly MultiSlice Volume = new(new FieldGrid(Points, Points, 0.25e-6), 0.5e-6, 0.25e-6) { Index = 1.33, Rim = 32 };

    internal void Run()
    {
        using var compute = new Compute(threads);
        using NdArray<ComplexF> field = compute.Empty<ComplexF>(Points, Points);
        using NdArray<float> volume = compute.Empty<float>(Slices, Points, Points);
        using NdArray<float> target = compute.Empty<float>(Points, Points);
        compute.Backend.FillNormal(field, new CounterRandom(1));
        compute.Backend.FillUniform(target, new CounterRandom(2));
        compute.Backend.FillUniform(volume, new CounterRandom(3));
        compute.Backend.Affine(0.02, volume, 1.32, volume);
        double before = Resident("VmRSS");
        using NdArray<float> gradient = InVolume(Schedule.ByteBudget(Budget));
        double peak = Resident("VmHWM");
        using (NdArray<float> other = InVolume(Schedule.StoreAll))
        {
            if (!gradient.AsReadOnlySpan().SequenceEqual(other.AsReadOnlySpan())) throw new InvalidOperationException("The gradient within the budget has other bits than the one with everything kept.");
        }

        var budgeted = new List<double>();
        var stored = new List<double>();
        for (int round = 0; round < settings.Rounds; round++)
        {
            budgeted.Add(Contest.Time(() => InVolume(Schedule.ByteBudget(Budget)).Dispose(), settings.ProcessorTime));
            stored.Add(Contest.Time(() => InVolume(Schedule.StoreAll).Dispose(), settings.ProcessorTime));
        }

        double forward = Contest.Time(() => Volume.Propagate(field, volume, compute).Dispose(), settings.ProcessorTime);
        double[] ratios = [.. budgeted.Zip(stored, (one, all) => one / all).Order()];
        double allowed = (Budget + (2 * 4.0 * volume.Shape.Count)) / 1e6 + 100;
        Console.WriteLine($"{Points} x {Points} x {Slices} points, {threads} threads, {settings.Rounds} rounds; medians.");
        Console.WriteLine();
        Console.WriteLine("| forward | gradient, everything kept | within 256 MB | ratio (quartiles) | resident before | resident peak | budget + volume + gradient + 100 MB |");
        Console.WriteLine("|---|---|---|---|---|---|---|");
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {forward:0.00} s | {Contest.Median([.. stored]):0.00} s | {Contest.Median([.. budgeted]):0.00} s | {Contest.Median(ratios):0.000} ({ratios[ratios.Length / 4]:0.000}-{ratios[(ratios.Length - 1) * 3 / 4]:0.000}) | {before:0} MB | {peak:0} MB | {allowed:0} MB |"));

        NdArray<float> InVolume(Schedule schedule)
        {
            (_, NdArray<ComplexF> inField, NdArray<float> inVolume) = Gradient.Of(
                (Var<ComplexF> lit, Var<float> index) => Ops.L2Misfit(Ops.AbsSquared(Volume.Propagate(lit, index, schedule)), lit.Tape.Constant(target)), field, volume, compute);
            inField.Dispose();
            return inVolume;
        }
    }

    /// <summary>A line of what the system knows of the process, in MB.</summary>
    private static double Resident(string line)
    {
        string found = File.ReadLines("/proc/self/status").First(text => text.StartsWith(line, StringComparison.Ordinal));
        return double.Parse(found.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024 / 1e6;
    }
}
