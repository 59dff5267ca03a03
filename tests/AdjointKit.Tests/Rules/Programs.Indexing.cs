using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;

namespace AdjointKit.Tests.Rules;

/// <content>Views, parts, places, sorting, running sums.</content>
internal static partial class Programs
{
    private static readonly RealProgram[] RealIndexing =
    [
        new("slice backwards", x => Ops.Square(Ops.Slice(x, 0, 10, 4, step: -3)) * Ops.Slice(x, 0, 3, 4)),
        new("flip", x => Ops.Sin(Ops.Flip(Ops.Reshape(x, 3, 4), 0)) * Ops.Flip(Ops.Reshape(x, 3, 4), 1)),
        new("flip in a matrix product", x => Ops.MatMul(Ops.Flip(Ops.Reshape(x, 3, 4), 1), Ops.Flip(Ops.Reshape(x, 4, 3), 0))),
        new("reductions of a flip", x => Ops.Sum(Ops.Exp(Ops.Flip(Ops.Reshape(x, 3, 4), 1)), 0) * Ops.InnerProduct(Ops.Flip(x, 0), Ops.Exp(x))),
        new("part", x => Ops.Square(Ops.Reshape(x, 3, 4)[1, (0..4, 2)]) * Ops.Reshape(x, 3, 4)[^1, ..2]),
        new("part of a part", x => Ops.Square(Ops.Reshape(x, 2, 3, 2)[.., (0..3, -2), 1][1])),
        new("one entry several times", x => (x[3] * x[3] * x) + (x[-1] * x[^2])),
        new("select", x => Ops.Exp(Ops.Select(Ops.Reshape(x, 3, 4), 1, 2)) * Ops.Select(Ops.Reshape(x, 3, 4), -1, 0)),
        new("squeeze and expand", x => Ops.Square(Ops.Squeeze(Ops.ExpandDims(Ops.Transpose(Ops.Reshape(x, 3, 4)), 1), 1))),
        new("set an entry", x => Ops.Square(Ops.Set(x, x[0] * x[1], 2))),
        new("set entries one after another", SequentialWrites),
        new("set a part", x => Ops.Square(Ops.Set(Ops.Reshape(x, 3, 4), Ops.Square(x[..2]), 1.., (1..4, -2)))),
        new("set all", x => Ops.Set(x, Ops.Square(x), ..)),
        new("set in a constant", x => Ops.Set(x.Tape.Constant(NdArray.Zeros<double>(5, 3)), Ops.Square(x[..3]), 2)),
        new("concat", x => Ops.Square(Ops.Concat([Ops.Reshape(x, 3, 4), Ops.Reshape(x[..6], 3, 2), Ops.Reshape(x, 3, 4)], 1))),
        new("concat with a constant", x => Ops.Square(Ops.Concat([x, x.Tape.Constant(NdArray.From(1.0, 2.0))]))),
        new("stack", x => Ops.Square(Ops.Stack([x[..4], x[4..8], x[..4]], -1))),
        new("split", x => { Var<double>[] parts = Ops.Split(x, [5, 3, 4]); return Ops.Sum(parts[0]) * Ops.Square(parts[2]); }),
        new("split in equal parts", x => { Var<double>[] parts = Ops.Split(Ops.Reshape(x, 3, 4), 2, 1); return parts[0] * Ops.Exp(parts[1]); }),
        new("pad with a number", x => Ops.Square(Ops.Pad(Ops.Reshape(x, 3, 4), [(1, 2), (0, 1)], value: 0.5))),
        new("pad with the edge", x => Ops.Square(Ops.Pad(Ops.Reshape(x, 3, 4), [(1, 2), (0, 3)], PadMode.Edge))),
        new("pad with reflections", x => Ops.Square(Ops.Pad(Ops.Reshape(x, 3, 4), [(1, 2), (3, 0)], PadMode.Reflect))),
        new("pad with the other end", x => Ops.Square(Ops.Pad(Ops.Reshape(x, 3, 4), [(3, 2), (0, 3)], PadMode.Wrap))),
        new("tile", x => Ops.Square(Ops.Tile(Ops.Reshape(x, 3, 4), 2, 3)) * 0.5),
        new("repeat", x => Ops.Square(Ops.Repeat(Ops.Reshape(x, 3, 4), 3, 1))),
        new("roll", x => Ops.Roll(Ops.Reshape(x, 3, 4), -5, 1) * Ops.Reshape(x, 3, 4)),
        new("take rows", x => Ops.Square(Ops.Take(Ops.Reshape(x, 4, 3), Indices(2, 0, 2, 2)))),
        new("take columns by a table of indices", x => Ops.Square(Ops.Take(Ops.Reshape(x, 4, 3), Indices([2, 0, 2, 2, 1, 1], 2, 3), 1))),
        new("take along an axis", x => Ops.Square(Ops.TakeAlongAxis(Ops.Reshape(x, 3, 4), Indices([3, 0, 1, 1, 2, 2], 3, 2), 1))),
        new("take from a view", x => Ops.Square(Ops.TakeAlongAxis(Ops.Transpose(Ops.Flip(Ops.Reshape(x, 2, 3, 2), 1), 2, 0, 1), Indices([1, 0, 1], 1, 1, 3), 2))),
        new("scatter add", x => Ops.Square(Ops.ScatterAdd(x, Indices(0, 3, 3, 1, 0, 4, 4, 4, 1, 0, 3, 3), 5))),
        new("scatter add along an axis", x => Ops.Square(Ops.ScatterAddAlongAxis(Ops.Reshape(x, 3, 4), Indices([1, 1, 0, 3], 1, 4), 1, 5))),
        new("index add", x => Ops.Square(Ops.IndexAdd(Ops.Reshape(x, 3, 4), Indices(2, 2), Ops.Reshape(Ops.Exp(x[..8]), 2, 4)))),
        new("sort", x => Ops.Square(Ops.Sort(Ops.Reshape(x, 3, 4))) * Ops.Reshape(x, 3, 4)),
        new("sort downwards along the first axis", x => Ops.Square(Ops.Sort(Ops.Reshape(x, 4, 3), 0, descending: true)) * Ops.Reshape(x, 4, 3)),
        new("top k", x => Ops.Square(Ops.TopK(Ops.Reshape(x, 3, 4), 2).Values)),
        new("cumulative sum", x => Ops.Square(Ops.CumulativeSum(Ops.Reshape(x, 4, 3), 0))),
        new("cumulative sum from the end without the entry", x => Ops.Square(Ops.CumulativeSum(Ops.Reshape(x, 4, 3), 1, reverse: true, exclusive: true))),
        new("cumulative product", x => Ops.CumulativeProduct(Ops.Reshape(x, 3, 4)) * Ops.CumulativeProduct(Ops.Reshape(x, 3, 4), 0)),
        new("cumulative product with zeros", x => Ops.CumulativeProduct(Ops.Set(x - x[5], x[0] - x[0], 9))),
        new("linear recurrence", x => Ops.LinearRecurrence(Ops.Sin(Ops.Reshape(x, 4, 3)), Ops.Exp(Ops.Reshape(x, 4, 3)), 0)),
        new("differences", x => Ops.Square(Ops.Difference(Ops.Exp(Ops.Reshape(x, 3, 4)), order: 2))),
        new("diagonals beside the main one", x => Ops.Square(Ops.Diagonal(Ops.Reshape(x, 3, 4), 1)) * Ops.Diagonal(Ops.Transpose(Ops.Reshape(x, 3, 4)), -1)),
        new("matrix of a lower diagonal", x => Ops.MatMul(Ops.DiagonalMatrix(x[..3], -1), Ops.Reshape(x[4..], 4, 2))),
    ];

    private static readonly ComplexProgram[] ComplexIndexing =
    [
        new("parts and writes", z => Ops.Square(Ops.Set(Ops.Reshape(z, 3, 4), z[..2] * z[1], (0..3, -2), 1..3))),
        new("flip", z => Ops.Flip(z, 0) * z),
        new("concat and pad", z => Ops.Square(Ops.Pad(Ops.Concat([z, z[..3]]), [(2, 4)], PadMode.Reflect))),
        new("pad with a number", z => Ops.Square(Ops.Pad(z, [(1, 1)], value: new Complex(1, 2)))),
        new("take", z => Ops.Square(Ops.Take(Ops.Reshape(z, 4, 3), Indices(2, 0, 2, 2)))),
        new("scatter add", z => Ops.Square(Ops.ScatterAdd(z, Indices(0, 3, 3, 1, 0, 4, 4, 4, 1, 0, 3, 3), 5))),
        new("cumulative sum", z => Ops.Square(Ops.CumulativeSum(z, reverse: true))),
        new("cumulative product", z => Ops.CumulativeProduct(Ops.Reshape(z, 3, 4))),
        new("linear recurrence", z => Ops.LinearRecurrence(Ops.Sin(z), Ops.Exp(z) * z[0])),
    ];

    private static Var<double> SequentialWrites(Var<double> x)
    {
        Var<double> y = Ops.Set(x, x[0] * x[1], 2);
        y = Ops.Set(y, y[2] * 2, 0);
        return y * y;
    }

    private static NdArray<long> Indices(params ReadOnlySpan<long> values) => NdArray.From(values);

    private static NdArray<long> Indices(ReadOnlySpan<long> values, params ReadOnlySpan<nint> lengths) => NdArray.From(values, new Shape(lengths));
}
