using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Operators;

namespace AdjointKit.Cli.Checks;

/// <summary>The operators between arrays that no physics is in, in both precisions: a part of <see cref="OperatorChecks"/>.</summary>
internal static class ArrayOperatorChecks
{
    internal static IReadOnlyList<CheckCase> All { get; } =
    [
        .. OperatorChecks.Both("matrix", Matrix<float>, Matrix<double>),
        .. OperatorChecks.Both("matrix on samples", Samples<float>, Samples<double>),
        OperatorChecks.Case("f32", "matrix on samples, complex", Samples<ComplexF>),
        OperatorChecks.Case("f64", "matrix on samples, complex", Samples<Complex>),
        .. OperatorChecks.Both("identity", Identity<float>, Identity<double>),
        .. OperatorChecks.Both("diagonal", Diagonal<float>, Diagonal<double>),
        .. OperatorChecks.Both("sampling by indices", compute => new SamplingOperator<float>(compute, new Shape(3, 4), 11, 2, 2, 7), compute => new SamplingOperator<double>(compute, new Shape(3, 4), 11, 2, 2, 7)),
        .. OperatorChecks.Both("sampling by a mask", compute => new SamplingOperator<float>(compute, Mask()), compute => new SamplingOperator<double>(compute, Mask())),
        OperatorChecks.Case("f32", "Fourier operator", compute => new FourierOperator<ComplexF>(compute, new Shape(6, 10))),
        OperatorChecks.Case("f64", "Fourier operator", compute => new FourierOperator<Complex>(compute, new Shape(6, 10))),
        .. OperatorChecks.Both("convolution of a line", Line<float>, Line<double>),
        .. OperatorChecks.Both("convolution of a plane", Plane<float>, Plane<double>),
        .. OperatorChecks.Both("Gaussian smoothing", compute => Smoothing.Gaussian<float>(compute, new Shape(9, 12), 1.3, PadMode.Constant), compute => Smoothing.Gaussian<double>(compute, new Shape(9, 12), 1.3, PadMode.Constant)),
        .. OperatorChecks.Both("forward differences", compute => new DifferenceOperator<float>(compute, new Shape(5, 7), 1, PadMode.Wrap), compute => new DifferenceOperator<double>(compute, new Shape(5, 7), 1, PadMode.Wrap)),
        .. OperatorChecks.Both("gradient of an array", compute => new GradientOperator<float>(compute, new Shape(5, 7)), compute => new GradientOperator<double>(compute, new Shape(5, 7))),
        .. OperatorChecks.Both("divergence", compute => new GradientOperator<float>(compute, new Shape(5, 7)).Divergence, compute => new GradientOperator<double>(compute, new Shape(5, 7)).Divergence),
        .. OperatorChecks.Both("wavelets", compute => new WaveletOperator<float>(compute, new Shape(16, 8), Wavelet.Symlet(4), 3), compute => new WaveletOperator<double>(compute, new Shape(16, 8), Wavelet.Symlet(4), 3)),
        .. OperatorChecks.Both("Radon transform", compute => new RadonOperator<float>(compute, new Shape(9, 12), [0, 0.7, 1.6, 2.8], 15), compute => new RadonOperator<double>(compute, new Shape(9, 12), [0, 0.7, 1.6, 2.8], 15)),
        .. OperatorChecks.Both("Kronecker product", compute => new KroneckerOperator<float>(Matrix<float>(compute), Matrix<float>(compute)), compute => new KroneckerOperator<double>(Matrix<double>(compute), Matrix<double>(compute))),
        .. OperatorChecks.Both("diagonal of operators", compute => BlockOperator<float, float>.Diagonal(Matrix<float>(compute), Identity<float>(compute)), compute => BlockOperator<double, double>.Diagonal(Matrix<double>(compute), Identity<double>(compute))),
    ];

    private static NdArray<T> Random<T>(Compute compute, Shape shape)
        where T : unmanaged
    {
        NdArray<T> x = compute.Empty<T>(shape);
        compute.Backend.FillNormal(x, new CounterRandom(3));
        return x;
    }

    private static NdArray<bool> Mask() => NdArray.From(new[,] { { true, false, true }, { false, true, true } });

    private static MatrixOperator<T> Matrix<T>(Compute compute)
        where T : unmanaged => new(compute, Random<T>(compute, new Shape(5, 4)));

    private static MatrixOperator<T> Samples<T>(Compute compute)
        where T : unmanaged => new(compute, Random<T>(compute, new Shape(5, 4)), 3);

    private static IdentityOperator<T> Identity<T>(Compute compute)
        where T : unmanaged => new(compute, new Shape(3, 4));

    private static DiagonalOperator<T> Diagonal<T>(Compute compute)
        where T : unmanaged => new(compute, Random<T>(compute, new Shape(3, 4)));

    private static ConvolutionOperator<T> Line<T>(Compute compute)
        where T : unmanaged => new(compute, new Shape(17), Random<T>(compute, new Shape(5)), PadMode.Reflect);

    private static ConvolutionOperator<T> Plane<T>(Compute compute)
        where T : unmanaged => new(compute, new Shape(7, 9), Random<T>(compute, new Shape(3, 4)), PadMode.Wrap);
}
