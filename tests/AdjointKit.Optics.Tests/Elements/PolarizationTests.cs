using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Operators;
using AdjointKit.TestKit;
using Xunit;

namespace AdjointKit.Optics.Tests.Elements;

public sealed class WavePlateOperator : OperatorSuite<Complex, Complex>
{
    protected override LinearOperator<Complex, Complex> Make(Compute compute) => new WavePlate(1.1) { Angle = 0.4 }.Plan<Complex>(new FieldGrid(4, 5, 1e-6), 633e-9, fields: [3, 2], compute: compute);
}

public sealed class PolarizerOperatorSingle : OperatorSuite<ComplexF, ComplexF>
{
    protected override LinearOperator<ComplexF, ComplexF> Make(Compute compute) => new Polarizer { Angle = 0.4 }.Plan<ComplexF>(new FieldGrid(4, 5, 1e-6), 633e-9, fields: [2], compute: compute);
}

public sealed class PolarizationTests
{
    private static readonly FieldGrid Grid = new(2, 3, 1e-6);

    [Theory]
    [InlineData(0.3)]
    [InlineData(1.2)]
    public void Malus(double angle)
    {
        (Complex x, Complex y) = Through(new PolarizedLight(new PlaneWave()), new Polarizer { Angle = angle });
        Assert.Equal(Math.Pow(Math.Cos(angle), 2), (x * Complex.Conjugate(x)).Real + (y * Complex.Conjugate(y)).Real, 1e-14);
        Assert.Equal(Math.Tan(angle), (y / x).Real, 1e-13);
    }

    [Fact]
    public void A_quarter_wave_plate_makes_circular_light_and_a_half_wave_plate_turns_by_twice_its_angle()
    {
        (Complex x, Complex y) = Through(new PolarizedLight(new PlaneWave()) { Angle = Math.PI / 4 }, new WavePlate(Math.PI / 2));

        // The component along y is behind by a quarter of a period: at exp(-i w t), a phase of + pi/2.
        Assert.Equal(0, ((y / x) - Complex.ImaginaryOne).Magnitude, 1e-14);
        (Complex cx, Complex cy) = Through(new PolarizedLight(new PlaneWave()) { Ellipticity = Math.PI / 4 });
        Assert.Equal(0, ((cy / cx) - Complex.ImaginaryOne).Magnitude, 1e-14);
        (x, y) = Through(new PolarizedLight(new PlaneWave()) { Angle = 0.3 }, new WavePlate(Math.PI) { Angle = 0.5 });
        Assert.Equal(Math.Tan(0.7), (y / x).Real, 1e-13);
        (x, y) = Through(new PolarizedLight(new PlaneWave()) { Angle = 0.3 }, new Rotator { Angle = 0.5 });
        Assert.Equal(Math.Tan(0.8), (y / x).Real, 1e-13);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Angles_and_retardance_are_differentiable(int which)
    {
        Func<Quantity, OpticalElement> make = which switch { 0 => q => new Polarizer { Angle = q }, 1 => q => new WavePlate(q) { Angle = 0.7 }, _ => q => new Rotator { Angle = q } };
        using NdArray<Complex> field = new PolarizedLight(new PlaneWave()) { Angle = 0.2, Ellipticity = 0.3 }.Field<Complex>(Grid, 633e-9);
        double expected = RichardsonDifferences.At0(shift =>
        {
            using NdArray<Complex> behind = make(0.4 + shift).Plan<Complex>(Grid, 633e-9, fields: [2]).Apply(field);
            using var tape = new Tape(new Compute(threads: 1));
            return Loss(tape.Constant(behind)).Value.AsReadOnlySpan()[0];
        }, 0.1);
        (_, NdArray<double> slope) = Gradient.Of(q => Loss(make(q).Apply(q.Tape.Constant(field), FieldVariables.Constants(q.Tape, Grid, 633e-9))), NdArray.From(0.4));
        Assert.Equal(expected, slope[0], 1e-8 * Math.Abs(expected));
        Assert.NotEqual(0, slope[0]);

        static Var<double> Loss(Var<Complex> field) => Ops.Sum(Ops.AbsSquared(field[0] + new Complex(0.7, 0.4)));
    }

    [Fact]
    public void Light_without_components_is_refused() => Assert.Throws<ArgumentException>(() => new Polarizer().Plan<Complex>(Grid, 633e-9));

    private static (Complex X, Complex Y) Through(LightSource source, params OpticalElement[] elements)
    {
        NdArray<Complex> field = source.Field<Complex>(Grid, 633e-9);
        foreach (OpticalElement element in elements) field = element.Plan<Complex>(Grid, 633e-9, fields: [2]).Apply(field);
        return (field[0, 1, 1], field[1, 1, 1]);
    }
}
