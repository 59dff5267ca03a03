using System.Numerics;
using AdjointKit.Waves.Acoustic.Kernels;
using Xunit;

namespace AdjointKit.Waves.Tests.Acoustic;

/// <summary>The stencil annihilates constants exactly, whatever the constant and the ratio of the spacings: rounding cannot feed a static field.</summary>
public abstract unsafe class ConstantFieldTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(12)]
    public void The_increment_of_a_constant_is_exactly_zero(int order)
    {
        var stencil = new Stencil<T>(FiniteDifferenceCoefficients.SecondDerivative(order), FiniteDifferenceCoefficients.FirstDerivative(order), 10, 7.3);
        var layout = new PaddedLayout(11, 45, default, stencil.Radius);
        foreach (int bits in (int[])[0, 256, 512])
        {
            foreach (double constant in (double[])[1.0 / 3, -12345.678, 1e-30])
            {
                using var fields = new KernelFields<T>(layout, seed: 1);
                new Span<T>(fields.U - layout.HaloOrigin, (int)layout.HaloCount).Fill(T.CreateChecked(constant));
                new Span<T>(fields.D, (int)layout.PlainCount).Clear();
                AcousticKernels<T>.CreateForWidth(stencil, layout, bits).Forward(fields.U, fields.Next, fields.D, fields.C, null, 0, layout.Nx);
                for (nint n = 0; n < layout.PlainCount; n++) Assert.Equal(T.Zero, fields.D[n]);
                Assert.Equal(T.CreateChecked(constant), fields.Next[0]);
            }
        }
    }
}

public sealed class SingleConstantFieldTests : ConstantFieldTests<float>;

public sealed class DoubleConstantFieldTests : ConstantFieldTests<double>;
