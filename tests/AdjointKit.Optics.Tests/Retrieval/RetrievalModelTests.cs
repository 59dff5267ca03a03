using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Operators;
using AdjointKit.TestKit;
using Xunit;

namespace AdjointKit.Optics.Tests.Retrieval;

public abstract class CentredFourierSuite<T>(nint ny, nint nx, params nint[] fields) : OperatorSuite<T, T>
    where T : unmanaged
{
    protected override LinearOperator<T, T> Make(Compute compute) => new CentredFourier<T>(compute, ny, nx, fields);
}

public sealed class CentredFourierOperator() : CentredFourierSuite<Complex>(21, 16, 2);

public sealed class CentredFourierOperatorSingle() : CentredFourierSuite<ComplexF>(12, 9);

public sealed class CodedDiffractionOperator : OperatorSuite<Complex, Complex>
{
    protected override LinearOperator<Complex, Complex> Make(Compute compute)
    {
        using NdArray<Complex> masks = compute.Empty<Complex>(3, 8, 9);
        compute.Backend.FillNormal(masks, new CounterRandom(5));
        return new CodedDiffraction<Complex>(compute, masks);
    }
}

public class CentredFourierTests
{
    [Theory]
    [InlineData(6, 4)]
    [InlineData(5, 7)]
    [InlineData(4, 5)]
    public void Is_the_sum_from_the_middle_to_the_middle(int ny, int nx)
    {
        using var compute = new Compute(threads: 1);
        using NdArray<Complex> x = NdArray.Zeros<Complex>(ny, nx);
        new CounterRandom(1).FillNormal(x);
        using NdArray<Complex> expected = NdArray.Fill<Complex>(ny, nx, (ky, kx) =>
        {
            Complex sum = 0;
            for (int jy = 0; jy < ny; jy++)
            {
                for (int jx = 0; jx < nx; jx++)
                {
                    double turns = ((double)(jy - (ny / 2)) * (ky - (ny / 2)) / ny) + ((double)(jx - (nx / 2)) * (kx - (nx / 2)) / nx);
                    sum += x[jy, jx] * Complex.FromPolarCoordinates(1 / Math.Sqrt(ny * nx), -2 * Math.PI * turns);
                }
            }

            return sum;
        });
        var transform = new CentredFourier<Complex>(compute, ny, nx);
        using NdArray<Complex> there = transform.Apply(x);
        using NdArray<Complex> back = transform.ApplyAdjoint(there);
        OpticsOracle.AssertNear(expected, there, 1e-14);
        OpticsOracle.AssertNear(x, back, 1e-14);
    }
}
