using System.Diagnostics;
using System.Numerics;
using System.Reflection;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.TestKit.Devices;
using Xunit;

namespace AdjointKit.Tests.Arrays;

/// <summary>Arrays as text, for people and debuggers.</summary>
public sealed class ArrayTextTests
{
    [Fact]
    public void A_small_array_is_shown_whole_and_aligned()
    {
        Assert.Equal("Float64 (2, 3)\n[[    1,  -2.5, 1E+30],\n [  NaN,     0,    -0]]", NdArray.From(new[,] { { 1, -2.5, 1e30 }, { double.NaN, 0, -0.0 } }).Preview());
        Assert.Equal("Int64 (3,)\n[               1,                2, 9007199254740993]", NdArray.From(1L, 2, 9007199254740993).Preview());
        Assert.Equal("Boolean (2,)\n[ true, false]", NdArray.From(true, false).Preview());
        Assert.Equal("Complex128 (2,)\n[1+2i, 0-1i]", NdArray.From(new Complex(1, 2), new Complex(0, -1)).Preview());
        Assert.Equal("Float32 ()\n0.333333", NdArray.From([1 / 3f], new Shape()).Preview());
        Assert.Equal("Float32 ()\n0.33", NdArray.From([1 / 3f], new Shape()).Preview("G2"));
        Assert.Equal("Float32 (0, 3)\n[]", NdArray.Zeros<float>(0, 3).Preview());
    }

    [Fact]
    public void Views_are_shown_as_they_lie_and_blocks_are_set_apart()
    {
        NdArray<double> a = NdArray.From([1.0, 2, 3, 4, 5, 6], new Shape(2, 3));
        Assert.Equal("Float64 (3, 2)\n[[3, 6],\n [2, 5],\n [1, 4]]", a.Transpose(1, 0).Slice(0, 2, 3, -1).Preview());
        Assert.Equal("Float64 (2, 1, 3)\n[[[1, 2, 3]],\n\n [[4, 5, 6]]]", a.Reshape(2, 1, 3).Preview());
    }

    [Fact]
    public void Of_a_large_array_the_edges_are_shown()
    {
        NdArray<float> a = NdArray.Fill<float>(40, 50, (i, k) => (i * 50) + k);
        Assert.Equal(
            "Float32 (40, 50)\n[[   0,    1, ...,   48,   49],\n [  50,   51, ...,   98,   99],\n ...,\n [1900, 1901, ..., 1948, 1949],\n [1950, 1951, ..., 1998, 1999]]",
            a.Preview(edge: 2));
    }

    [Fact]
    public void Statistics_leave_out_what_is_not_finite()
    {
        ArrayStatistics statistics = ArrayStatistics.Of(NdArray.From(1.0, double.NaN, -3, double.NegativeInfinity, 5));
        Assert.Equal("from -3 to 5, mean 1, 1 of 5 NaN, 1 of 5 infinite", statistics.ToString());
        Assert.Equal("no finite element, 1 of 1 NaN", ArrayStatistics.Of(NdArray.From(new Complex(double.NaN, double.PositiveInfinity))).ToString());
        Assert.Equal("from 5 to 5, mean 5", ArrayStatistics.Of(NdArray.From(new ComplexF(3, 4))).ToString());
        Assert.Equal("without elements", ArrayStatistics.Of(NdArray.Zeros<int>(3, 0)).ToString());
        Assert.Equal("from 2 to 5, mean 3.5", ArrayStatistics.Of(NdArray.From([1, 2, 3, 4, 5, 6], new Shape(2, 3)).Select(1, 1)).ToString());
    }

    [Fact]
    public void A_debugger_shows_elements_and_what_became_of_an_array_without_throwing()
    {
        NdArray<float> a = NdArray.From(1f, 2, 3, 4, 5, 6, 7);
        UntypedArray untyped = a;
        Assert.Equal("Float32 (7,): 1, 2, 3, 4, 5, 6, ...", DebuggerText(a));
        Assert.Equal("Float32 (7,): 1, 2, 3, 4, 5, 6, ...", DebuggerText(untyped));
        Assert.Contains("from 1 to 7, mean 4", ProxyText(a), StringComparison.Ordinal);
        a.Dispose();
        Assert.Equal("Float32 (7,), released", DebuggerText(a));
        Assert.Contains("released", ProxyText(a), StringComparison.Ordinal);
        Assert.Equal("never made: the default value of the struct", DebuggerText(default(NdArray<float>)));
        Assert.Contains("never made", ProxyText(default(NdArray<float>)), StringComparison.Ordinal);
        Assert.Throws<ObjectDisposedException>(() => a.Preview());
    }

    [SkippableFact]
    public void A_debugger_asks_no_device()
    {
        using Compute compute = OpenClFixture.Watched(out _);
        using NdArray<float> a = compute.Zeros<float>(3, 4);
        Assert.Equal("Float32 (3, 4), on opencl:0: Compute.ToHost gives the elements", DebuggerText(a));
        Assert.Contains("Compute.ToHost", ProxyText(a), StringComparison.Ordinal);
        Assert.Contains("Compute.ToHost", Assert.Throws<InvalidOperationException>(() => a.Preview()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_debugger_shows_where_a_variable_comes_from()
    {
        using var compute = new Compute(threads: 1);
        using var tape = new Tape(compute);
        Var<double> x = tape.Input(NdArray.From(1.0, 2));
        Var<double> y = Ops.Square(x);
        Assert.Equal("value 0, an input: Float64 (2,): 1, 2", DebuggerText(x));
        Assert.Equal("value 1, of square: Float64 (2,): 1, 4", DebuggerText(y));
        tape.Backward(Ops.Sum(y));
        Assert.Contains("from 2 to 4", ProxyText(x), StringComparison.Ordinal);
        tape.Reset();
        Assert.Equal("stale: the tape was reset", DebuggerText(y.ToVar()));
        Assert.Contains("stale", ProxyText(y), StringComparison.Ordinal);
        Assert.Equal("none", DebuggerText(default(Var<double>)));
    }

    /// <summary>What the attribute of the type makes a debugger evaluate.</summary>
    private static string DebuggerText<T>(T value)
    {
        string expression = typeof(T).GetCustomAttribute<DebuggerDisplayAttribute>()!.Value;
        PropertyInfo property = typeof(T).GetProperty(expression[1..expression.IndexOf(',', StringComparison.Ordinal)], BindingFlags.Instance | BindingFlags.NonPublic)!;
        return (string)property.GetValue(value)!;
    }

    /// <summary>All properties of the view that a debugger unfolds, one level further where they are views themselves.</summary>
    private static string ProxyText<T>(T value)
    {
        Type proxy = Type.GetType(typeof(T).GetCustomAttribute<DebuggerTypeProxyAttribute>()!.ProxyTypeName)!;
        if (proxy.IsGenericTypeDefinition) proxy = proxy.MakeGenericType(typeof(T).GetGenericArguments());
        object view = Activator.CreateInstance(proxy, BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic, null, [value], null)!;
        return Text(view, deep: true);

        static string Text(object? view, bool deep) => view is null
            ? string.Empty
            : string.Join("; ", view.GetType().GetProperties().Select(property => property.GetValue(view)).Select(item => deep && item?.GetType().Name.EndsWith("DebugView", StringComparison.Ordinal) == true ? Text(item, deep: false) : item?.ToString()));
    }
}
