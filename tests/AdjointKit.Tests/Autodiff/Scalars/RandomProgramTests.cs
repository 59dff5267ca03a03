using System.Numerics;
using AdjointKit.Autodiff;
using Xunit;

namespace AdjointKit.Tests.Autodiff.Scalars;

/// <summary>Programs of random operators on random earlier values: reverse and forward agree, first and second derivatives, whatever is folded or recorded.</summary>
public sealed class RandomProgramTests
{
    [Fact]
    public void Reverse_and_forward_agree()
    {
        for (int seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            double[] x = [.. Enumerable.Range(0, 1 + random.Next(5)).Select(_ => 0.5 + random.NextDouble())];
            double[] v = [.. x.Select(_ => random.NextDouble() - 0.5)];
            int length = random.Next(60);
            (double value, double[] gradient) = Gradient.Of(y => Program(y, seed, length), x);
            (double plain, double tangent) = Jvp.Of(y => Program(y, seed, length), x, v);
            (double[] again, double[] product) = Hvp.Of(y => Program(y, seed, length), x, v);
            double[] reverseOverForward = Gradient.Of(
                active => Jvp.Of(y => Program(y, seed, length), active, Array.ConvertAll(v, entry => (Active<double>)entry)).Tangent,
                x).Gradient;
            Assert.Equal(Program<double>(x, seed, length), value);
            Assert.Equal(value, plain);
            AssertClose(tangent, gradient.Zip(v, (a, b) => a * b).Sum(), gradient.Max(Math.Abs));
            for (int k = 0; k < x.Length; k++)
            {
                AssertClose(gradient[k], again[k], gradient.Max(Math.Abs));
                AssertClose(product[k], reverseOverForward[k], product.Max(Math.Abs) + gradient.Max(Math.Abs));
            }

            void AssertClose(double expected, double actual, double scale) => Assert.True(Math.Abs(expected - actual) <= 1e-12 * Math.Max(scale, 1), $"seed {seed}: {actual} instead of {expected}");
        }
    }

    [Fact]
    public void A_condensed_program_has_the_same_gradient()
    {
        for (int seed = 0; seed < 100; seed++)
        {
            var random = new Random(seed);
            double[] x = [.. Enumerable.Range(0, 1 + random.Next(5)).Select(_ => 0.5 + random.NextDouble())];
            (_, double[] expected) = Gradient.Of(y => Program(y, seed, 40), x);
            using var tape = new ScalarTape<double>();
            ReadOnlySpan<Active<double>> inputs = tape.Inputs(x);
            var result = new Active<double>[1];
            tape.Condense((y, into) => into[0] = Program(y, seed, 40), inputs, result);
            tape.Backward(result[0]);
            for (int k = 0; k < x.Length; k++) Assert.Equal(expected[k], tape.Adjoint(inputs[k]), 1e-12 * Math.Max(1, expected.Max(Math.Abs)));
        }
    }

    /// <summary>Values stay between about -2 and 2.</summary>
    private static T Program<T>(ReadOnlySpan<T> x, int seed, int length)
        where T : IFloatingPointIeee754<T>
    {
        var random = new Random(seed);
        List<T> values = [.. x.ToArray(), T.CreateChecked(0.7)];
        for (int k = 0; k < length; k++)
        {
            T a = values[random.Next(values.Count)];
            T b = values[random.Next(values.Count)];
            T two = T.CreateChecked(2);
            values.Add(random.Next(14) switch
            {
                0 => (a + b) / two,
                1 => a - b,
                2 => a * b,
                3 => a / (two + b * b),
                4 => T.Sin(a),
                5 => T.Cos(a * two),
                6 => T.Exp(-a * a),
                7 => T.Tanh(a + b),
                8 => T.Atan2(a, two + b),
                9 => T.Hypot(a, b + two),
                10 => a > b ? a * two - b : b,
                11 => T.Max(a, b),
                12 => T.FusedMultiplyAdd(a, b, -a),
                _ => T.Pow(two + T.Sin(a), b),
            });
            if (T.Abs(values[^1]) > two) values[^1] = T.Sin(values[^1]);
        }

        T sum = T.Zero;
        foreach (T value in values) sum += value;
        return sum;
    }
}
