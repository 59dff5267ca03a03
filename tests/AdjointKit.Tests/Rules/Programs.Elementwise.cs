using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;

namespace AdjointKit.Tests.Rules;

/// <content>Elementwise functions: inputs lie in [0.5, 1.5), so programs move them where the function is wanted.</content>
internal static partial class Programs
{
    private static readonly RealProgram[] RealElementwise =
    [
        new("tan", x => Ops.Tan(x - 0.5)),
        new("asin", x => Ops.Asin(x - 1)),
        new("acos", x => Ops.Acos(x - 1)),
        new("atan", x => Ops.Atan(3 * (x - 1))),
        new("sinh", x => Ops.Sinh(x - 1.2)),
        new("cosh", x => Ops.Cosh(x - 1.2)),
        new("asinh", x => Ops.Asinh(x - 1)),
        new("acosh", x => Ops.Acosh(x + 0.7)),
        new("atanh", x => Ops.Atanh(x - 1)),
        new("erfc", x => Ops.Erfc(2 * (x - 1))),
        new("log gamma", Ops.LogGamma),
        new("log gamma of negative numbers", x => Ops.LogGamma((0.5 * x) - 1.9)),
        new("digamma", Ops.Digamma),
        new("digamma of negative numbers", x => Ops.Digamma((0.5 * x) - 1.9)),
        new("trigamma", Ops.Trigamma),
        new("trigamma of negative numbers", x => Ops.Trigamma((0.2 * x) - 1.7)),
        new("reciprocal sqrt", Ops.ReciprocalSqrt),
        new("cbrt", x => Ops.Cbrt(x) + Ops.Cbrt(x - 2)),
        new("exp2", Ops.Exp2),
        new("log2", Ops.Log2),
        new("log10", Ops.Log10),
        new("sinc", x => Ops.Sinc(2.3 * (x - 1.04))),
        new("step functions", x => x * (Ops.Floor(5 * x) + Ops.Ceiling(5 * x) + Ops.Round(3 * x) + Ops.Truncate(-4 * x) + Ops.Sign(x - 1))),
        new("comparisons", x => x * ((x > Third(x)) + (2 * (x <= Third(x))) + (3 * (x < Third(x))) + (4 * (x >= Third(x))) + (5 * Ops.Equal(x, Third(x))) + (6 * Ops.NotEqual(x, Third(x))))),
        new("where", x => Ops.Where(Ops.Slice(x, 0, 2, 1) > x, Ops.Square(Third(x)), Ops.Sin(x))),
        new("where of a row and a column", x => Ops.Where(Ops.Reshape(x, 4, 3) > 1, Ops.Reshape(Ops.Slice(x, 0, 0, 3), 1, 3) * 2, Ops.Reshape(Ops.Exp(Ops.Slice(x, 0, 0, 4)), 4, 1))),
        new("maximum", x => Ops.Maximum(x, Third(x)) * x),
        new("minimum", x => Ops.Minimum(Ops.Reshape(x, 4, 3), Ops.Reshape(Ops.Slice(x, 0, 2, 4), 4, 1)) * Ops.Reshape(x, 4, 3)),
        new("clamp", x => Ops.Clamp(x, 0.8, 1.2) * x),
        new("clamp between arrays", x => Ops.Clamp(Ops.Sin(3 * x), Ops.Slice(x, 0, 0, 1) - 0.9, Ops.Reshape(Ops.Slice(x, 0, 1, 2), 2, 1)) * x),
        new("hypot", x => Ops.Hypot(x, Third(x) - 2)),
        new("remainder", x => Ops.Remainder(5.3 * x, Third(x)) + Ops.Remainder(-3 * x, x.Tape.Constant(0.77))),
        new("stop gradient", x => Ops.StopGradient(x.Tape.Constant(2.0)) * x),
        new("softplus", x => Ops.Softplus(6 * (x - 1))),
        new("log sigmoid", x => Ops.LogSigmoid(6 * (x - 1))),
        new("relu", x => Ops.Relu(x - 1) * x),
        new("leaky relu", x => Ops.LeakyRelu(x - 1, 0.2) * x),
        new("elu", x => Ops.Elu(x - 1, 1.3)),
        new("gelu", x => Ops.Gelu(3 * (x - 1))),
        new("gelu by tanh", x => Ops.GeluTanh(3 * (x - 1))),
        new("silu", x => Ops.Silu(3 * (x - 1))),
        new("soft threshold", x => Ops.SoftThreshold(Ops.Reshape(3 * (x - 1), 4, 3), 0.4 * Ops.Reshape(Ops.Slice(x, 0, 0, 4), 4, 1)) * Ops.Reshape(x, 4, 3)),
        new("powers of numbers", x => Ops.Power(x, 3) + Ops.Power(x - 1, 5) + Ops.Power(x, -2) + Ops.Power(x, 2.5) + Ops.Power(x - 1.3, 17) + Ops.Power(x, 0)),
        new("precision there and back", x => x * Ops.ToDouble(Ops.Sin(Ops.ToSingle(x.Tape.Constant(2.0)))) + Ops.Sin(x)),
        new("complex from parts", x => Ops.AbsSquared(Ops.Exp(Ops.ToComplex(Third(x), Ops.Reshape(x, 4, 3))))),
        new("complex from magnitude and phase", x => Ops.Real(Ops.Square(Ops.Polar(x, 2 * Third(x))))),
    ];

    private static readonly ComplexProgram[] ComplexElementwise =
    [
        new("tan", Ops.Tan),
        new("sinh", Ops.Sinh),
        new("cosh", Ops.Cosh),
        new("where", z => Ops.Where(Ops.Real(z) > Ops.Imaginary(Ops.Conjugate(z)), Ops.Square(Ops.Slice(z, 0, 2, 1)), Ops.Sin(z))),
        new("power of a number", z => Ops.Power(z, 3) + Ops.Power(z, -2) + Ops.Power(z, 0.7)),
        new("power", z => Ops.Power(z, Ops.Slice(z, 0, 2, 1))),
        new("soft threshold", z => Ops.SoftThreshold(z, 0.7 * Ops.Real(Ops.Slice(z, 0, 3, 1)) + 0.4) * z),
        new("stop gradient", z => Ops.StopGradient(z.Tape.Constant(new Complex(1, 2))) * z),
        new("complex from magnitude and phase", z => Ops.Polar(Ops.Abs(z), 2 * Ops.Phase(z)) * z),
    ];

    private static Var<double> Third(Var<double> x) => Ops.Slice(x, 0, 3, 1);
}
