using System.Numerics;
using AdjointKit.Waves.Acoustic.Kernels;
using Xunit;

namespace AdjointKit.Waves.Tests.Acoustic;

/// <summary>
/// The vector kernels give the bits of their plain twin, at both register widths, for every method, order and element type. (So they agree with each other.)
/// Where the processor lacks a width, the run-time computes it from narrower registers.
/// </summary>
public abstract unsafe class KernelTwinTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private delegate void KernelCall(AcousticKernels<T> kernels, KernelFields<T> fields);

    public static TheoryData<int, int> OrdersAndWidths()
    {
        var cases = new TheoryData<int, int>();
        foreach (int order in (int[])[2, 4, 8, 12])
        {
            cases.Add(order, 256);
            cases.Add(order, 512);
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(OrdersAndWidths))]
    public void Forward_is_equal(int order, int bits) => Compare(order, bits, (kernels, f) => InTwoParts(f, (from, to) => kernels.Forward(f.U, f.Next, f.D, f.C, null, from, to)));

    [Theory]
    [MemberData(nameof(OrdersAndWidths))]
    public void Forward_with_record_is_equal(int order, int bits) => Compare(order, bits, (kernels, f) => InTwoParts(f, (from, to) => kernels.Forward(f.U, f.Next, f.D, f.C, f.Extra1, from, to)));

    [Theory]
    [MemberData(nameof(OrdersAndWidths))]
    public void Tangent_is_equal(int order, int bits) => Compare(order, bits, (kernels, f) => InTwoParts(f, (from, to) => kernels.Tangent(f.U, f.Next, f.D, f.C, f.Extra1, f.Extra2, from, to)));

    [Theory]
    [MemberData(nameof(OrdersAndWidths))]
    public void Adjoint_is_equal(int order, int bits) => Compare(order, bits, (kernels, f) => InTwoParts(f, (from, to) => kernels.Adjoint(f.P, f.Next, f.D, f.C, null, null, from, to)));

    [Theory]
    [MemberData(nameof(OrdersAndWidths))]
    public void Adjoint_with_image_is_equal(int order, int bits) => Compare(order, bits, (kernels, f) => InTwoParts(f, (from, to) => kernels.Adjoint(f.P, f.Next, f.D, f.C, f.Extra1, f.Extra2, from, to)));

    [Theory]
    [MemberData(nameof(OrdersAndWidths))]
    public void Layers_forward_are_equal(int order, int bits) => Compare(order, bits, (kernels, f) =>
    {
        f.ForEachBlock((in block) => kernels.PmlForwardMemory(block, f.U));
        f.ForEachBlock((in block) => kernels.PmlForwardUpdate(block, f.U, f.Next, f.D, f.C, null));
    });

    [Theory]
    [MemberData(nameof(OrdersAndWidths))]
    public void Layers_forward_with_record_are_equal(int order, int bits) => Compare(order, bits, (kernels, f) =>
    {
        f.ForEachBlock((in block) => kernels.PmlForwardMemory(block, f.U));
        f.ForEachBlock((in block) => kernels.PmlForwardUpdate(block, f.U, f.Next, f.D, f.C, f.Extra1));
    });

    [Theory]
    [MemberData(nameof(OrdersAndWidths))]
    public void Layers_backward_are_equal(int order, int bits) => Compare(order, bits, (kernels, f) =>
    {
        f.ForEachBlock((in block) => kernels.PmlAdjointSecond(block, f.P));
        f.ForEachBlock((in block) => kernels.PmlAdjointFirst(block, f.P));
        f.ForEachBlock((in block) => kernels.PmlAdjointUpdate(block, f.P, f.Next, f.D, f.C));
    });

    [Theory]
    [MemberData(nameof(OrdersAndWidths))]
    public void Imaging_is_equal(int order, int bits) => Compare(order, bits, (kernels, f) => InTwoParts(f, (from, to) =>
    {
        kernels.AddSquare(f.C, f.U, from, to);
        kernels.Accumulate(f.Extra1, f.Extra2, f.U, T.CreateChecked(0.8), T.CreateChecked(0.6), from, to);
        kernels.InverseScattering(f.C, f.U, f.D, f.P, f.Extra1, from, to);
    }));

    private static void InTwoParts(KernelFields<T> fields, Action<int, int> rows)
    {
        rows(0, 9);
        rows(9, fields.Rows);
    }

    /// <summary>Sizes that are no multiples of anything; layers of unequal widths; a domain narrower than a register.</summary>
    private static void Compare(int order, int bits, KernelCall call)
    {
        var stencil = new Stencil<T>(FiniteDifferenceCoefficients.SecondDerivative(order), FiniteDifferenceCoefficients.FirstDerivative(order), 10, 7);
        Compare(stencil, new PaddedLayout(23, 37, new PmlWidths(5, 9, 7, 11), stencil.Radius), bits, call);
        Compare(stencil, new PaddedLayout(13, 181, new PmlWidths(20, 20, 20, 20), stencil.Radius), bits, call);
        Compare(stencil, new PaddedLayout(14, 3, new PmlWidths(1, 0, 0, 2), stencil.Radius), bits, call);
    }

    private static void Compare(Stencil<T> stencil, PaddedLayout layout, int bits, KernelCall call)
    {
        using var expected = new KernelFields<T>(layout, seed: 1);
        using var actual = new KernelFields<T>(layout, seed: 1);
        call(AcousticKernels<T>.CreateForWidth(stencil, layout, 0), expected);
        call(AcousticKernels<T>.CreateForWidth(stencil, layout, bits), actual);
        Assert.Null(expected.FirstDifference(actual));
        using var untouched = new KernelFields<T>(layout, seed: 1);
        Assert.NotNull(expected.FirstDifference(untouched));
    }
}

public sealed class SingleKernelTwinTests : KernelTwinTests<float>;

public sealed class DoubleKernelTwinTests : KernelTwinTests<double>;
