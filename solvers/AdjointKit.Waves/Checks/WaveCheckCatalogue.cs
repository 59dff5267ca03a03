using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Operators;
using AdjointKit.Waves.Checks;

namespace AdjointKit.Waves;

/// <summary>Every operator of the solver with its dot-product test, and every derivative with its check against differences.</summary>
public static class WaveCheckCatalogue
{
    private static readonly TimeAxis FineTime = new(0.0015, CheckProblem.Samples);
    private static readonly TimeAxis CoarseTime = new(0.004, CheckProblem.Samples);

    /// <summary>The situations in which the propagator is checked.</summary>
    private static readonly (string Name, AcousticOptions Options, TimeAxis Time)[] Situations =
    [
        ("order 2", CheckProblem.Options with { Order = 2 }, FineTime),
        ("order 4", CheckProblem.Options with { Order = 4 }, FineTime),
        ("order 8", CheckProblem.Options, FineTime),
        ("order 12", CheckProblem.Options with { Order = 12 }, FineTime),
        ("hard edges", CheckProblem.Options with { Pml = PmlWidths.All(0) }, FineTime),
        ("free surface", CheckProblem.Options with { FreeSurface = true }, FineTime),
        ("sub-steps", CheckProblem.Options, CoarseTime),
        ("time-dispersion filters", CheckProblem.Options with { Time = TimeScheme.Corrected }, FineTime),
        ("free surface, sub-steps and filters", CheckProblem.Options with { FreeSurface = true, Time = TimeScheme.Corrected }, CoarseTime),
    ];

    /// <summary>The dot-product tests, each operator in both precisions.</summary>
    public static IReadOnlyList<WaveCheck> Operators { get; } =
    [
        .. Situations.SelectMany(situation => (WaveCheck[])
        [
            DotTestOf<float>($"acoustic modelling, {situation.Name}", compute => Modelling<float>(situation.Options, situation.Time, compute)),
            DotTestOf<double>($"acoustic modelling, {situation.Name}", compute => Modelling<double>(situation.Options, situation.Time, compute)),
            DotTestOf<float>($"acoustic Born modelling, {situation.Name}", compute => Born<float>(situation.Options, situation.Time, compute)),
            DotTestOf<double>($"acoustic Born modelling, {situation.Name}", compute => Born<double>(situation.Options, situation.Time, compute)),
        ]),
    ];

    /// <summary>The gradient checks: misfit with respect to velocity (random directions, single points, edge cells) and to the source signals.</summary>
    public static IReadOnlyList<WaveCheck> Gradients { get; } =
    [
        .. Situations.SelectMany(situation => (WaveCheck[])
        [
            new WaveCheck($"acoustic velocity gradient, {situation.Name}", "f64", compute => VelocityGradient($"acoustic velocity gradient, {situation.Name}", situation.Options, situation.Time, compute)),
            new WaveCheck($"acoustic wavelet gradient, {situation.Name}", "f64", compute => WaveletGradient($"acoustic wavelet gradient, {situation.Name}", situation.Options, situation.Time, compute)),
        ]),
    ];

    private static WaveCheck DotTestOf<T>(string name, Func<Compute, LinearOperator<T, T>> make)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        new(name, typeof(T) == typeof(float) ? "f32" : "f64", compute => DotTest.Run(make(compute)) with { Operator = name });

    private static LinearOperator<T, T> Modelling<T>(AcousticOptions options, TimeAxis time, Compute compute)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => CheckProblem.Propagator<T>(options, time, compute).ModelOperator(CheckProblem.Velocity<T>());

    private static LinearOperator<T, T> Born<T>(AcousticOptions options, TimeAxis time, Compute compute)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        CheckProblem.Propagator<T>(options, time, compute).BornOperator(CheckProblem.Velocity<T>(), CheckProblem.Signals<T>(time));

    private static CheckResult VelocityGradient(string name, AcousticOptions options, TimeAxis time, Compute compute)
    {
        AcousticPropagator<double> propagator = CheckProblem.Propagator<double>(options, time, compute);
        using NdArray<double> signals = CheckProblem.Signals<double>(time);
        NdArray<double> first = signals.Select(0, 0);

        // The corners and the edges' middles, through which the absorbing layers are felt, and a point beneath the sources.
        (int I, int K)[] nodes = [(0, 0), (0, 18), (40, 18), (40, 36), (20, 36), (20, 1), (5, 5)];
        var check = new GradCheckOptions { Step = 1e-3, Directions = 2, Points = 2, Elements = [.. nodes.Select(node => (long)((node.I * CheckProblem.Grid.Nz) + node.K))] };
        return GradCheck.Run(name, velocity => Ops.HalfSquaredNorm(propagator.Model(0, velocity, velocity.Tape.Constant(first))), CheckProblem.Velocity<double>(), check, compute);
    }

    private static CheckResult WaveletGradient(string name, AcousticOptions options, TimeAxis time, Compute compute)
    {
        AcousticPropagator<double> propagator = CheckProblem.Propagator<double>(options, time, compute);
        using NdArray<double> velocity = CheckProblem.Velocity<double>();
        using NdArray<double> signals = CheckProblem.Signals<double>(time);
        var check = new GradCheckOptions { Directions = 2, Points = 2, Elements = [time.Samples - 2, (2 * time.Samples) - 2] };
        return GradCheck.Run(name, wavelet => Ops.HalfSquaredNorm(propagator.Model(0, wavelet.Tape.Constant(velocity), wavelet)), signals.Select(0, 0).Copy(), check, compute);
    }
}
