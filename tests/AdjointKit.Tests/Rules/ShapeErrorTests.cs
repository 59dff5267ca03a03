using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Loops;
using Xunit;

namespace AdjointKit.Tests.Rules;

/// <summary>What every op says to arrays that do not fit: its name, the shapes, and nothing is left on the tape.</summary>
public sealed class ShapeErrorTests : IDisposable
{
    private readonly Compute compute = new(threads: 1);
    private readonly Tape tape;

    public ShapeErrorTests() => tape = new Tape(compute);

    public static TheoryData<string> Names => [.. Cases.Select(error => error.Name)];

    public void Dispose()
    {
        tape.Dispose();
        compute.Dispose();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void An_op_names_itself_and_the_shapes(string name)
    {
        ShapeError error = Cases.Single(candidate => candidate.Name == name);
        Exception? failure = Record.Exception(() => error.Call(tape));
        Assert.NotNull(failure);
        Assert.True(failure is ArgumentException or InvalidOperationException, failure.ToString());
        foreach (string fragment in error.Fragments) Assert.Contains(fragment, failure.Message, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("Exception", failure.Message, StringComparison.Ordinal);

        // The tape goes on as if nothing had been.
        int before = tape.Count;
        Var<double> x = tape.Input(NdArray.From(3.0));
        tape.Backward(Ops.Sum(x * x));
        Assert.Equal(6, tape.Gradient(x)[0]);
        Assert.Equal(before + 2, tape.Count);
    }

    private static Var<double> A(Tape tape, params ReadOnlySpan<nint> lengths)
    {
        NdArray<double> array = NdArray.Empty<double>(new Shape(lengths));
        array.AsWritableSpan().Fill(0.5);
        return tape.Input(array);
    }

    private static Var<Complex> Z(Tape tape, params ReadOnlySpan<nint> lengths) => tape.Input(NdArray.Zeros<Complex>(lengths));

    private static Var<long> I(Tape tape, params ReadOnlySpan<nint> lengths) => tape.Constant(NdArray.Zeros<long>(lengths));

    private sealed record ShapeError(string Name, Action<Tape> Call, params string[] Fragments);

    private static IReadOnlyList<ShapeError> Cases =>
    [
        .. Broadcasts,
        .. Axes,
        .. IndexingErrors,
        .. LinearAlgebraErrors,
        .. NetworkErrors,
        .. ReductionErrors,
        .. WindowErrors,
        .. FourierErrors,
        .. LoopErrors,
    ];

    private static readonly ShapeError[] Broadcasts =
    [
        Pair("add", (a, b) => a + b),
        Pair("subtract", (a, b) => a - b),
        Pair("multiply", (a, b) => a * b),
        Pair("divide", (a, b) => a / b),
        Pair("atan2", Ops.Atan2),
        Pair("power", Ops.Power),
        Pair("maximum", Ops.Maximum),
        Pair("minimum", Ops.Minimum),
        Pair("hypot", Ops.Hypot),
        Pair("remainder", Ops.Remainder),
        Pair("greater", (a, b) => a > b),
        Pair("greater or equal", (a, b) => a >= b),
        Pair("less", (a, b) => a < b),
        Pair("less or equal", (a, b) => a <= b),
        Pair("equal", Ops.Equal),
        Pair("not equal", Ops.NotEqual),
        Pair("SoftThreshold", Ops.SoftThreshold),
        new("where", t => Ops.Where(A(t, 3), A(t, 4), A(t, 2, 4)), "where", "(3,)", "4"),
        new("clamp", t => Ops.Clamp(A(t, 3), A(t, 4), A(t, 3)), "clamp", "(3,)", "(4,)"),
        new("complex soft threshold", t => Ops.SoftThreshold(Z(t, 3), A(t, 4)), "SoftThreshold", "(3,)", "(4,)"),
        new("complex from its parts", t => Ops.ToComplex(A(t, 3), A(t, 4)), "complex", "(3,)", "(4,)"),
        new("polar", t => Ops.Polar(A(t, 3), A(t, 4)), "(3,)", "(4,)"),
        new("complex power", t => Ops.Power(Z(t, 3), Z(t, 4)), "(3,)", "(4,)"),
        new("broadcast", t => Ops.BroadcastTo(A(t, 3), new Shape(4)), "broadcast", "(3,)", "(4,)"),
        new("broadcast to fewer axes", t => Ops.BroadcastTo(A(t, 3, 2), new Shape(2)), "broadcast", "(3, 2)", "(2,)"),
    ];

    private static readonly ShapeError[] Axes =
    [
        Axis("Sum", x => Ops.Sum(x, 2)),
        Axis("Sum over axes", x => Ops.Sum(x, [0, 2])),
        Axis("Mean", x => Ops.Mean(x, 2)),
        Axis("Product", x => Ops.Product(x, 2)),
        Axis("Max", x => Ops.Max(x, 2)),
        Axis("Min", x => Ops.Min(x, -3)),
        Axis("ArgMax", x => Ops.ArgMax(x, 2)),
        Axis("ArgMin", x => Ops.ArgMin(x, 2)),
        Axis("Variance", x => Ops.Variance(x, 2)),
        Axis("StandardDeviation", x => Ops.StandardDeviation(x, 2)),
        Axis("LogSumExp", x => Ops.LogSumExp(x, 2)),
        Axis("Norm", x => Ops.Norm(x, [2])),
        Axis("Softmax", x => Ops.Softmax(x, 2)),
        Axis("LogSoftmax", x => Ops.LogSoftmax(x, 2)),
        Axis("Sort", x => Ops.Sort(x, 2)),
        Axis("ArgSort", x => Ops.ArgSort(x, 2)),
        Axis("TopK", x => Ops.TopK(x, 1, 2)),
        Axis("CumulativeSum", x => Ops.CumulativeSum(x, 2)),
        Axis("CumulativeProduct", x => Ops.CumulativeProduct(x, 2)),
        Axis("LinearRecurrence", x => Ops.LinearRecurrence(x, x, 2)),
        Axis("Difference", x => Ops.Difference(x, 2)),
        Axis("Take", x => Ops.Take(x, I(x.Tape, 3), 2)),
        Axis("TakeAlongAxis", x => Ops.TakeAlongAxis(x, I(x.Tape, 3, 4), 2)),
        Axis("ScatterAdd", x => Ops.ScatterAdd(x, I(x.Tape, 3), 5, 2)),
        Axis("ScatterAddAlongAxis", x => Ops.ScatterAddAlongAxis(x, I(x.Tape, 3, 4), 2, 5)),
        Axis("IndexAdd", x => Ops.IndexAdd(x, I(x.Tape, 3), x, 2)),
        Axis("Squeeze", x => Ops.Squeeze(x, 2)),
        Axis("ExpandDims", x => Ops.ExpandDims(x, 4)),
        Axis("Slice", x => Ops.Slice(x, 2, 0, 1)),
        Axis("Select", x => Ops.Select(x, 2, 0)),
        Axis("Flip", x => Ops.Flip(x, 2)),
        new("transpose, axis", t => Ops.Transpose(A(t, 3, 4), 0, 2), "transpose", "(3, 4)", "2"),
        Axis("Concat", x => Ops.Concat([x, x], 2)),
        Axis("Stack", x => Ops.Stack([x, x], 4)),
        Axis("Split", x => Ops.Split(x, 2, 2)),
        Axis("Repeat", x => Ops.Repeat(x, 2, 2)),
        Axis("Roll", x => Ops.Roll(x, 2, 2)),
    ];

    private static readonly ShapeError[] IndexingErrors =
    [
        new("reshape", t => Ops.Reshape(A(t, 3, 4), 5, 3), "reshape", "(3, 4)", "(5, 3)"),
        new("reshape with an open length", t => Ops.Reshape(A(t, 3, 4), 5, -1), "reshape", "(3, 4)"),
        new("transpose of too few axes", t => Ops.Transpose(A(t, 3, 4), 0), "transpose", "(3, 4)"),
        new("transpose of an axis twice", t => Ops.Transpose(A(t, 3, 4), 0, 0), "transpose", "(3, 4)"),
        new("squeeze of a long axis", t => Ops.Squeeze(A(t, 3, 4), 1), "squeeze", "(3, 4)"),
        new("slice beyond the end", t => Ops.Slice(A(t, 3, 4), 1, 2, 3), "slice", "(3, 4)", "axis 1"),
        new("select beyond the end", t => Ops.Select(A(t, 3, 4), 1, 4), "select", "(3, 4)", "index 4", "axis 1"),
        new("part of too many axes", t => _ = A(t, 3, 4)[0, 0, 0], "(3, 4)", "3"),
        new("part beyond the end", t => _ = A(t, 3, 4)[5], "(3, 4)", "5"),
        new("part of a range beyond the end", t => _ = A(t, 3, 4)[1..8], "(3, 4)", "8"),
        new("set of a value that does not fit", t => Ops.Set(A(t, 3, 4), A(t, 3), 1..2, ..), "set", "(3,)", "(1, 4)"),
        new("concat of other lengths", t => Ops.Concat([A(t, 3, 4), A(t, 3, 5)], 0), "concat", "(3, 4)", "(3, 5)"),
        new("concat of no parts", t => Ops.Concat<double>([], 0), "concat"),
        new("stack of other lengths", t => Ops.Stack([A(t, 3, 4), A(t, 3, 5)], 0), "stack", "(3, 4)", "(3, 5)"),
        new("stack of no parts", t => Ops.Stack<double>([], 0), "stack"),
        new("split in parts that do not fill", t => Ops.Split(A(t, 3, 4), [1, 2], 1), "split", "(3, 4)", "axis 1", "3"),
        new("split in parts that are not equal", t => Ops.Split(A(t, 3, 4), 3, 1), "split", "(3, 4)", "axis 1"),
        new("pad of other axes", t => Ops.Pad(A(t, 3, 4), [(1, 1)]), "pad", "(3, 4)"),
        new("pad of negative widths", t => Ops.Pad(A(t, 3, 4), [(1, 1), (-1, 0)]), "pad", "axis 1", "(-1, 0)"),
        new("pad by too wide reflection", t => Ops.Pad(A(t, 3, 4), [(1, 1), (4, 0)], PadMode.Reflect), "pad", "axis 1"),
        new("tile of other axes", t => Ops.Tile(A(t, 3, 4), 2), "tile", "(3, 4)"),
        new("take of an index beyond the end", t => Ops.Take(A(t, 3, 4), t.Constant(NdArray.From(3L)), 0), "take", "index 3", "axis 0 of length 3"),
        new("take along axis of other axes", t => Ops.TakeAlongAxis(A(t, 3, 4), I(t, 3), 1), "take along axis", "(3, 4)", "(3,)"),
        new("take along axis of other lengths", t => Ops.TakeAlongAxis(A(t, 3, 4), I(t, 2, 4), 1), "take along axis", "(3, 4)", "(2, 4)"),
        new("scatter add of an index beyond the end", t => Ops.ScatterAdd(A(t, 1, 4), t.Constant(NdArray.From(5L)), 5, 0), "scatter add", "index 5", "axis 0 of length 5"),
        new("scatter add of other lengths", t => Ops.ScatterAdd(A(t, 3, 4), I(t, 2), 5, 0), "ScatterAdd", "(3, 4)", "(2,)"),
        new("scatter add along axis of other lengths", t => Ops.ScatterAddAlongAxis(A(t, 3, 4), I(t, 3, 2), 1, 5), "scatter add along axis", "(3, 4)", "(3, 2)"),
        new("index add of other values", t => Ops.IndexAdd(A(t, 3, 4), I(t, 2), A(t, 3, 4), 0), "IndexAdd", "(3, 4)", "(2,)"),
        new("top k of too many", t => Ops.TopK(A(t, 3, 4), 5, 1), "TopK", "(3, 4)"),
        new("linear recurrence", t => Ops.LinearRecurrence(A(t, 3, 4), A(t, 4)), "linear recurrence", "(3, 4)", "(4,)"),
        new("difference of a high order", t => Ops.Difference(A(t, 3, 4), 0, 4), "difference", "(3, 4)"),
        new("diagonal matrix of a number", t => Ops.DiagonalMatrix(A(t)), "diagonal", "()"),
        new("embedding", t => Ops.Embedding(A(t, 3, 4), NdArray.From(3L)), "take", "index 3", "axis 0 of length 3"),
    ];

    private static readonly ShapeError[] LinearAlgebraErrors =
    [
        new("matrix product", t => Ops.MatMul(A(t, 3, 4), A(t, 3, 4)), "matrix product", "(3, 4)"),
        new("matrix product of vectors", t => Ops.MatMul(A(t, 3), A(t, 3)), "matrix product", "(3,)"),
        new("scale of a matrix product", t => Ops.AddMatMul(A(t, 3, 3), A(t, 4), A(t, 3, 4), A(t, 4, 3)), "AddMatMul", "(4,)", "(3, 3)"),
        new("matrix product of batches", t => Ops.MatMul(A(t, 2, 3, 4), A(t, 3, 4, 3)), "matrix product", "(2, 3, 4)", "(3, 4, 3)"),
        new("dot", t => Ops.Dot(A(t, 3), A(t, 4)), "dot products", "(4,)", "length 3"),
        new("outer products", t => Ops.Outer(A(t), A(t, 4)), "outer products", "()"),
        new("matrix times vector", t => Ops.MatVec(A(t, 3, 4), A(t, 3)), "matrix times vector", "(3,)"),
        new("Kronecker product", t => Ops.Kronecker(A(t, 3), A(t, 3, 4)), "Kronecker product", "(3,)"),
        new("einsum of other axes", t => Ops.Einsum("ij,jk->ik", A(t, 3), A(t, 3, 4)), "einsum ij,jk->ik", "(3,)"),
        new("einsum of other lengths", t => Ops.Einsum("ij,jk->ik", A(t, 3, 4), A(t, 3, 4)), "einsum ij,jk->ik", "(3, 4)"),
        new("inner product", t => Ops.InnerProduct(A(t, 3), A(t, 4)), "inner product", "(3,)", "(4,)"),
        Square("Cholesky", Ops.Cholesky),
        Square("solve", a => Ops.Solve(a, a)),
        Square("triangular solve", a => Ops.TriangularSolve(a, a)),
        Square("inverse", Ops.Inverse),
        Square("determinant", Ops.Determinant),
        Square("log determinant", a => Ops.LogDeterminant(a).LogMagnitude),
        Square("an eigendecomposition", a => Ops.EigenSymmetric(a).Values),
        Square("eigendecomposition", Ops.EigenvaluesSymmetric),
        Square("matrix exponential", Ops.MatrixExponential),
        new("solve of another right side", t => Ops.Solve(A(t, 3, 3), A(t, 4, 2)), "solve", "(3, 3)", "(4, 2)"),
        new("triangular solve of another right side", t => Ops.TriangularSolve(A(t, 3, 3), A(t, 4, 2)), "triangular solve", "(3, 3)", "(4, 2)"),
        new("QR factorisation", t => Ops.Qr(A(t, 3)), "QR", "(3,)"),
        new("singular value decomposition", t => Ops.Svd(A(t, 3)), "singular value", "(3,)"),
        new("singular values", t => Ops.SingularValues(A(t, 3)), "singular value", "(3,)"),
        new("lower triangle", t => Ops.LowerTriangle(A(t, 3)), "triangle", "(3,)"),
        new("upper triangle", t => Ops.UpperTriangle(A(t, 3)), "triangle", "(3,)"),
        new("diagonal", t => Ops.Diagonal(A(t, 3)), "diagonal", "(3,)"),
        new("trace", t => Ops.Trace(A(t, 3)), "(3,)"),
    ];

    private static readonly ShapeError[] NetworkErrors =
    [
        new("layer norm over too many axes", t => Ops.LayerNorm(A(t, 3, 4), axes: 3), "normalised", "(3, 4)"),
        new("layer norm of another gain", t => Ops.LayerNorm(A(t, 3, 4), A(t, 3)), "gain", "(3,)", "(4,)"),
        new("layer norm of another bias", t => Ops.LayerNorm(A(t, 3, 4), null, A(t, 3)), "bias", "(3,)", "(4,)"),
        new("cross entropy", t => Ops.CrossEntropy(A(t, 3, 4), NdArray.From(0L, 1)), "cross entropy", "(3, 4)", "(2,)"),
        new("binary cross entropy", t => Ops.BinaryCrossEntropyWithLogits(A(t, 3), A(t, 4)), "binary cross entropy", "(3,)", "(4,)"),
        new("Huber loss", t => Ops.Huber(A(t, 3), A(t, 4)), "Huber", "(3,)", "(4,)"),
        new("mean squared error", t => Ops.MeanSquaredError(A(t, 3), A(t, 4)), "mean squared error", "(3,)", "(4,)"),
        new("mean absolute error", t => Ops.MeanAbsoluteError(A(t, 3), A(t, 4)), "mean absolute error", "(3,)", "(4,)"),
        new("misfit", t => Ops.L2Misfit(A(t, 3), A(t, 4)), "misfit", "(3,)", "(4,)"),
    ];

    private static readonly ShapeError[] ReductionErrors =
    [
        new("largest of nothing", t => Ops.Max(A(t, 3, 0), 1), "largest", "(3, 0)"),
        new("smallest of nothing", t => Ops.Min(A(t, 3, 0), 1), "smallest", "(3, 0)"),
        new("place of the largest of nothing", t => Ops.ArgMax(A(t, 3, 0), 1), "largest", "(3, 0)"),
        new("sum over an axis twice", t => Ops.Sum(A(t, 3, 4), [0, 0]), "sum", "(3, 4)", "twice"),
        new("norm of a low order", t => Ops.Norm(A(t, 3), 0.5), "norm", "0.5"),
        new("gradient of an array", t => t.Backward(A(t, 3, 4)), "gradient", "(3, 4)", "Sum"),
        new("gradient of a complex number", t => t.Backward(Z(t).ToVar()), "gradient", "Complex128"),
        new("cotangent", t => t.Backward(A(t, 3), NdArray.Zeros<double>(4)), "cotangent", "(3,)", "(4,)"),
        new("precisions", t => UntypedOps.Add(A(t, 3), t.Input(NdArray.Zeros<float>(3))), "add", "Float64 (3,)", "Float32 (3,)", "precision"),
    ];

    private static readonly ShapeError[] WindowErrors =
    [
        new("convolution of planes as lines", t => Ops.Convolution1d(A(t, 2, 3, 8, 8), A(t, 4, 3, 3)), "convolution", "(2, 3, 8, 8)"),
        new("convolution of lines with a kernel of planes", t => Ops.Convolution1d(A(t, 2, 3, 8), A(t, 4, 3, 3, 3)), "convolution", "(4, 3, 3, 3)"),
        new("convolution of lines as planes", t => Ops.Convolution2d(A(t, 2, 3, 8), A(t, 4, 3, 3, 3)), "convolution", "(2, 3, 8)", "(4, 3, 3, 3)"),
        new("convolution of other channels", t => Ops.Convolution2d(A(t, 2, 3, 8, 8), A(t, 4, 2, 3, 3)), "convolution", "(2, 3, 8, 8)", "(4, 2, 3, 3)"),
        new("convolution of channels that make no groups", t => Ops.Convolution2d(A(t, 2, 4, 8, 8), A(t, 3, 2, 3, 3), groups: 2), "convolution", "(2, 4, 8, 8)", "2 equal groups"),
        new("convolution of a long kernel", t => Ops.Convolution1d(A(t, 2, 3, 4), A(t, 4, 3, 3), dilation: 3), "convolution", "(2, 3, 1, 4)", "7 elements"),
        new("convolution of no stride", t => Ops.Convolution2d(A(t, 2, 3, 8, 8), A(t, 4, 3, 3, 3), stride: (1, 0)), "convolution", "(2, 3, 8, 8)", "stride 0"),
        new("convolution of negative padding", t => Ops.Convolution2d(A(t, 2, 3, 8, 8), A(t, 4, 3, 3, 3), padding: (-1, 0)), "convolution", "(2, 3, 8, 8)", "-1"),
        new("convolution of another bias", t => Ops.Convolution2d(A(t, 2, 3, 8, 8), A(t, 4, 3, 3, 3), A(t, 3)), "convolution", "(3,)", "4 output channels"),
        new("transposed convolution of lines as planes", t => Ops.TransposedConvolution2d(A(t, 2, 3, 8), A(t, 3, 4, 3, 3)), "transposed convolution", "(2, 3, 8)", "(3, 4, 3, 3)"),
        new("transposed convolution of other channels", t => Ops.TransposedConvolution2d(A(t, 2, 3, 8, 8), A(t, 4, 3, 3, 3)), "transposed convolution", "(2, 3, 8, 8)", "(4, 3, 3, 3)"),
        new("transposed convolution of planes as lines", t => Ops.TransposedConvolution1d(A(t, 2, 3, 8, 8), A(t, 3, 4, 3)), "transposed convolution", "(2, 3, 8, 8)"),
        new("transposed convolution, more than the stride", t => Ops.TransposedConvolution1d(A(t, 2, 3, 8), A(t, 3, 4, 3), stride: 2, more: 2), "transposed convolution", "(2, 3, 1, 8)", "2 more"),
        new("transposed convolution of no stride", t => Ops.TransposedConvolution1d(A(t, 2, 3, 8), A(t, 3, 4, 3), stride: 0), "transposed convolution", "(2, 3, 1, 8)", "stride 0"),
        new("largest of windows of a line", t => Ops.MaxPool2d(A(t, 8), (2, 2)), "pooling", "(8,)"),
        new("largest of windows of a number", t => Ops.MaxPool1d(A(t), 2), "pooling", "()"),
        new("mean of long windows", t => Ops.AvgPool2d(A(t, 3, 4), (4, 2)), "pooling", "(3, 4)", "4 elements"),
        new("mean of windows of a wide padding", t => Ops.AvgPool1d(A(t, 3, 4), 2, padding: 2), "pooling", "(3, 1, 4)", "padding"),
        new("interpolation in a plane of a line", t => Ops.Interpolate(A(t, 4), A(t, 3), A(t, 3)), "interpolation", "(4,)"),
        new("interpolation in a plane at other positions", t => Ops.Interpolate(A(t, 4, 4), A(t, 3), A(t, 2)), "interpolation", "(3,)", "(2,)"),
        new("interpolation in an array without points", t => Ops.Interpolate(A(t, 2, 0), A(t, 3)), "interpolation", "(2, 0)"),
        Axis("FiniteDifference", x => Ops.FiniteDifference(x, 2)),
        new("Laplacian of other distances", t => Ops.Laplacian(A(t, 3, 4), 2, 1, 1, 1), "(3, 4)", "3 distances"),
    ];

    private static readonly ShapeError[] FourierErrors =
    [
        new("Fourier transform, axis", t => Ops.Fft(Z(t, 3, 4), 2), "Fourier transform", "(3, 4)", "axis 2"),
        new("inverse Fourier transform, axis", t => Ops.InverseFft(Z(t, 3, 4), -3), "Fourier transform", "(3, 4)", "axis -3"),
        new("Fourier transform of real numbers", t => Ops.Fft(A(t, 3, 4)), "Fourier transform", "(3, 4)", "RealFft"),
        new("Fourier transform over a plane of a line", t => Ops.Fft2(Z(t, 3)), "Fourier transform", "2 axes", "(3,)"),
        new("inverse Fourier transform over a block of a plane", t => Ops.InverseFft3(Z(t, 3, 4)), "Fourier transform", "3 axes", "(3, 4)"),
        new("real Fourier transform, axis", t => Ops.RealFft(A(t, 3, 4), 2), "Fourier transform", "(3, 4)", "axis 2"),
        new("real Fourier transform over a plane of a line", t => Ops.RealFft2(A(t, 3)), "Fourier transform", "2 axes", "(3,)"),
        new("inverse real Fourier transform of another length", t => Ops.InverseRealFft(Z(t, 3, 4), 8, 0), "Fourier transform", "(3, 4)", "8 real numbers", "5 coefficients", "axis 0"),
        new("inverse real Fourier transform over a plane of another length", t => Ops.InverseRealFft2(Z(t, 3, 4), 8), "Fourier transform", "(3, 4)", "5 coefficients"),
        new("Fourier filter of another grid", t => Ops.FourierFilter(Z(t, 3, 4), Z(t, 3, 5)), "Fourier filter", "(3, 4)", "(3, 5)"),
        new("Fourier filter of more axes", t => Ops.FourierFilter(Z(t, 4), Z(t, 3, 4)), "Fourier filter", "(4,)", "(3, 4)"),
        Axis("FftShift", x => Ops.FftShift(x, 2)),
        Axis("InverseFftShift", x => Ops.InverseFftShift(x, 0, -3)),
    ];

    private static readonly ShapeError[] LoopErrors =
    [
        new("scan of another number of steps", t => Scan.Run(f => f.Next[0] = f.State[0], [A(t, 3)], [A(t, 5, 3)], steps: 4), "Scan", "input sequence 0", "(5, 3)", "4 steps"),
        new("scan of sequences of other lengths", t => Scan.Run(f => f.Next[0] = f.State[0], [A(t, 3)], [A(t, 5, 3), A(t, 6, 3)]), "Scan", "input sequence 1", "(6, 3)", "5 steps"),
        new("scan of a number", t => Scan.Run((h, x) => (h, x), A(t, 3), A(t)), "Scan", "input sequence 0", "()"),
        new("scan of a state that changes its shape", t => Scan.Run((h, x) => (h + x, x), A(t, 3), A(t, 5, 2, 3)), "state 0", "(3,)", "(2, 3)"),
        new("scan of entries that do not fit", t => Scan.Run((h, x) => (h + x, x), A(t, 3), A(t, 5, 4)), "add", "(3,)", "(4,)"),
        new("repeat of a state that changes its shape", t => Scan.Repeat((h, p) => h + p[0], A(t, 3), [A(t, 2, 3)], 4), "state 0", "(3,)", "(2, 3)"),
        new("while of a state that changes its shape", t => While.Run(h => true, (h, p) => Ops.Sum(h), A(t, 3), []), "state 0", "(3,)", "()"),
        new("while of steps that do not fit", t => While.Run(h => true, (h, p) => h * p[0], A(t, 3), [A(t, 4)]), "multiply", "(3,)", "(4,)"),
    ];

    private static ShapeError Pair(string op, Func<Var<double>, Var<double>, Var<double>> call) => new(op, t => call(A(t, 2, 3), A(t, 4)), op, "(2, 3)", "(4,)");

    private static ShapeError Axis(string op, Func<Var<double>, object> call) => new(op + ", axis", t => call(A(t, 3, 4)), op.Split(" over")[0], "(3, 4)", "axis");

    private static ShapeError Square(string op, Func<Var<double>, Var<double>> call) => new(op, t => call(A(t, 3, 4)), op, "(3, 4)");
}
