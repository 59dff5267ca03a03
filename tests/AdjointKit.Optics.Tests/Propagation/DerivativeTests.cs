using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using Xunit;

namespace AdjointKit.Optics.Tests.Propagation;

/// <summary>The derivatives of every method in distance, wavelength, index and pitch on the tape, against Richardson differences of the operators that are planned.</summary>
public sealed class DerivativeTests
{
    private const double Wavelength = 633e-9;
    private const double Distance = 200e-6;
    private const double Index = 1.2;

    private static readonly FieldGrid Grid = new(12, 9, dy: 2e-6, dx: 1.7e-6);

    private static readonly PropagationMethod[] Methods =
    [
        new AngularSpectrum(), new BandLimitedAngularSpectrum(), new FresnelTransferFunction(), new FresnelImpulseResponse(), new FresnelOneStep { Padding = 2 }, new FresnelTwoStep(), new Fraunhofer(),
        new RayleighSommerfeld(), new ScalableAngularSpectrum(), new ChirpZ(), new ChirpZ { Window = new OutputWindow { Pitch = (1e-6, 0.8e-6), Points = (7, 11), Center = (5e-6, -9e-6) } },
        new TiltedPlane { Tilt = (0.2, -0.3) },
    ];

    public static TheoryData<int, string, int> Cases
    {
        get
        {
            var cases = new TheoryData<int, string, int>();
            for (int k = 0; k < Methods.Length; k++)
            {
                foreach (string parameter in (string[])["distance", "wavelength", "index", "pitch y", "pitch x"])
                {
                    cases.Add(k, parameter, 1);
                    cases.Add(k, parameter, -1);
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_tape_gives_the_slope_of_the_plans(int method, string parameter, int direction)
    {
        double[] numbers = [direction * Distance, Wavelength, Index, Grid.Dy, Grid.Dx];
        int place = Array.IndexOf(["distance", "wavelength", "index", "pitch y", "pitch x"], parameter);

        // A tenth of a radian: of the whole way for the first three; for the pitch of the highest frequency, whose phase of 20 rad goes with the square.
        double wave = Wavelength / (2 * Math.PI * Index);
        double step = 0.1 * (place switch { 0 => wave, 1 => Wavelength * wave / Distance, 2 => Index * wave / Distance, _ => Grid.Dx / 40 });
        double expected = RichardsonDifferences.At0(shift =>
        {
            double[] there = [.. numbers];
            there[place] += shift;
            return PlannedLoss(Methods[method], there);
        }, step);

        (_, NdArray<double> slope) = Gradient.Of(variable =>
        {
            Tape tape = variable.Tape;
            PropagationVariables at = PropagationVariables.Constants(tape, Grid, Wavelength, direction * Distance, Index);
            at = place switch
            {
                0 => at with { Distance = variable },
                1 => at with { Wavelength = variable },
                2 => at with { Index = variable },
                3 => at with { PitchY = variable },
                _ => at with { PitchX = variable },
            };
            return Loss(Methods[method].Propagate(tape.Constant(Field()), at));
        }, NdArray.From(numbers[place]));
        double scale = Math.Max(Math.Abs(expected), 1e-6 / Math.Abs(step));
        Assert.True(Math.Abs(slope[0] - expected) <= 1e-8 * scale, $"{Methods[method].Name}: the slope in {parameter} is {slope[0]:g12}, differences give {expected:g12}");
    }

    private static double PlannedLoss(PropagationMethod method, double[] numbers)
    {
        Propagator<Complex> propagator = method.Plan<Complex>(Grid.WithPitch(numbers[3], numbers[4]), numbers[1], numbers[0], numbers[2]);
        using NdArray<Complex> field = Field();
        using var tape = new Tape(propagator.Compute);
        return Loss(tape.Constant(propagator.Apply(field))).Value.AsReadOnlySpan()[0];
    }

    /// <summary>Weights on the intensities of the field beside a reference wave, so that phases count. The scale is that of the field.</summary>
    private static Var<double> Loss(Var<Complex> field)
    {
        NdArray<double> weights = NdArray.Zeros<double>(field.Shape);
        new CounterRandom(9, 2).FillUniform(weights);
        double size = Math.Sqrt(field.Value.Copy().AsReadOnlySpan().ToArray().Average(value => (value.Real * value.Real) + (value.Imaginary * value.Imaginary)));
        double rounded = Math.Pow(2, Math.Round(Math.Log2(size)));
        return Ops.Sum(field.Tape.Constant(weights) * Ops.AbsSquared((1 / rounded * field) + new Complex(0.7, 0.4)));
    }

    private static NdArray<Complex> Field()
    {
        NdArray<Complex> field = NdArray.Zeros<Complex>(Grid.Ny, Grid.Nx);
        new CounterRandom(5, 1).FillNormal(field);
        return field;
    }
}
