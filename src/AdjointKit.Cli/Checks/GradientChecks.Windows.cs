using System.Numerics;
using AdjointKit.Autodiff;

namespace AdjointKit.Cli.Checks;

/// <content>Fourier transforms, convolutions, pools, interpolation and finite differences.</content>
internal static partial class GradientChecks
{
    private static readonly Complex ImaginaryUnit = new(0, 1);

    private static IEnumerable<CheckCase> Windows() =>
    [
        Real("Fourier transform of reals", x => Ops.AbsSquared(Ops.RealFft(x))),
        Real("inverse Fourier transform to reals", x => Ops.InverseRealFft(Ops.Exp(Ops.ToComplex(x) * ImaginaryUnit), 13)),
        Real("Fourier transform of reals over a grid", x => Ops.AbsSquared(Ops.RealFft2(x))),
        Real("inverse Fourier transform to reals over a grid", x => Ops.InverseRealFft2(Ops.Exp(Ops.ToComplex(x) * ImaginaryUnit), 12)),
        Real("shifted frequencies", x => Ops.FftShift(x) * Ops.InverseFftShift(x, 1)),
        Real("convolution of lines", x => Ops.Convolution1d(Ops.Reshape(x, 1, Rows, Columns), Ops.Reshape(x[.., 0..3], 1, Rows, 3), padding: 1, dilation: 2)),
        Real("convolution of planes", x => Ops.Convolution2d(Ops.Reshape(x, 1, 1, Rows, Columns), Ops.Reshape(x[.., 2..5], 1, 1, Rows, 3), x[0, 0..1], stride: (1, 2), padding: (1, 1))),
        Real("transposed convolution of lines", x => Ops.TransposedConvolution1d(Ops.Reshape(x, 1, Rows, Columns), Ops.Reshape(x[.., 0..3], Rows, 1, 3), stride: 2, padding: 1, more: 1)),
        Real("transposed convolution of planes", x => Ops.TransposedConvolution2d(Ops.Reshape(x, 1, 1, Rows, Columns), Ops.Reshape(x[.., 2..5], 1, 1, Rows, 3), stride: (2, 1))),
        Real("largest of windows", x => Ops.Square(Ops.MaxPool2d(x, (2, 3), (1, 2)))),
        Real("largest of windows on a line", x => Ops.Square(Ops.MaxPool1d(x, 3, 1, 1))),
        Real("mean of windows", x => Ops.Square(Ops.AvgPool2d(x, (2, 3), (1, 2), (1, 0)))),
        Real("mean of windows on a line", x => Ops.Square(Ops.AvgPool1d(x, 3, 2))),
        Real("interpolation on a line", x => Ops.Interpolate(x[0], x[1] + (0.3 * x[0, 0]))),
        Real("interpolation in a plane", x => Ops.Interpolate(x, (0.4 * x[0]) + 0.1, 2 + (0.3 * x[1]))),
        Real("finite difference", x => Ops.Square(Ops.FiniteDifference(x, 1, 1, 4, 0.5))),
        Real("Laplacian", x => Ops.Square(Ops.Laplacian(x, 2, 0.5))),
        Complex("Fourier transform", x => Ops.Square(Ops.Fft(x, 0)) + Ops.Fft(x)),
        Complex("inverse Fourier transform", x => Ops.Square(Ops.InverseFft(x))),
        Complex("Fourier transform over a grid", x => Ops.Square(Ops.Fft2(x))),
        Complex("inverse Fourier transform over a grid", x => Ops.Square(Ops.InverseFft2(x))),
        Complex("Fourier transforms over a grid of three axes", x => Ops.Fft3(Ops.Reshape(x, 1, Rows, Columns)) * Ops.InverseFft3(Ops.Reshape(x, 1, Rows, Columns))),
        Complex("Fourier filter", x => Ops.FourierFilter(x, Ops.Exp(x))),
        Complex("convolution of lines, complex", x => Ops.Convolution1d(Ops.Reshape(x, 1, Rows, Columns), Ops.Reshape(x[.., 0..3], 1, Rows, 3), padding: 1)),
        Complex("transposed convolution of lines, complex", x => Ops.TransposedConvolution1d(Ops.Reshape(x, 1, Rows, Columns), Ops.Reshape(x[.., 0..3], Rows, 1, 3), stride: 2)),
        Complex("interpolation on a line, complex", x => Ops.Interpolate(x[0], Ops.Real(x[1]) + (0.3 * Ops.Real(x[0, 0..1])))),
    ];
}
