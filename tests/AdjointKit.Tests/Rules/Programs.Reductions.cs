using AdjointKit.Arrays;
using AdjointKit.Autodiff;

namespace AdjointKit.Tests.Rules;

/// <content>Reductions over one, several and all axes.</content>
internal static partial class Programs
{
    private static readonly RealProgram[] RealReductions =
    [
        new("sum over several axes", x => Ops.Square(Ops.Sum(Ops.Exp(Ops.Reshape(x, 2, 3, 2)), [0, -1]))),
        new("mean over several axes, kept", x => Ops.Reshape(x, 2, 3, 2) * Ops.Mean(Ops.Exp(Ops.Reshape(x, 2, 3, 2)), [0, 1], keepAxes: true)),
        new("product", x => Ops.Product(x[..5])),
        new("product over the first axis", x => Ops.Square(Ops.Product(Ops.Reshape(x, 3, 4), 0))),
        new("product over several axes", x => Ops.Square(Ops.Product(Ops.Reshape(x, 2, 3, 2), [0, 2]))),
        new("product with a zero", x => Ops.Product(x - x[7]) + Ops.Product(x[..4] - x[1])),
        new("product with two zeros", x => Ops.Product(Ops.Concat([x[..4] - x[1], x[4..7] - x[5]]))),
        new("largest", x => Ops.Square(Ops.Max(x))),
        new("largest over an axis", x => Ops.Square(Ops.Max(Ops.Exp(Ops.Reshape(x, 3, 4)), 0)) * x[..4]),
        new("smallest over several axes, kept", x => Ops.Reshape(x, 2, 3, 2) * Ops.Min(Ops.Reshape(Ops.Sin(x), 2, 3, 2), [0, 2], keepAxes: true)),
        new("largest of ties", x => Ops.Square(Ops.Max(Ops.Concat([x, x, x[..7]])))),
        new("variance", x => Ops.Variance(Ops.Exp(x))),
        new("variance of a sample over an axis", x => Ops.Square(Ops.Variance(Ops.Reshape(x, 3, 4), 1, sample: true))),
        new("standard deviation", x => x * Ops.StandardDeviation(Ops.Exp(x), sample: true)),
        new("standard deviation over several axes", x => Ops.Square(Ops.StandardDeviation(Ops.Reshape(Ops.Exp(x), 2, 3, 2), [0, 2]))),
        new("log sum exp", x => Ops.LogSumExp(3 * x)),
        new("log sum exp over an axis", x => Ops.Square(Ops.LogSumExp(Ops.Reshape(4 * x, 3, 4), 0)) * x[..4]),
        new("log sum exp beside -infinity", x => Ops.LogSumExp(Ops.Set(Ops.Reshape(x, 3, 4), x.Tape.Constant(double.NegativeInfinity), 1, 2..), 1)),
        new("norm", x => Ops.Square(Ops.Norm(x)) * Ops.Norm(Ops.Exp(x))),
        new("norms over an axis", x => Ops.Square(Ops.Norm(Ops.Reshape(Ops.Exp(x), 3, 4), [1]))),
        new("norm of order 1", x => x * Ops.Norm(x - 0.9, 1)),
        new("norm of order 3", x => Ops.Square(Ops.Norm(x - 0.9, 3))),
        new("norms of order 1.5 over axes", x => Ops.Square(Ops.Norm(Ops.Reshape(x, 2, 3, 2), [0, 2], 1.5))),
        new("norm of infinite order", x => x * Ops.Norm(x - 3, double.PositiveInfinity)),
    ];

    private static readonly ComplexProgram[] ComplexReductions =
    [
        new("sum over several axes", z => Ops.Square(Ops.Sum(Ops.Exp(Ops.Reshape(z, 2, 3, 2)), [0, -1]))),
        new("product", z => Ops.Product(Ops.Reshape(z, 3, 4), 1)),
        new("product with a zero", z => Ops.Product(z[..5] - z[2])),
        new("norm", z => z * Ops.ToComplex(Ops.Norm(Ops.Exp(z)))),
        new("norms over an axis", z => Ops.ToComplex(Ops.Norm(Ops.Reshape(z, 3, 4), [0]))),
        new("norm of order 3", z => z * Ops.ToComplex(Ops.Norm(z, 3))),
    ];
}
