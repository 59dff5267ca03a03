using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Operators;
using AdjointKit.TestKit;
using Xunit;

namespace AdjointKit.Optics.Tests.Propagation.NonUniform;

public sealed class NonUniformFourierOperator : OperatorSuite<Complex, Complex>
{
    protected override LinearOperator<Complex, Complex> Make(Compute compute) => NonUniformFourierTests.Make<Complex>(compute, 23, 30, 17);
}

public sealed class NonUniformFourierOperatorSingle : OperatorSuite<ComplexF, ComplexF>
{
    protected override LinearOperator<ComplexF, ComplexF> Make(Compute compute) => NonUniformFourierTests.Make<ComplexF>(compute, 40, 5, 200);
}

public sealed class NonUniformFourierTests
{
    [Theory]
    [InlineData(31, 24)]
    [InlineData(1, 2)]
    [InlineData(70, 3)]
    public void Is_the_sum_of_its_waves(int ny, int nx)
    {
        const int waves = 57;
        using var compute = new Compute();
        (NdArray<double> y, NdArray<double> x) = Frequencies(waves);
        using NdArray<Complex> numbers = NdArray.Zeros<Complex>(waves);
        new CounterRandom(3, 1).FillNormal(numbers);
        using NdArray<Complex> actual = new NonUniformFourier<Complex>(compute, y, x, ny, nx).Apply(numbers);
        using NdArray<Complex> expected = NdArray.Fill<Complex>(ny, nx, (j, i) =>
        {
            Complex sum = 0;
            for (int k = 0; k < waves; k++) sum += numbers[k] * Complex.FromPolarCoordinates(1, 2 * Math.PI * ((y[k] * (j - (ny / 2))) + (x[k] * (i - (nx / 2)))));
            return sum;
        });
        OpticsOracle.AssertNear(expected, actual, 3e-13);
        using NdArray<ComplexF> single = NdArray.Fill<ComplexF>(1, waves, (_, k) => (ComplexF)numbers[k]).Reshape(waves);
        using NdArray<ComplexF> rough = new NonUniformFourier<ComplexF>(compute, y, x, ny, nx).Apply(single);
        OpticsOracle.AssertNear(expected, NdArray.Fill<Complex>(ny, nx, (j, i) => (Complex)rough[j, i]), 2e-6);
    }

    [Fact]
    public void Its_bits_do_not_depend_on_the_number_of_threads()
    {
        using var one = new Compute(threads: 1);
        using var three = new Compute(threads: 3);
        using NdArray<ComplexF> waves = NdArray.Zeros<ComplexF>(20000);
        new CounterRandom(3, 1).FillNormal(waves);
        using NdArray<ComplexF> alone = Make<ComplexF>(one, 20000, 130, 90).Apply(waves);
        using NdArray<ComplexF> together = Make<ComplexF>(three, 20000, 130, 90).Apply(waves);
        Assert.True(alone.AsReadOnlySpan().SequenceEqual(together.AsReadOnlySpan()));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Both_ways_are_differentiable_in_what_they_take_and_in_the_frequencies(bool isAdjoint)
    {
        using var compute = new Compute();
        (NdArray<double> y, NdArray<double> x) = Frequencies(9);
        var samples = new Shape(4, 5);
        using NdArray<Complex> field = NdArray.Zeros<Complex>(isAdjoint ? samples : new Shape(9));
        new CounterRandom(3, 1).FillNormal(field);
        Var<double> Of(Var<Complex> values, Var<double> fy, Var<double> fx) => Ops.AbsSquared((isAdjoint
            ? WaveSum.Analyse(values.ToVar(), fy.ToVar(), fx.ToVar(), samples)
            : WaveSum.Synthesize(values.ToVar(), fy.ToVar(), fx.ToVar(), samples)).As<Complex>() + 0.5);
        CheckResult inValues = GradCheck.Run<Complex>("values", v => Of(v, v.Tape.Constant(y), v.Tape.Constant(x)), field);
        CheckResult inY = GradCheck.Run<double>("fy", v => Of(v.Tape.Constant(field), v, v.Tape.Constant(x)), y);
        CheckResult inX = GradCheck.Run<double>("fx", v => Of(v.Tape.Constant(field), v.Tape.Constant(y), v), x);
        Assert.All([inValues, inY, inX], result => Assert.True(result.Passed, result.ToString()));
    }

    [Fact]
    public void Frequencies_that_are_no_numbers_or_do_not_belong_together_are_refused()
    {
        using var compute = new Compute();
        (NdArray<double> y, NdArray<double> x) = Frequencies(4);
        Assert.Throws<ArgumentException>(() => new NonUniformFourier<Complex>(compute, y, NdArray.From(1.0, 2, 3), 4, 4));
        Assert.Throws<ArgumentException>(() => new NonUniformFourier<Complex>(compute, y, NdArray.From(1.0, 2, 3, double.NaN), 4, 4));
        Assert.Throws<ArgumentException>(() => new NonUniformFourier<Complex>(compute, y, x, 0, 4));
        Assert.Throws<ArgumentException>(() => new NonUniformFourier<double>(compute, y, x, 4, 4));
    }

    internal static NonUniformFourier<T> Make<T>(Compute compute, int waves, nint ny, nint nx)
        where T : unmanaged
    {
        (NdArray<double> y, NdArray<double> x) = Frequencies(waves);
        return new NonUniformFourier<T>(compute, compute.ToDevice(y), compute.ToDevice(x), ny, nx);
    }

    /// <summary>From -2 to 2 cycles per sample, among them whole numbers.</summary>
    private static (NdArray<double> Y, NdArray<double> X) Frequencies(int waves)
    {
        NdArray<double> Along(ulong stream)
        {
            NdArray<double> values = NdArray.Zeros<double>(waves);
            new CounterRandom(11, stream).FillUniform(values);
            return NdArray.Fill<double>(1, waves, (_, k) => k % 8 == 0 ? k % 3 : (4 * values[k]) - 2).Reshape(waves);
        }

        return (Along(1), Along(2));
    }
}
