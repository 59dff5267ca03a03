using AdjointKit.Arrays;
using AdjointKit.Autodiff;

namespace AdjointKit.Cli.Checks;

/// <content>Parts and places, reductions, building blocks of networks.</content>
internal static partial class GradientChecks
{
    private static IEnumerable<CheckCase> Indexing() =>
    [
        Real("transpose", x => Ops.Square(Ops.Transpose(x)) * Ops.Reshape(x, Columns, Rows)),
        Real("flip", x => Ops.Square(Ops.Flip(x, 1)) * x),
        Real("concat", x => Ops.Square(Ops.Concat([x, First(x)]))),
        Real("write of a part", x => Ops.Square(Ops.Set(x, First(x) * Second(x), 0..1))),
        Real("take", x => Ops.Square(Ops.Take(x, Places(x.Tape, 3, 0, 3), 1))),
        Real("scatter add", x => Ops.Square(Ops.ScatterAdd(x, Places(x.Tape, 0, 2, 2, 1, 0, 2, 1), 3, 1))),
        Real("sort", x => Ops.Square(Ops.Sort(x)) * x),
        Real("cumulative sum", x => Ops.Square(Ops.CumulativeSum(x, reverse: true))),
        Real("linear recurrence", x => Ops.LinearRecurrence(Ops.Sin(x), Ops.Exp(x))),
        Complex("take, complex", x => Ops.Square(Ops.Take(x, Places(x.Tape, 3, 0, 3), 1))),
        Complex("cumulative product, complex", x => Ops.CumulativeProduct(x)),
    ];

    private static IEnumerable<CheckCase> Reductions() =>
    [
        Real("product", x => Ops.Product(x, 1)),
        Real("largest, smallest", x => Ops.Square(Ops.Max(x, 1)) * Ops.Min(x)),
        Real("place of the largest", x => Ops.Square(Ops.TakeAlongAxis(x, Ops.ArgMax(x, 1, keepAxis: true), 1))),
        Real("variance, standard deviation", x => Ops.Variance(Ops.Exp(x), 1) * Ops.StandardDeviation(x, 1, sample: true)),
        Real("log sum exp", x => Ops.LogSumExp(3 * x, 0)),
        Real("norm", x => Ops.Norm(Ops.Exp(x), [1])),
        Real("norm of order 3", x => Ops.Norm(x - 1, 3)),
        Complex("product, complex", x => Ops.Product(x, 1)),
        Complex("norm, complex", x => Ops.Norm(x)),
    ];

    private static IEnumerable<CheckCase> NetworkBlocks() =>
    [
        Real("softmax", x => Ops.Softmax(3 * x) * x),
        Real("softmax, second derivative", x => Gradient.Of(y => Ops.Sum(Ops.Softmax(3 * y) * y), x)),
        Real("layer norm, second derivative", x => Gradient.Of(y => Ops.Sum(Ops.LayerNorm(Ops.Exp(y)) * y), x)),
        Real("log softmax", x => Ops.LogSoftmax(3 * x) * x),
        Real("log softmax, second derivative", x => Gradient.Of(y => Ops.Sum(Ops.LogSoftmax(3 * y) * y), x)),
        Real("cross-entropy", x => Ops.CrossEntropy(3 * x, Places(x.Tape, 4, 1))),
        Real("support threshold", x => Ops.SupportThreshold(x - 1, 0.2 * Ops.Slice(x, 1, 0, 1), 2) * x),
        Real("layer norm", x => Ops.LayerNorm(Ops.Exp(x)) * x),
    ];

    /// <summary>Indices where the tape computes.</summary>
    private static Var<long> Places(Tape tape, params ReadOnlySpan<long> places)
    {
        using NdArray<long> host = NdArray.From(places);
        return tape.Constant(tape.Compute.ToDevice(host));
    }
}
