using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Operators;
using AdjointKit.TestKit;
using Xunit;

namespace AdjointKit.Optics.Tests.Holography.Unwrapping;

public sealed class PhaseUnwrappingTests
{
    private const double Turn = 2 * Math.PI;

    private static readonly Dictionary<string, PhaseUnwrapping> Methods = new()
    {
        ["least squares"] = new DctUnwrap(),
        ["congruent least squares"] = new DctUnwrap { Congruent = true },
        ["by quality"] = new QualityGuidedUnwrap(),
    };

    public static TheoryData<string> MethodNames => [.. Methods.Keys];

    [Theory]
    [MemberData(nameof(MethodNames))]
    public void The_reference_phase_comes_back_up_to_a_constant(string name)
    {
        PhaseUnwrapping method = Methods[name];
        using NdArray<double> truth = OpticsOracle.Numbers("D4_unwrap_true");
        using NdArray<double> wrapped = OpticsOracle.Numbers("D4_unwrap_wrapped");
        using NdArray<double> phase = method.Unwrap(wrapped.Copy());
        Assert.True(SpreadOfDifference(phase, truth.Copy()) <= 2.5e-12, $"the difference from the truth varies by {SpreadOfDifference(phase, truth.Copy()):g3}");
    }

    [Theory]
    [InlineData(33, 48)]
    [InlineData(48, 33)]
    [InlineData(1, 40)]
    [InlineData(40, 1)]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(2, 3)]
    public void Smooth_phases_of_any_shape_come_back(int ny, int nx)
    {
        using NdArray<double> truth = Hill(ny, nx, 0.6 * Math.Min(25, Math.Max(ny, nx)));
        using NdArray<double> wrapped = Wrapped(truth);
        foreach (PhaseUnwrapping method in (PhaseUnwrapping[])[new DctUnwrap(), new QualityGuidedUnwrap()])
        {
            using NdArray<double> phase = method.Unwrap(wrapped);
            Assert.True(SpreadOfDifference(phase, truth) < 1e-11, $"{method.Name}: {SpreadOfDifference(phase, truth)}");
        }
    }

    [Fact]
    public void The_constant_is_that_of_the_wrapped_phase()
    {
        using NdArray<double> truth = Hill(40, 30, 20);
        using NdArray<double> wrapped = Wrapped(truth);
        using NdArray<double> phase = new DctUnwrap().Unwrap(wrapped);
        Assert.True(LargestBrokenTurn(phase, wrapped) < 1e-11);
    }

    [Fact]
    public void Single_precision_is_as_good_as_its_numbers()
    {
        using NdArray<double> truth = Hill(64, 80, 60);
        using NdArray<double> wrapped = Wrapped(truth);
        using NdArray<float> single = NdArray.Fill<float>(64, 80, (y, x) => (float)wrapped[y, x]);
        foreach (PhaseUnwrapping method in (PhaseUnwrapping[])[new DctUnwrap(), new QualityGuidedUnwrap()])
        {
            using NdArray<float> phase = method.Unwrap(single);
            using NdArray<double> wide = NdArray.Fill<double>(64, 80, (y, x) => phase[y, x]);
            Assert.True(SpreadOfDifference(wide, truth) < 3e-4, $"{method.Name}: {SpreadOfDifference(wide, truth)}");
        }
    }

    [Theory]
    [InlineData(0.3)]
    [InlineData(0.6)]
    public void Noise_stays_noise(double deviation)
    {
        // 40 rad over 128 points, at most 1.2 rad a point: with noise of 0.6 rad some neighbours differ by more than half a turn.
        using NdArray<double> truth = Hill(128, 128, 40);
        using NdArray<double> noise = NdArray.Zeros<double>(128, 128);
        using var compute = new Compute(threads: 1);
        compute.Backend.FillNormal(noise, new CounterRandom(3));
        using NdArray<double> wrapped = Wrapped(NdArray.Fill<double>(128, 128, (y, x) => truth[y, x] + (deviation * noise[y, x])));

        // The quality-guided phase is the truth and the noise, a few points with a turn more at most; least squares smoothes the broken ones over.
        using NdArray<double> guided = new QualityGuidedUnwrap().Unwrap(wrapped);
        Assert.True(LargestBrokenTurn(guided, wrapped) < 1e-11);
        Assert.InRange(Deviation(guided, truth), 0.9 * deviation, 1.15 * deviation);
        using NdArray<double> squares = new DctUnwrap { Congruent = true }.Unwrap(wrapped);
        Assert.True(LargestBrokenTurn(squares, wrapped) < 1e-11);
        Assert.InRange(Deviation(squares, truth), 0.9 * deviation, 1.6 * deviation);
    }

    [Fact]
    public void Weights_leave_a_broken_patch_out()
    {
        // A patch of rubbish with residues all around it; outside the truth must come back.
        using NdArray<double> truth = Hill(96, 80, 30);
        using NdArray<double> noise = NdArray.Zeros<double>(96, 80);
        using var compute = new Compute(threads: 1);
        compute.Backend.FillUniform(noise, new CounterRandom(5));
        using NdArray<double> wrapped = Wrapped(NdArray.Fill<double>(96, 80, (y, x) => IsPatch(y, x) ? Turn * noise[y, x] : truth[y, x]));
        using NdArray<double> weights = NdArray.Fill<double>(96, 80, (y, x) => IsPatch(y, x) ? 0 : 1);
        using NdArray<double> outside = NdArray.Fill<double>(96, 80, (y, x) => IsPatch(y, x) ? 0 : truth[y, x]);
        using NdArray<double> unweighted = new DctUnwrap().Unwrap(wrapped);
        Assert.True(SpreadOutside(unweighted) > 0.1, "the patch must matter, or the test shows nothing");
        using NdArray<double> squares = new DctUnwrap { Stopping = new() { RelativeTolerance = 1e-12 } }.Unwrap(wrapped, weights);
        Assert.True(SpreadOutside(squares) < 1e-8, $"{SpreadOutside(squares)}");
        using NdArray<double> guided = new QualityGuidedUnwrap().Unwrap(wrapped, weights);
        Assert.True(SpreadOutside(guided) < 1e-11, $"{SpreadOutside(guided)}");

        double SpreadOutside(NdArray<double> phase)
        {
            double constant = phase[0, 0] - truth[0, 0];
            return Pairs(phase, truth).Where((_, k) => weights.AsReadOnlySpan()[k] > 0).Max(pair => Math.Abs(pair.A - pair.B - constant));
        }

        static bool IsPatch(nint y, nint x) => y is > 30 and < 60 && x is > 20 and < 45;
    }

    [Fact]
    public void A_shear_is_followed_where_the_quality_is_good()
    {
        // Two halves, the lower one 5 rad higher at its right end: the cut between them is no place to cross, but for its left end.
        using NdArray<double> truth = NdArray.Fill<double>(64, 64, (y, x) => y < 32 ? 0.1 * x : (0.1 * x) + (5.0 * x / 63));
        using NdArray<double> phase = new QualityGuidedUnwrap().Unwrap(Wrapped(truth));
        Assert.True(SpreadOfDifference(phase, truth) < 1e-11, $"{SpreadOfDifference(phase, truth)}");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_way_that_is_smooth_is_taken_unless_it_has_no_weight(bool isWeighted)
    {
        // Two plains, joined by a smooth steep ramp of 12 rad and by a rough bridge of 0 rad: the ramp is the better way, until its points are said to be worth nothing.
        using var compute = new Compute(threads: 1);
        using NdArray<double> rough = NdArray.Zeros<double>(40, 60);
        compute.Backend.FillNormal(rough, new CounterRandom(5));
        using NdArray<double> wrapped = Wrapped(NdArray.Fill<double>(40, 60, (y, x) =>
            x < 18 ? 0 : x > 42 ? 12 : y < 24 ? 6 * (1 - Math.Cos(Math.PI * (x - 18) / 24.0)) : 0.3 * rough[y, x]));
        using NdArray<double> weights = NdArray.Fill<double>(40, 60, (y, x) => x is >= 18 and <= 42 && y < 24 ? 0 : 1);
        using NdArray<double> phase = isWeighted ? new QualityGuidedUnwrap().Unwrap(wrapped, weights) : new QualityGuidedUnwrap().Unwrap(wrapped);

        // Over the bridge the second plain stands at 12 less two turns.
        Assert.Equal(isWeighted ? 12 - (2 * Turn) : 12, phase[10, 50] - phase[10, 5], 1e-11);
    }

    [Fact]
    public void A_difference_counts_as_its_lighter_end()
    {
        using var compute = new Compute(threads: 1);
        using NdArray<double> points = NdArray.From<double>([1, 0.5, 0.25, 0], new Shape(2, 2));
        using NdArray<double> x = NdArray.From<double>([1, 3, 7, 20], new Shape(2, 2));
        using var laplacian = new WeightedLaplacian<double>(compute, points);
        using NdArray<double> y = laplacian.Apply(x);

        // 0.5 (1 - 3) + 0.25 (1 - 7), then 0.5 (3 - 1), 0.25 (7 - 1), and nothing at the point without weight.
        Assert.Equal([-2.5, 1, 1.5, 0], y.AsReadOnlySpan().ToArray());
    }

    [Fact]
    public void Impossible_input_is_named()
    {
        using NdArray<double> phase = NdArray.Zeros<double>(4, 4);
        using NdArray<double> volume = NdArray.Zeros<double>(2, 4, 4);
        using NdArray<double> broken = NdArray.Fill<double>(4, 4, (y, x) => y + x == 3 ? double.NaN : 0);
        using NdArray<double> negative = NdArray.Fill<double>(4, 4, (y, x) => y - 1);
        Assert.Contains("[y, x]", Assert.Throws<ArgumentException>(() => new DctUnwrap().Unwrap(volume)).Message, StringComparison.Ordinal);
        Assert.Contains("no numbers", Assert.Throws<ArgumentException>(() => new QualityGuidedUnwrap().Unwrap(broken)).Message, StringComparison.Ordinal);
        Assert.Contains("all weights are 0", Assert.Throws<ArgumentException>(() => new DctUnwrap().Unwrap(phase, phase)).Message, StringComparison.Ordinal);
        Assert.Contains("negative", Assert.Throws<ArgumentException>(() => new DctUnwrap().Unwrap(phase, negative)).Message, StringComparison.Ordinal);
        Assert.Contains("do not fit", Assert.Throws<ArgumentException>(() => new DctUnwrap().Unwrap(phase, volume)).Message, StringComparison.Ordinal);
        using NdArray<Complex> field = NdArray.Zeros<Complex>(4, 4);
        Assert.Contains("a phase is real", Assert.Throws<ArgumentException>(() => new DctUnwrap().Unwrap(field)).Message, StringComparison.Ordinal);
    }

    private static NdArray<double> Hill(int ny, int nx, double height) => NdArray.Fill<double>(ny, nx, (y, x) =>
    {
        double v = ((y + 0.5) / ny) - 0.4;
        double u = ((x + 0.5) / nx) - 0.55;
        return (height * Math.Exp(-4 * ((u * u) + (v * v)))) + u - (0.5 * v);
    });

    private static NdArray<double> Wrapped(NdArray<double> phase) => NdArray.Fill<double>(phase.Shape[0], phase.Shape[1], (y, x) => Math.IEEERemainder(phase[y, x], Turn));

    private static (double A, double B)[] Pairs(NdArray<double> a, NdArray<double> b) => [.. a.AsReadOnlySpan().ToArray().Zip(b.AsReadOnlySpan().ToArray())];

    private static double SpreadOfDifference(NdArray<double> a, NdArray<double> b)
    {
        double[] differences = [.. Pairs(a, b).Select(pair => pair.A - pair.B)];
        double mean = differences.Average();
        return differences.Max(difference => Math.Abs(difference - mean));
    }

    private static double Deviation(NdArray<double> a, NdArray<double> b)
    {
        double[] differences = [.. Pairs(a, b).Select(pair => pair.A - pair.B)];
        double mean = differences.Average();
        return Math.Sqrt(differences.Average(difference => (difference - mean) * (difference - mean)));
    }

    private static double LargestBrokenTurn(NdArray<double> phase, NdArray<double> wrapped) => Pairs(phase, wrapped).Max(pair => Math.Abs(Math.IEEERemainder(pair.A - pair.B, Turn)));
}

public sealed class InverseLaplacianOperator : OperatorSuite<double, double>
{
    protected override LinearOperator<double, double> Make(Compute compute) => new NeumannPoisson<double>(compute, new Shape(21, 16));
}

public sealed class InverseLaplacianOperatorSingle : OperatorSuite<float, float>
{
    protected override LinearOperator<float, float> Make(Compute compute) => new NeumannPoisson<float>(compute, new Shape(8, 13));
}

public sealed class WeightedLaplacianOperator : OperatorSuite<double, double>
{
    protected override LinearOperator<double, double> Make(Compute compute)
    {
        using NdArray<double> host = NdArray.Fill<double>(9, 12, (y, x) => (y + x) % 3);
        return new WeightedLaplacian<double>(compute, compute.ToDevice(host));
    }
}
