using System.Numerics;
using System.Runtime.Intrinsics;
using AdjointKit.Kernels.Simd;
using Xunit;

namespace AdjointKit.Tests.Kernels.Fourier;

public sealed unsafe class LaneGatherTests
{
    [Fact]
    public void Points_of_lines_come_to_the_lanes_in_which_neighbouring_numbers_are()
    {
        Check<Single256, Vector256<float>, float>();
        Check<Single512, Vector512<float>, float>();
        Check<Double256, Vector256<double>, double>();
        Check<Double512, Vector512<double>, double>();
        Check<ScalarLane<float>, float, float>();
    }

    private static void Check<TOps, TVector, T>()
        where TOps : struct, ILaneOperations<TVector, T>
        where TVector : unmanaged
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        const int stride = 6;
        int width = TOps.Width;

        // Point p of line l: 100 p + l + i (1000 + 100 p + l).
        T* lines = stackalloc T[stride * width];
        T* neighbours = stackalloc T[4 * width];
        for (int line = 0; line < width; line++)
        {
            for (int point = 0; point < 2; point++)
            {
                lines[(line * stride) + (2 * point)] = neighbours[(2 * width * point) + (2 * line)] = T.CreateChecked((100 * point) + line);
                lines[(line * stride) + (2 * point) + 1] = neighbours[(2 * width * point) + (2 * line) + 1] = T.CreateChecked(1000 + (100 * point) + line);
            }
        }

        TOps.LoadComplex(neighbours, out TVector real0, out TVector imaginary0);
        TOps.LoadComplex(neighbours + (2 * width), out TVector real1, out TVector imaginary1);
        TOps.GatherPoint(lines, stride, out TVector real, out TVector imaginary);
        Assert.Equal(real0, real);
        Assert.Equal(imaginary0, imaginary);
        TOps.GatherPair(lines, stride, out TVector first, out TVector firstImaginary, out TVector second, out TVector secondImaginary);
        Assert.Equal((real0, imaginary0, real1, imaginary1), (first, firstImaginary, second, secondImaginary));
    }
}
