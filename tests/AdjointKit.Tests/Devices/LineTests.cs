using System.Numerics;
using System.Runtime.Intrinsics;
using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Kernels;
using AdjointKit.Kernels.Lines;
using AdjointKit.Kernels.Simd;
using Xunit;

namespace AdjointKit.Tests.Devices;

/// <summary>The kernels of whole lines against the operations that every backend has, and in registers of different widths: the same bits.</summary>
public sealed class LineTests : IDisposable
{
    private readonly Compute compute = new(threads: 2);

    public void Dispose() => compute.Dispose();

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 3)]
    [InlineData(70, 10)]
    [InlineData(5, 16)]
    [InlineData(400, 257)]
    [InlineData(3, 4096)]
    [InlineData(2, 9001)]
    public void Lines_have_the_bits_of_the_operations_of_every_backend(int lines, int length)
    {
        Check<float>(lines, length);
        Check<double>(lines, length);
    }

    [Fact]
    public void Registers_of_every_width_give_the_same_bits()
    {
        CheckWidths<SoftmaxLines>();
        CheckWidths<LogSumExpLines>();
        CheckWidths<LogSoftmaxLines>();
        CheckWidths<SoftmaxChangeLines>();
        CheckWidths<LogSoftmaxSensitivityLines>();
        CheckWidths<StandardizeLines>();
        CheckWidths<StandardizeChangeLines>();
    }

    private static unsafe void CheckWidths<TKernel>()
        where TKernel : struct, ILineKernel
    {
        using DenormalFlush.Scope flush = DenormalFlush.Enter();
        foreach (int length in (int[])[1, 5, 16, 39, 4100])
        {
            (float[] single, float[] first) = (Run<float>(length, TKernel.Run<Single128, Vector128<float>, float>), Run<float>(length, TKernel.Run<Single256, Vector256<float>, float>));
            Assert.Equal(single, first);
            Assert.Equal(single, Run<float>(length, TKernel.Run<Single512, Vector512<float>, float>));
            double[] number = Run<double>(length, TKernel.Run<Double128, Vector128<double>, double>);
            Assert.Equal(number, Run<double>(length, TKernel.Run<Double256, Vector256<double>, double>));
            Assert.Equal(number, Run<double>(length, TKernel.Run<Double512, Vector512<double>, double>));
        }
    }

    private static unsafe T[] Run<T>(int length, LineKernel kernel)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        NdArray<T> a = Numbers<T>(1, 3, length);
        NdArray<T> b = Numbers<T>(2, 3, length);
        NdArray<T> into = NdArray.Zeros<T>(3, length);
        NdArray<T> ofLine = Numbers<T>(3, 3, 1);
        kernel(new WholeLines { A = a.ToUntyped().Pointer, B = b.ToUntyped().Pointer, Into = into.ToUntyped().Pointer, OfLine = ofLine.ToUntyped().Pointer, Length = length, Shift = 0.1, End = 3 });
        return [.. into.AsReadOnlySpan(), .. ofLine.AsReadOnlySpan()];
    }

    private void Check<T>(int lines, int length)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        UntypedArray x = Numbers<T>(1, lines, length);
        UntypedArray v = Numbers<T>(2, lines, length);
        Shape reduced = new(lines, 1);
        UntypedArray softmax = Compare<T>(x.Shape, (a, _, into) => compute.Backend.Softmax(a, reduced, into), x, v);
        UntypedArray logarithm = Compare<T>(x.Shape, (a, _, into) => compute.Backend.LogSoftmax(a, reduced, into), x, v);
        Compare<T>(reduced, (a, _, into) => compute.Backend.LogSumExp(a, into), x, v);
        Compare<T>(x.Shape, (a, b, into) => compute.Backend.SoftmaxChange(a, b, reduced, into), softmax, v);
        Compare<T>(x.Shape, (a, b, into) => compute.Backend.LogSoftmaxSensitivity(a, b, reduced, into), logarithm, v);
        UntypedArray r = Compare<T>(reduced, (a, _, into) => compute.Backend.Standardize(a, 0.1, compute.Empty<T>(x.Shape), into), x, v);
        UntypedArray y = Compare<T>(x.Shape, (a, _, into) => compute.Backend.Standardize(a, 0.1, into, compute.Empty<T>(reduced)), x, v);
        Compare<T>(x.Shape, (a, b, into) => compute.Backend.StandardizeChange(a, r, b, into), y, v);
    }

    /// <summary>Contiguous lines, and the same ones within an array that is a column wider: these go the way of every backend.</summary>
    private UntypedArray Compare<T>(Shape result, Action<UntypedArray, UntypedArray, UntypedArray> run, UntypedArray a, UntypedArray b)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        UntypedArray whole = compute.Empty<T>(result);
        UntypedArray plain = compute.Empty<T>(result);
        run(a, b, whole);
        run(Wide(a), Wide(b), plain);
        Assert.Equal(plain.As<T>().AsReadOnlySpan().ToArray(), whole.As<T>().AsReadOnlySpan().ToArray());
        return whole;
    }

    private UntypedArray Wide(UntypedArray x)
    {
        UntypedArray view = compute.Backend.Allocate(x.ElementType, x.Shape.With(1, x.Shape[1] + 1), null).Slice(1, 0, x.Shape[1], 1);
        compute.Backend.Copy(x, view);
        return view;
    }

    /// <summary>Normal numbers, and lines with infinities of either sign, NaN, zeros and large differences.</summary>
    private static NdArray<T> Numbers<T>(ulong seed, int lines, int length)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        NdArray<T> x = NdArray.Empty<T>(new Shape(lines, length));
        new CounterRandom(seed).FillNormal(x);
        Span<T> values = x.AsWritableSpan();
        values[0] = T.Zero;
        if (lines < 3) return x;
        values[length..(2 * length)].Fill(T.NegativeInfinity);
        values[2 * length] = T.CreateChecked(95);
        if (lines < 5) return x;
        values[3 * length] = T.PositiveInfinity;
        values[(4 * length) + (length / 2)] = T.NaN;
        return x;
    }

    private delegate void LineKernel(in WholeLines lines);
}
