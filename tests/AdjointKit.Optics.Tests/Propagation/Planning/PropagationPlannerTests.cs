using System.Numerics;
using AdjointKit.Arrays;
using Xunit;

namespace AdjointKit.Optics.Tests.Propagation.Planning;

public sealed class PropagationPlannerTests
{
    private const int Cases = 30;

    public static TheoryData<int> Seeds => new(Enumerable.Range(0, Cases));

    [Theory]
    [Trait("Category", "Slow")]
    [MemberData(nameof(Seeds))]
    public void The_predicted_error_is_the_true_one_within_a_factor_of_ten(int seed)
    {
        // Fresnel numbers from 0.01 to 1000, each kind of field over the whole range.
        double number = Math.Pow(10, -2 + (5.0 * (seed * 7 % Cases) / (Cases - 1)));
        var planned = new PlannedCase(seed, number);
        PropagationChoice choice = PropagationPlanner.Choose(planned.Field, planned.Grid, planned.Wavelength, planned.Distance);
        Assert.Equal(planned.Grid, choice.OutputGrid);
        using NdArray<Complex> actual = choice.Method.Plan<Complex>(planned.Grid, planned.Wavelength, planned.Distance).Apply(planned.Field);
        using NdArray<Complex> truth = number < 0.1 ? ExactPropagation.OfPoints(planned) : ExactPropagation.Converged(planned, actual);
        double error = OpticsOracle.Distance(truth, actual);
        string found = $"{planned.Kind}, Fresnel number {number:g3}: {choice.Method.Name} with padding {choice.Method.Padding}, error {error:g3}, predicted {choice.PredictedError:g3}";
        if (error > 1e-6) Assert.True(choice.PredictedError < 10 * error && choice.PredictedError > error / 10, found);
        if (error > 1e-3) Assert.True(choice.Warnings.Count > 0, found);
        Assert.True(error < 2e-2, found);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public void What_it_is_measured_against_are_the_methods_without_transforms(int seed)
    {
        var planned = new PlannedCase(seed, 0.5);
        using NdArray<Complex> spectrum = new AngularSpectrum { Padding = 4 }.Plan<Complex>(planned.Grid, planned.Wavelength, planned.Distance).Apply(planned.Field);
        OpticsOracle.AssertNear(ExactPropagation.OfAngularSpectrum(planned, 4), spectrum, 1e-11);
        using NdArray<Complex> points = new RayleighSommerfeld().Plan<Complex>(planned.Grid, planned.Wavelength, planned.Distance).Apply(planned.Field);
        OpticsOracle.AssertNear(ExactPropagation.OfPoints(planned), points, 1e-11);
    }

    [Theory]
    [InlineData("asm", 1)]
    [InlineData("asm", 2)]
    [InlineData("blasm", 1)]
    [InlineData("blasm", 2)]
    [InlineData("rs", 1)]
    [InlineData("rs", 2)]
    [InlineData("fresnel-tf", 2)]
    [InlineData("fresnel-ir", 2)]
    public void The_error_of_a_named_method_is_predicted(string name, int padding)
    {
        // Neither square points nor a square grid, an odd count, a medium; light that reaches the edge of the window and goes beyond.
        var grid = new FieldGrid(48, 65, dy: 1.1e-6, dx: 1.4e-6);
        const double Wavelength = 500e-9;
        const double Distance = -420e-6;
        const double Index = 1.33;
        using NdArray<Complex> field = NdArray.Fill<Complex>(48, 65, (y, x) => Math.Abs(y - 20) < 7 && Math.Abs(x - 30) < 11 ? Complex.FromPolarCoordinates(1, 0.1 * x) : 0);
        PropagationMethod method = PropagationMethods.All.First(known => known.Name == name) with { Padding = padding };
        PropagationChoice choice = PropagationPlanner.Predict(method, field, grid, Wavelength, Distance, Index);
        using NdArray<Complex> actual = method.Plan<Complex>(grid, Wavelength, Distance, Index).Apply(field);
        using NdArray<Complex> truth = new AngularSpectrum { Padding = 24 }.Plan<Complex>(grid, Wavelength, Distance, Index).Apply(field);
        double error = OpticsOracle.Distance(truth, actual);
        Assert.True(error > 1e-3);
        Assert.True(choice.PredictedError < 2 * error && choice.PredictedError > error / 2, $"error {error:g3}, predicted {choice.PredictedError:g3}");
        Assert.NotEmpty(choice.Warnings);
        Assert.Same(method, choice.Method);
    }

    [Theory]
    [InlineData(0.98e-3, 1e-8, 3e-4)]
    [InlineData(-0.98e-3, 1e-3, 1e-1)]
    public void Light_counts_where_it_arrives(double distance, double least, double most)
    {
        // A smooth spot that stays, and a slit with hard edges in x whose light goes 43 points up: out of the window, or, the other way, to its edge.
        var grid = new FieldGrid(64, 64, 2e-6);
        using NdArray<Complex> field = NdArray.Fill<Complex>(64, 64, (y, x) =>
        {
            double spot = Math.Exp(-(((y - 20) * (y - 20)) + ((x - 32) * (x - 32))) / 25.0);
            Complex slit = Math.Abs(x - 32) < 10 ? Complex.FromPolarCoordinates(Math.Exp(-(y - 44) * (y - 44) / 36.0), 2 * Math.PI * 0.35 * y) : 0;
            return spot + slit;
        });
        PropagationMethod method = new AngularSpectrum();
        using NdArray<Complex> actual = method.Plan<Complex>(grid, 500e-9, distance).Apply(field);
        using NdArray<Complex> truth = new AngularSpectrum { Padding = 24 }.Plan<Complex>(grid, 500e-9, distance).Apply(field);
        double error = OpticsOracle.Distance(truth, actual);
        double predicted = PropagationPlanner.Predict(method, field, grid, 500e-9, distance).PredictedError;
        Assert.InRange(error, least, most);
        Assert.True(predicted < 2 * error && predicted > error / 2, $"error {error:g3}, predicted {predicted:g3}");
    }

    [Fact]
    public void Without_a_field_the_grid_decides()
    {
        var grid = new FieldGrid(256, 256, 2e-6);
        Assert.Equal(new AngularSpectrum { Padding = 2 }, PropagationPlanner.ChooseForAnyField(grid, 500e-9, 0));
        Assert.Equal(new AngularSpectrum { Padding = 2 }, PropagationPlanner.ChooseForAnyField(grid, 500e-9, 0.2e-3));
        Assert.Equal(new AngularSpectrum { Padding = 4 }, PropagationPlanner.ChooseForAnyField(grid, 500e-9, -4e-3));
        Assert.Equal(new RayleighSommerfeld { Padding = 2 }, PropagationPlanner.ChooseForAnyField(grid, 500e-9, -0.1));
        Assert.Equal(new RayleighSommerfeld { Padding = 3 }, PropagationPlanner.ChooseForAnyField(grid, 500e-9, 1e6, padding: 3));
        Assert.Equal(new AngularSpectrum { Padding = 1 }, PropagationPlanner.ChooseForAnyField(grid, 500e-9, 0.1, padding: 1));
    }

    [Fact]
    public void Padding_stays_within_the_memory()
    {
        var grid = new FieldGrid(64, 64, 2e-6);
        using var ample = new Devices.Compute();
        using var scarce = new Devices.Compute(memoryBudget: 64 * 64 * 9 * 64);
        Assert.Equal(8, PropagationPlanner.ChooseForAnyField(grid, 500e-9, 2e-3, compute: ample).Padding);
        Assert.InRange(PropagationPlanner.ChooseForAnyField(grid, 500e-9, 2e-3, compute: scarce).Padding!.Value, 2, 3);
    }

    [Fact]
    public void A_warning_says_the_number_the_limit_and_the_way_out()
    {
        var grid = new FieldGrid(64, 64, 1e-6);
        using NdArray<ComplexF> hole = NdArray.Fill<ComplexF>(64, 64, (y, x) => Math.Abs(y - 32) < 20 && Math.Abs(x - 32) < 20 ? new ComplexF(1, 0) : default);
        PropagationChoice wrapped = PropagationPlanner.Predict(new AngularSpectrum(), hole, grid, 500e-9, 1e-3);
        string sentence = Assert.Single(wrapped.Warnings);
        Assert.Matches(@"^the predicted error of asm with padding 2 is \d(\.\d)?e-1, above the limit of 4e-4: along [xy] light at the edge of the band goes 2\.58e-4 m sideways and the padded grid has room for 6\.4e-5 m; pad more, up to 6, or take rs at long distances$", sentence);

        using NdArray<ComplexF> noise = NdArray.Zeros<ComplexF>(64, 64);
        new CounterRandom(3, 1).FillNormal(noise);
        PropagationChoice rough = PropagationPlanner.Predict(new AngularSpectrum(), noise, grid, 500e-9, 1e-6);
        Assert.Contains(rough.Warnings, warning => warning.Contains("of the field's light lies in the outer quarter of the band of its samples along x, above the limit of 2%: the pitch of 1e-6 m does not resolve the field, sample it finer", StringComparison.Ordinal));

        PropagationChoice near = PropagationPlanner.Predict(new RayleighSommerfeld(), hole, grid, 500e-9, 20e-6);
        Assert.Contains("the impulse response is not sampled, as n dx^2 = 6.4e-11 m^2 is above l |z| / 2 = 5e-12 m^2; take asm", Assert.Single(near.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_field_has_no_error_and_bad_input_is_refused()
    {
        var grid = new FieldGrid(8, 9, 1e-6);
        using NdArray<Complex> empty = NdArray.Zeros<Complex>(8, 9);
        Assert.True(PropagationPlanner.Choose(empty, grid, 500e-9, 1e-5).PredictedError < 1e-12);
        using NdArray<Complex> broken = NdArray.Fill<Complex>(8, 9, (y, x) => y == 2 ? double.NaN : 1);
        Assert.Contains("not a number", Assert.Throws<ArgumentException>(() => PropagationPlanner.Choose(broken, grid, 500e-9, 1e-5)).Message, StringComparison.Ordinal);
        Assert.Contains("its grid (9, 8)", Assert.Throws<ArgumentException>(() => PropagationPlanner.Choose(empty, new FieldGrid(9, 8, 1e-6), 500e-9, 1e-5)).Message, StringComparison.Ordinal);
        Assert.Contains("another grid", Assert.Throws<ArgumentException>(() => PropagationPlanner.Predict(new Fraunhofer(), empty, grid, 500e-9, 1e-5)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => PropagationPlanner.ChooseForAnyField(grid, 0, 1e-5));
    }
}
