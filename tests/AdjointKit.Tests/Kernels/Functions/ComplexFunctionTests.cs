using System.Numerics;
using System.Runtime.Intrinsics;
using AdjointKit.Arrays;
using AdjointKit.Kernels.Elementwise;
using AdjointKit.Kernels.Functions;
using AdjointKit.Kernels.Simd;
using Xunit;
using Xunit.Abstractions;

namespace AdjointKit.Tests.Kernels.Functions;

/// <summary>Complex functions: each part against integer arithmetic on a sample, the same bits at any width, and the special values of C (Annex G).</summary>
public sealed unsafe class ComplexFunctionTests(ITestOutputHelper output)
{
    private const double Infinity = double.PositiveInfinity;
    private const double NaN = double.NaN;
    private const double Pi = Math.PI;

    /// <summary>Function, argument, value. NaN stands for any NaN.</summary>
    public static TheoryData<string, double, double, double, double> SpecialValues => new()
    {
        { "exp", 0.0, 0.0, 1, 0.0 }, { "exp", -0.0, -0.0, 1, -0.0 }, { "exp", Infinity, 0.0, Infinity, 0.0 }, { "exp", -Infinity, 1, 0.0, 0.0 }, { "exp", -Infinity, 2, -0.0, 0.0 },
        { "exp", Infinity, 2, -Infinity, Infinity }, { "exp", 1, Infinity, NaN, NaN }, { "exp", NaN, 0.0, NaN, 0.0 }, { "exp", 1, NaN, NaN, NaN }, { "exp", 1400, 1e-300, Infinity, 1.0286666608519893e308 },
        { "log", -0.0, 0.0, -Infinity, Pi }, { "log", 0.0, 0.0, -Infinity, 0.0 }, { "log", 0.0, -0.0, -Infinity, -0.0 }, { "log", 1, Infinity, Infinity, Pi / 2 }, { "log", -Infinity, 1, Infinity, Pi },
        { "log", Infinity, 1, Infinity, 0.0 }, { "log", -Infinity, Infinity, Infinity, 3 * Pi / 4 }, { "log", Infinity, NaN, Infinity, NaN }, { "log", NaN, Infinity, Infinity, NaN }, { "log", NaN, 1, NaN, NaN },
        { "log", -1, -0.0, 0.0, -Pi }, { "log", 1.7e308, 1.7e308, 710.0758569463921, Pi / 4 },
        { "sqrt", 0.0, 0.0, 0.0, 0.0 }, { "sqrt", -0.0, -0.0, 0.0, -0.0 }, { "sqrt", 1, Infinity, Infinity, Infinity }, { "sqrt", NaN, -Infinity, Infinity, -Infinity }, { "sqrt", -Infinity, 1, 0.0, Infinity },
        { "sqrt", -Infinity, -1, 0.0, -Infinity }, { "sqrt", Infinity, -1, Infinity, -0.0 }, { "sqrt", Infinity, NaN, Infinity, NaN }, { "sqrt", NaN, 1, NaN, NaN }, { "sqrt", -4, -0.0, 0.0, -2 }, { "sqrt", 1e308, 1.5e308, 1.184e154, 6.335e153 },
        { "reciprocal", 0.0, 0.0, Infinity, NaN }, { "reciprocal", Infinity, 1, 0.0, 0.0 }, { "reciprocal", 2, 0.0, 0.5, 0.0 }, { "reciprocal", 0.0, 4, 0.0, -0.25 }, { "reciprocal", 1e300, 1e300, 5e-301, -5e-301 },
        { "sin", 0.0, 0.0, 0.0, 0.0 }, { "sin", -0.0, -0.0, -0.0, -0.0 }, { "sin", 0.0, Infinity, 0.0, Infinity }, { "sin", 1, Infinity, Infinity, Infinity }, { "sin", 2, -Infinity, Infinity, Infinity },
        { "sin", Infinity, 0.0, NaN, 0.0 }, { "sin", Infinity, 1, NaN, NaN }, { "sin", NaN, 1, NaN, NaN }, { "sin", 1e-300, 1000, 9.85e133, Infinity },
        { "cos", 0.0, 0.0, 1, -0.0 }, { "cos", 0.0, Infinity, Infinity, -0.0 }, { "cos", 1, Infinity, Infinity, -Infinity }, { "cos", Infinity, 0.0, NaN, -0.0 }, { "cos", 1, NaN, NaN, NaN },
        { "sinh", 0.0, 0.0, 0.0, 0.0 }, { "sinh", -0.0, -0.0, -0.0, -0.0 }, { "sinh", Infinity, 1, Infinity, Infinity }, { "sinh", Infinity, 0.0, Infinity, 0.0 }, { "sinh", NaN, 0.0, NaN, 0.0 }, { "sinh", 0.5, Infinity, NaN, NaN },
        { "cosh", 0.0, 0.0, 1, 0.0 }, { "cosh", Infinity, 2, -Infinity, Infinity }, { "cosh", Infinity, 0.0, Infinity, 0.0 }, { "cosh", 1, NaN, NaN, NaN },
        { "tan", 0.0, 0.0, 0.0, 0.0 }, { "tan", -0.0, -0.0, -0.0, -0.0 }, { "tan", 1, Infinity, 0.0, 1 }, { "tan", 2, -Infinity, -0.0, -1 }, { "tan", 1, 400, 0.0, 1 }, { "tan", NaN, 1, NaN, NaN },
        { "tanh", 0.0, 0.0, 0.0, 0.0 }, { "tanh", -0.0, -0.0, -0.0, -0.0 }, { "tanh", Infinity, 1, 1, 0.0 }, { "tanh", Infinity, 2, 1, -0.0 }, { "tanh", -Infinity, 1, -1, 0.0 }, { "tanh", Infinity, Infinity, 1, 0.0 },
        { "tanh", 1, -Infinity, NaN, NaN }, { "tanh", NaN, 0.0, NaN, 0.0 }, { "tanh", NaN, 1, NaN, NaN }, { "tanh", 400, 1, 1, 0.0 },
    };

    /// <summary>Dividend, divisor, quotient.</summary>
    public static TheoryData<Complex, Complex, Complex> Quotients => new()
    {
        { new(1, 2), new(0.0, 0.0), new(Infinity, Infinity) }, { new(1, -2), new(-0.0, 0.0), new(-Infinity, Infinity) }, { new(1, 2), new(Infinity, 1), new(0.0, 0.0) }, { new(Infinity, 1), new(1, 1), new(Infinity, -Infinity) },
        { new(NaN, Infinity), new(2, 1), new(Infinity, Infinity) }, { new(Infinity, 1), new(Infinity, 1), new(NaN, NaN) }, { new(NaN, 1), new(1, 1), new(NaN, NaN) }, { new(1, 1), new(NaN, 1), new(NaN, NaN) },
        { new(1e300, 1e300), new(1e300, 1e300), new(1, 0.0) }, { new(1e-300, 1e-300), new(1e-300, 0.0), new(1, 1) }, { new(1e200, 0.0), new(1e-200, 0.0), new(Infinity, 0.0) }, { new(0.0, 0.0), new(0.0, 0.0), new(NaN, NaN) },
    };

    [Theory]
    [InlineData("exp", 2)]
    [InlineData("log", 2)]
    [InlineData("sqrt", 2)]
    [InlineData("reciprocal", 2)]
    [InlineData("sin", 3)]
    [InlineData("cos", 3)]
    [InlineData("tanh", 4)]
    [InlineData("tan", 4.5)]
    [InlineData("sinh", 3)]
    [InlineData("cosh", 3)]
    public void Each_part_is_within_the_bound(string name, double bound)
    {
        ComplexCase function = ComplexCase.Find(name);
        Complex[] z = Sample(1500);
        Complex[] wide = function.Run(0, z);
        ComplexF[] narrow = [.. z.Select(number => (ComplexF)number)];
        ComplexF[] single = function.Run(0, narrow);
        double[] ulps = new double[z.Length];
        double[] singleUlps = new double[z.Length];
        Parallel.For(0, z.Length, i =>
        {
            (ExactNumber real, ExactNumber imaginary) = function.Exact(z[i]);
            ulps[i] = Math.Max(real.UlpsFrom(wide[i].Real), imaginary.UlpsFrom(wide[i].Imaginary));
            (real, imaginary) = function.Exact(narrow[i]);
            singleUlps[i] = Math.Max(SinglePrecisionTests.Ulps(single[i].Real, ExactComplex.ToDouble(real)), SinglePrecisionTests.Ulps(single[i].Imaginary, ExactComplex.ToDouble(imaginary)));
        });
        Check($"{name}, double", bound, ulps, z);
        Check($"{name}, float", bound, singleUlps, z);
    }

    [Fact]
    public void Each_part_of_a_quotient_is_within_the_bound()
    {
        Complex[] z = Sample(1500);
        Complex[] w = [.. Sample(1507).Skip(7)];
        double[] ulps = new double[z.Length];
        double[] singleUlps = new double[z.Length];
        for (int i = 0; i < z.Length; i++)
        {
            (ExactNumber real, ExactNumber imaginary) = ExactComplex.Quotient(z[i], w[i]);
            Complex quotient = Divide(z[i], w[i]);
            ulps[i] = Math.Max(real.UlpsFrom(quotient.Real), imaginary.UlpsFrom(quotient.Imaginary));
            (ComplexF a, ComplexF b) = ((ComplexF)z[i], (ComplexF)w[i]);
            (real, imaginary) = ExactComplex.Quotient(a, b);
            ComplexF single = Divide(a, b);
            singleUlps[i] = Math.Max(SinglePrecisionTests.Ulps(single.Real, ExactComplex.ToDouble(real)), SinglePrecisionTests.Ulps(single.Imaginary, ExactComplex.ToDouble(imaginary)));
        }

        Check("quotient, double", 3, ulps, z);
        Check("quotient, float", 3, singleUlps, z);
    }

    [Theory]
    [MemberData(nameof(SpecialValues))]
    public void Special_values_are_those_of_C(string name, double x, double y, double real, double imaginary) =>
        AssertSame(new Complex(real, imaginary), ComplexCase.Find(name).Run(0, [new Complex(x, y)])[0]);

    [Theory]
    [MemberData(nameof(Quotients))]
    public void Quotients_of_special_values_are_those_of_C(Complex z, Complex w, Complex expected) => AssertSame(expected, Divide(z, w));

    [Theory]
    [InlineData("exp")]
    [InlineData("log")]
    [InlineData("sqrt")]
    [InlineData("reciprocal")]
    [InlineData("sin")]
    [InlineData("cos")]
    [InlineData("tanh")]
    [InlineData("tan")]
    [InlineData("sinh")]
    [InlineData("cosh")]
    public void Every_width_and_length_gives_the_same(string name)
    {
        ComplexCase function = ComplexCase.Find(name);
        double[] parts = [0, -0.0, 1, -0.5, 700, 1e-310, 1e300, -Infinity, NaN, 3.3];
        Complex[] z = [.. from x in parts from y in parts select new Complex(x, y), .. Sample(97)];
        ComplexF[] narrow = [.. z.Select(number => (ComplexF)number)];
        Complex[] expected = [.. z.Select(number => function.Run(128, [number])[0])];
        ComplexF[] expectedNarrow = [.. narrow.Select(number => function.Run(128, [number])[0])];
        foreach (int bits in new[] { 128, 256, 512, 0 })
        {
            foreach (int length in new[] { 1, 2, 5, 63, 64, z.Length })
            {
                Assert.Equal(expected.Take(length), function.Run(bits, z[..length]));
                Assert.Equal(expectedNarrow.Take(length), function.Run(bits, narrow[..length]));
            }
        }
    }

    [Fact]
    public void Magnitudes_stand_in_the_order_of_their_numbers()
    {
        Complex[] z = Sample(83);
        ComplexF[] narrow = [.. z.Select(number => (ComplexF)number)];
        double[] into = new double[z.Length];
        float[] single = new float[z.Length];
        fixed (Complex* source = z)
        fixed (ComplexF* narrowSource = narrow)
        fixed (double* target = into)
        fixed (float* singleTarget = single)
        {
            var row = new Row { A = (byte*)source, Into = (byte*)target, StepA = 1, StepInto = 1, Count = z.Length };
            var singleRow = new Row { A = (byte*)narrowSource, Into = (byte*)singleTarget, StepA = 1, StepInto = 1, Count = z.Length };
            foreach (int bits in new[] { 128, 256, 512, 0 })
            {
                into.AsSpan().Clear();
                single.AsSpan().Clear();
                switch (bits)
                {
                    case 128:
                        ComplexRuns.ToReal<Hypotenuse, Double128, Vector128<double>, double>(&row);
                        ComplexRuns.ToReal<Hypotenuse, Single128, Vector128<float>, float>(&singleRow);
                        break;
                    case 256:
                        ComplexRuns.ToReal<Hypotenuse, Double256, Vector256<double>, double>(&row);
                        ComplexRuns.ToReal<Hypotenuse, Single256, Vector256<float>, float>(&singleRow);
                        break;
                    case 512:
                        ComplexRuns.ToReal<Hypotenuse, Double512, Vector512<double>, double>(&row);
                        ComplexRuns.ToReal<Hypotenuse, Single512, Vector512<float>, float>(&singleRow);
                        break;
                    default:
                        ComplexRuns.DoubleToReal<Hypotenuse>(&row);
                        ComplexRuns.SingleToReal<Hypotenuse>(&singleRow);
                        break;
                }

                for (int i = 0; i < z.Length; i++)
                {
                    Assert.Equal(Complex.Abs(z[i]), into[i], 1e-15 * Complex.Abs(z[i]));
                    Assert.Equal(Complex.Abs(narrow[i]), single[i], 1e-7 * Complex.Abs(narrow[i]));
                }
            }
        }
    }

    /// <summary>Numbers of moderate size, of many sizes, next to the unit circle and next to the axes.</summary>
    private static Complex[] Sample(int count)
    {
        var random = new Random(5);
        var z = new Complex[count];
        for (int i = 0; i < count; i++)
        {
            double angle = random.NextDouble() * 7;
            z[i] = (i % 4) switch
            {
                0 => new Complex((random.NextDouble() - 0.5) * 8, (random.NextDouble() - 0.5) * 8),
                1 => new Complex(Math.ScaleB(random.NextDouble() - 0.5, random.Next(-30, 6)), Math.ScaleB(random.NextDouble() - 0.5, random.Next(-30, 6))),
                2 => Complex.FromPolarCoordinates(1, angle),
                _ => new Complex((random.Next(9) - 4) * (Pi / 2), random.NextDouble() - 0.5),
            };
            if (i % 4 == 3 && random.Next(2) == 0) z[i] = new Complex(z[i].Imaginary, z[i].Real + 1e-9);
            if (z[i].Real == 0) z[i] += 1e-3;
        }

        return z;
    }

    private static void AssertSame(Complex expected, Complex actual)
    {
        AssertSame(expected.Real, actual.Real);
        AssertSame(expected.Imaginary, actual.Imaginary);
    }

    private static void AssertSame(double expected, double actual)
    {
        if (double.IsFinite(expected) && expected != 0)
        {
            Assert.Equal(expected, actual, Math.Abs(expected) * 1e-3);
            return;
        }

        Assert.Equal(expected, actual);
        if (expected == 0) Assert.Equal(double.IsNegative(expected), double.IsNegative(actual));
    }

    private static Complex Divide(Complex z, Complex w)
    {
        Complex result;
        var row = new Row { A = (byte*)&z, B = (byte*)&w, Into = (byte*)&result, StepA = 1, StepB = 1, StepInto = 1, Count = 1 };
        ComplexRuns.DoubleOfTwo<ComplexQuotient>(&row);
        return result;
    }

    private static ComplexF Divide(ComplexF z, ComplexF w)
    {
        ComplexF result;
        var row = new Row { A = (byte*)&z, B = (byte*)&w, Into = (byte*)&result, StepA = 1, StepB = 1, StepInto = 1, Count = 1 };
        ComplexRuns.SingleOfTwo<ComplexQuotient>(&row);
        return result;
    }

    private void Check(string name, double bound, double[] ulps, Complex[] z)
    {
        int worst = Array.IndexOf(ulps, ulps.Max());
        output.WriteLine($"{name}: {ulps[worst]:F4} ulp at {z[worst]}");
        Assert.True(ulps[worst] <= bound, $"{name}: {ulps[worst]} ulp at {z[worst]}");
    }

    private abstract record ComplexCase(string Name, Func<Complex, (ExactNumber Real, ExactNumber Imaginary)> Exact)
    {
        private static readonly ComplexCase[] All =
        [
            new Case<ComplexExp>("exp", ExactComplex.Exp),
            new Case<ComplexLog>("log", ExactComplex.Log),
            new Case<ComplexSqrt>("sqrt", ExactComplex.Sqrt),
            new Case<ComplexReciprocal>("reciprocal", static z => ExactComplex.Quotient(1, z)),
            new Case<ComplexSin>("sin", ExactComplex.Sin),
            new Case<ComplexCos>("cos", ExactComplex.Cos),
            new Case<ComplexTanh>("tanh", ExactComplex.Tanh),
            new Case<ComplexTan>("tan", static z => Turned(ExactComplex.Tanh(Complex.ImaginaryOne * z))),
            new Case<ComplexSinh>("sinh", static z => Turned(ExactComplex.Sin(Complex.ImaginaryOne * z))),
            new Case<ComplexCosh>("cosh", static z => ExactComplex.Cos(Complex.ImaginaryOne * z)),
        ];

        /// <summary>Times -i.</summary>
        private static (ExactNumber Real, ExactNumber Imaginary) Turned((ExactNumber Real, ExactNumber Imaginary) z) => (z.Imaginary, z.Real with { Value = -z.Real.Value });

        internal static ComplexCase Find(string name) => All.Single(candidate => candidate.Name == name);

        /// <summary>The function in registers of a number of bits; 0: those of this processor.</summary>
        internal abstract Complex[] Run(int bits, Complex[] z);

        internal abstract ComplexF[] Run(int bits, ComplexF[] z);
    }

    private sealed record Case<TFunction>(string Name, Func<Complex, (ExactNumber Real, ExactNumber Imaginary)> Exact) : ComplexCase(Name, Exact)
        where TFunction : struct, IComplexFunction
    {
        internal override Complex[] Run(int bits, Complex[] z)
        {
            var into = new Complex[z.Length];
            fixed (Complex* source = z, target = into)
            {
                var row = new Row { A = (byte*)source, Into = (byte*)target, StepA = 1, StepInto = 1, Count = z.Length };
                switch (bits)
                {
                    case 128: ComplexRuns.Unary<TFunction, Double128, Vector128<double>, double>(&row); break;
                    case 256: ComplexRuns.Unary<TFunction, Double256, Vector256<double>, double>(&row); break;
                    case 512: ComplexRuns.Unary<TFunction, Double512, Vector512<double>, double>(&row); break;
                    default: ComplexRuns.Double<TFunction>(&row); break;
                }
            }

            return into;
        }

        internal override ComplexF[] Run(int bits, ComplexF[] z)
        {
            var into = new ComplexF[z.Length];
            fixed (ComplexF* source = z, target = into)
            {
                var row = new Row { A = (byte*)source, Into = (byte*)target, StepA = 1, StepInto = 1, Count = z.Length };
                switch (bits)
                {
                    case 128: ComplexRuns.Unary<TFunction, Single128, Vector128<float>, float>(&row); break;
                    case 256: ComplexRuns.Unary<TFunction, Single256, Vector256<float>, float>(&row); break;
                    case 512: ComplexRuns.Unary<TFunction, Single512, Vector512<float>, float>(&row); break;
                    default: ComplexRuns.Single<TFunction>(&row); break;
                }
            }

            return into;
        }
    }
}
