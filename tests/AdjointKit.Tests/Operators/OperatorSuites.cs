using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Operators;
using AdjointKit.TestKit;

namespace AdjointKit.Tests.Operators;

public sealed class DifferenceOperatorTests : OperatorSuite<double, double>
{
    protected override LinearOperator<double, double> Make(Compute compute) => new SampleDifference(compute, 7, 5);
}

public sealed class ComposedOperatorTests : OperatorSuite<double, double>
{
    protected override LinearOperator<double, double> Make(Compute compute)
    {
        var difference = new SampleDifference(compute, 7, 5);
        return difference * (2 * difference.H) * difference;
    }
}

public sealed class SumAndScaleTests : OperatorSuite<ComplexF, ComplexF>
{
    protected override LinearOperator<ComplexF, ComplexF> Make(Compute compute)
    {
        var fourier = new SampleFourier<ComplexF>(compute, 3, 10);
        return (new Complex(1, -2) * fourier) - fourier.H + -(fourier * fourier);
    }
}

public sealed class FourierOperatorTests : OperatorSuite<Complex, Complex>
{
    protected override LinearOperator<Complex, Complex> Make(Compute compute) => new SampleFourier<Complex>(compute, 4, 15);
}

public sealed class RealToComplexTests : OperatorSuite<double, Complex>
{
    protected override LinearOperator<double, Complex> Make(Compute compute) => new Complex(0.5, 2) * new RealFourierOperator(compute.Host, 12);
}

public sealed class StackedOperatorTests : OperatorSuite<double, double>
{
    protected override LinearOperator<double, double> Make(Compute compute)
    {
        var difference = new SampleDifference(compute, 7, 5);
        return BlockOperator<double, double>.Stack(difference, 3 * difference, difference.H * difference);
    }
}

public sealed class BlockOperatorTests : OperatorSuite<double, double>
{
    protected override LinearOperator<double, double> Make(Compute compute)
    {
        var a = new SampleDifference(compute, 7, 5);
        var b = new SampleDifference(compute, 3, 2);
        return new BlockOperator<double, double>(new LinearOperator<double, double>?[,] { { a, null }, { 2 * a, null }, { null, b } });
    }
}

public sealed class ConcatenatedOperatorTests : OperatorSuite<double, double>
{
    protected override LinearOperator<double, double> Make(Compute compute)
    {
        var a = new SampleDifference(compute, 7, 5);
        return BlockOperator<double, double>.Concatenate(a, -a);
    }
}
