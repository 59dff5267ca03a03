using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Operators;
using Xunit;

namespace AdjointKit.Optics.Tests.Elements;

/// <summary>The derivatives of every element in its own numbers, the wavelength, the index and the pitch on the tape, against Richardson differences of the operators that are planned.</summary>
public sealed class ElementDerivativeTests
{
    private const double Wavelength = 633e-9;
    private const double Index = 1.2;

    public static TheoryData<string, int> Cases
    {
        get
        {
            var cases = new TheoryData<string, int>();
            foreach (ElementCase element in ElementCase.All)
            {
                for (int place = 0; place < element.Numbers.Length + 4; place++) cases.Add(element.Name, place);
            }

            return cases;
        }
    }

    public static TheoryData<string> Names => [.. ElementCase.All.Select(element => element.Name)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_tape_gives_the_slope_of_the_operator(string name, int place)
    {
        ElementCase element = ElementCase.All.Single(candidate => candidate.Name == name);
        double[] numbers = [.. element.Numbers, Wavelength, Index, ElementCase.Grid.Dy, ElementCase.Grid.Dx];
        double[] steps = [.. element.Steps, 3e-9, 3e-3, 3e-9, 3e-9];
        double expected = RichardsonDifferences.At0(shift =>
        {
            double[] there = [.. numbers];
            there[place] += shift;
            return PlannedLoss(element, there);
        }, steps[place]);

        (_, NdArray<double> slope) = Gradient.Of(variable =>
        {
            Tape tape = variable.Tape;
            Quantity[] quantities = [.. numbers.Select((number, k) => k == place ? variable : (Quantity)number)];
            FieldVariables at = FieldVariables.Constants(tape, ElementCase.Grid, Wavelength, Index);
            at = (place - element.Numbers.Length) switch
            {
                0 => at with { Wavelength = variable },
                1 => at with { Index = variable },
                2 => at with { PitchY = variable },
                3 => at with { PitchX = variable },
                _ => at,
            };
            return Loss(element.Make(quantities[..element.Numbers.Length]).Apply(tape.Constant(Field()), at));
        }, NdArray.From(numbers[place]));
        double scale = Math.Max(Math.Abs(expected), 1e-6 / steps[place]);
        Assert.True(Math.Abs(slope[0] - expected) <= 1e-8 * scale, $"{name}: the slope in number {place} is {slope[0]:g12}, differences give {expected:g12}");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_tape_gives_what_the_operator_gives(string name)
    {
        ElementCase element = ElementCase.All.Single(candidate => candidate.Name == name);
        OpticalElement made = element.Make([.. element.Numbers.Select(number => (Quantity)number)]);
        using NdArray<Complex> field = Field();
        using NdArray<Complex> expected = made.Plan<Complex>(ElementCase.Grid, Wavelength, Index).Apply(field);
        using var tape = new Tape(new Devices.Compute(threads: 1));
        FieldVariables at = FieldVariables.Constants(tape, ElementCase.Grid, Wavelength, Index) with { Wavelength = tape.Input(NdArray.From(Wavelength)) };
        using NdArray<Complex> recorded = made.Apply(tape.Constant(field), at).Value.Copy();
        OpticsOracle.AssertNear(expected, recorded, 1e-15);
    }

    private static double PlannedLoss(ElementCase element, double[] numbers)
    {
        int own = element.Numbers.Length;
        FieldGrid grid = ElementCase.Grid.WithPitch(numbers[own + 2], numbers[own + 3]);
        LinearOperator<Complex, Complex> planned = element.Make([.. numbers[..own].Select(number => (Quantity)number)]).Plan<Complex>(grid, numbers[own], numbers[own + 1]);
        using NdArray<Complex> field = Field();
        using var tape = new Tape(planned.Compute);
        return Loss(tape.Constant(planned.Apply(field))).Value.AsReadOnlySpan()[0];
    }

    /// <summary>Weights on the intensities of the field beside a reference wave, so that phases count.</summary>
    private static Var<double> Loss(Var<Complex> field)
    {
        NdArray<double> weights = NdArray.Zeros<double>(field.Shape);
        new CounterRandom(9, 2).FillUniform(weights);
        return Ops.Sum(field.Tape.Constant(weights) * Ops.AbsSquared(field + new Complex(0.7, 0.4)));
    }

    private static NdArray<Complex> Field()
    {
        NdArray<Complex> field = NdArray.Zeros<Complex>(ElementCase.Grid.Ny, ElementCase.Grid.Nx);
        new CounterRandom(5, 1).FillNormal(field);
        return field;
    }
}
