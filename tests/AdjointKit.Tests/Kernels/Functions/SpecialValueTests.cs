using AdjointKit.Kernels;
using Xunit;

namespace AdjointKit.Tests.Kernels.Functions;

/// <summary>Zeros, infinities, NaN, and what flushing of denormals means: a denormal argument counts as zero, a denormal result is zero.</summary>
public sealed class SpecialValueTests
{
    private const double Infinity = double.PositiveInfinity;
    private const double NaN = double.NaN;

    /// <summary>The values at 0, -0, infinity, -infinity, NaN.</summary>
    public static TheoryData<string, double[]> Values => new()
    {
        { "exp", [1, 1, Infinity, 0, NaN] },
        { "expm1", [0, -0.0, Infinity, -1, NaN] },
        { "log", [-Infinity, -Infinity, Infinity, NaN, NaN] },
        { "log1p", [0, -0.0, Infinity, NaN, NaN] },
        { "sin", [0, -0.0, NaN, NaN, NaN] },
        { "cos", [1, 1, NaN, NaN, NaN] },
        { "tanh", [0, -0.0, 1, -1, NaN] },
        { "sigmoid", [0.5, 0.5, 1, 0, NaN] },
        { "erf", [0, -0.0, 1, -1, NaN] },
        { "tan", [0, -0.0, NaN, NaN, NaN] },
        { "asin", [0, -0.0, NaN, NaN, NaN] },
        { "acos", [Math.PI / 2, Math.PI / 2, NaN, NaN, NaN] },
        { "atan", [0, -0.0, Math.PI / 2, -Math.PI / 2, NaN] },
        { "sinh", [0, -0.0, Infinity, -Infinity, NaN] },
        { "cosh", [1, 1, Infinity, Infinity, NaN] },
        { "asinh", [0, -0.0, Infinity, -Infinity, NaN] },
        { "acosh", [NaN, NaN, Infinity, NaN, NaN] },
        { "atanh", [0, -0.0, NaN, NaN, NaN] },
        { "erfc", [1, 1, 0, 2, NaN] },
        { "log gamma", [Infinity, Infinity, Infinity, Infinity, NaN] },
        { "digamma", [-Infinity, Infinity, Infinity, NaN, NaN] },
        { "trigamma", [Infinity, Infinity, 0, Infinity, NaN] },
        { "rsqrt", [Infinity, -Infinity, 0, NaN, NaN] },
        { "cbrt", [0, -0.0, Infinity, -Infinity, NaN] },
        { "exp2", [1, 1, Infinity, 0, NaN] },
        { "log2", [-Infinity, -Infinity, Infinity, NaN, NaN] },
        { "log10", [-Infinity, -Infinity, Infinity, NaN, NaN] },
        { "softplus", [Math.Log(2), Math.Log(2), Infinity, 0, NaN] },
        { "sinc", [1, 1, 0, 0, NaN] },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void Zeros_infinities_and_NaN(string name, double[] expected)
    {
        FunctionCase function = FunctionCase.Find(name);
        double[] x = [0, -0.0, Infinity, -Infinity, NaN];
        double[] y = new double[5];
        float[] single = new float[5];
        function.Run(x, y);
        function.Run([.. x.Select(value => (float)value)], single);
        Assert.Equal(expected.Select(BitConverter.DoubleToInt64Bits), y.Select(value => BitConverter.DoubleToInt64Bits(double.IsNaN(value) ? NaN : value)));
        Assert.Equal(expected.Select(value => BitConverter.SingleToInt32Bits((float)value)), single.Select(value => BitConverter.SingleToInt32Bits(float.IsNaN(value) ? float.NaN : value)));
    }

    [Fact]
    public void The_largest_and_smallest_exponentials()
    {
        float[] x = [88.72283f, 88.72284f, -103.97f, -103.98f, -87.4f];
        float[] y = new float[5];
        FunctionCase.Find("exp").Run(x, y);
        Assert.True(float.IsFinite(y[0]) && float.IsPositiveInfinity(y[1]), $"{y[0]} {y[1]}");
        Assert.Equal(float.Epsilon, y[2]);
        Assert.Equal(0, y[3]);
        Assert.True(y[4] is > 0 and < 1.17549435e-38f, $"{y[4]}");
        double[] wide = [709.782712893384, 709.7827128933841, -745.13, -745.14];
        double[] into = new double[4];
        FunctionCase.Find("exp").Run(wide, into);
        Assert.True(double.IsFinite(into[0]) && double.IsPositiveInfinity(into[1]), $"{into[0]} {into[1]}");
        Assert.Equal(double.Epsilon, into[2]);
        Assert.Equal(0, into[3]);
    }

    [SkippableFact]
    public void Flushed_denormals_count_as_zero_and_results_that_would_be_denormal_are_zero()
    {
        Skip.IfNot(DenormalFlush.IsSupported, "this system offers no access to the control register");
        float[] x = [1e-40f, -1e-40f];
        float[] y = new float[2];
        float[] small = new float[1];
        var results = new Dictionary<string, float[]>(StringComparer.Ordinal);
        using (DenormalFlush.Enter())
        {
            foreach (FunctionCase function in FunctionCase.All)
            {
                function.Run(x, y);
                results[function.Name] = [.. y];
            }

            FunctionCase.Find("exp").Run([-95f], small);
        }

        Assert.Equal([1, 1], results["exp"]);
        Assert.Equal([float.NegativeInfinity, float.NegativeInfinity], results["log"]);
        Assert.Equal([1, 1], results["cos"]);
        Assert.Equal([0.5f, 0.5f], results["sigmoid"]);
        foreach (string odd in new[] { "sin", "tanh", "erf", "expm1", "log1p" })
        {
            // A copy of the argument is as good as a zero: whoever reads it next takes it for one.
            Assert.All(results[odd], value => Assert.True(Math.Abs(value) <= 1e-40f, $"{odd}: {value}"));
        }

        Assert.Equal(0, small[0]);
        FunctionCase.Find("exp").Run([-95f], small);
        Assert.NotEqual(0, small[0]);
        FunctionCase.Find("log").Run([1e-40f], small);
        Assert.Equal(-92.1034f, small[0], 1e-3f);
    }
}
