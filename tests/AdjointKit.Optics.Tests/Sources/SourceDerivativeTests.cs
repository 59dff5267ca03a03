using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using Xunit;

namespace AdjointKit.Optics.Tests.Sources;

/// <summary>The derivatives of every source in its own numbers, the wavelength, the index and the pitch on the tape, against Richardson differences of the arrays that are formed.</summary>
public sealed class SourceDerivativeTests
{
    private const double Wavelength = 633e-9;
    private const double Index = 1.2;

    public static TheoryData<string, int> Cases
    {
        get
        {
            var cases = new TheoryData<string, int>();
            foreach (SourceCase source in SourceCase.All)
            {
                for (int place = 0; place < source.Numbers.Length + 4; place++) cases.Add(source.Name, place);
            }

            return cases;
        }
    }

    public static TheoryData<string> Names => [.. SourceCase.All.Select(source => source.Name)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_tape_gives_the_slope_of_the_arrays(string name, int place)
    {
        SourceCase source = SourceCase.All.Single(candidate => candidate.Name == name);
        double[] numbers = [.. source.Numbers, Wavelength, Index, SourceCase.Grid.Dy, SourceCase.Grid.Dx];
        double[] steps = [.. source.Steps, 3e-11, 6e-5, 1e-8, 1e-8];
        int own = source.Numbers.Length;
        double expected = RichardsonDifferences.At0(shift =>
        {
            double[] there = [.. numbers];
            there[place] += shift;
            using NdArray<Complex> field = source.Make([.. there[..own].Select(number => (Quantity)number)]).Field<Complex>(SourceCase.Grid.WithPitch(there[own + 2], there[own + 3]), there[own], there[own + 1]);
            using var tape = new Tape(new Compute(threads: 1));
            return Loss(tape.Constant(field)).Value.AsReadOnlySpan()[0];
        }, steps[place]);

        (_, NdArray<double> slope) = Gradient.Of(variable =>
        {
            Quantity[] quantities = [.. numbers[..own].Select((number, k) => k == place ? variable : (Quantity)number)];
            FieldVariables at = FieldVariables.Constants(variable.Tape, SourceCase.Grid, Wavelength, Index);
            at = (place - own) switch
            {
                0 => at with { Wavelength = variable },
                1 => at with { Index = variable },
                2 => at with { PitchY = variable },
                3 => at with { PitchX = variable },
                _ => at,
            };
            return Loss(source.Make(quantities).Field<Complex>(12, 9, at));
        }, NdArray.From(numbers[place]));

        // A wave that does not change with a number has a slope of exactly 0.
        double scale = Math.Max(Math.Abs(expected), 1e-6 / steps[place]);
        Assert.True(Math.Abs(slope[0] - expected) <= 1e-8 * scale, $"{name}: the slope in number {place} is {slope[0]:g12}, differences give {expected:g12}");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_tape_gives_the_arrays(string name)
    {
        SourceCase source = SourceCase.All.Single(candidate => candidate.Name == name);
        LightSource made = source.Make([.. source.Numbers.Select(number => (Quantity)number)]);
        using NdArray<Complex> expected = made.Field<Complex>(SourceCase.Grid, Wavelength, Index);
        using var tape = new Tape(new Compute(threads: 1));
        FieldVariables at = FieldVariables.Constants(tape, SourceCase.Grid, Wavelength, Index) with { Wavelength = tape.Input(NdArray.From(Wavelength)) };
        using NdArray<Complex> recorded = made.Field<Complex>(12, 9, at).Value.Copy();
        OpticsOracle.AssertNear(expected, recorded, 1e-15);
    }

    private static Var<double> Loss(Var<Complex> field)
    {
        NdArray<double> weights = NdArray.Zeros<double>(field.Shape);
        new CounterRandom(9, 2).FillUniform(weights);
        return Ops.Sum(field.Tape.Constant(weights) * Ops.AbsSquared(field + new Complex(0.7, 0.4)));
    }
}
