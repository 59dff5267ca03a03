using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Devices.Checks;
using AdjointKit.Loops;
using AdjointKit.Operators;

namespace AdjointKit.Waves.Checks;

/// <summary>What the propagator computes on a device, against the CPU and against itself: data, tangents, gradients, images, dot-product tests, gradient checks.</summary>
public static class WaveDeviceChecks
{
    /// <summary>The suite that compares with the CPU; the others are dot-product tests and gradient checks.</summary>
    public const string AgainstCpu = "acoustic waves against the CPU";

    private const double SingleTolerance = 3e-5;
    private const double DoubleTolerance = 1e-11;

    private static readonly TimeAxis Time = new(0.0013, CheckProblem.Samples);
    private static readonly TimeAxis CoarseTime = new(0.004, CheckProblem.Samples);

    /// <summary>The checks.</summary>
    public static IReadOnlyList<DeviceCheck> All { get; } =
    [
        .. InBoth<float>(SingleTolerance),
        .. InBoth<double>(DoubleTolerance),
        .. WaveCheckCatalogue.Operators.Select(check => Repeated("acoustic dot-product tests", check)),
        .. WaveCheckCatalogue.Gradients.Select(check => Repeated("acoustic gradient checks", check)),
    ];

    private static IEnumerable<DeviceCheck> InBoth<T>(double tolerance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        string precision = typeof(T) == typeof(float) ? "f32" : "f64";
        foreach (int order in (int[])[2, 4, 8, 12])
        {
            Situation layers = new($"order {order}", CheckProblem.Options with { Order = order }, Time, CheckProblem.Survey);
            yield return Check(AgainstCpu, $"data, order {order}, {precision}", compute => Data<T>(layers, compute));
            yield return Check(AgainstCpu, $"gradient, order {order}, {precision}", compute => Gradient<T>(layers, compute));
        }

        Situation together = new("all features", CheckProblem.Options with { FreeSurface = true, Time = TimeScheme.Corrected }, CoarseTime, CheckProblem.Survey);
        Situation bare = new("hard edges", CheckProblem.Options with { Pml = PmlWidths.All(0) }, Time, CheckProblem.Survey);
        foreach (Situation situation in (Situation[])[together, bare])
        {
            yield return Check(AgainstCpu, $"data, {situation.Name}, {precision}", compute => Data<T>(situation, compute));
            yield return Check(AgainstCpu, $"Born data, {situation.Name}, {precision}", compute => Born<T>(situation, compute));
            yield return Check(AgainstCpu, $"gradient, {situation.Name}, {precision}", compute => Gradient<T>(situation, compute));
            yield return Check(AgainstCpu, $"gradient from checkpoints, {situation.Name}, {precision}", compute => Gradient<T>(WithBudget(situation), compute));
        }

        foreach (ImagingCondition condition in Enum.GetValues<ImagingCondition>())
        {
            yield return Check(AgainstCpu, $"image, {condition}, {precision}", compute => Image<T>(together, condition, compute));
        }

        DeviceCheck Check(string suite, string name, Func<Compute, double> error) => new(suite, name, typeof(T) == typeof(double), error, tolerance);
    }

    /// <summary>A check of the solver as one of the device: passed, its error counts as none, because each has a tolerance of its own.</summary>
    private static DeviceCheck Repeated(string suite, WaveCheck check) => new(suite, $"{check.Name}, {check.Precision}", check.Precision == "f64", compute =>
    {
        CheckResult result = check.Run(compute);
        return result.Passed ? 0 : result.Error;
    }, 0);

    /// <summary>A budget that holds a tenth of the records.</summary>
    private static Situation WithBudget(Situation situation) => situation with { Options = situation.Options with { Schedule = Schedule.ByteBudget(400_000) } };

    private static double Data<T>(Situation situation, Compute compute)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Compare<T>(situation, compute, (propagator, velocity, signals) => propagator.Model(velocity, signals));

    private static double Born<T>(Situation situation, Compute compute)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Compare<T>(situation, compute, (propagator, velocity, signals) =>
        {
            using NdArray<T> perturbation = Perturbation<T>();
            return propagator.Born(velocity, signals, perturbation);
        });

    private static double Gradient<T>(Situation situation, Compute compute)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double ofVelocity = Compare<T>(situation, compute, (propagator, velocity, signals) => Of(propagator, velocity, signals).Velocity);
        double ofSignals = Compare<T>(situation, compute, (propagator, velocity, signals) => Of(propagator, velocity, signals).Wavelet);
        return Math.Max(ofVelocity, ofSignals);

        static WaveGradient<T> Of(AcousticPropagator<T> propagator, NdArray<T> velocity, NdArray<T> signals)
        {
            using NdArray<T> observed = NdArray.Zeros<T>(propagator.Plan.DataShape);
            return propagator.Gradient(velocity, signals, observed);
        }
    }

    private static double Image<T>(Situation situation, ImagingCondition condition, Compute compute)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Compare<T>(situation, compute, (propagator, velocity, signals) =>
        {
            using NdArray<T> data = NdArray.Zeros<T>(propagator.Plan.DataShape);
            new CounterRandom(5).FillNormal(data);
            var migration = new ReverseTimeMigration<T>(propagator, new MigrationOptions { Condition = condition, Illumination = true });
            return migration.Migrate(velocity, signals, data);
        });

    private static NdArray<T> Perturbation<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => NdArray.Fill<T>(CheckProblem.Grid.Nx, CheckProblem.Grid.Nz, (i, k) => T.CreateChecked(30 * Math.Sin(0.7 * i) * Math.Cos(0.5 * k)));

    /// <summary>The relative distance in L2 of what the device and the CPU compute.</summary>
    private static double Compare<T>(Situation situation, Compute compute, Func<AcousticPropagator<T>, NdArray<T>, NdArray<T>, NdArray<T>> run)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using NdArray<T> velocity = CheckProblem.Velocity<T>();
        using NdArray<T> signals = CheckProblem.Signals<T>(situation.Time);
        using NdArray<T> onDevice = run(CheckProblem.Propagator<T>(situation.Options, situation.Time, situation.Survey, compute), velocity, signals);
        using NdArray<T> onHost = run(CheckProblem.Propagator<T>(situation.Options, situation.Time, situation.Survey, compute.Host), velocity, signals);
        double difference = 0;
        double size = 0;
        for (int j = 0; j < onHost.Count; j++)
        {
            double expected = double.CreateChecked(onHost.AsReadOnlySpan()[j]);
            double gap = double.CreateChecked(onDevice.AsReadOnlySpan()[j]) - expected;
            difference += gap * gap;
            size += expected * expected;
        }

        return size > 0 ? Math.Sqrt(difference / size) : double.PositiveInfinity;
    }
}
