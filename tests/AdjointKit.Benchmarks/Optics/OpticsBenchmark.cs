using System.Globalization;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Benchmarks.Runner;
using AdjointKit.Devices;
using AdjointKit.Optics;

namespace AdjointKit.Benchmarks.Optics;

/// <summary>Propagation by the angular spectrum, and the gradient step of a phase-only hologram, complex64, not padded, as ratios to C on FFTW with the transfer function fused between its transforms.</summary>
internal sealed unsafe class OpticsBenchmark(ContestSettings settings, int threads, string filter)
{
    internal void Run()
    {
        if (filter == "multislice")
        {
            new MultiSliceBenchmark(settings, threads).Run();
            return;
        }

        Console.WriteLine($"{threads} threads, {settings.Rounds} rounds of {settings.TurnSeconds} s; ratio = time of C / ours, median (quartiles) over the rounds. C in the best of three widths of its blocks.");
        Console.WriteLine();
        Console.WriteLine("| case | C on FFTW | ours | ratio | difference |");
        Console.WriteLine("|---|---|---|---|---|");
        foreach (int n in (int[])[512, 1024, 2048])
        {
            Case($"propagation {n}^2 c64", n, Propagation);
            Case($"gradient of a phase-only hologram {n}^2 c64", n, Hologram);
        }
    }

    private static string Number(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);

    private static double Difference(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual)
    {
        double error = 0;
        double norm = 0;
        for (int k = 0; k < expected.Length; k++)
        {
            error += Math.Pow(actual[k] - expected[k], 2);
            norm += Math.Pow(expected[k], 2);
        }

        return Math.Sqrt(error / norm);
    }

    private void Case(string name, int n, Action<string, int, Compute, FusedPropagation[]> run)
    {
        if (!name.Contains(filter, StringComparison.Ordinal)) return;
        using var compute = new Compute(threads);
        FusedPropagation[] baselines = [new(n, threads, 8, 4), new(n, threads, 16, 8), new(n, threads, 32, 8)];
        run(name, n, compute, baselines);
        foreach (FusedPropagation baseline in baselines) baseline.Dispose();
    }

    private void Propagation(string name, int n, Compute compute, FusedPropagation[] baselines)
    {
        Propagator<ComplexF> propagator = new AngularSpectrum { Padding = 1 }.Plan<ComplexF>(new FieldGrid(n, n, 4e-6), 633e-9, 0.01, compute: compute);
        using NdArray<ComplexF> transfer = Transfer(compute, n);
        using NdArray<ComplexF> u = compute.Empty<ComplexF>(n, n);
        compute.Backend.FillNormal(u, new CounterRandom(1));
        using NdArray<ComplexF> expected = compute.Empty<ComplexF>(n, n);
        using NdArray<ComplexF> actual = compute.Empty<ComplexF>(n, n);
        Report(name, baselines, baseline => baseline.Run(Pointer(u), Pointer(transfer), Pointer(expected), adjoint: false), () => propagator.Apply(u, actual), () => Difference(Floats(expected), Floats(actual)));
    }

    private void Hologram(string name, int n, Compute compute, FusedPropagation[] baselines)
    {
        Propagator<ComplexF> propagator = new AngularSpectrum { Padding = 1 }.Plan<ComplexF>(new FieldGrid(n, n, 4e-6), 633e-9, 0.01, compute: compute);
        using NdArray<ComplexF> transfer = Transfer(compute, n);
        using NdArray<float> phase = compute.Empty<float>(n, n);
        using NdArray<float> target = compute.Empty<float>(n, n);
        compute.Backend.FillNormal(phase, new CounterRandom(1));
        compute.Backend.FillUniform(target, new CounterRandom(2));
        using NdArray<ComplexF> u = compute.Empty<ComplexF>(n, n);
        using NdArray<ComplexF> v = compute.Empty<ComplexF>(n, n);
        using NdArray<float> expected = compute.Empty<float>(n, n);
        using NdArray<float> actual = compute.Empty<float>(n, n);
        using var tape = new Tape(compute);
        Report(
            name,
            baselines,
            baseline => baseline.HologramStep((float*)Pointer(phase), (float*)Pointer(target), Pointer(transfer), Pointer(u), Pointer(v), (float*)Pointer(expected)),
            () =>
            {
                tape.Reset();
                Var<float> turn = tape.Input(phase);
                Var<ComplexF> atTarget = Ops.Apply(propagator, Ops.UnitPhasor(turn));
                tape.Backward(Ops.L2Misfit(Ops.AbsSquared(atTarget), tape.Constant(target)));
                tape.Gradient(turn, actual);
            },
            () => Difference(expected.AsReadOnlySpan(), actual.AsReadOnlySpan()));
    }

    private void Report(string name, FusedPropagation[] baselines, Action<FusedPropagation> theirs, Action ours, Func<double> difference)
    {
        theirs(baselines[0]);
        ours();
        double apart = difference();
        if (!(apart < 1e-4)) throw new InvalidOperationException($"{name}: C and ours differ by {apart:E1}, so that their times cannot be compared.");
        Contest contest = Contest.Run(settings, [.. baselines.Select(baseline => new Contestant("C", Repeat(() => theirs(baseline)))), new Contestant("ours", Repeat(ours))]);
        int best = contest.Fastest(baselines.Length);
        (double median, double low, double high) = contest.Ratio(baselines.Length, best);
        Console.WriteLine($"| {name} | {Number(contest.Seconds(best) * 1e3)} ms | {Number(contest.Seconds(baselines.Length) * 1e3)} ms | {Number(median)} ({Number(low)}-{Number(high)}) | {apart.ToString("0.0E+0", CultureInfo.InvariantCulture)} |");

        static Action<int> Repeat(Action action) => repetitions =>
        {
            for (int i = 0; i < repetitions; i++) action();
        };
    }

    /// <summary>The transfer function: what the method does to a field whose spectrum is 1 everywhere, transformed.</summary>
    private static NdArray<ComplexF> Transfer(Compute compute, int n)
    {
        Propagator<System.Numerics.Complex> propagator = new AngularSpectrum { Padding = 1 }.Plan<System.Numerics.Complex>(new FieldGrid(n, n, 4e-6), 633e-9, 0.01, compute: compute);
        using NdArray<System.Numerics.Complex> point = compute.Zeros<System.Numerics.Complex>(n, n);
        point.AsWritableSpan()[0] = 1;
        using NdArray<System.Numerics.Complex> response = propagator.Apply(point);
        compute.Backend.PlanFourier(response.Shape).Forward(response, response);
        NdArray<ComplexF> transfer = compute.Empty<ComplexF>(n, n);
        compute.Backend.Copy(response, transfer);
        return transfer;
    }

    private static void* Pointer<T>(NdArray<T> array)
        where T : unmanaged => array.ToUntyped().Pointer;

    private static ReadOnlySpan<float> Floats(NdArray<ComplexF> array) => System.Runtime.InteropServices.MemoryMarshal.Cast<ComplexF, float>(array.AsReadOnlySpan());
}
