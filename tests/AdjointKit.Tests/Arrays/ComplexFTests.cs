using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using AdjointKit.Arrays;
using Xunit;

namespace AdjointKit.Tests.Arrays;

public sealed class ComplexFTests
{
    private static readonly (Complex A, Complex B)[] Pairs = MakePairs();

    [Fact]
    public void Is_two_floats_with_the_real_part_first()
    {
        Assert.Equal(8, Unsafe.SizeOf<ComplexF>());
        ReadOnlySpan<ComplexF> one = [new ComplexF(1, 2)];
        Assert.Equal([1f, 2f], MemoryMarshal.Cast<ComplexF, float>(one).ToArray());
    }

    [Fact]
    public void Arithmetic_agrees_with_double_precision_to_one_rounding()
    {
        foreach ((Complex a, Complex b) in Pairs)
        {
            var x = (ComplexF)a;
            var y = (ComplexF)b;
            AssertRounded((Complex)x + y, x + y);
            AssertRounded((Complex)x - y, x - y);
            AssertRounded((Complex)x * y, x * y);
            AssertRounded((Complex)x / y, x / y);
            AssertRounded(-(Complex)x, -x);
            AssertRounded(2.5 * (Complex)x, 2.5f * x);
            AssertRounded((Complex)x / 2.5, x / 2.5f);
        }
    }

    [Fact]
    public void Functions_agree_with_double_precision_to_one_rounding()
    {
        foreach ((Complex a, _) in Pairs)
        {
            var x = (ComplexF)a;
            AssertRounded(Complex.Exp(x), ComplexF.Exp(x));
            AssertRounded(Complex.Sqrt(x), ComplexF.Sqrt(x));
            AssertRounded(Complex.Conjugate(x), ComplexF.Conjugate(x));
            Assert.Equal((float)((Complex)x).Magnitude, x.Magnitude);
            Assert.Equal((float)((Complex)x).Phase, x.Phase);
        }
    }

    [Fact]
    public void Generic_code_runs_with_it()
    {
        Assert.Equal(new ComplexF(3, 5), Total<ComplexF>([new(1, 2), new(2, 3)]));
        Assert.Equal(new Complex(3, 5), Total<Complex>([new(1, 2), new(2, 3)]));
        Assert.Equal(new ComplexF(2, 0), Create<ComplexF>(2.0));
        Assert.Equal(2.0, double.CreateChecked(new ComplexF(2, 0)));
        Assert.Throws<OverflowException>(() => double.CreateChecked(new ComplexF(2, 1)));
        Assert.True(IsZero(ComplexF.Zero));
        Assert.False(IsZero(new ComplexF(0, 1)));
    }

    [Fact]
    public void Text_goes_out_and_back_in()
    {
        var x = new ComplexF(1.25f, -3.5f);
        Assert.Equal("<1.25; -3.5>", x.ToString());
        Assert.Equal(x, ComplexF.Parse(x.ToString(), null));
        Assert.True(ComplexF.TryParse("<1; 2>", null, out ComplexF parsed));
        Assert.Equal(new ComplexF(1, 2), parsed);
        Assert.False(ComplexF.TryParse("one", null, out _));
        Span<char> room = stackalloc char[4];
        Assert.False(x.TryFormat(room, out int written, default, null));
        Assert.Equal(0, written);
    }

    [Fact]
    public void Infinities_and_not_a_number_are_told_apart()
    {
        Assert.True(ComplexF.IsInfinity(new ComplexF(float.NaN, float.PositiveInfinity)));
        Assert.True(ComplexF.IsNaN(new ComplexF(float.NaN, 1)));
        Assert.False(ComplexF.IsFinite(new ComplexF(1, float.NaN)));
    }

    private static T Total<T>(ReadOnlySpan<T> numbers)
        where T : INumberBase<T>
    {
        T sum = T.AdditiveIdentity;
        foreach (T number in numbers) sum += number * T.One;
        return sum;
    }

    private static T Create<T>(double value)
        where T : INumberBase<T> => T.CreateChecked(value);

    private static bool IsZero<T>(T value)
        where T : INumberBase<T> => T.IsZero(value);

    private static void AssertRounded(Complex expected, ComplexF actual)
    {
        double tolerance = 1.2e-7 * Complex.Abs(expected);
        Assert.True(Complex.Abs(expected - actual) <= tolerance, $"{actual} is not {expected}");
    }

    private static (Complex A, Complex B)[] MakePairs()
    {
        var random = new CounterRandom(3);
        var pairs = new (Complex, Complex)[100];
        for (ulong k = 0; k < 100; k++) pairs[k] = (new(random.Normal(4 * k), random.Normal((4 * k) + 1)), new(random.Normal((4 * k) + 2), random.Normal((4 * k) + 3)));
        return pairs;
    }
}
