using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using Xunit;

namespace AdjointKit.Tests.Autodiff;

/// <content>Convolutions and pools.</content>
public sealed partial class ParityTests
{
    [SkippableFact]
    public void Convolution_of_lines() => Check("a23_conv1d_same", ["x", "k"], v => Ops.Sum(Ops.Square(Ops.Convolution1d(v[0], v[1], padding: 1))));

    [SkippableFact]
    public void Largest_of_windows() => Check("a25_maxpool2d", ["x"], v => Ops.Sum(Ops.Square(Ops.MaxPool2d(v[0], (2, 2)))));

    [Fact]
    public void Convolution_of_planes_with_stride_and_dilation()
    {
        NdArray<double> x = Normal<double>(31, 2, 2, 7, 8);
        NdArray<double> k = Normal<double>(32, 3, 2, 3, 2);
        NdArray<double> b = Normal<double>(33, 3);
        Var<double> Loss(Var<double> input, Var<double> kernel, Var<double> bias) =>
            Ops.Sum(Ops.Tanh(Ops.Convolution2d(input, kernel, bias, stride: (2, 2), padding: (1, 0), dilation: (1, 2))));
        AssertPasses(GradCheck.Run<double>("a24", v => Loss(v, v.Tape.Constant(k), v.Tape.Constant(b)), x));
        AssertPasses(GradCheck.Run<double>("a24", v => Loss(v.Tape.Constant(x), v, v.Tape.Constant(b)), k));
        AssertPasses(GradCheck.Run<double>("a24", v => Loss(v.Tape.Constant(x), v.Tape.Constant(k), v), b));

        // On paper: s = 1 - tanh(y)^2, dL/db[o] = the sum of s, dL/dk[o, c, p, q] = the sum of s x where the tap stands.
        (_, NdArray<double>[] gradients) = Gradient.Of<double>(v => Loss(v[0], v[1], v[2]), [x, k, b]);
        double[,] toKernel = new double[3, 2];
        double[] toBias = new double[3];
        for (nint n = 0; n < 2; n++)
        {
            for (nint o = 0; o < 3; o++)
            {
                for (nint row = 0; row < 4; row++)
                {
                    for (nint column = 0; column < 3; column++)
                    {
                        double y = b[o];
                        for (nint c = 0; c < 2; c++)
                        {
                            for (nint p = 0; p < 3; p++)
                            {
                                for (nint q = 0; q < 2; q++) y += k[o, c, p, q] * At(x, n, c, (2 * row) + p - 1, (2 * column) + (2 * q));
                            }
                        }

                        double slope = 1 - Math.Pow(Math.Tanh(y), 2);
                        toBias[o] += slope;
                        for (nint c = 0; c < 2; c++) toKernel[o, c] += slope * At(x, n, c, (2 * row) - 1, (2 * column) + 2);
                    }
                }
            }
        }

        for (nint o = 0; o < 3; o++)
        {
            Assert.Equal(toBias[o], gradients[2][o], 1e-12);
            for (nint c = 0; c < 2; c++) Assert.Equal(toKernel[o, c], gradients[1][o, c, 0, 1], 1e-12);
        }
    }

    private static double At(NdArray<double> x, nint n, nint c, nint row, nint column) => row < 0 || row >= x.Shape[2] || column < 0 || column >= x.Shape[3] ? 0 : x[n, c, row, column];
}
