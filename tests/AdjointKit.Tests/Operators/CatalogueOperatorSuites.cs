using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Operators;
using AdjointKit.TestKit;

namespace AdjointKit.Tests.Operators;

public sealed class MatrixOperatorTests : OperatorSuite<Complex, Complex>
{
    protected override LinearOperator<Complex, Complex> Make(Compute compute) => new MatrixOperator<Complex>(compute, OperatorOracle.Random<Complex>(compute, new Shape(5, 7)));
}

public sealed class MatrixOperatorSingleTests : OperatorSuite<float, float>
{
    protected override LinearOperator<float, float> Make(Compute compute) => new MatrixOperator<float>(compute, OperatorOracle.Random<float>(compute, new Shape(7, 4)));
}

public sealed class MatrixOnSamplesTests : OperatorSuite<Complex, Complex>
{
    protected override LinearOperator<Complex, Complex> Make(Compute compute) => new MatrixOperator<Complex>(compute, OperatorOracle.Random<Complex>(compute, new Shape(5, 7)), samples: 3);
}

public sealed class IdentityOperatorTests : OperatorSuite<ComplexF, ComplexF>
{
    protected override LinearOperator<ComplexF, ComplexF> Make(Compute compute) => new IdentityOperator<ComplexF>(compute, new Shape(3, 4));
}

public sealed class DiagonalOperatorTests : OperatorSuite<Complex, Complex>
{
    protected override LinearOperator<Complex, Complex> Make(Compute compute) => new DiagonalOperator<Complex>(compute, OperatorOracle.Random<Complex>(compute, new Shape(3, 4)));
}

public sealed class SamplingOperatorTests : OperatorSuite<ComplexF, ComplexF>
{
    protected override LinearOperator<ComplexF, ComplexF> Make(Compute compute) => new SamplingOperator<ComplexF>(compute, new Shape(3, 4), 11, 2, 2, 7);
}

public sealed class PartialFourierTests : OperatorSuite<Complex, Complex>
{
    protected override LinearOperator<Complex, Complex> Make(Compute compute)
    {
        var fourier = new FourierOperator<Complex>(compute, new Shape(6, 5), unitary: false);
        return new SamplingOperator<Complex>(compute, fourier.Range, 0, 3, 29, 17) * fourier;
    }
}

public sealed class UnitaryFourierTests : OperatorSuite<ComplexF, ComplexF>
{
    protected override LinearOperator<ComplexF, ComplexF> Make(Compute compute) => new FourierOperator<ComplexF>(compute, new Shape(24));
}

public sealed class ConvolutionOfLinesTests : OperatorSuite<Complex, Complex>
{
    protected override LinearOperator<Complex, Complex> Make(Compute compute) => new ConvolutionOperator<Complex>(compute, new Shape(11), OperatorOracle.Random<Complex>(compute, new Shape(4)), PadMode.Reflect);
}

public sealed class ConvolutionOfPlanesTests : OperatorSuite<float, float>
{
    protected override LinearOperator<float, float> Make(Compute compute) => new ConvolutionOperator<float>(compute, new Shape(6, 7), OperatorOracle.Random<float>(compute, new Shape(3, 4)), PadMode.Wrap);
}

public sealed class GaussianSmoothingTests : OperatorSuite<double, double>
{
    protected override LinearOperator<double, double> Make(Compute compute) => Smoothing.Gaussian<double>(compute, new Shape(9, 12), 1.3, PadMode.Constant);
}

public sealed class ForwardDifferenceTests : OperatorSuite<Complex, Complex>
{
    protected override LinearOperator<Complex, Complex> Make(Compute compute) => new DifferenceOperator<Complex>(compute, new Shape(3, 5, 4), 1, PadMode.Wrap);
}

public sealed class GradientOperatorTests : OperatorSuite<float, float>
{
    protected override LinearOperator<float, float> Make(Compute compute) => new GradientOperator<float>(compute, new Shape(5, 4));
}

public sealed class DivergenceTests : OperatorSuite<double, double>
{
    protected override LinearOperator<double, double> Make(Compute compute) => new GradientOperator<double>(compute, new Shape(5, 4, 3), PadMode.Reflect).Divergence.H;
}

public sealed class WaveletsOfLinesTests : OperatorSuite<Complex, Complex>
{
    protected override LinearOperator<Complex, Complex> Make(Compute compute) => new WaveletOperator<Complex>(compute, new Shape(24), Wavelet.Daubechies(4), 3);
}

public sealed class WaveletsOfPlanesTests : OperatorSuite<float, float>
{
    protected override LinearOperator<float, float> Make(Compute compute) => new WaveletOperator<float>(compute, new Shape(12, 8), Wavelet.Symlet(5), 2);
}

public sealed class RadonOperatorTests : OperatorSuite<double, double>
{
    protected override LinearOperator<double, double> Make(Compute compute) => new RadonOperator<double>(compute, new Shape(9, 12), [0, 0.4, Math.PI / 4, 1.3, Math.PI / 2, 2.5, 3.5], 14, 0.9);
}

public sealed class RadonOperatorSingleTests : OperatorSuite<float, float>
{
    protected override LinearOperator<float, float> Make(Compute compute) => new RadonOperator<float>(compute, new Shape(9, 7), [0.1, 1.6], 11);
}

public sealed class KroneckerOperatorTests : OperatorSuite<Complex, Complex>
{
    protected override LinearOperator<Complex, Complex> Make(Compute compute) =>
        new KroneckerOperator<Complex>(new MatrixOperator<Complex>(compute, OperatorOracle.Random<Complex>(compute, new Shape(3, 4))), new FourierOperator<Complex>(compute, new Shape(2, 3)));
}

public sealed class BlockDiagonalTests : OperatorSuite<double, double>
{
    protected override LinearOperator<double, double> Make(Compute compute) =>
        BlockOperator<double, double>.Diagonal(new IdentityOperator<double>(compute, new Shape(2, 3)), new DifferenceOperator<double>(compute, new Shape(5), 0));
}
