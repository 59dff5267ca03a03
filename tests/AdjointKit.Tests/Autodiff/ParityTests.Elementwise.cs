using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using Xunit;

namespace AdjointKit.Tests.Autodiff;

/// <content>Elementwise programs. Where no reference is stored the value and the gradient stand here in closed form.</content>
public sealed partial class ParityTests
{
    [SkippableFact]
    public void Angle_distance_and_powers() => Check("s15_atan2_hypot_pow", ["x", "y"], v =>
        Ops.Atan2(v[1], v[0]) + Ops.Hypot(v[0], v[1]) + Ops.Power(v[0], v[1]) + Ops.Power(v[1], 2.5));

    [SkippableFact]
    public void Choice_of_a_safe_logarithm() => Check("a15_where_nan_safe", ["x"], v =>
    {
        Var<double> positive = v[0] > 0;
        Var<double> safe = Ops.Where(positive, v[0], 1);
        return Ops.Sum(Ops.Where(positive, Ops.Log(safe), 0));
    });

    [SkippableFact]
    public void Relu_at_zero() => Check("n01_relu_at_zero", ["x"], v => Ops.Sum(Ops.Relu(v[0])));

    [SkippableFact]
    public void Clamp_at_its_bounds() => Check("n05_clamp_at_bounds", ["x"], v => Ops.Sum(Ops.Clamp(v[0], 0, 1)));

    [SkippableFact]
    public void Steps_have_no_gradient() => Check("n07_floor_round_sign", ["x"], v =>
        Ops.Sum(Ops.Floor(v[0]) + Ops.Round(v[0]) + Ops.Sign(v[0])) + Ops.Sum(Ops.Square(v[0])));

    [SkippableFact]
    public void Soft_threshold_in_the_dead_zone() => Check("n09_soft_threshold_in_dead_zone", ["z", "t"], v => Ops.Sum(Ops.SoftThreshold(v[0], v[1])));

    [SkippableFact]
    public void Magnitude_of_a_complex_zero() => Check<Complex>("n11_complex_abs_at_zero", ["z"], v => Ops.Sum(Ops.Abs(v[0])));

    [SkippableFact]
    public void Overflow_in_the_branch_that_is_not_taken() => Check("n13_where_inactive_branch_overflow", ["x"], v =>
        Ops.Sum(Ops.Where(v[0] <= 0, Ops.Exp(v[0]), 1 + v[0])));

    [Fact]
    public void Every_unary_function()
    {
        static Var<double> Program(Var<double> x) => Ops.Exp(x) + Ops.Expm1(x) + Ops.Log(x) + Ops.Log1p(x) + Ops.Sqrt(x) + Ops.ReciprocalSqrt(x) + Ops.Sin(x) + Ops.Cos(x) + Ops.Tan(x)
            + Ops.Asin(x) + Ops.Acos(x) + Ops.Atan(x) + Ops.Sinh(x) + Ops.Cosh(x) + Ops.Tanh(x) + Ops.Asinh(x) + Ops.Atanh(x) + Ops.Erf(x) + Ops.LogGamma(x) + Ops.Sigmoid(x) + Ops.Softplus(x);
        CheckClosedForm(v => Ops.Sum(Program(v[0])), [[0.4]], 12.7242315162260920, [[11.2900682352196343]]);
    }

    [Fact]
    public void Same_operand_twice() => CheckClosedForm(
        v => Ops.Sum((v[0] * v[0]) + (v[0] / v[0]) + v[0] - v[0] + Ops.Atan2(v[0], v[0]) + Ops.Power(v[0], v[0])),
        [[1.7]],
        (1.7 * 1.7) + 1 + (Math.PI / 4) + Math.Pow(1.7, 1.7),
        [[(2 * 1.7) + (Math.Pow(1.7, 1.7) * (1 + Math.Log(1.7)))]]);

    [Fact]
    public void The_other_branch() => CheckClosedForm(
        v => v[0].Value[0] > v[1].Value[0] ? Ops.Sum(Ops.Square(v[0]) * v[1]) : Ops.Sum(Ops.Sin(v[0]) + v[1]),
        [[0.3], [1.1]],
        Math.Sin(0.3) + 1.1,
        [[Math.Cos(0.3)], [1]]);

    [Fact]
    public void Newtons_method_for_a_root() => CheckClosedForm(
        v =>
        {
            Var<double> y = v[0];
            for (int k = 0; k < 50; k++)
            {
                Var<double> next = 0.5 * (y + (v[0] / y));
                bool converged = Math.Abs(next.Value[0] - y.Value[0]) < 1e-14;
                y = next;
                if (converged) break;
            }

            return Ops.Sum(y);
        },
        [[3.7]],
        Math.Sqrt(3.7),
        [[0.5 / Math.Sqrt(3.7)]]);

    [Fact]
    public void Recursion()
    {
        static Var<double> R(Var<double> x, int n) => n == 0 ? x : n == 1 ? 2 * x : (Ops.Sin(R(x, n - 1)) * x) + R(x, n - 2);
        CheckClosedForm(v => Ops.Sum(R(v[0], 8)), [[0.7]], 2.2006878951966582, [[-3.0732064079563220]]);
    }

    [Fact]
    public void Stopped_gradient()
    {
        // d/dx (d x + x^2) = d + 2 x with d = x^2 held.
        using var compute = new Compute(threads: 1);
        NdArray<double> x = NdArray.From(1.3);
        ValueAndGradient<double> result = Gradient.Of<double>(
            v =>
            {
                Var<double> a = v * v;
                return Ops.Sum((Ops.StopGradient(a) * v) + a);
            },
            x,
            compute);
        Assert.Equal((1.3 * 1.3 * 1.3) + (1.3 * 1.3), result.Value, 1e-14);
        Assert.Equal((1.3 * 1.3) + (2 * 1.3), result.Gradient[0], 1e-14);
    }

    [Fact]
    public void Deep_chain() => CheckClosedForm(
        v =>
        {
            Var<double> y = v[0];
            for (int k = 0; k < 10_000; k++) y = (0.9999 * y) + (0.0001 * Ops.Cos(y));
            return Ops.Sum(y);
        },
        [[2]],
        0.9414711800262966,
        [[0.1460466190085205]]);

    [Fact]
    public void Third_derivative()
    {
        static Var<double> F(Var<double> x) => Ops.Sum(Ops.Power(x, 5) * Ops.Sin(x));
        static Var<double> Slope(Var<double> x) => Gradient.Of<double>(y => F(y), x);
        CheckClosedForm(v => Ops.Sum(Gradient.Of<double>(y => Ops.Sum(Slope(y)), v[0])), [[0.9]], 15.0367426373266046, [[57.1827415687915336]], checksProducts: false);
    }

    [Fact]
    public void Magnitudes_at_zero() => CheckClosedForm(v => Ops.Sum(Ops.Abs(v[0])), [[-1, 0, 2]], 3, [[-1, 0, 1]], checksProducts: false);

    [Fact]
    public void Maximum_of_equal_numbers() => CheckClosedForm(v => Ops.Sum(Ops.Maximum(v[0], v[1])), [[2, 1], [2, 3]], 5, [[0.5, 0], [0.5, 1]], checksProducts: false);

    [Fact]
    public void Minimum_of_equal_numbers() => CheckClosedForm(v => Ops.Sum(Ops.Minimum(v[0], v[1])), [[2, 1], [2, 3]], 3, [[0.5, 1], [0.5, 0]], checksProducts: false);

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Powers_of_zero(int exponent)
    {
        CheckClosedForm(v => Ops.Sum(Ops.Power(v[0], exponent)), [[0, 2]], Math.Pow(2, exponent), [[0, exponent * Math.Pow(2, exponent - 1)]]);
        CheckClosedForm(v => Ops.Sum(Ops.Power(v[0], Number(v[0], exponent))), [[0, 2]], Math.Pow(2, exponent), [[0, exponent * Math.Pow(2, exponent - 1)]]);
        using var compute = new Compute(threads: 1);
        (_, NdArray<double> product) = Hvp.Of<double>(x => Ops.Sum(Ops.Power(x, exponent)), NdArray.From(0.0), NdArray.From(1.0), compute);
        Assert.Equal(exponent == 2 ? 2 : 0, product[0]);
    }

    [Fact]
    public void Guarded_root_at_zero() => CheckClosedForm(v => Ops.Sum(Ops.Sqrt(v[0] + 1e-12)), [[0]], 1e-6, [[5e5]], checksProducts: false);

    [Fact]
    public void Choice_between_two_programs() => CheckClosedForm(
        v => Ops.Sum(Ops.Where(v[0] > 0, Ops.Square(v[0]), Ops.Exp(v[0]) * v[1])),
        [[1.5, -0.5, -2], [0.7, 0.3, 2]],
        2.25 + (Math.Exp(-0.5) * 0.3) + (Math.Exp(-2) * 2),
        [[3, Math.Exp(-0.5) * 0.3, Math.Exp(-2) * 2], [0, Math.Exp(-0.5), Math.Exp(-2)]]);

    [Fact]
    public void Parts_of_products()
    {
        // L = Re sum z w + 2 Im sum z conj(w): dL/dRe z + i dL/dIm z = conj(w) + 2 i w, and for w conj(z) - 2 i z.
        using var compute = new Compute(threads: 1);
        NdArray<Complex> z = NdArray.From(new Complex(0.3, -1.2), new Complex(2, 0.4));
        NdArray<Complex> w = NdArray.From(new Complex(-0.7, 0.9), new Complex(0.1, 1.5));
        (double value, NdArray<Complex>[] gradients) = Gradient.Of<Complex>(
            v => Ops.Real(Ops.Sum(v[0] * v[1])) + (2 * Ops.Imaginary(Ops.Sum(v[0] * Ops.Conjugate(v[1])))), [z, w], compute);
        double expected = 0;
        for (nint i = 0; i < 2; i++)
        {
            expected += (z[i] * w[i]).Real + (2 * (z[i] * Complex.Conjugate(w[i])).Imaginary);
            AssertClose(Complex.Conjugate(w[i]) + (2 * Complex.ImaginaryOne * w[i]), gradients[0][i]);
            AssertClose(Complex.Conjugate(z[i]) - (2 * Complex.ImaginaryOne * z[i]), gradients[1][i]);
        }

        Assert.Equal(expected, value, 1e-14);
    }

    [Fact]
    public void Magnitude_and_angle()
    {
        // L = r a^2; dL/dRe + i dL/dIm = (a^2 + 2 i a) e^(i a).
        using var compute = new Compute(threads: 1);
        NdArray<Complex> z = NdArray.From(new Complex(0.3, -1.2), new Complex(2, 0.4), new Complex(-0.5, 0.8));
        ValueAndGradient<Complex> result = Gradient.Of<Complex>(v => Ops.Sum(Ops.Abs(v) * Ops.Square(Ops.Phase(v))), z, compute);
        double expected = 0;
        for (nint i = 0; i < 3; i++)
        {
            double angle = z[i].Phase;
            expected += z[i].Magnitude * angle * angle;
            AssertClose(new Complex(angle * angle, 2 * angle) * Complex.FromPolarCoordinates(1, angle), result.Gradient[i]);
        }

        Assert.Equal(expected, result.Value, 1e-14);
    }

    [Fact]
    public void Real_times_complex()
    {
        // L = |s|^2 with s = sum r z: dL/dr = 2 Re(conj(z) s), a real number; dL/dz = 2 r s.
        using var compute = new Compute(threads: 1);
        NdArray<double> r = NdArray.From(0.7, -1.1);
        NdArray<Complex> z = NdArray.From(new Complex(0.3, -1.2), new Complex(2, 0.4));
        (double value, NdArray<double> byR, NdArray<Complex> byZ) = Gradient.Of<double, Complex>((x, y) => Ops.AbsSquared(Ops.Sum(Ops.ToComplex(x) * y)), r, z, compute);
        Complex sum = (r[0] * z[0]) + (r[1] * z[1]);
        Assert.Equal((sum.Real * sum.Real) + (sum.Imaginary * sum.Imaginary), value, 1e-14);
        for (nint i = 0; i < 2; i++)
        {
            Assert.Equal(2 * (Complex.Conjugate(z[i]) * sum).Real, byR[i], 1e-14);
            AssertClose(2 * r[i] * sum, byZ[i]);
        }
    }

    private static Var<double> Number(Var<double> like, double value) => like.Tape.Constant(value);

    private static void AssertClose(Complex expected, Complex actual) => Assert.True((expected - actual).Magnitude <= 1e-13 * Math.Max(1, expected.Magnitude), $"{actual} is not {expected}");

    /// <summary>Value and gradient against closed forms; Hessian products against differences of the gradient.</summary>
    private static void CheckClosedForm(Func<IReadOnlyList<Var<double>>, Var<double>> program, double[][] inputs, double value, double[][] gradients, bool checksProducts = true)
    {
        using var compute = new Compute(threads: 1);
        NdArray<double>[] at = [.. inputs.Select(input => NdArray.From(input))];
        (double actual, NdArray<double>[] actualGradients) = Gradient.Of<double>(v => program(v), at, compute);
        Assert.Equal(value, actual, 1e-13 * Math.Max(1, Math.Abs(value)));
        for (int k = 0; k < at.Length; k++) AssertClose(NdArray.From(gradients[k]), actualGradients[k], 1e-11, compute);
        if (!checksProducts) return;

        const double H = 1e-4;
        NdArray<double>[] directions = [.. inputs.Select(input => NdArray.From([.. input.Select((_, i) => Math.Cos(i + 1))]))];
        (_, NdArray<double>[] products) = Hvp.Of<double>(v => program(v), at, directions, compute);
        NdArray<double>[] ahead = GradientAt(H);
        NdArray<double>[] behind = GradientAt(-H);
        for (int k = 0; k < at.Length; k++)
        {
            compute.Backend.AddScaled(-1, behind[k], ahead[k]);
            compute.Backend.Affine(0.5 / H, ahead[k], 0, ahead[k]);
            AssertClose(products[k], ahead[k], 1e-5, compute);
        }

        NdArray<double>[] GradientAt(double step)
        {
            NdArray<double>[] moved = [.. at.Select(array => array.Copy())];
            for (int k = 0; k < moved.Length; k++) compute.Backend.AddScaled(step, directions[k], moved[k]);
            return Gradient.Of<double>(v => program(v), moved, compute).Gradients;
        }
    }
}
