using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Tests.Kernels.Functions;
using Xunit;

namespace AdjointKit.Tests.Devices;

public sealed class ElementwiseTests : IDisposable
{
    private readonly Compute compute = new(threads: 2);

    [Theory]
    [InlineData(UnaryOp.Negate)]
    [InlineData(UnaryOp.Reciprocal)]
    [InlineData(UnaryOp.Square)]
    [InlineData(UnaryOp.Sqrt)]
    [InlineData(UnaryOp.Exp)]
    [InlineData(UnaryOp.Log)]
    [InlineData(UnaryOp.Sin)]
    [InlineData(UnaryOp.Cos)]
    [InlineData(UnaryOp.Tanh)]
    [InlineData(UnaryOp.Conjugate)]
    public void A_function_of_one_array_is_that_of_its_elements(UnaryOp op)
    {
        NdArray<Complex> z = Random<Complex>(1, 3, 37);
        NdArray<double> x = Positive(2, 3, 37);
        NdArray<Complex> intoZ = compute.Empty<Complex>(3, 37);
        NdArray<double> intoX = compute.Empty<double>(3, 37);
        compute.Backend.Unary(op, z, intoZ);
        compute.Backend.Unary(op, x, intoX);
        for (nint i = 0; i < 3; i++)
        {
            for (nint k = 0; k < 37; k++)
            {
                AssertClose(Plain(op, z[i, k]), intoZ[i, k], 1e-15);
                AssertClose(Plain(op, x[i, k]), intoX[i, k], 1e-15);
            }
        }

        NdArray<float> single = compute.Empty<float>(3, 37);
        NdArray<float> intoSingle = compute.Empty<float>(3, 37);
        compute.Backend.Copy(x, single);
        compute.Backend.Unary(op, single, intoSingle);
        NdArray<ComplexF> narrow = compute.Empty<ComplexF>(3, 37);
        NdArray<ComplexF> intoNarrow = compute.Empty<ComplexF>(3, 37);
        compute.Backend.Copy(z, narrow);
        compute.Backend.Unary(op, narrow, intoNarrow);
        AssertClose(Plain(op, single[1, 5]), intoSingle[1, 5], 3e-7);
        AssertClose(Plain(op, narrow[1, 5]), intoNarrow[1, 5], 3e-7);
    }

    [Theory]
    [InlineData(BinaryOp.Add)]
    [InlineData(BinaryOp.Subtract)]
    [InlineData(BinaryOp.Multiply)]
    [InlineData(BinaryOp.Divide)]
    [InlineData(BinaryOp.StrongMultiply)]
    [InlineData(BinaryOp.StrongMultiplyConjugate)]
    public void A_function_of_two_arrays_broadcasts_and_takes_views(BinaryOp op)
    {
        Check<float>(op, 2e-7);
        Check<double>(op, 1e-15);
        Check<ComplexF>(op, 3e-7);
        Check<Complex>(op, 1e-15);
    }

    [Fact]
    public void A_strong_product_is_zero_where_its_first_factor_is()
    {
        NdArray<double> a = NdArray.From(0.0, 2.0, 0.0, 0.0, 1.0);
        NdArray<double> b = NdArray.From(double.PositiveInfinity, 3.0, double.NaN, 4.0, double.PositiveInfinity);
        NdArray<double> into = compute.Empty<double>(5);
        compute.Backend.Binary(BinaryOp.StrongMultiply, a, b, into);
        Assert.Equal([0, 6, 0, 0, double.PositiveInfinity], into.AsReadOnlySpan().ToArray());
    }

    [Fact]
    public void Multiply_and_add_have_one_rounding()
    {
        NdArray<double> a = Random<double>(5, 1001);
        NdArray<double> b = Random<double>(6, 1001);
        NdArray<double> c = Random<double>(7, 1001);
        NdArray<double> sum = c.Copy();
        NdArray<double> affine = compute.Empty<double>(1001);
        NdArray<double> product = compute.Empty<double>(1001);
        compute.Backend.AddScaled(1.1, a, sum);
        compute.Backend.Affine(1.1, a, 0.3, affine);
        compute.Backend.MultiplyAdd(a, b, c, product);
        for (nint i = 0; i < 1001; i++)
        {
            Assert.Equal(Math.FusedMultiplyAdd(1.1, a[i], c[i]), sum[i]);
            Assert.Equal(Math.FusedMultiplyAdd(1.1, a[i], 0.3), affine[i]);
            Assert.Equal(Math.FusedMultiplyAdd(a[i], b[i], c[i]), product[i]);
        }
    }

    [Fact]
    public void The_bits_do_not_depend_on_the_number_of_threads()
    {
        NdArray<float> a = Random<float>(8, 300, 401);
        NdArray<float> b = Random<float>(9, 401);
        float[][] results = new float[3][];
        int[] threads = [1, 2, 5];
        for (int k = 0; k < 3; k++)
        {
            using var other = new Compute(threads[k]);
            NdArray<float> into = other.Empty<float>(300, 401);
            other.Backend.Binary(BinaryOp.Multiply, a, b, into);
            other.Backend.Unary(UnaryOp.Tanh, into, into);
            other.Backend.AddScaled(0.7, a.Slice(1, 0, 400), into.Slice(1, 1, 400));
            results[k] = into.AsReadOnlySpan().ToArray();
        }

        Assert.Equal(results[0], results[1]);
        Assert.Equal(results[0], results[2]);
    }

    [Fact]
    public void An_operand_that_overlaps_the_result_is_refused_but_may_be_the_result()
    {
        NdArray<double> a = Random<double>(1, 20);
        compute.Backend.Unary(UnaryOp.Exp, a, a);
        Assert.Throws<ArgumentException>(() => compute.Backend.Copy(a.Slice(0, 0, 10), a.Slice(0, 5, 10)));
    }

    [Fact]
    public void Shapes_and_types_that_do_not_fit_are_refused()
    {
        NdArray<double> a = Random<double>(1, 3, 4);
        NdArray<float> single = Random<float>(1, 3, 4);
        Assert.Throws<ArgumentException>(() => compute.Backend.Binary(BinaryOp.Add, a, Random<double>(1, 4, 3), a));
        Assert.Throws<ArgumentException>(() => compute.Backend.Binary(BinaryOp.Add, a, single, a));
        Assert.Throws<ArgumentException>(() => compute.Backend.Unary(UnaryOp.AbsSquared, Random<Complex>(1, 3, 4), Random<Complex>(1, 3, 4)));
        NdArray<int> whole = NdArray.Zeros<int>(4);
        Assert.Throws<NotSupportedException>(() => compute.Backend.Unary(UnaryOp.Exp, whole, whole));
    }

    [Fact]
    public void Fills_and_copies_any_view()
    {
        NdArray<Complex> a = compute.Zeros<Complex>(4, 6);
        compute.Backend.Fill(a.Slice(1, 1, 3, 2), new Complex(1, 2));
        Assert.Equal(new Complex(1, 2), a[3, 5]);
        Assert.Equal(Complex.Zero, a[3, 4]);
        NdArray<Complex> turned = compute.Empty<Complex>(6, 4);
        compute.Backend.Copy(a.Transpose(1, 0), turned);
        Assert.Equal(new Complex(1, 2), turned[5, 3]);
        NdArray<short> whole = NdArray.From<short>(1, 2, 3);
        NdArray<short> copy = NdArray.Zeros<short>(2, 3);
        compute.Backend.Copy(whole, copy);
        Assert.Equal([1, 2, 3, 1, 2, 3], copy.AsReadOnlySpan().ToArray());
    }

    [Fact]
    public void Copies_between_host_and_device_are_counted()
    {
        NdArray<double> host = Random<double>(1, 10);
        NdArray<double> device = compute.Empty<double>(10);
        compute.Backend.CopyFromHost(host, device);
        compute.Backend.CopyToHost(device, host);
        compute.Backend.CopyToHost(device, host);
        Assert.Equal(80, compute.Backend.Transfers.ToDevice);
        Assert.Equal(160, compute.Backend.Transfers.ToHost);
    }

    public void Dispose() => compute.Dispose();

    private static NdArray<T> Random<T>(ulong seed, params ReadOnlySpan<nint> lengths)
        where T : unmanaged
    {
        NdArray<T> array = NdArray.Empty<T>(new Shape(lengths));
        new CounterRandom(seed).FillNormal(array);
        return array;
    }

    private static NdArray<double> Positive(ulong seed, params ReadOnlySpan<nint> lengths)
    {
        NdArray<double> array = NdArray.Empty<double>(new Shape(lengths));
        new CounterRandom(seed).FillUniform(array, first: 1);
        return array;
    }

    /// <summary>Next to its poles Complex.Tanh is off by more than ours.</summary>
    private static Complex ExactTanh(Complex x)
    {
        (ExactNumber real, ExactNumber imaginary) = ExactComplex.Tanh(x);
        return new Complex(ExactComplex.ToDouble(real), ExactComplex.ToDouble(imaginary));
    }

    private static Complex Plain(UnaryOp op, Complex x) => op switch
    {
        UnaryOp.Negate => -x,
        UnaryOp.Reciprocal => Complex.Reciprocal(x),
        UnaryOp.Square => x * x,
        UnaryOp.Sqrt => Complex.Sqrt(x),
        UnaryOp.Exp => Complex.Exp(x),
        UnaryOp.Log => Complex.Log(x),
        UnaryOp.Sin => Complex.Sin(x),
        UnaryOp.Cos => Complex.Cos(x),
        UnaryOp.Tanh => ExactTanh(x),
        _ => Complex.Conjugate(x),
    };

    private static Complex Plain(BinaryOp op, Complex a, Complex b) => op switch
    {
        BinaryOp.Add => a + b,
        BinaryOp.Subtract => a - b,
        BinaryOp.Multiply or BinaryOp.StrongMultiply => a * b,
        BinaryOp.Divide => a / b,
        _ => a * Complex.Conjugate(b),
    };

    private static void AssertClose(Complex expected, Complex actual, double tolerance) =>
        Assert.True(Complex.Abs(expected - actual) <= tolerance * Math.Max(1, Complex.Abs(expected)) * 2, $"{actual} is not {expected}");

    private static Complex Number<T>(T value)
        where T : unmanaged => AdjointKit.Autodiff.UntypedOps.Number(value);

    private void Check<T>(BinaryOp op, double tolerance)
        where T : unmanaged
    {
        // Row against column, a repeated number, and views with steps; each against the plain text.
        NdArray<T> wide = Random<T>(1, 5, 40);
        NdArray<T> row = Random<T>(2, 40);
        NdArray<T> column = Random<T>(3, 5, 1);
        NdArray<T> view = Random<T>(4, 40, 10).Transpose(1, 0).Slice(0, 0, 5, 2);
        NdArray<T> number = Random<T>(5);
        NdArray<T> into = compute.Empty<T>(5, 40);
        NdArray<T> strided = compute.Empty<T>(5, 80).Slice(1, 0, 40, 2);
        foreach ((NdArray<T> a, NdArray<T> b) in new[] { (wide, row), (column, row), (view, wide), (wide, number), (number, view), (wide, wide) })
        {
            foreach (NdArray<T> target in new[] { into, strided })
            {
                compute.Backend.Binary(op, a, b, target);
                for (nint i = 0; i < 5; i++)
                {
                    for (nint k = 0; k < 40; k++) AssertClose(Plain(op, At(a, i, k), At(b, i, k)), Number(target[i, k]), tolerance * 4);
                }
            }
        }
    }

    private static Complex At<T>(NdArray<T> array, nint i, nint k)
        where T : unmanaged => Number(array.Rank switch
        {
            0 => array[[]],
            1 => array[k],
            _ => array[i, array.Shape[1] == 1 ? 0 : k],
        });
}
