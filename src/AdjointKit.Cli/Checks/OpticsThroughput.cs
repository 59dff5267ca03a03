using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Devices.Throughput;
using AdjointKit.Optics;

namespace AdjointKit.Cli.Checks;

/// <summary>The speed of light: propagation by the angular spectrum, periodic, and the gradient step of a phase-only hologram. The limit counts a field, or a phase and its gradient, read and written once.</summary>
internal static class OpticsThroughput
{
    internal const string Group = "optics";

    private const int ComplexBytes = 8;

    /// <summary>The cases.</summary>
    internal static IReadOnlyList<ThroughputCase> All { get; } = [Propagation(512), Propagation(1024), Propagation(2048), Hologram(1024)];

    private static ThroughputCase Propagation(int n) => new(Group, $"angular spectrum, {n} x {n} complex64", "Gpoints/s", compute =>
    {
        Propagator<ComplexF> propagator = Planned(n, compute);
        NdArray<ComplexF> field = compute.Empty<ComplexF>(n, n);
        NdArray<ComplexF> there = compute.Empty<ComplexF>(n, n);
        compute.Backend.FillNormal(field, new CounterRandom(1));
        return new Work((double)n * n, 2.0 * ComplexBytes * n * n, () => propagator.Apply(field, there), () =>
        {
            field.Dispose();
            there.Dispose();
        });
    });

    private static ThroughputCase Hologram(int n) => new(Group, $"gradient of a phase-only hologram, {n} x {n} complex64", "Gpoints/s", compute =>
    {
        Propagator<ComplexF> propagator = Planned(n, compute);
        NdArray<float> phase = compute.Empty<float>(n, n);
        NdArray<float> target = compute.Empty<float>(n, n);
        NdArray<float> gradient = compute.Empty<float>(n, n);
        compute.Backend.FillNormal(phase, new CounterRandom(1));
        compute.Backend.FillUniform(target, new CounterRandom(2));
        var tape = new Tape(compute);
        return new Work((double)n * n, 2.0 * sizeof(float) * n * n, () =>
        {
            tape.Reset();
            Var<float> turn = tape.Input(phase);
            tape.Backward(Ops.L2Misfit(Ops.AbsSquared(Ops.Apply(propagator, Ops.UnitPhasor(turn))), tape.Constant(target)));
            tape.Gradient(turn, gradient);
        }, () =>
        {
            tape.Dispose();
            phase.Dispose();
            target.Dispose();
            gradient.Dispose();
        });
    });

    private static Propagator<ComplexF> Planned(int n, Compute compute) => new AngularSpectrum { Padding = 1 }.Plan<ComplexF>(new FieldGrid(n, n, 4e-6), 633e-9, 0.01, compute: compute);
}
