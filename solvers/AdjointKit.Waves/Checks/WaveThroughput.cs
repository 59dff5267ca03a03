using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Devices.Throughput;
using AdjointKit.Loops;
using AdjointKit.Waves.Acoustic;
using AdjointKit.Waves.Acoustic.Imaging;

namespace AdjointKit.Waves.Checks;

/// <summary>The speed of the propagator: modelling, and modelling with the gradient's sweep, of one shot; points and steps counted with the absorbing layers.</summary>
public static class WaveThroughput
{
    private const string Group = "waves";
    private const int Receivers = 200;

    /// <summary>What a step has to move per point: u, c and the increment are read, the increment and the next u are written.</summary>
    private const int ArraysPerPoint = 5;

    /// <summary>The cases.</summary>
    public static IReadOnlyList<ThroughputCase> All { get; } =
    [
        Modelling(1000, 4, 200),
        Modelling(1000, 8, 200),
        Modelling(4000, 8, 40),
        Modelling(4000, 12, 40),
        WithGradient(1000, 8, 200),
    ];

    /// <summary>The cases that only make sense where memory is fast and plenty.</summary>
    public static IReadOnlyList<ThroughputCase> Large { get; } = [Modelling(16384, 8, 50)];

    private static ThroughputCase Modelling(int side, int order, int steps) => new(Group, $"acoustic 2-D, {side} x {side}, order {order}, {steps} steps", "Gpoints/s", compute =>
    {
        Problem problem = new(side, order, steps, compute);
        var run = new ShotRun<float>(problem.Plan, 0, problem.Velocity, medium => new NoImage<float>(medium.Layout, illuminate: false, compute.Memory));
        return new Work(problem.Updates, problem.Updates * ArraysPerPoint * sizeof(float), () => run.Forward(problem.Signals, problem.Data, null, CancellationToken.None), () =>
        {
            run.Dispose();
            problem.Dispose();
        });
    });

    private static ThroughputCase WithGradient(int side, int order, int steps) => new(Group, $"acoustic 2-D with gradient, {side} x {side}, order {order}, {steps} steps", "Gpoints/s", compute =>
    {
        Problem problem = new(side, order, steps, compute);
        var run = new ShotRun<float>(problem.Plan, 0, problem.Velocity, medium => new GradientImage<float>(medium.Layout, illuminate: false, compute.Memory));
        return new Work(problem.Updates, 0, () =>
        {
            run.Forward(problem.Signals, problem.Data, null, CancellationToken.None);
            run.Backward(problem.Data, [], null, CancellationToken.None);
        }, () =>
        {
            run.Dispose();
            problem.Dispose();
        });
    });

    private sealed class Problem : IDisposable
    {
        private readonly NdArray<float> signals;
        private readonly NdArray<float> data;

        internal Problem(int side, int order, int steps, Compute compute)
        {
            const double Spacing = 10;
            const double Velocity0 = 2000;
            var grid = new Grid2D(side, side, Spacing, Spacing);
            var time = new TimeAxis(0.4 * Spacing / Velocity0, steps + 1);
            Position[] receivers = [.. Enumerable.Range(0, Receivers).Select(r => new Position((r + 0.5) * (side - 1) * Spacing / Receivers, 2 * Spacing))];
            var survey = new Survey([new Shot([new Position(side * Spacing / 2, 2 * Spacing)], receivers)]);
            var options = new AcousticOptions { Order = order, Pml = PmlWidths.All(10), Schedule = Schedule.StoreAll };
            Plan = new AcousticPlan<float>(grid, time, survey, Velocity0, options, compute);
            Velocity = NdArray.Fill<float>(side, side, (_, _) => (float)Velocity0);
            signals = new Ricker(15).Sample<float>(time);
            data = NdArray.Zeros<float>(Receivers, steps + 1);
            Updates = (double)Plan.Layout.Nx * Plan.Layout.Nz * steps;
        }

        internal AcousticPlan<float> Plan { get; }

        internal NdArray<float> Velocity { get; }

        /// <summary>Points times steps.</summary>
        internal double Updates { get; }

        internal ReadOnlySpan<float> Signals => signals.AsReadOnlySpan();

        internal Span<float> Data => data.AsWritableSpan();

        public void Dispose()
        {
            Velocity.Dispose();
            signals.Dispose();
            data.Dispose();
        }
    }
}
