using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Loops;
using AdjointKit.Operators;
using Xunit;

namespace AdjointKit.Optics.Tests.Volumes;

/// <summary>The derivatives of a field behind a volume in field and index.</summary>
public sealed class MultiSliceDerivativeTests
{
    private const int Count = 5;

    public static TheoryData<int, int, bool> Kinds => new() { { 1, 0, false }, { 1, 4, false }, { 2, 3, false }, { 1, 0, true }, { 2, 3, true } };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Gradients_are_the_limits_of_differences(int padding, int rim, bool wideAngle)
    {
        MultiSlice slices = Slices(padding, rim, wideAngle);
        using NdArray<Complex> field = VolumeCase.Beam();
        using NdArray<double> volume = VolumeCase.Volume(Count);
        CheckResult inField = GradCheck.Run("field", (Var<Complex> x) => Intensity(slices.Propagate(x, x.Tape.Constant(volume))), field);
        Assert.True(inField.Passed, inField.ToString());
        CheckResult inVolume = GradCheck.Run("volume", (Var<double> x) => Intensity(slices.Propagate(x.Tape.Constant(field), x)), volume);
        Assert.True(inVolume.Passed, inVolume.ToString());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Tangents_and_adjoints_belong_together(int padding, int rim, bool wideAngle)
    {
        MultiSlice slices = Slices(padding, rim, wideAngle);
        using NdArray<Complex> field = VolumeCase.Beam();
        using NdArray<double> volume = VolumeCase.Volume(Count);
        using NdArray<Complex> change = VolumeCase.Noise(3);
        using NdArray<double> changeOfVolume = NdArray.Zeros<double>(volume.Shape);
        new CounterRandom(4).FillNormal(changeOfVolume);
        using NdArray<Complex> cotangent = VolumeCase.Noise(5);
        (_, NdArray<Complex> tangent) = Jvp.Of((Var<Complex> x, Var<double> n) => slices.Propagate(x, n), field, volume, change, changeOfVolume);
        (_, NdArray<Complex> ofField, NdArray<double> ofVolume) = Vjp.Of((Var<Complex> x, Var<double> n) => slices.Propagate(x, n), field, volume, cotangent);
        double there = Inner(tangent, cotangent);
        double back = Inner(change, ofField) + Inner(changeOfVolume, ofVolume);
        Assert.True(Math.Abs(there - back) <= 1e-12 * Math.Max(Math.Abs(there), Math.Abs(back)), $"{there:g16} and {back:g16}");
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(4, true)]
    public void Second_derivatives_are_the_limits_of_differences(int rim, bool wideAngle)
    {
        MultiSlice slices = Slices(1, rim, wideAngle);
        using NdArray<Complex> field = VolumeCase.Beam();
        using NdArray<double> volume = VolumeCase.Volume(2);
        CheckResult result = GradCheck.Run(
            "gradient in the volume", (Var<double> n) => Gradient.Of(m => Intensity(slices.Propagate(m.Tape.Constant(field), m)), n), volume);
        Assert.True(result.Passed, result.ToString());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_byte_budget_changes_no_bit(bool wideAngle)
    {
        MultiSlice slices = VolumeCase.Slices(20) with { Rim = 4, WideAngle = wideAngle };
        using NdArray<Complex> field = VolumeCase.Beam();
        using NdArray<double> volume = VolumeCase.Volume(20);
        (double value, NdArray<Complex> inField, NdArray<double> inVolume) = Under(Schedule.StoreAll);
        (double again, NdArray<Complex> inFieldAgain, NdArray<double> inVolumeAgain) = Under(Schedule.ByteBudget(40_000));
        Assert.Equal(value, again);
        Assert.Equal(inField.AsReadOnlySpan().ToArray(), inFieldAgain.AsReadOnlySpan().ToArray());
        Assert.Equal(inVolume.AsReadOnlySpan().ToArray(), inVolumeAgain.AsReadOnlySpan().ToArray());

        (double, NdArray<Complex>, NdArray<double>) Under(Schedule schedule) => Gradient.Of((Var<Complex> x, Var<double> n) => Intensity(slices.Propagate(x, n, schedule)), field, volume);
    }

    [Fact]
    public void A_slice_keeps_one_field()
    {
        var slices = new MultiSlice(new FieldGrid(64, 64, 0.25e-6), VolumeCase.Wavelength, 1e-6) { Rim = 4 };
        using NdArray<Complex> field = NdArray.Zeros<Complex>(64, 64);
        using NdArray<double> volume = NdArray.Zeros<double>(20, 64, 64);
        using var compute = new Compute(threads: 2);
        using var tape = new Tape(compute);
        slices.Propagate(tape.Input(field), tape.Input(volume));
        long fields = 21 * 16L * field.Shape.Count;
        Assert.InRange(tape.Report().ByOp.Single(line => line.Name == "loop").Bytes, fields, fields * 1.05);
    }

    private static MultiSlice Slices(int padding, int rim, bool wideAngle) => VolumeCase.Slices(Count) with { Padding = padding, Rim = rim, WideAngle = wideAngle };

    /// <summary>Beside a reference wave, so that phases count.</summary>
    private static Var<double> Intensity(Var<Complex> field) => Ops.Sum(Ops.Square(Ops.AbsSquared(field + new Complex(0.7, 0.4))));

    private static double Inner(NdArray<Complex> a, NdArray<Complex> b) => a.AsReadOnlySpan().ToArray().Zip(b.AsReadOnlySpan().ToArray(), (x, y) => (x.Real * y.Real) + (x.Imaginary * y.Imaginary)).Sum();

    private static double Inner(NdArray<double> a, NdArray<double> b) => a.AsReadOnlySpan().ToArray().Zip(b.AsReadOnlySpan().ToArray(), (x, y) => x * y).Sum();
}
