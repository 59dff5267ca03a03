using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Tests.Rules;

/// <summary>A small function of one array of 12 elements, to be differentiated in every way.</summary>
public sealed record RealProgram(string Name, Func<Var<double>, Var<double>> Function)
{
    public override string ToString() => Name;
}

/// <summary>A small function of one complex array of 12 elements.</summary>
public sealed record ComplexProgram(string Name, Func<Var<Complex>, Var<Complex>> Function)
{
    public override string ToString() => Name;
}

/// <summary>One program per rule, and some that mix them. Inputs lie in [0.5, 1.5), complex ones around there.</summary>
internal static partial class Programs
{
    internal static IReadOnlyList<RealProgram> Real =>
    [
        .. RealBasics,
        .. RealElementwise,
        .. RealLinearAlgebra,
        .. RealIndexing,
        .. RealReductions,
        .. RealNn,
        .. RealFourier,
        .. RealConvolution,
        .. RealInterpolation,
    ];

    internal static IReadOnlyList<ComplexProgram> Complex128 =>
    [
        .. ComplexBasics,
        .. ComplexElementwise,
        .. ComplexLinearAlgebra,
        .. ComplexIndexing,
        .. ComplexReductions,
        .. ComplexFourier,
        .. ComplexConvolution,
        .. ComplexInterpolation,
    ];

    private static readonly RealProgram[] RealBasics =
    [
        new("add", x => x + Ops.Slice(x, 0, 3, 1)),
        new("add a number", x => 2 + (x + 3)),
        new("subtract", x => Ops.Slice(x, 0, 3, 1) - x),
        new("subtract from a number", x => 1 - (x - 4)),
        new("multiply", x => Ops.Reshape(x, 4, 3) * Ops.Slice(Ops.Reshape(x, 4, 3), 0, 1, 1)),
        new("same operand twice", x => (x * x) + (x / x) + (x - x)),
        new("divide", x => Ops.Reshape(x, 4, 3) / Ops.Slice(Ops.Reshape(x, 4, 3), 1, 2, 1)),
        new("divide by a number", x => x / 3),
        new("negate", x => -x),
        new("exp", Ops.Exp),
        new("log", Ops.Log),
        new("sin", Ops.Sin),
        new("cos", Ops.Cos),
        new("tanh", Ops.Tanh),
        new("expm1", Ops.Expm1),
        new("log1p", Ops.Log1p),
        new("sigmoid", Ops.Sigmoid),
        new("erf", Ops.Erf),
        new("magnitude", x => Ops.Abs(x - 1.7) * x),
        new("atan2", x => Ops.Atan2(x, Ops.Slice(x, 0, 3, 1) - 2)),
        new("power", x => Ops.Power(x, Ops.Slice(x, 0, 3, 1) + 1)),
        new("power of a negative number", x => Ops.Power(x - 3, x.Tape.Constant(NdArray.From(3.0)))),
        new("sqrt", Ops.Sqrt),
        new("square", Ops.Square),
        new("reciprocal", Ops.Reciprocal),
        new("sum", Ops.Sum),
        new("sum over the first axis", x => Ops.Sum(Ops.Reshape(x, 3, 4), 0)),
        new("sum over the last axis, kept", x => Ops.Reshape(x, 3, 4) * Ops.Sum(Ops.Reshape(x, 3, 4), -1, keepAxis: true)),
        new("mean", x => x * Ops.Mean(x)),
        new("mean over the middle axis", x => Ops.Mean(Ops.Reshape(x, 2, 3, 2), 1)),
        new("inner product", x => Ops.InnerProduct(x, Ops.Sin(x))),
        new("matrix product", x => Ops.MatMul(Ops.Reshape(x, 4, 3), Ops.Reshape(x, 3, 4))),
        new("matrix product of transposes", x => Ops.MatMul(Ops.Reshape(x, 4, 3), Ops.Reshape(x, 3, 4), MatrixForm.Transposed, MatrixForm.Transposed)),
        new("matrix product of a matrix with its transpose", x => Ops.MatMul(Ops.Reshape(x, 2, 6), Ops.Reshape(x, 2, 6), formB: MatrixForm.Transposed)),
        new("matrix product of a batch with one matrix", x => Ops.MatMul(Ops.Reshape(x, 2, 3, 2), Ops.Reshape(Ops.Slice(x, 0, 2, 8), 2, 4))),
        new("matrix product of one matrix with a batch", x => Ops.MatMul(Ops.Reshape(Ops.Slice(x, 0, 3, 6), 2, 3), Ops.Reshape(x, 2, 3, 2))),
        new("matrix product of batches that broadcast", x => Ops.MatMul(Ops.Reshape(x, 3, 1, 2, 2), Ops.Reshape(x, 1, 2, 3, 2), formB: MatrixForm.Transposed)),
        new("half squared norm", x => Ops.HalfSquaredNorm(Ops.Sin(x))),
        new("misfit", x => Ops.L2Misfit(Ops.Exp(x), x)),
        new("reshape", x => Ops.Sin(Ops.Reshape(x, 2, 6))),
        new("slice with a step", x => Ops.Square(Ops.Slice(x, 0, 1, 4, step: 3))),
        new("reshape of a slice that is not contiguous", x => Ops.Reshape(Ops.Slice(Ops.Reshape(x, 3, 4), 1, 1, 2), 6) * Ops.Slice(x, 0, 0, 6)),
        new("broadcast", x => Ops.Sin(x) * Ops.BroadcastTo(Ops.Slice(x, 0, 5, 1), x.Shape)),
        new("real and imaginary parts", x => Ops.Real(Ops.Exp(Ops.ToComplex(x) * Complex.ImaginaryOne)) + Ops.Imaginary(Ops.Square(Ops.ToComplex(x) + Complex.ImaginaryOne))),
        new("squared magnitude", x => Ops.AbsSquared(Ops.ToComplex(x) * new Complex(1, 2))),
        new("transpose", x => Ops.Transpose(Ops.Reshape(x, 2, 3, 2), 2, 0, 1) * Ops.Reshape(x, 2, 2, 3)),
        new("reversed axes", x => Ops.MatMul(Ops.Transpose(Ops.Reshape(x, 3, 4)), Ops.Reshape(x, 3, 4))),
        new("fan-out", FanOut),
    ];

    private static readonly ComplexProgram[] ComplexBasics =
    [
        new("add", z => z + Ops.Slice(z, 0, 3, 1)),
        new("subtract", z => Ops.Slice(z, 0, 3, 1) - z),
        new("multiply", z => z * Ops.Slice(z, 0, 3, 1)),
        new("divide", z => z / (Ops.Slice(z, 0, 2, 1) + 3)),
        new("scale and shift", z => (new Complex(1, 2) * z) + new Complex(0, 1)),
        new("exp", Ops.Exp),
        new("log", Ops.Log),
        new("sin", Ops.Sin),
        new("cos", Ops.Cos),
        new("tanh", Ops.Tanh),
        new("sqrt", Ops.Sqrt),
        new("square", Ops.Square),
        new("reciprocal", Ops.Reciprocal),
        new("conjugate", z => Ops.Conjugate(z) * z),
        new("sum", Ops.Sum),
        new("mean", z => z * Ops.Mean(z)),
        new("inner product", z => Ops.InnerProduct(z, Ops.Exp(z))),
        new("inner product of a constant factor", z => Ops.InnerProduct(Ops.Sin(z), z)),
        new("matrix product", z => Ops.MatMul(Ops.Reshape(z, 4, 3), Ops.Reshape(z, 3, 4))),
        new("matrix product of an adjoint", z => Ops.MatMul(Ops.Reshape(z, 4, 3), Ops.Reshape(z, 4, 3), MatrixForm.ConjugateTransposed)),
        new("matrix product with an adjoint", z => Ops.MatMul(Ops.Reshape(z, 4, 3), Ops.Reshape(z, 4, 3), formB: MatrixForm.ConjugateTransposed)),
        new("matrix product of transposes", z => Ops.MatMul(Ops.Reshape(z, 4, 3), Ops.Reshape(z, 3, 4), MatrixForm.Transposed, MatrixForm.Transposed)),
        new("matrix product of conjugates", z => Ops.MatMul(Ops.Reshape(z, 4, 3), Ops.Reshape(z, 3, 4), MatrixForm.Conjugated, MatrixForm.Conjugated)),
        new("matrix product of a conjugate with an adjoint", z => Ops.MatMul(Ops.Reshape(z, 2, 6), Ops.Reshape(z, 2, 6), MatrixForm.Conjugated, MatrixForm.ConjugateTransposed)),
        new("matrix product of an adjoint with a transpose", z => Ops.MatMul(Ops.Reshape(z, 3, 4), Ops.Reshape(z, 4, 3), MatrixForm.ConjugateTransposed, MatrixForm.Transposed)),
        new("matrix product of a conjugated batch with one adjoint", z => Ops.MatMul(Ops.Reshape(z, 2, 3, 2), Ops.Reshape(Ops.Slice(z, 0, 2, 8), 4, 2), MatrixForm.Conjugated, MatrixForm.ConjugateTransposed)),
        new("real part", z => Ops.ToComplex(Ops.Real(z)) * z),
        new("imaginary part", z => Ops.ToComplex(Ops.Imaginary(z)) * z),
        new("squared magnitude", z => Ops.ToComplex(Ops.AbsSquared(z)) * z),
        new("magnitude", z => Ops.ToComplex(Ops.Abs(z)) * z),
        new("phase", z => Ops.ToComplex(Ops.Phase(z)) * z),
        new("half squared norm", z => Ops.ToComplex(Ops.HalfSquaredNorm(Ops.Sin(z)))),
        new("misfit", z => Ops.ToComplex(Ops.L2Misfit(Ops.Exp(z), z))),
        new("transpose", z => Ops.Square(Ops.Reshape(Ops.Transpose(Ops.Reshape(z, 2, 3, 2), 1, -1, 0), 12)) * z),
        new("slice and reshape", z => Ops.Square(Ops.Reshape(Ops.Slice(z, 0, 2, 6), 2, 3))),
    ];

    private static Var<double> FanOut(Var<double> x)
    {
        Var<double> a = x * x;
        return a + (a * a) + Ops.Sin(a) - (a / (1 + a)) + (a * x);
    }
}
