using System.Numerics;
using AdjointKit.Arrays;
using Xunit;

namespace AdjointKit.IO.Tests.Arrays;

public class ElementConversionTests
{
    [Fact]
    public void Whole_numbers_become_every_type_that_holds_them()
    {
        using AnyArray array = AnyArray.Of(NdArray.From<int>(0, 1, 100));
        Assert.Equal([(byte)0, (byte)1, (byte)100], array.As<byte>().AsReadOnlySpan().ToArray());
        Assert.Equal([0UL, 1UL, 100UL], array.As<ulong>().AsReadOnlySpan().ToArray());
        Assert.Equal([(Half)0, (Half)1, (Half)100], array.As<Half>().AsReadOnlySpan().ToArray());
        Assert.Equal([0f, 1f, 100f], array.As<float>().AsReadOnlySpan().ToArray());
        Assert.Equal([new ComplexF(0, 0), new ComplexF(1, 0), new ComplexF(100, 0)], array.As<ComplexF>().AsReadOnlySpan().ToArray());
        Assert.Equal([Complex.Zero, Complex.One, 100], array.As<Complex>().AsReadOnlySpan().ToArray());
    }

    [Fact]
    public void A_value_out_of_range_is_refused_and_named()
    {
        using AnyArray large = AnyArray.Of(NdArray.From<double>(1, 1e39));
        string message = Assert.Throws<ArgumentException>(() => large.As<float>()).Message;
        Assert.Contains("Element 1", message, StringComparison.Ordinal);
        Assert.Contains("1E+39", message, StringComparison.Ordinal);
        Assert.Contains("--precision f64", message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => AnyArray.Of(NdArray.From<int>(-1)).As<byte>());
        Assert.Throws<ArgumentException>(() => AnyArray.Of(NdArray.From<double>(9223372036854775808.0)).As<long>());
        Assert.Throws<ArgumentException>(() => AnyArray.Of(NdArray.From<float>(1.5f)).As<int>());
        Assert.Throws<ArgumentException>(() => AnyArray.Of(NdArray.From<float>(float.NaN)).As<int>());
        Assert.Throws<ArgumentException>(() => AnyArray.Of(NdArray.From<int>(2)).As<bool>());
        Assert.Throws<ArgumentException>(() => AnyArray.Of(NdArray.From<Complex>(1)).As<double>());
    }

    [Fact]
    public void Infinities_and_NaN_pass_between_floating_types()
    {
        using AnyArray array = AnyArray.Of(NdArray.From<double>(double.NaN, double.PositiveInfinity, 0.1));
        Assert.Equal([float.NaN, float.PositiveInfinity, 0.1f], array.As<float>().AsReadOnlySpan().ToArray());
    }

    [Fact]
    public void A_view_that_is_not_contiguous_converts_in_the_order_of_its_indices()
    {
        using AnyArray array = AnyArray.Of(NdArray.From<int>([1, 2, 3, 4], new Shape(2, 2)).Transpose(1, 0));
        Assert.Equal([1.0, 3.0, 2.0, 4.0], array.As<double>().AsReadOnlySpan().ToArray());
    }

    [Fact]
    public void Taking_the_elements_under_their_own_type_copies_nothing()
    {
        NdArray<float> elements = NdArray.From<float>(1, 2);
        Assert.Equal(elements, AnyArray.Of(elements).Take<float>());
        Assert.Throws<InvalidOperationException>(() => AnyArray.Of(elements).View<double>());
    }
}
