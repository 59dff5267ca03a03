using AdjointKit.Kernels.Elementwise;
using AdjointKit.Kernels.Functions;
using Xunit;
using Xunit.Abstractions;

namespace AdjointKit.Tests.Kernels.Functions;

/// <summary>atan2, the power and the hypotenuse: a sample of pairs within the bound, and the special values of C (Annex F).</summary>
public sealed class TwoArgumentTests(ITestOutputHelper output)
{
    private const double Infinity = double.PositiveInfinity;

    public static TheoryData<double, double, double> AngleCases => new()
    {
        { 0.0, 1, 0.0 }, { -0.0, 1, -0.0 }, { 0.0, -1, Math.PI }, { -0.0, -1, -Math.PI }, { 0.0, 0.0, 0.0 }, { -0.0, 0.0, -0.0 }, { 0.0, -0.0, Math.PI }, { -0.0, -0.0, -Math.PI },
        { 1, 0.0, Math.PI / 2 }, { -1, -0.0, -Math.PI / 2 }, { Infinity, 1, Math.PI / 2 }, { 1, Infinity, 0.0 }, { -1, Infinity, -0.0 }, { 1, -Infinity, Math.PI }, { -1, -Infinity, -Math.PI },
        { Infinity, Infinity, Math.PI / 4 }, { Infinity, -Infinity, 3 * Math.PI / 4 }, { -Infinity, -Infinity, -3 * Math.PI / 4 }, { double.NaN, 1, double.NaN }, { 1, double.NaN, double.NaN }, { Infinity, double.NaN, double.NaN },
    };

    public static TheoryData<double, double, double> PowerCases => new()
    {
        { 2, 3, 8 }, { -2, 3, -8 }, { -2, 2, 4 }, { -2, 0.5, double.NaN }, { 0.0, 2, 0.0 }, { -0.0, 3, -0.0 }, { -0.0, 2, 0.0 }, { -0.0, 2.5, 0.0 }, { 0.0, -1, Infinity }, { -0.0, -3, -Infinity }, { -0.0, -2, Infinity },
        { double.NaN, 0.0, 1 }, { Infinity, 0.0, 1 }, { 1, double.NaN, 1 }, { 1, Infinity, 1 }, { -1, Infinity, 1 }, { -1, -Infinity, 1 }, { double.NaN, 1, double.NaN }, { 2, double.NaN, double.NaN }, { -1, double.NaN, double.NaN },
        { 2, Infinity, Infinity }, { 2, -Infinity, 0.0 }, { 0.5, Infinity, 0.0 }, { 0.5, -Infinity, Infinity }, { -0.5, -Infinity, Infinity }, { Infinity, 2, Infinity }, { Infinity, -2, 0.0 },
        { -Infinity, 3, -Infinity }, { -Infinity, 2, Infinity }, { -Infinity, 2.5, Infinity }, { -Infinity, -3, -0.0 }, { -Infinity, -2, 0.0 }, { 0.0, Infinity, 0.0 }, { 0.0, -Infinity, Infinity },
        { -1, 1e300, 1 }, { 10, 400, Infinity }, { 10, -400, 0.0 }, { -10, 401, -Infinity }, { -3, 16777217, -Infinity },
    };

    [Theory]
    [MemberData(nameof(AngleCases))]
    public void The_angle_of_special_points(double y, double x, double expected)
    {
        Assert.Equal(expected, Double<Atan2>(y, x));
        Assert.Equal((float)expected, Single<Atan2>((float)y, (float)x), 1e-6f);
        if (expected == 0) Assert.Equal(double.IsNegative(expected), float.IsNegative(Single<Atan2>((float)y, (float)x)));
        if (expected == 0) Assert.Equal(double.IsNegative(expected), double.IsNegative(Double<Atan2>(y, x)));
    }

    [Theory]
    [MemberData(nameof(PowerCases))]
    public void The_power_of_special_numbers(double x, double y, double expected)
    {
        // 2^24 + 1 is no float: odd only in double.
        Assert.Equal(expected, Double<Pow>(x, y));
        if (y == 16777217) return;
        Assert.Equal((float)expected, Single<Pow>((float)x, (float)y));
        if (expected != 0) return;
        Assert.Equal(double.IsNegative(expected), double.IsNegative(Double<Pow>(x, y)));
        Assert.Equal(double.IsNegative(expected), float.IsNegative(Single<Pow>((float)x, (float)y)));
    }

    [Fact]
    public void Angles_of_doubles_are_within_the_bound() => CheckDouble<Atan2>("atan2", 5000, 0.8, ExactFunctions.Atan2, static random => (Any(random), Any(random)), static random => (random.NextDouble() - 0.5, random.NextDouble() - 0.5));

    [Fact]
    public void Powers_of_doubles_are_within_the_bound() => CheckDouble<Pow>("pow", 5000, 0.8, ExactFunctions.Pow, static random => Result(Math.Abs(Any(random)), random), static random => (1 + ((random.NextDouble() - 0.5) * 0.01), (random.NextDouble() - 0.5) * 1e5));

    [Fact]
    public void Hypotenuses_are_within_the_bound()
    {
        CheckDouble<Hypotenuse>("hypotenuse", 5000, 1, Exact, static random => (Any(random), Any(random)), static random => (random.NextDouble() - 0.5, random.NextDouble() - 0.5));
        Assert.Equal(Infinity, Double<Hypotenuse>(double.NaN, -Infinity));
        Assert.Equal(double.NaN, Double<Hypotenuse>(double.NaN, 1));
        Assert.Equal(5e-324, Double<Hypotenuse>(0, -5e-324));

        static ExactNumber Exact(double a, double b)
        {
            System.Numerics.BigInteger exactA = ExactNumber.FromDouble(a, 1074);
            System.Numerics.BigInteger exactB = ExactNumber.FromDouble(b, 1074);
            return new ExactNumber(ExactFunctions.SquareRoot(((exactA * exactA) + (exactB * exactB)) << 400), 1074 + 200);
        }
    }

    [Theory]
    [InlineData(400_000)]
    public void Floats_of_two_arguments_are_within_the_bound(int count)
    {
        CheckSingle<Atan2>("atan2", count, 1, Math.Atan2, static random => (AnySingle(random), AnySingle(random)));
        CheckSingle<Pow>("pow", count, 1, Math.Pow, static random => SingleResult(random));
        CheckSingle<Hypotenuse>("hypotenuse", count, 1, static (a, b) => Math.Sqrt((a * a) + (b * b)), static random => (AnySingle(random), AnySingle(random)));
    }

    private static double Any(Random random)
    {
        double x = BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue));
        return double.IsFinite(x) && x != 0 ? x : 1;
    }

    private static float AnySingle(Random random)
    {
        float x = BitConverter.Int32BitsToSingle(random.Next(int.MinValue, int.MaxValue));
        return float.IsFinite(x) ? x : 1;
    }

    /// <summary>x and a y with which the power has any size.</summary>
    private static (double X, double Y) Result(double x, Random random) => (x, ((random.NextDouble() * 1454) - 744.9) / Math.Log(x == 1 ? 2 : x));

    private static (float X, float Y) SingleResult(Random random)
    {
        float x = random.Next(2) == 0 ? MathF.Abs(AnySingle(random)) : 0.5f + random.NextSingle();
        return (x, (float)(((random.NextDouble() * 192) - 103.5) / Math.Log(x is 0 or 1 ? 2 : x)));
    }

    private static unsafe double Double<TFunction>(double a, double b)
        where TFunction : struct, IFunctionOfTwo
    {
        double result;
        var row = new Row { A = (byte*)&a, B = (byte*)&b, Into = (byte*)&result, StepA = 1, StepB = 1, StepInto = 1, Count = 1 };
        FunctionRuns.DoubleOfTwo<TFunction>(&row);
        return result;
    }

    private static unsafe float Single<TFunction>(float a, float b)
        where TFunction : struct, IFunctionOfTwo
    {
        float result;
        var row = new Row { A = (byte*)&a, B = (byte*)&b, Into = (byte*)&result, StepA = 1, StepB = 1, StepInto = 1, Count = 1 };
        FunctionRuns.SingleOfTwo<TFunction>(&row);
        return result;
    }

    private void CheckDouble<TFunction>(string name, int count, double bound, Func<double, double, ExactNumber> exact, params Func<Random, (double A, double B)>[] samples)
        where TFunction : struct, IFunctionOfTwo
    {
        var random = new Random(1);
        var pairs = new (double A, double B)[count];
        for (int i = 0; i < count; i++) pairs[i] = samples[i % samples.Length](random);
        var ulps = new double[count];
        Parallel.For(0, count, i => ulps[i] = exact(pairs[i].A, pairs[i].B).UlpsFrom(Double<TFunction>(pairs[i].A, pairs[i].B)));
        int worst = Array.IndexOf(ulps, ulps.Max());
        output.WriteLine($"{name}: {ulps[worst]:F4} ulp at {pairs[worst]}");
        Assert.True(ulps[worst] <= bound, $"{name}: {ulps[worst]} ulp at {pairs[worst]}");
    }

    private void CheckSingle<TFunction>(string name, int count, double bound, Func<double, double, double> exact, Func<Random, (float A, float B)> sample)
        where TFunction : struct, IFunctionOfTwo
    {
        var random = new Random(1);
        double worst = 0;
        (float, float) worstAt = default;
        for (int i = 0; i < count; i++)
        {
            (float a, float b) = sample(random);
            double ulps = SinglePrecisionTests.Ulps(Single<TFunction>(a, b), exact(a, b));
            if (ulps <= worst) continue;
            worst = ulps;
            worstAt = (a, b);
        }

        output.WriteLine($"{name}, float: {worst:F4} ulp at {worstAt}");
        Assert.True(worst <= bound, $"{name}: {worst} ulp at {worstAt}");
    }
}
