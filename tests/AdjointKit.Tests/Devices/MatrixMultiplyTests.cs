using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;
using Xunit;

namespace AdjointKit.Tests.Devices;

public sealed class MatrixMultiplyTests : IDisposable
{
    private readonly Compute compute = new(threads: 2);

    public static TheoryData<MatrixForm, MatrixForm> Forms
    {
        get
        {
            var forms = new TheoryData<MatrixForm, MatrixForm>();
            foreach (MatrixForm a in Enum.GetValues<MatrixForm>())
            {
                foreach (MatrixForm b in Enum.GetValues<MatrixForm>()) forms.Add(a, b);
            }

            return forms;
        }
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Agrees_with_an_exact_sum_to_the_rounding_of_a_chain(MatrixForm formA, MatrixForm formB)
    {
        foreach ((int m, int k, int n) in ((int, int, int)[])[(1, 1, 1), (7, 5, 3), (64, 50, 50), (33, 700, 17), (1, 90, 40), (40, 90, 1)])
        {
            Agrees<float>(m, k, n, formA, formB, 6e-8);
            Agrees<double>(m, k, n, formA, formB, 1.2e-16);
            Agrees<ComplexF>(m, k, n, formA, formB, 6e-8);
            Agrees<Complex>(m, k, n, formA, formB, 1.2e-16);
        }
    }

    [Fact]
    public void Leading_axes_are_broadcast()
    {
        NdArray<double> a = Normal<double>(1, 2, 1, 3, 4);
        NdArray<double> b = Normal<double>(2, 5, 4, 6);
        NdArray<double> into = compute.Empty<double>(2, 5, 3, 6);
        compute.Backend.MatrixMultiply(MatrixForm.Plain, a, MatrixForm.Plain, b, accumulate: false, into);
        for (nint outer = 0; outer < 2; outer++)
        {
            for (nint inner = 0; inner < 5; inner++)
            {
                NdArray<double> one = compute.Empty<double>(3, 6);
                compute.Backend.MatrixMultiply(MatrixForm.Plain, a.Select(0, outer).Select(0, 0), MatrixForm.Plain, b.Select(0, inner), accumulate: false, one);
                Assert.Equal(one.AsReadOnlySpan().ToArray(), into.Select(0, outer).Select(0, inner).Copy().AsReadOnlySpan().ToArray());
            }
        }
    }

    [Fact]
    public void Views_give_what_their_copies_give()
    {
        NdArray<float> a = Normal<float>(1, 40, 60).Slice(0, 1, 13, 3).Slice(1, 2, 25, 2);
        NdArray<float> b = Normal<float>(2, 30, 50).Transpose(1, 0).Slice(0, 4, 25).Slice(1, 0, 15, 2);
        NdArray<float> expected = compute.Empty<float>(13, 15);
        compute.Backend.MatrixMultiply(MatrixForm.Plain, a.Copy(), MatrixForm.Plain, b.Copy(), accumulate: false, expected);
        NdArray<float> all = Normal<float>(3, 20, 40);
        NdArray<float> before = all.Copy();
        NdArray<float> into = all.Slice(0, 2, 13).Slice(1, 5, 15, 2);
        compute.Backend.MatrixMultiply(MatrixForm.Plain, a, MatrixForm.Plain, b, accumulate: false, into);
        Assert.Equal(expected.AsReadOnlySpan().ToArray(), into.Copy().AsReadOnlySpan().ToArray());
        compute.Backend.Copy(before.Slice(0, 2, 13).Slice(1, 5, 15, 2), into);
        Assert.Equal(before.AsReadOnlySpan().ToArray(), all.AsReadOnlySpan().ToArray());
    }

    [Fact]
    public void What_is_not_a_number_stays_so_and_infinity_too()
    {
        NdArray<double> a = NdArray.From(new[,] { { 1.0, 2.0 }, { double.NaN, 0.0 }, { double.PositiveInfinity, 1.0 } });
        NdArray<double> b = NdArray.From(new[,] { { 1.0, 0.0, -1.0 }, { 3.0, 4.0, 5.0 } });
        NdArray<double> into = compute.Empty<double>(3, 3);
        compute.Backend.MatrixMultiply(MatrixForm.Plain, a, MatrixForm.Plain, b, accumulate: false, into);
        Assert.Equal([7, 8, 9, double.NaN, double.NaN, double.NaN, double.PositiveInfinity, double.NaN, double.NegativeInfinity], into.AsReadOnlySpan().ToArray());
    }

    [Fact]
    public void Without_an_inner_axis_the_result_is_zero_or_what_it_was()
    {
        NdArray<float> into = compute.Empty<float>(2, 3);
        compute.Backend.Fill(into, 5);
        compute.Backend.MatrixMultiply(MatrixForm.Plain, compute.Empty<float>(2, 0), MatrixForm.Plain, compute.Empty<float>(0, 3), accumulate: true, into);
        Assert.All(into.AsReadOnlySpan().ToArray(), value => Assert.Equal(5, value));
        compute.Backend.MatrixMultiply(MatrixForm.Plain, compute.Empty<float>(2, 0), MatrixForm.Plain, compute.Empty<float>(0, 3), accumulate: false, into);
        Assert.All(into.AsReadOnlySpan().ToArray(), value => Assert.Equal(0, value));
        compute.Backend.MatrixMultiply(MatrixForm.Plain, compute.Empty<float>(0, 4), MatrixForm.Plain, compute.Empty<float>(4, 3), accumulate: false, compute.Empty<float>(0, 3));
    }

    [Fact]
    public void What_does_not_fit_is_refused_and_named()
    {
        NdArray<float> a = compute.Zeros<float>(4, 5);
        NdArray<float> b = compute.Zeros<float>(5, 6);
        NdArray<float> into = compute.Zeros<float>(4, 6);
        Assert.Contains("(4, 5) and (5, 6) (transposed): 5 columns do not meet 6 rows", Refused(MatrixForm.Plain, a, MatrixForm.Transposed, b, into), StringComparison.Ordinal);
        Assert.Contains("has shape (4, 6), not (6, 4)", Refused(MatrixForm.Plain, a, MatrixForm.Plain, b, compute.Zeros<float>(6, 4)), StringComparison.Ordinal);
        Assert.Contains("two axes or more", Refused(MatrixForm.Plain, compute.Zeros<float>(5), MatrixForm.Plain, b, into), StringComparison.Ordinal);
        Assert.Contains("leading lengths 2 and 3", Refused(MatrixForm.Plain, compute.Zeros<float>(2, 4, 5), MatrixForm.Plain, compute.Zeros<float>(3, 5, 6), compute.Zeros<float>(2, 4, 6)), StringComparison.Ordinal);
        Assert.Contains("element type", Refused(MatrixForm.Plain, a, MatrixForm.Plain, compute.Zeros<double>(5, 6), into), StringComparison.Ordinal);
        Assert.Contains("element type", Refused(MatrixForm.Plain, compute.Empty<int>(4, 5), MatrixForm.Plain, compute.Empty<int>(5, 6), compute.Empty<int>(4, 6)), StringComparison.Ordinal);
        NdArray<float> square = compute.Zeros<float>(5, 5);
        Assert.Contains("overlaps", Refused(MatrixForm.Plain, square, MatrixForm.Plain, compute.Zeros<float>(5, 5), square), StringComparison.Ordinal);
        Assert.Contains("overlaps", Refused(MatrixForm.Plain, compute.Zeros<float>(5, 5), MatrixForm.Plain, square, square), StringComparison.Ordinal);
    }

    public void Dispose() => compute.Dispose();

    private string Refused(MatrixForm formA, UntypedArray a, MatrixForm formB, UntypedArray b, UntypedArray into) =>
        Assert.Throws<ArgumentException>(() => compute.Backend.MatrixMultiply(formA, a, formB, b, accumulate: false, into)).Message;

    private NdArray<T> Normal<T>(ulong seed, params ReadOnlySpan<nint> lengths)
        where T : unmanaged
    {
        NdArray<T> x = compute.Empty<T>(lengths);
        new CounterRandom(seed).FillNormal(x);
        return x;
    }

    private void Agrees<T>(nint m, nint k, nint n, MatrixForm formA, MatrixForm formB, double rounding)
        where T : unmanaged, INumberBase<T>
    {
        NdArray<T> a = formA.HasFlag(MatrixForm.Transposed) ? Normal<T>(1, k, m) : Normal<T>(1, m, k);
        NdArray<T> b = formB.HasFlag(MatrixForm.Transposed) ? Normal<T>(2, n, k) : Normal<T>(2, k, n);
        NdArray<T> into = Normal<T>(3, m, n);
        NdArray<T> before = into.Copy();
        compute.Backend.MatrixMultiply(formA, a, formB, b, accumulate: true, into);
        for (nint i = 0; i < m; i++)
        {
            for (nint j = 0; j < n; j++)
            {
                var real = new ExactSum();
                var imaginary = new ExactSum();
                Complex start = Number(before[i, j]);
                real.Add(start.Real, 1);
                imaginary.Add(start.Imaginary, 1);
                for (nint l = 0; l < k; l++)
                {
                    Complex left = Element(formA, a, i, l);
                    Complex right = Element(formB, b, l, j);
                    real.Add(left.Real, right.Real);
                    real.Add(-left.Imaginary, right.Imaginary);
                    imaginary.Add(left.Real, right.Imaginary);
                    imaginary.Add(left.Imaginary, right.Real);
                }

                // A chain of k roundings is off by at most k half-units of the sum of magnitudes.
                Complex actual = Number(into[i, j]);
                Assert.InRange(Math.Abs(actual.Real - real.Value), 0, (k + 2) * rounding * real.Magnitude);
                Assert.InRange(Math.Abs(actual.Imaginary - imaginary.Value), 0, (k + 2) * rounding * imaginary.Magnitude);
            }
        }
    }

    private static Complex Number<T>(T value)
        where T : unmanaged, INumberBase<T> => value switch
        {
            ComplexF single => single,
            Complex number => number,
            _ => double.CreateChecked(value),
        };

    private static Complex Element<T>(MatrixForm form, NdArray<T> x, nint row, nint column)
        where T : unmanaged, INumberBase<T>
    {
        Complex value = Number(form.HasFlag(MatrixForm.Transposed) ? x[column, row] : x[row, column]);
        return form.HasFlag(MatrixForm.Conjugated) ? Complex.Conjugate(value) : value;
    }

    /// <summary>A sum of products carried in twice the digits of a double.</summary>
    private struct ExactSum
    {
        private double low;

        internal double Value { get; private set; }

        internal double Magnitude { get; private set; }

        internal void Add(double left, double right)
        {
            double product = left * right;
            double sum = Value + product;
            double part = sum - Value;
            low += (Value - (sum - part)) + (product - part) + Math.FusedMultiplyAdd(left, right, -product);
            Magnitude += Math.Abs(product);
            double whole = sum + low;
            low -= whole - sum;
            Value = whole;
        }
    }
}
