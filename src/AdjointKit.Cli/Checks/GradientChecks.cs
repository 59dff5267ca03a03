using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Operators;
using AdjointKit.Waves;

namespace AdjointKit.Cli.Checks;

/// <summary>Every op of the engine and every simulator, against differences in double precision: the list behind <c>gradcheck</c>.</summary>
internal static partial class GradientChecks
{
    private const int Rows = 2;
    private const int Columns = 7;

    internal static IReadOnlyList<CheckCase> All { get; } =
    [
        Real("add", x => First(x) + Second(x)),
        Real("subtract", x => First(x) - Second(x)),
        Real("multiply", x => First(x) * Second(x)),
        Real("divide", x => First(x) / Second(x)),
        Real("affine", x => (3 * x) + 2),
        Real("exp", Ops.Exp),
        Real("log", Ops.Log),
        Real("sin", Ops.Sin),
        Real("cos", Ops.Cos),
        Real("tanh", Ops.Tanh),
        Real("expm1", Ops.Expm1),
        Real("log1p", Ops.Log1p),
        Real("sigmoid", Ops.Sigmoid),
        Real("erf", Ops.Erf),
        Real("magnitude", x => Ops.Abs(x - 1.7)),
        Real("atan2", x => Ops.Atan2(First(x), Second(x))),
        Real("power", x => Ops.Power(First(x), Second(x))),
        Real("tan", x => Ops.Tan(x - 0.5)),
        Real("asin", x => Ops.Asin(0.9 * (x - 1))),
        Real("acos", x => Ops.Acos(0.9 * (x - 1))),
        Real("atan", Ops.Atan),
        Real("sinh", Ops.Sinh),
        Real("cosh", Ops.Cosh),
        Real("asinh", Ops.Asinh),
        Real("acosh", x => Ops.Acosh(x + 0.8)),
        Real("atanh", x => Ops.Atanh(0.9 * (x - 1))),
        Real("erfc", Ops.Erfc),
        Real("log gamma", Ops.LogGamma),
        Real("digamma", Ops.Digamma),
        Real("trigamma", Ops.Trigamma),
        Real("reciprocal sqrt", Ops.ReciprocalSqrt),
        Real("cbrt", Ops.Cbrt),
        Real("exp2", Ops.Exp2),
        Real("log2", Ops.Log2),
        Real("log10", Ops.Log10),
        Real("sinc", Ops.Sinc),
        Real("hypot", x => Ops.Hypot(First(x), Second(x))),
        Real("maximum", x => Ops.Maximum(First(x), Second(x) + 1.1)),
        Real("minimum", x => Ops.Minimum(First(x), Second(x) + 1.1)),
        Real("remainder", x => Ops.Remainder(First(x), Second(x) + 1.1)),
        Real("clamp", x => Ops.Square(Ops.Clamp(First(x), Second(x) - 1.1, Second(x) + 1.1))),
        Real("step functions", x => x * (Ops.Floor(x - 2) + Ops.Sign(x))),
        Real("where", x => Ops.Where(First(x) > Second(x) + 1.1, Ops.Exp(x), Ops.Sin(x))),
        Real("stopped gradient", x => x * Ops.StopGradient(x.Tape.Constant(2.0))),
        Real("relu", x => Ops.Relu(x - 0.3) * x),
        Real("softplus", x => Ops.Softplus(3 * (x - 1))),
        Real("complex from parts", x => Ops.AbsSquared(Ops.Exp(Ops.ToComplex(First(x), Second(x))))),
        Real("convert precision", x => x + Ops.ToDouble(Ops.ToSingle(x.Tape.Constant(2.0)) * Ops.ToSingle(0 * x))),
        Real("unit phasor", x => Ops.AbsSquared(Ops.UnitPhasor(3 * x) + new Complex(0.3, 0.2))),
        Real("polar", x => Ops.AbsSquared(Ops.Polar(First(x), 3 * Second(x)) + new Complex(0.3, 0.2))),
        Complex("tan, complex", Ops.Tan),
        Complex("sinh, complex", Ops.Sinh),
        Complex("cosh, complex", Ops.Cosh),
        Complex("where, complex", x => Ops.Where(Ops.Real(First(x)) > 0.4, Ops.Exp(x), Ops.Sin(x))),
        Real("sqrt", Ops.Sqrt),
        Real("square", Ops.Square),
        Real("reciprocal", Ops.Reciprocal),
        Real("sum", x => Ops.Sum(x)),
        Real("sum along an axis", x => Ops.Square(Ops.Sum(x, 1))),
        Real("mean along an axis", x => Ops.Square(Ops.Mean(x, 0))),
        Real("inner product", x => Ops.InnerProduct(First(x), Second(x))),
        Real("half squared norm", Ops.HalfSquaredNorm),
        Real("l2 misfit", x => Ops.L2Misfit(First(x), Second(x))),
        Real("matrix product", x => Ops.MatMul(Ops.Reshape(x, Columns, Rows), x)),
        Real("matrix product, transposed", x => Ops.MatMul(x, Ops.Reshape(x, Columns, Rows), MatrixForm.Transposed, MatrixForm.Transposed)),
        Real("reshape", x => Ops.Square(Ops.Reshape(x, Columns, Rows))),
        Real("slice", x => Ops.Square(Ops.Slice(x, 1, 1, 3, 2))),
        Real("broadcast", x => First(x) * Ops.BroadcastTo(Ops.Slice(x, 1, 0, 1), new Shape(Rows, Columns))),
        Real("real to complex", x => Ops.AbsSquared(Ops.Exp(Ops.ToComplex(x)))),
        Real("subtract from a number", x => 1 - x),
        Real("negate", x => -x),
        Real("sum of all, mean of all", x => Ops.Sum(x) * Ops.Mean(x)),
        Complex("add, complex", x => First(x) + Second(x)),
        Complex("subtract, complex", x => First(x) - Second(x)),
        Complex("affine, complex", x => (new Complex(3, -1) * x) + new Complex(0, 2)),
        Complex("multiply, complex", x => First(x) * Second(x)),
        Complex("divide, complex", x => First(x) / Second(x)),
        Complex("exp, complex", Ops.Exp),
        Complex("log, complex", Ops.Log),
        Complex("sin, complex", Ops.Sin),
        Complex("cos, complex", Ops.Cos),
        Complex("tanh, complex", Ops.Tanh),
        Complex("sqrt, complex", Ops.Sqrt),
        Complex("square, complex", Ops.Square),
        Complex("reciprocal, complex", Ops.Reciprocal),
        Complex("sum along an axis, complex", x => Ops.Square(Ops.Sum(x, 1))),
        Complex("mean along an axis, complex", x => Ops.Square(Ops.Mean(x, 0))),
        Complex("half squared norm, complex", x => Ops.HalfSquaredNorm(x)),
        Complex("matrix product, complex", x => Ops.MatMul(Ops.Reshape(x, Columns, Rows), x, formB: MatrixForm.Conjugated)),
        Complex("matrix product, conjugate transposed", x => Ops.MatMul(x, x, MatrixForm.ConjugateTransposed)),
        Complex("reshape, complex", x => Ops.Square(Ops.Reshape(x, Columns, Rows))),
        Complex("slice, complex", x => Ops.Square(Ops.Slice(x, 1, 1, 3, 2))),
        Complex("broadcast, complex", x => First(x) * Ops.BroadcastTo(Ops.Slice(x, 1, 0, 1), new Shape(Rows, Columns))),
        Complex("conjugate", x => x * Ops.Conjugate(x)),
        Complex("real part", x => Ops.Square(Ops.Real(x))),
        Complex("imaginary part", x => Ops.Square(Ops.Imaginary(x))),
        Complex("squared modulus", x => Ops.AbsSquared(x)),
        Real("second derivative, unit phasor", x => Gradient.Of<double>(y => Ops.Sum(Ops.Square(Ops.AbsSquared(Ops.Polar(y, 2 * y) + new Complex(0.3, 0.2)))), x)),
        Complex("magnitude, complex", x => Ops.Abs(x)),
        Complex("phase", x => Ops.Phase(x)),
        Complex("inner product, complex", x => Ops.InnerProduct(First(x), Second(x))),
        Complex("l2 misfit, complex", x => Ops.L2Misfit(First(x), Second(x))),
        .. Indexing(),
        .. Reductions(),
        .. NetworkBlocks(),
        .. LinearAlgebra(),
        .. Windows(),
        Real("second derivative", SecondDerivative),
        Complex("second derivative, complex", SecondDerivative),
        Real("third derivative", x => Gradient.Of<double>(y => Ops.Sum(SecondDerivative(y)), x)),
        Complex("third derivative, complex", x => Gradient.Of<Complex>(y => Ops.Real(Ops.Sum(SecondDerivative(y))), x)),
        new CheckCase("apply an operator", "f64", ApplyOperator),
        .. OpticsChecks.Gradients,
        .. ElementChecks.Gradients,
        .. WaveCheckCatalogue.Gradients.Select(check => new CheckCase(check.Name, check.Precision, (compute, _) => check.Run(compute))),
    ];

    private static CheckCase Real(string name, Func<Var<double>, Var> f) => new(name, "f64", (compute, seed) =>
    {
        using NdArray<double> host = Positive(seed);
        using NdArray<double> x = compute.ToDevice(host);
        return GradCheck.Run(name, f, x, new GradCheckOptions { Seed = seed }, compute);
    });

    private static CheckCase Real(string name, Func<Var<double>, Var<double>> f) => Real(name, x => (Var)f(x));

    private static CheckCase Complex(string name, Func<Var<Complex>, Var> f) => new(name, "f64", (compute, seed) =>
    {
        using NdArray<double> parts = Positive(seed);
        ReadOnlySpan<double> values = parts.AsReadOnlySpan();
        using NdArray<Complex> host = NdArray.Empty<Complex>(parts.Shape);
        Span<Complex> target = host.AsWritableSpan();
        for (int k = 0; k < target.Length; k++) target[k] = new Complex(values[k], values[^(k + 1)] - 0.4);
        using NdArray<Complex> x = compute.ToDevice(host);
        return GradCheck.Run(name, f, x, new GradCheckOptions { Seed = seed }, compute);
    });

    private static CheckCase Complex(string name, Func<Var<Complex>, Var<Complex>> f) => Complex(name, x => (Var)f(x));

    private static CheckResult ApplyOperator(Compute compute, ulong seed)
    {
        using NdArray<double> host = Positive(seed);
        using NdArray<double> x = compute.ToDevice(host);
        using Linearization<double, double> a = Linearize.Of<double, double>(v => Ops.Exp(v) * Ops.Sum(Ops.Sin(v), 1, keepAxis: true), x, compute);
        return GradCheck.Run("apply an operator", v => Ops.Square(Ops.Apply(a, v)), x, new GradCheckOptions { Seed = seed }, compute);
    }

    /// <summary>The gradient of a function of products and slices: differentiating it again runs the rules that adjoints are made of.</summary>
    private static Var<T> SecondDerivative<T>(Var<T> x)
        where T : unmanaged => Gradient.Of<T>(y => HalfSquaredNorm(First(y) * Ops.Exp(Second(y))), x);

    private static Var HalfSquaredNorm<T>(Var<T> x)
        where T : unmanaged => x is Var<Complex> complex ? Ops.HalfSquaredNorm(complex) : Ops.HalfSquaredNorm(x.ToVar().As<double>());

    private static Var<T> First<T>(Var<T> x)
        where T : unmanaged => Ops.Slice(x, 0, 0, 1);

    private static Var<T> Second<T>(Var<T> x)
        where T : unmanaged => Ops.Slice(x, 0, 1, 1);

    /// <summary>Seeded numbers between 0.5 and 1.5: no op has a kink or a pole there.</summary>
    private static NdArray<double> Positive(ulong seed)
    {
        var random = new Random((int)(seed % int.MaxValue));
        return NdArray.Fill<double>(Rows, Columns, (_, _) => 0.5 + random.NextDouble());
    }
}
