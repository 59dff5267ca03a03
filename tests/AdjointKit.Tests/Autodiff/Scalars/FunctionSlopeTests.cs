using System.Numerics;
using AdjointKit.Autodiff;
using Xunit;

namespace AdjointKit.Tests.Autodiff.Scalars;

/// <summary>The slope of every function, and the slope of the slope, with all kinds of number, against extrapolated differences.</summary>
public sealed class FunctionSlopeTests
{
    private const double Tolerance = 2e-10;

    public static TheoryData<string> Names => [.. Functions<double>.OfOne.Keys];

    public static TheoryData<string> NamesOfTwo => [.. Functions<double>.OfTwo.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Of_one_number(string name)
    {
        (Func<double, double> plain, double at) = Functions<double>.OfOne[name];
        Func<Dual<double>, Dual<double>> dual = Functions<Dual<double>>.OfOne[name].F;
        double slope = Derivative.Of(dual, at);
        (double value, double[] gradient) = Gradient.Of(v => Functions<Active<double>>.OfOne[name].F(v[0]), [at]);
        double second = Derivative.Of(x => Derivative.Of(Functions<Dual<Dual<double>>>.OfOne[name].F, x), at);
        double secondReverse = Hvp.Of(v => Functions<Active<Dual<double>>>.OfOne[name].F(v[0]), [at], [1.0]).Product[0];
        Assert.Equal(plain(at), dual(at).Value);
        Assert.Equal(plain(at), value);
        AssertClose(Differences.Derivative(plain, at), slope);
        AssertClose(Differences.Derivative(x => Derivative.Of(dual, x), at), second);
        Assert.Equal(slope, gradient[0]);
        AssertClose(second, secondReverse);
    }

    [Theory]
    [MemberData(nameof(NamesOfTwo))]
    public void Of_two_numbers(string name)
    {
        (Func<double, double, double> plain, double x, double y) = Functions<double>.OfTwo[name];
        Func<Dual<double>, Dual<double>, Dual<double>> dual = Functions<Dual<double>>.OfTwo[name].F;
        (double value, double[] gradient) = Gradient.Of(v => Functions<Active<double>>.OfTwo[name].F(v[0], v[1]), [x, y]);
        Assert.Equal(plain(x, y), value);
        AssertClose(Differences.Derivative(t => plain(t, y), x), gradient[0]);
        AssertClose(Differences.Derivative(t => plain(x, t), y), gradient[1]);
        AssertClose(gradient[0], Derivative.Of(t => dual(t, y), x));
        AssertClose(gradient[1], Derivative.Of(t => dual(x, t), y));
        double[] product = Hvp.Of(v => Functions<Active<Dual<double>>>.OfTwo[name].F(v[0], v[1]), [x, y], [0.3, -0.7]).Product;
        AssertClose(Differences.Derivative(t => Slope(x + (0.3 * t), y - (0.7 * t), 0), 0), product[0]);
        AssertClose(Differences.Derivative(t => Slope(x + (0.3 * t), y - (0.7 * t), 1), 0), product[1]);

        double Slope(double a, double b, int k) => Gradient.Of(v => Functions<Active<double>>.OfTwo[name].F(v[0], v[1]), [a, b]).Gradient[k];
    }

    [Fact]
    public void Tanh_far_out_keeps_its_digits() => Assert.Equal(1, Derivative.Of(Dual<double>.Tanh, 15.0) / (4 * Math.Exp(-30)), 1e-12);

    [Fact]
    public void A_function_of_your_own_is_one_line()
    {
        static Active<double> Erf(Active<double> x) =>
            Active<double>.Chain(MathNet.Numerics.SpecialFunctions.Erf(x.Value), 2 / Math.Sqrt(Math.PI) * Math.Exp(-x.Value * x.Value), x);

        double slope = Gradient.Of(v => Erf(v[0] * 2), [0.4]).Gradient[0];
        AssertClose(Differences.Derivative(x => MathNet.Numerics.SpecialFunctions.Erf(2 * x), 0.4), slope);
    }

    private static void AssertClose(double expected, double actual) =>
        Assert.True(Math.Abs(expected - actual) <= Tolerance * Math.Max(1, Math.Abs(expected)), $"{actual} instead of {expected}");

    private static class Functions<T>
        where T : IFloatingPointIeee754<T>
    {
        internal static readonly Dictionary<string, (Func<T, T> F, double At)> OfOne = new()
        {
            ["Exp"] = (T.Exp, 0.7),
            ["ExpM1"] = (T.ExpM1, 0.3),
            ["Exp2"] = (T.Exp2, 0.7),
            ["Exp2M1"] = (T.Exp2M1, 0.7),
            ["Exp10"] = (T.Exp10, 0.7),
            ["Exp10M1"] = (T.Exp10M1, 0.7),
            ["Log"] = (T.Log, 1.7),
            ["LogP1"] = (T.LogP1, 0.7),
            ["Log2"] = (T.Log2, 1.7),
            ["Log2P1"] = (T.Log2P1, 0.7),
            ["Log10"] = (T.Log10, 1.7),
            ["Log10P1"] = (T.Log10P1, 0.7),
            ["Sinh"] = (T.Sinh, 0.7),
            ["Cosh"] = (T.Cosh, 0.7),
            ["Tanh"] = (T.Tanh, 0.7),
            ["Asinh"] = (T.Asinh, 0.7),
            ["Acosh"] = (T.Acosh, 1.7),
            ["Atanh"] = (T.Atanh, 0.4),
            ["Sin"] = (T.Sin, 0.7),
            ["Cos"] = (T.Cos, 0.7),
            ["Tan"] = (T.Tan, 0.7),
            ["SinPi"] = (T.SinPi, 0.3),
            ["CosPi"] = (T.CosPi, 0.3),
            ["TanPi"] = (T.TanPi, 0.2),
            ["Asin"] = (T.Asin, 0.4),
            ["Acos"] = (T.Acos, 0.4),
            ["Atan"] = (T.Atan, 0.7),
            ["AsinPi"] = (T.AsinPi, 0.4),
            ["AcosPi"] = (T.AcosPi, 0.4),
            ["AtanPi"] = (T.AtanPi, 0.7),
            ["SinCos.Sin"] = (x => T.SinCos(x).Sin, 0.7),
            ["SinCos.Cos"] = (x => T.SinCos(x).Cos, 0.7),
            ["SinCosPi.SinPi"] = (x => T.SinCosPi(x).SinPi, 0.3),
            ["SinCosPi.CosPi"] = (x => T.SinCosPi(x).CosPi, 0.3),
            ["DegreesToRadians"] = (T.DegreesToRadians, 30),
            ["RadiansToDegrees"] = (T.RadiansToDegrees, 0.7),
            ["Sqrt"] = (T.Sqrt, 1.7),
            ["Cbrt"] = (T.Cbrt, 1.7),
            ["Cbrt of a negative number"] = (T.Cbrt, -1.7),
            ["RootN 5"] = (x => T.RootN(x, 5), 1.7),
            ["RootN -3"] = (x => T.RootN(x, -3), 1.7),
            ["ReciprocalEstimate"] = (x => typeof(T) == typeof(double) ? T.One / x : T.ReciprocalEstimate(x), 1.7),
            ["ReciprocalSqrtEstimate"] = (x => typeof(T) == typeof(double) ? T.One / T.Sqrt(x) : T.ReciprocalSqrtEstimate(x), 1.7),
            ["ScaleB"] = (x => T.ScaleB(x, 3), 0.7),
            ["Abs"] = (T.Abs, -0.7),
            ["negated"] = (x => -x, 0.7),
            ["itself"] = (x => +x, 0.7),
            ["incremented"] = (x => ++x, 0.7),
            ["decremented"] = (x => --x, 0.7),
            ["CopySign"] = (x => T.CopySign(x, T.NegativeOne), 0.7),
            ["Clamp inside"] = (x => T.Clamp(x * x, T.Zero, T.One), 0.7),
            ["power of a constant"] = (x => T.Pow(T.CreateChecked(1.4), x), 0.7),
            ["constant power of a negative number"] = (x => T.Pow(x, T.CreateChecked(3)), -0.7),
            ["floor"] = (x => T.Floor(x) * x, 1.7),
            ["round to digits"] = (x => T.Round(x, 1, MidpointRounding.ToEven) * x, 1.73),
            ["BitIncrement"] = (x => T.BitIncrement(x * x), 0.7),
            ["BitDecrement"] = (x => T.BitDecrement(x * x), 0.7),
            ["branches of a polynomial"] = (x => x > T.One ? x * x * x : x * x, 1.7),
        };

        internal static readonly Dictionary<string, (Func<T, T, T> F, double X, double Y)> OfTwo = new()
        {
            ["+"] = ((x, y) => x + y, 0.7, 1.3),
            ["-"] = ((x, y) => x - y, 0.7, 1.3),
            ["*"] = ((x, y) => x * y, 0.7, 1.3),
            ["/"] = ((x, y) => x / y, 0.7, 1.3),
            ["%"] = ((x, y) => x % y, 3.7, 1.3),
            ["Ieee754Remainder"] = (T.Ieee754Remainder, 3.7, 1.3),
            ["Atan2"] = (T.Atan2, 0.7, -1.3),
            ["Atan2Pi"] = (T.Atan2Pi, 0.7, -1.3),
            ["Hypot"] = (T.Hypot, 0.7, -1.3),
            ["Pow"] = (T.Pow, 0.7, 1.3),
            ["Log to a base"] = (T.Log, 1.7, 2.3),
            ["FusedMultiplyAdd"] = ((x, y) => T.FusedMultiplyAdd(x, y, x * x), 0.7, 1.3),
            ["MultiplyAddEstimate"] = ((x, y) => T.MultiplyAddEstimate(x, y, y * y), 0.7, 1.3),
            ["Lerp"] = ((x, y) => T.Lerp(x * x, y * y, x), 0.7, 1.3),
            ["Max"] = ((x, y) => T.Max(x * y, y), 0.7, 1.3),
            ["MaxNumber"] = ((x, y) => T.MaxNumber(x * y, y), 0.7, 1.3),
            ["Min"] = ((x, y) => T.Min(x * y, y), 0.7, 1.3),
            ["MinNumber"] = ((x, y) => T.MinNumber(x * y, y), 0.7, 1.3),
            ["MaxMagnitude"] = ((x, y) => T.MaxMagnitude(x * x, y * x), 0.7, -1.3),
            ["MaxMagnitudeNumber"] = ((x, y) => T.MaxMagnitudeNumber(x * x, y * x), 0.7, -1.3),
            ["MinMagnitude"] = ((x, y) => T.MinMagnitude(x * x, y * x), 0.7, -1.3),
            ["MinMagnitudeNumber"] = ((x, y) => T.MinMagnitudeNumber(x * x, y * x), 0.7, -1.3),
            ["MaxNative"] = ((x, y) => T.MaxNative(x * y, y), 0.7, 1.3),
            ["MinNative"] = ((x, y) => T.MinNative(x * y, y), 0.7, 1.3),
            ["ClampNative"] = ((x, y) => T.ClampNative(x * y, T.Zero, y), 0.7, 1.3),
        };
    }
}
