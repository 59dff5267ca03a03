using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using Xunit;

namespace AdjointKit.Tests.Rules.Elementwise;

/// <summary>Ops of a variable and a plain number give the bits of those of a variable and a constant, in value and derivatives.</summary>
public sealed class NumberTests
{
    private const double B = 0.5;

    private static readonly double[] At = [0.5, -1.25, 2, 0.75, 0.25, double.NaN];

    private static readonly Dictionary<string, (Func<Var<double>, Var<double>> Plain, Func<Var<double>, Var<double>, Var<double>> Twin)> Real = new(StringComparer.Ordinal)
    {
        ["greater"] = (x => x > B, (x, b) => x > b),
        ["greater than the variable"] = (x => B > x, (x, b) => b > x),
        ["less"] = (x => x < B, (x, b) => x < b),
        ["less than the variable"] = (x => B < x, (x, b) => b < x),
        ["at least"] = (x => x >= B, (x, b) => x >= b),
        ["at least the variable"] = (x => B >= x, (x, b) => b >= x),
        ["at most"] = (x => x <= B, (x, b) => x <= b),
        ["at most the variable"] = (x => B <= x, (x, b) => b <= x),
        ["equal"] = (x => Ops.Equal(x, B), Ops.Equal),
        ["not equal"] = (x => Ops.NotEqual(x, B), Ops.NotEqual),
        ["where, else a number"] = (x => Ops.Where(x > B, x * x, B), (x, b) => Ops.Where(x > b, x * x, b)),
        ["where a number"] = (x => Ops.Where(x > B, B, x * x), (x, b) => Ops.Where(x > b, b, x * x)),
        ["maximum"] = (x => Ops.Maximum(x, B), Ops.Maximum),
        ["maximum, the number first"] = (x => Ops.Maximum(B, x), (x, b) => Ops.Maximum(b, x)),
        ["minimum"] = (x => Ops.Minimum(x, B), Ops.Minimum),
        ["minimum, the number first"] = (x => Ops.Minimum(B, x), (x, b) => Ops.Minimum(b, x)),
        ["hypot"] = (x => Ops.Hypot(x, B), Ops.Hypot),
        ["remainder"] = (x => Ops.Remainder(x, B), Ops.Remainder),
        ["power of a number"] = (x => Ops.Power(B, x), (x, b) => Ops.Power(b, x)),
        ["a number by the variable"] = (x => B / x, (x, b) => b / x),
        ["soft threshold"] = (x => Ops.SoftThreshold(x, B), Ops.SoftThreshold),
    };

    public static TheoryData<string> Names => [.. Real.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_number_is_as_good_as_a_constant(string name)
    {
        (Func<Var<double>, Var<double>> plain, Func<Var<double>, Var<double>, Var<double>> twin) = Real[name];
        NdArray<double> x = NdArray.From(At);
        NdArray<double> v = NdArray.From(1.0, -2, 0.5, 3, -1, 1);
        NdArray<double>[] expected = Derivatives(y => twin(y, y.Tape.Constant(B)), x, v);
        NdArray<double>[] actual = Derivatives(plain, x, v);
        for (int k = 0; k < expected.Length; k++) Assert.Equal(expected[k].AsReadOnlySpan().ToArray(), actual[k].AsReadOnlySpan().ToArray());
    }

    [Fact]
    public void Comparisons_with_a_number_hold_where_they_should()
    {
        using var tape = new Tape(new Compute(threads: 1));
        Var<float> x = tape.Input(NdArray.From(0.25f, 0.5f, 0.75f, float.NaN));
        Assert.Equal([0, 0, 1, 0], Read(x > 0.5));
        Assert.Equal([0, 1, 1, 0], Read(x >= 0.5));
        Assert.Equal([1, 0, 0, 0], Read(x < 0.5));
        Assert.Equal([1, 1, 0, 0], Read(x <= 0.5));
        Assert.Equal([1, 0, 0, 0], Read(0.5 > x));
        Assert.Equal([1, 1, 0, 0], Read(0.5 >= x));
        Assert.Equal([0, 0, 1, 0], Read(0.5 < x));
        Assert.Equal([0, 1, 1, 0], Read(0.5 <= x));
        Assert.Equal([0, 1, 0, 0], Read(Ops.Equal(x, 0.5)));
        Assert.Equal([1, 0, 1, 1], Read(Ops.NotEqual(x, 0.5)));

        static float[] Read(Var<float> mask) => mask.Value.AsReadOnlySpan().ToArray();
    }

    [Fact]
    public void Complex_numbers_beside_complex_variables()
    {
        using var tape = new Tape(new Compute(threads: 1));
        Var<Complex> z = tape.Input(NdArray.From(new Complex(3, 4), new Complex(0.25, -0.25)));
        Var<double> mask = Ops.Abs(z) > 1;
        Assert.Equal([new Complex(3, 4), Complex.ImaginaryOne], Ops.Where(mask, z, Complex.ImaginaryOne).Value.AsReadOnlySpan().ToArray());
        Assert.Equal([Complex.Zero, new Complex(0.25, -0.25)], Ops.Where(mask, 0, z).Value.AsReadOnlySpan().ToArray());
        AssertClose([Complex.Pow(2, new Complex(3, 4)), Complex.Pow(2, new Complex(0.25, -0.25))], Ops.Power(2, z));
        AssertClose([new Complex(0, 1) / new Complex(3, 4), new Complex(0, 1) / new Complex(0.25, -0.25)], Complex.ImaginaryOne / z);
        AssertClose([new Complex(2.4, 3.2), Complex.Zero], Ops.SoftThreshold(z, 1));
        Var<double> x = tape.Input(NdArray.From(1.0, 2));
        Assert.Contains("ToComplex", Assert.Throws<ArgumentException>(() => Ops.Where(mask, x, Complex.ImaginaryOne)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Within_a_map_a_number_is_that_of_every_member()
    {
        using NdArray<double> x = NdArray.From(0.25, 0.75, -1, 2).Reshape(2, 2);
        using NdArray<double> mapped = Batch.Map<double, double>(v => Ops.Where(v > 0.5, Ops.Maximum(v, 1), 0 - v), x);
        Assert.Equal([-0.25, 1, 1, 2], mapped.AsReadOnlySpan().ToArray());
    }

    private static NdArray<double>[] Derivatives(Func<Var<double>, Var<double>> f, NdArray<double> x, NdArray<double> v)
    {
        Var Loss(Var<double> at) => Ops.HalfSquaredNorm(f(at) * at);
        (NdArray<double> value, NdArray<double> tangent) = Jvp.Of(f, x, v);
        (NdArray<double> gradient, NdArray<double> product) = Hvp.Of<double>(Loss, x, v);
        return [value, tangent, gradient, product];
    }

    private static void AssertClose(Complex[] expected, Var<Complex> actual)
    {
        for (int k = 0; k < expected.Length; k++) Assert.True((expected[k] - actual.Value[k]).Magnitude < 1e-14 * (1 + expected[k].Magnitude), $"{actual.Value[k]} for {expected[k]}");
    }
}
