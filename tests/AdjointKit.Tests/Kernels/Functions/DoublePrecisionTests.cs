using Xunit;
using Xunit.Abstractions;

namespace AdjointKit.Tests.Kernels.Functions;

/// <summary>Doubles of all sizes against integer arithmetic of more than 200 binary digits.</summary>
public sealed class DoublePrecisionTests(ITestOutputHelper output)
{
    public static TheoryData<string> Names => [.. FunctionCase.All.Select(function => function.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_sample_is_within_the_bound(string name) => Check(FunctionCase.Find(name), 3000);

    [Theory]
    [Trait("Category", "Long")]
    [MemberData(nameof(Names))]
    public void A_dense_sample_is_within_the_bound(string name) => Check(FunctionCase.Find(name), 1_000_000);

    /// <summary>Numbers of which a third is spread evenly near zero, a third over the exponents of the range, and a third is next to multiples of pi/4 and powers of two.</summary>
    private static double[] Sample(FunctionCase function, int count)
    {
        var random = new Random(1);
        var x = new List<double>(count);
        while (x.Count < count)
        {
            double candidate = (x.Count % 3) switch
            {
                0 => (random.NextDouble() - 0.5) * 8,
                1 => BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue)),
                _ => Neighbour(random, random.Next(2) == 0 ? random.Next(-2000, 2000) * (Math.PI / 4) : Math.ScaleB(random.Next(2) == 0 ? 1 : -1, random.Next(-1074, 1023))),
            };
            if (candidate is > 4 or < -4 && function.To < 1000 && random.Next(2) == 0) candidate = function.From + (random.NextDouble() * (function.To - function.From));
            if (double.IsFinite(candidate) && candidate >= function.From && candidate <= function.To) x.Add(candidate);
        }

        return [.. x];
    }

    private static double Neighbour(Random random, double x) => BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(x) + random.Next(-3, 4));

    private void Check(FunctionCase function, int count)
    {
        double[] x = Sample(function, count);
        var y = new double[count];
        function.Run(x, y);
        double worst = 0;
        double worstAt = 0;
        var gate = new Lock();
        Parallel.For(0, count, i =>
        {
            bool isSpecial = x[i] == 0 || function.IsPole(x[i]) || (function.Name.StartsWith("log", StringComparison.Ordinal) && double.IsInfinity(y[i]));
            double ulps = isSpecial ? 0 : function.Exact(x[i]).UlpsFrom(y[i]);
            double scale = function.Scale(x[i]);
            if (scale > Math.Abs(y[i])) ulps *= Math.ScaleB(1, Math.Max(Math.ILogB(y[i]), -1022) - Math.ILogB(scale));
            lock (gate)
            {
                if (ulps <= worst) return;
                worst = ulps;
                worstAt = x[i];
            }
        });

        output.WriteLine($"{function.Name}: {worst:F4} ulp at {worstAt:R}");
        Assert.True(worst <= function.DoubleBound, $"{function.Name}: {worst} ulp at {worstAt:R}");
    }
}
