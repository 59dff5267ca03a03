using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;

namespace AdjointKit.Tests.Rules;

/// <content>Fourier transforms.</content>
internal static partial class Programs
{
    private static readonly RealProgram[] RealFourier =
    [
        new("real transform", x => Ops.AbsSquared(Ops.RealFft(x))),
        new("real transform of an odd length, along the first axis", x => Ops.AbsSquared(Ops.RealFft(Ops.Reshape(x, 3, 4), 0))),
        new("real transform of one point", x => Ops.Real(Ops.RealFft(Ops.Reshape(x, 12, 1)))),
        new("inverse transform to an even number of reals", x => Ops.InverseRealFft(Ops.RealFft(x) * Ops.ToComplex(Ops.Slice(x, 0, 0, 7)), 12)),
        new("inverse transform to an odd number of reals, along the first axis", x => Ops.InverseRealFft(Ops.ToComplex(Ops.Reshape(x, 3, 4)) * new Complex(0.3, 1), 5, 0)),
        new("inverse transform to one real", x => Ops.InverseRealFft(Ops.ToComplex(Ops.Reshape(x, 12, 1)) * new Complex(0.3, 1), 1)),
        new("real transform over a grid", x => Ops.AbsSquared(Ops.RealFft2(Ops.Reshape(x, 2, 3, 2)))),
        new("real transform over a grid of three axes", x => Ops.AbsSquared(Ops.RealFft3(Ops.Reshape(x, 2, 2, 3)))),
        new("inverse transform to reals over a grid, the spectrum not symmetric", x => Ops.InverseRealFft2(Ops.Exp(Ops.ToComplex(Ops.Reshape(x, 2, 3, 2)) * Complex.ImaginaryOne), 3)),
        new("inverse transform to reals over a grid of three axes", x => Ops.InverseRealFft3(Ops.Exp(Ops.ToComplex(Ops.Reshape(x, 2, 3, 2)) * Complex.ImaginaryOne), 2)),
        new("Fourier filter with a constant transfer function", x => Ops.AbsSquared(Ops.FourierFilter(Ops.ToComplex(Ops.Reshape(x, 2, 2, 3)), Ops.ToComplex(Ops.Reshape(Offset(x, 6), 2, 3)) * new Complex(1, 0.5)))),
        new("power spectrum of reals made complex", x => Ops.AbsSquared(Ops.Fft(Ops.ToComplex(x)))),
    ];

    private static readonly ComplexProgram[] ComplexFourier =
    [
        new("transform", z => Ops.Square(Ops.Fft(z))),
        new("transform along the first axis", z => Ops.Square(Ops.Fft(Ops.Reshape(z, 3, 4), 0))),
        new("transform along the middle axis", z => Ops.Square(Ops.Fft(Ops.Reshape(z, 2, 3, 2), 1))),
        new("inverse transform", z => Ops.Square(Ops.InverseFft(Ops.Reshape(z, 3, 4)))),
        new("inverse transform along the first axis", z => Ops.Square(Ops.InverseFft(Ops.Reshape(z, 3, 4), 0))),
        new("transform over a grid", z => Ops.Square(Ops.Fft2(Ops.Reshape(z, 2, 3, 2)))),
        new("transform over a transposed grid", z => Ops.Square(Ops.Fft2(Ops.Transpose(Ops.Reshape(z, 3, 4))))),
        new("inverse transform over a grid", z => Ops.Square(Ops.InverseFft2(Ops.Reshape(z, 4, 3)))),
        new("transform over a grid of three axes", z => Ops.Square(Ops.Fft3(Ops.Reshape(z, 2, 3, 2)))),
        new("inverse transform over a grid of three axes", z => Ops.Square(Ops.InverseFft3(Ops.Reshape(z, 3, 2, 2)))),
        new("Fourier filter", z => Ops.FourierFilter(Ops.Reshape(z, 3, 4), Ops.Reshape(z, 3, 4))),
        new("Fourier filter of a batch, twice", z => Ops.FourierFilter(Ops.Square(Ops.FourierFilter(Ops.Reshape(z, 2, 3, 2), Ops.Reshape(Ops.Slice(z, 0, 3, 6), 3, 2))), Ops.Sin(Ops.Reshape(Ops.Slice(z, 0, 0, 6), 3, 2)))),
        new("Fourier filter along one axis", z => Ops.FourierFilter(Ops.Reshape(z, 3, 4), Ops.Slice(z, 0, 2, 4))),
        new("shifted frequencies", z => Ops.FftShift(Ops.Reshape(z, 3, 4)) * Ops.InverseFftShift(Ops.Reshape(z, 3, 4), 0)),
    ];
}
