using AdjointKit.Arrays;
using AdjointKit.Devices;
using Xunit;

namespace AdjointKit.Tests.Arrays;

public sealed class OwnershipTests
{
    [Fact]
    public void Use_after_release_throws_for_the_array_and_every_view_of_it()
    {
        NdArray<float> a = NdArray.Zeros<float>(4, 5);
        NdArray<float> view = a.Slice(0, 1, 2);
        NdArray<float> copy = a;
        a.Dispose();
        Assert.Throws<ObjectDisposedException>(() => a.AsReadOnlySpan());
        Assert.Throws<ObjectDisposedException>(() => view[0, 0]);
        Assert.Throws<ObjectDisposedException>(() => copy.AsWritableSpan());
        Assert.True(view.IsReleased);
        a.Dispose();
    }

    [Fact]
    public void A_second_release_does_not_hurt_the_next_owner_of_the_memory()
    {
        NdArray<float> a = NdArray.Zeros<float>(77, 3);
        a.Dispose();
        NdArray<float> b = NdArray.Zeros<float>(77, 3);
        a.Dispose();
        b.AsWritableSpan()[0] = 1;
        Assert.Equal(1f, b[0, 0]);
        b.Dispose();
    }

    [Fact]
    public void Released_memory_is_used_again()
    {
        NdArray<double> a = NdArray.Zeros<double>(12_345);
        Storage storage = a.Storage;
        a.Dispose();
        NdArray<double> b = NdArray.Zeros<double>(12_345);
        Assert.Same(storage, b.Storage);
        b.Dispose();
    }

    [Fact]
    public void Every_write_counts_a_version()
    {
        NdArray<int> a = NdArray.Zeros<int>(3);
        int version = a.Storage.Version;
        a.AsWritableSpan()[1] = 5;
        a[0] = 2;
        _ = a.AsReadOnlySpan();
        Assert.Equal(version + 2, a.Storage.Version);
    }

    [Fact]
    public void A_released_array_is_refunded_to_its_account()
    {
        using var compute = new Compute(threads: 1, memoryBudget: 1000);
        NdArray<double> a = compute.Zeros<double>(100);
        Assert.Equal(800, compute.Memory.Used);
        InsufficientBudgetException failure = Assert.Throws<InsufficientBudgetException>(() => compute.Zeros<double>(100));
        Assert.Equal(1000, failure.Limit);
        a.Dispose();
        Assert.Equal(0, compute.Memory.Used);
        Assert.Equal(800, compute.Memory.Peak);
    }

    [Fact]
    public void The_default_value_says_that_it_was_never_made()
    {
        NdArray<float> nothing = default;
        Assert.True(nothing.IsDefault);
        Assert.Throws<InvalidOperationException>(() => nothing.AsReadOnlySpan());
    }

    [Fact]
    public void A_shape_of_rank_zero_has_one_element()
    {
        Assert.Equal(1, default(Shape).Count);
        Assert.Equal(1, new Shape([]).Count);
        Assert.Equal(1, NdArray.Zeros<double>(default(Shape)).AsReadOnlySpan().Length);
    }

    [Fact]
    public void Untyped_views_come_back_under_their_type_only()
    {
        NdArray<float> a = NdArray.From(1f, 2f);
        UntypedArray untyped = a;
        Assert.Equal(a, untyped.As<float>());
        Assert.Throws<InvalidOperationException>(() => untyped.As<double>());
    }
}
