using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;

namespace AdjointKit.Tests.Rules;

/// <content>Convolutions and pools.</content>
internal static partial class Programs
{
    private static readonly RealProgram[] RealConvolution =
    [
        new("convolution of lines", x => Ops.Convolution1d(Ops.Reshape(x, 2, 1, 6), Ops.Reshape(Ops.Slice(x, 0, 0, 6), 2, 1, 3), Ops.Slice(x, 0, 5, 2), padding: 1)),
        new("convolution of lines with stride and dilation", x => Ops.Convolution1d(Ops.Reshape(x, 1, 2, 6), Ops.Reshape(x, 3, 2, 2), stride: 2, padding: 2, dilation: 3)),
        new("convolution of planes", x => Ops.Convolution2d(Ops.Reshape(x, 1, 1, 3, 4), Ops.Reshape(x, 3, 1, 2, 2), padding: (1, 0))),
        new("convolution of planes with stride and dilation", x => Ops.Convolution2d(Ops.Reshape(x, 1, 1, 3, 4), Ops.Reshape(x, 1, 1, 3, 4), Ops.Slice(x, 0, 1, 1), (2, 3), (2, 3), (2, 1))),
        new("convolution of planes in groups", x => Ops.Convolution2d(Ops.Reshape(x, 1, 2, 2, 3), Ops.Reshape(Ops.Slice(x, 0, 0, 8), 4, 1, 1, 2), groups: 2)),
        new("convolution by single taps", x => Ops.Convolution2d(Ops.Reshape(x, 1, 3, 2, 2), Ops.Reshape(Ops.Slice(x, 0, 2, 6), 2, 3, 1, 1))),
        new("convolution of a turned view", x => Ops.Convolution2d(Ops.Transpose(Ops.Reshape(x, 3, 2, 1, 2)), Ops.Transpose(Ops.Reshape(x, 2, 3, 1, 2), 3, 2, 0, 1), padding: (0, 2))),
        new("transposed convolution of lines", x => Ops.TransposedConvolution1d(Ops.Reshape(x, 2, 2, 3), Ops.Reshape(x, 2, 2, 3), Ops.Slice(x, 0, 5, 2), stride: 3, padding: 2, dilation: 2, more: 2)),
        new("transposed convolution of planes", x => Ops.TransposedConvolution2d(Ops.Reshape(x, 1, 2, 2, 3), Ops.Reshape(Ops.Slice(x, 0, 0, 8), 2, 1, 2, 2), stride: (2, 1), padding: (1, 0), groups: 2, more: (1, 0))),
        new("transposed convolution by single taps", x => Ops.TransposedConvolution2d(Ops.Reshape(x, 2, 3, 1, 2), Ops.Reshape(Ops.Slice(x, 0, 2, 6), 3, 2, 1, 1))),
        new("convolution with a constant kernel", x => Ops.Square(Ops.Convolution1d(Ops.Reshape(x, 2, 1, 6), Ops.Reshape(Offset(x, 6), 2, 1, 3)))),
        new("transposed convolution with a constant kernel", x => Ops.Square(Ops.TransposedConvolution1d(Ops.Reshape(x, 2, 1, 6), Ops.Reshape(Offset(x, 6), 1, 2, 3), stride: 2))),
        new("largest of windows", x => Ops.Square(Ops.MaxPool2d(Ops.Reshape(x, 1, 3, 4), (2, 2)))),
        new("largest of windows that overlap", x => Ops.Exp(Ops.MaxPool2d(Ops.Reshape(x, 3, 4), (2, 3), (1, 1), (1, 2)))),
        new("largest of windows on a view of a line", x => Ops.Square(Ops.MaxPool1d(Ops.Transpose(Ops.Reshape(x, 6, 2)), 3, 2, 1))),
        new("mean of windows", x => Ops.Square(Ops.AvgPool2d(Ops.Reshape(x, 1, 1, 3, 4), (2, 3), (1, 2), (1, 1)))),
        new("mean of windows on a line", x => Ops.Square(Ops.AvgPool1d(Ops.Reshape(x, 2, 6), 3))),
    ];

    private static readonly ComplexProgram[] ComplexConvolution =
    [
        new("convolution of lines", z => Ops.Convolution1d(Ops.Reshape(z, 2, 1, 6), Ops.Reshape(Ops.Slice(z, 0, 0, 6), 2, 1, 3), Ops.Slice(z, 0, 5, 2), padding: 1)),
        new("convolution of planes in groups", z => Ops.Convolution2d(Ops.Reshape(z, 1, 2, 2, 3), Ops.Reshape(Ops.Slice(z, 0, 0, 8), 4, 1, 1, 2), padding: (1, 0), groups: 2)),
        new("transposed convolution of planes", z => Ops.TransposedConvolution2d(Ops.Reshape(z, 1, 2, 2, 3), Ops.Reshape(Ops.Slice(z, 0, 0, 8), 2, 1, 2, 2), stride: (2, 1), padding: (1, 0), groups: 2)),
        new("mean of windows", z => Ops.Square(Ops.AvgPool2d(Ops.Reshape(z, 3, 4), (2, 2), (1, 1)))),
    ];
}
