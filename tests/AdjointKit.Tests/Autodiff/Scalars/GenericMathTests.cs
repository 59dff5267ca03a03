using System.Globalization;
using System.Numerics;
using System.Reflection;
using AdjointKit.Autodiff;
using Xunit;
using Real = AdjointKit.Autodiff.Active<double>;

namespace AdjointKit.Tests.Autodiff.Scalars;

/// <summary>What the numbers are to generic mathematics beside their derivatives: constants, conversions, text, order, bits.</summary>
public sealed class GenericMathTests
{
    [Fact]
    public void Both_kinds_of_number_have_the_same_members()
    {
        HashSet<string> own = ["get_Tangent", ".ctor"];
        Assert.Equal(Members(typeof(Real), "Active`1"), Members(typeof(Dual<double>), "Dual`1").Where(member => !own.Any(member.Contains)));

        static IEnumerable<string> Members(Type type, string name) => type
            .GetMembers(BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .OfType<MethodInfo>()
            .Select(method => method.ToString()!.Replace(name, "Number", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);
    }

    [Fact]
    public void Active_numbers_are_numbers() => Check<Real>();

    [Fact]
    public void Dual_numbers_are_numbers() => Check<Dual<double>>();

    [Fact]
    public void Nested_numbers_are_numbers()
    {
        Check<Dual<Dual<double>>>();
        Check<Active<Dual<double>>>();
        Check<Dual<Real>>();
        Check<Active<Real>>();
    }

    [Fact]
    public void A_conversion_to_another_number_leaves_the_derivative_behind()
    {
        (_, double[] gradient) = Gradient.Of(Rounded, [2.6]);
        Assert.Equal([5.2 + 3], gradient);

        static T Rounded<T>(ReadOnlySpan<T> x)
            where T : IFloatingPointIeee754<T> => x[0] * x[0] + x[0] * T.CreateChecked(int.CreateChecked(T.Round(x[0])));
    }

    [Fact]
    public void No_number_compares_as_double_does()
    {
        Assert.False(Real.NaN == Real.NaN);
        Assert.True(Real.NaN.Equals(Real.NaN));
        Assert.True(double.IsNaN(Real.Max(Real.NaN, 1).Value));
        Assert.Equal(1, Real.MaxNumber(Real.NaN, 1).Value);
        Assert.Equal(1, Gradient.Of(v => Real.MinNumber(Real.NaN, v[0]), [1.0]).Gradient[0]);
        Assert.Throws<ArithmeticException>(() => Real.Sign(Real.NaN));
    }

    [Fact]
    public void Bounds_in_the_wrong_order_are_refused() => Assert.Throws<ArgumentException>(() => Real.Clamp(1, 2, 1));

    private static void Check<T>()
        where T : IFloatingPointIeee754<T>
    {
        Assert.Equal(Math.PI, double.CreateChecked(T.Pi));
        Assert.Equal([1, 0, -1, Math.E, Math.Tau, double.Epsilon], new[] { T.One, T.Zero, T.NegativeOne, T.E, T.Tau, T.Epsilon }.Select(double.CreateChecked));
        Assert.Equal([0, 1, 2], new[] { T.AdditiveIdentity, T.MultiplicativeIdentity, T.CreateChecked(T.Radix) }.Select(double.CreateChecked));
        Assert.True(T.IsNaN(T.NaN) && T.IsPositiveInfinity(T.PositiveInfinity) && T.IsNegativeInfinity(T.NegativeInfinity) && T.IsNegative(T.NegativeZero));

        T x = T.Parse("2.5", CultureInfo.InvariantCulture);
        Assert.Equal(2.5, double.CreateChecked(x));
        Assert.Equal("2.50", x.ToString("F2", CultureInfo.InvariantCulture));
        Assert.Equal("2.5", x.ToString());
        Assert.True(T.TryParse("1e3", NumberStyles.Float, CultureInfo.InvariantCulture, out T? thousand));
        Assert.Equal(1000, int.CreateChecked(thousand));
        Assert.False(T.TryParse("x", CultureInfo.InvariantCulture, out _));
        Span<char> text = stackalloc char[8];
        Assert.True(x.TryFormat(text, out int written, default, CultureInfo.InvariantCulture));
        Assert.Equal("2.5", text[..written].ToString());

        Assert.Equal(2, int.CreateTruncating(x));
        Assert.Equal(300, double.CreateChecked(T.CreateChecked(300)));
        Assert.Equal(byte.MaxValue, byte.CreateSaturating(T.CreateSaturating(300)));
        Assert.Throws<OverflowException>(() => byte.CreateChecked(T.CreateChecked(300)));
        Assert.Equal(2.5f, float.CreateChecked(x));

        Assert.True(x > T.One && x >= T.One && T.One < x && T.One <= x && x != T.One && x == T.CreateChecked(2.5));
        Assert.True(x.CompareTo(T.One) > 0 && x.CompareTo((object?)null) > 0 && x.Equals((object)T.CreateChecked(2.5)));
        Assert.Equal(x.GetHashCode(), T.CreateChecked(2.5).GetHashCode());
        Assert.Throws<ArgumentException>(() => x.CompareTo("2.5"));
        Assert.Equal(1, T.Sign(x));
        Assert.Equal(1, T.ILogB(x));
        Assert.Equal(3, double.CreateChecked(T.Round(x, MidpointRounding.AwayFromZero)));
        Assert.Equal(2.5.GetHashCode(), double.CreateChecked(x).GetHashCode());

        Span<byte> bits = stackalloc byte[8];
        Assert.True(x.TryWriteSignificandLittleEndian(bits, out int bytes));
        Assert.Equal(8, bytes);
        Assert.Equal((1L << 52) + (1L << 50), BitConverter.ToInt64(bits));
        Assert.Equal(53, x.GetSignificandBitLength());
        Assert.True(x.TryWriteExponentBigEndian(bits, out bytes) && bytes == x.GetExponentByteCount() && bits[1] == 1);
    }
}
