using System.Numerics;
using AdjointKit.Devices;
using AdjointKit.Operators;
using AdjointKit.Waves.Checks;

namespace AdjointKit.Waves;

/// <summary>Every operator of the solver with its dot-product test, and every derivative with its check against differences.</summary>
public static class WaveCheckCatalogue
{
    private static readonly TimeAxis FineTime = new(0.0013, CheckProblem.Samples);
    private static readonly TimeAxis CoarseTime = new(0.004, CheckProblem.Samples);
    private static readonly Situation Bare = new("on the grid, hard edges", CheckProblem.Options with { Pml = PmlWidths.All(0) }, FineTime, CheckProblem.OnGridSurvey);
    private static readonly Situation Together = new("all features together", CheckProblem.Options with { FreeSurface = true, Time = TimeScheme.Corrected }, CoarseTime, CheckProblem.Survey);

    /// <summary>One feature at a time on the bare problem, so that what fails says which feature is wrong; then all together.</summary>
    private static readonly Situation[] Situations =
    [
        Bare,
        Bare with { Name = "off-grid positions", Survey = CheckProblem.Survey },
        Layers(order: 2),
        Layers(order: 4),
        Layers(order: 8),
        Layers(order: 12),
        Bare with { Name = "free surface", Options = Bare.Options with { FreeSurface = true } },
        Bare with { Name = "sub-steps", Time = CoarseTime },
        Bare with { Name = "time-dispersion filters", Options = Bare.Options with { Time = TimeScheme.Corrected } },
        Together,
    ];

    /// <summary>The dot-product tests, each operator in both precisions.</summary>
    public static IReadOnlyList<WaveCheck> Operators { get; } =
    [
        .. Situations.SelectMany(situation => (WaveCheck[])
        [
            DotTestOf<float>($"acoustic modelling, {situation.Name}", situation.Modelling<float>),
            DotTestOf<double>($"acoustic modelling, {situation.Name}", situation.Modelling<double>),
            DotTestOf<float>($"acoustic Born modelling, {situation.Name}", situation.Born<float>),
            DotTestOf<double>($"acoustic Born modelling, {situation.Name}", situation.Born<double>),
        ]),
    ];

    /// <summary>
    /// The gradient checks: half the squared data of a shot with respect to velocity (random directions, single points, edge cells) and source signals, and
    /// the misfit of all shots with respect to velocity and a wavelet that they share.
    /// </summary>
    public static IReadOnlyList<WaveCheck> Gradients { get; } =
    [
        .. Situations.SelectMany(situation => (WaveCheck[])
        [
            GradCheckOf($"acoustic velocity gradient, {situation.Name}", situation.VelocityGradient),
            GradCheckOf($"acoustic wavelet gradient, {situation.Name}", situation.WaveletGradient),
        ]),
        GradCheckOf($"acoustic misfit gradient in velocity, {Together.Name}", Together.MisfitGradientInVelocity),
        GradCheckOf($"acoustic misfit gradient in wavelet, {Together.Name}", Together.MisfitGradientInWavelet),
    ];

    private static Situation Layers(int order) => Bare with { Name = $"absorbing layers, order {order}", Options = CheckProblem.Options with { Order = order } };

    private static WaveCheck DotTestOf<T>(string name, Func<Compute, LinearOperator<T, T>> make)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        new(name, typeof(T) == typeof(float) ? "f32" : "f64", compute => DotTest.Run(make(compute)) with { Operator = name, Device = compute.Device.ToString() });

    private static WaveCheck GradCheckOf(string name, Func<string, Compute, CheckResult> run) => new(name, "f64", compute => run(name, compute) with { Device = compute.Device.ToString() });
}
