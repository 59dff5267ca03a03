using AdjointKit.Kernels;
using Xunit;
using Xunit.Abstractions;

namespace AdjointKit.Tests.Kernels.Functions;

/// <summary>Every float (the long test), or every 4099th of them, against double precision.</summary>
public sealed class SinglePrecisionTests(ITestOutputHelper output)
{
    private const int Block = 1 << 16;
    private const double SmallestNormal = 1.1754943508222875e-38;

    public static TheoryData<string> Names => [.. FunctionCase.All.Select(function => function.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_sample_of_all_floats_is_within_the_bound(string name) => Check(FunctionCase.Find(name), 4099);

    [Theory]
    [Trait("Category", "Long")]
    [MemberData(nameof(Names))]
    public void Every_float_is_within_the_bound(string name) => Check(FunctionCase.Find(name), 1);

    /// <summary>The distance in units of the last place of the float next to the right result; none where both are NaN.</summary>
    internal static double Ulps(float actual, double expected)
    {
        float rounded = (float)expected;
        if (float.IsNaN(rounded) || float.IsNaN(actual)) return float.IsNaN(rounded) && float.IsNaN(actual) ? 0 : double.PositiveInfinity;
        if (actual == rounded) return rounded == 0 && expected == 0 && float.IsNegative(actual) != double.IsNegative(expected) ? double.PositiveInfinity : float.IsInfinity(actual) ? 0 : Distance(actual, expected);
        return float.IsInfinity(rounded) && float.IsInfinity(actual) ? double.PositiveInfinity : Distance(actual, expected);
    }

    private static double Distance(float actual, double expected)
    {
        double size = Math.Max(Math.Abs(expected), SmallestNormal);
        double ulp = Math.ScaleB(1, Math.ILogB(size) - 23);
        return Math.Abs(actual - expected) / ulp;
    }

    private void Check(FunctionCase function, uint step)
    {
        long count = ((1L << 32) + step - 1) / step;
        long blocks = (count + Block - 1) / Block;
        double worst = 0;
        float worstAt = 0;
        var gate = new Lock();
        Parallel.For(0, blocks, block =>
        {
            var x = new float[(int)Math.Min(Block, count - (block * Block))];
            var y = new float[x.Length];
            for (int i = 0; i < x.Length; i++) x[i] = BitConverter.UInt32BitsToSingle((uint)(((block * Block) + i) * step));
            function.Run(x, y);
            double largest = 0;
            float at = 0;
            for (int i = 0; i < x.Length; i++)
            {
                double exact = function.InDouble(x[i]);
                double ulps = Ulps(y[i], exact);
                double scale = function.Scale(x[i]);
                if (scale > Math.Abs(exact)) ulps *= Math.ScaleB(1, Math.Max(Math.ILogB(exact), -126) - Math.ILogB(scale));
                if (ulps <= largest) continue;
                largest = ulps;
                at = x[i];
            }

            lock (gate)
            {
                if (largest <= worst) return;
                worst = largest;
                worstAt = at;
            }
        });

        output.WriteLine($"{function.Name}: {worst:F4} ulp at {worstAt:R}");
        Assert.True(worst <= function.SingleBound, $"{function.Name}: {worst} ulp at {worstAt:R}");
    }
}
