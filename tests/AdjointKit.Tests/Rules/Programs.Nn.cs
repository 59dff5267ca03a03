using AdjointKit.Arrays;
using AdjointKit.Autodiff;

namespace AdjointKit.Tests.Rules;

/// <content>Building blocks of networks.</content>
internal static partial class Programs
{
    private static readonly RealProgram[] RealNn =
    [
        new("softmax", x => Ops.Softmax(Ops.Reshape(3 * x, 3, 4)) * Ops.Reshape(x, 3, 4)),
        new("softmax over the first axis", x => Ops.Square(Ops.Softmax(Ops.Reshape(3 * x, 3, 4), 0))),
        new("log softmax", x => Ops.LogSoftmax(Ops.Reshape(3 * x, 3, 4)) * Ops.Reshape(x, 3, 4)),
        new("log softmax over the first axis", x => Ops.Square(Ops.LogSoftmax(Ops.Reshape(3 * x, 3, 4), 0))),
        new("softmax of a softmax", x => Ops.Square(Ops.Softmax(3 * Ops.Softmax(Ops.Reshape(3 * x, 3, 4))))),
        new("cross-entropy", x => Ops.Square(Ops.CrossEntropy(Ops.Reshape(3 * x, 3, 4), Indices(2, 0, 2)))),
        new("cross-entropy, summed", x => Ops.CrossEntropy(Ops.Reshape(3 * x, 3, 2, 2), Indices([1, 0, 0, 1, 1, 1], 3, 2), LossReduction.Sum)),
        new("layer norm", x => Ops.Square(Ops.LayerNorm(Ops.Reshape(x, 3, 4))) * Ops.Reshape(x, 3, 4)),
        new("layer norm with gain and bias over two axes", x => Ops.Square(Ops.LayerNorm(Ops.Reshape(Ops.Exp(x), 2, 3, 2), Ops.Reshape(x[..6], 3, 2), Ops.Reshape(x[6..], 3, 2), axes: 2))),
        new("binary cross-entropy", x => Ops.Square(Ops.BinaryCrossEntropyWithLogits(4 * (x[..6] - 1), x[6..]))),
        new("mean squared error", x => Ops.Square(Ops.MeanSquaredError(Ops.Exp(x[..6]), x[6..]))),
        new("mean absolute error", x => Ops.Square(Ops.MeanAbsoluteError(Ops.Exp(x[..6]), x[6..], LossReduction.Sum))),
        new("huber", x => Ops.Square(Ops.Huber(Ops.Exp(x[..6]), x[6..], 0.8))),
        new("support threshold", x => Ops.Square(Ops.SupportThreshold(Ops.Reshape(x - 1, 3, 4), Ops.Reshape(0.3 * x[..3], 3, 1), 1)) * Ops.Reshape(x, 3, 4)),
        new("support threshold, one for all", x => Ops.Square(Ops.SupportThreshold(Ops.Reshape(3 * x, 2, 6), 2 * x[3], 2))),
        new("support threshold that passes none", x => Ops.Square(Ops.SupportThreshold(Ops.Reshape(2 * x, 2, 6), Ops.Reshape(x[3..5], 2, 1), 0))),
        new("embedding", x => Ops.Square(Ops.Embedding(Ops.Reshape(x, 4, 3), Indices([3, 1, 3, 0], 2, 2)))),
        new("one hot", x => Ops.MatMul(Ops.OneHot<double>(x.Tape.Constant(Indices(1, 0, 1)), 3), Ops.Square(Ops.Reshape(x, 3, 4)))),
    ];
}
