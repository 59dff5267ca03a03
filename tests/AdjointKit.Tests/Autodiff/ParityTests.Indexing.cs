using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.TestKit;
using Xunit;

namespace AdjointKit.Tests.Autodiff;

/// <content>Views, places and writes. Programs without stored values are checked against closed forms and differences.</content>
public sealed partial class ParityTests
{
    [SkippableFact]
    public void Transpose_and_reshape() => Check("a09_transpose_reshape_permute", ["x", "W"], v => Ops.Sum(Ops.Sin(Ops.Reshape(Ops.Transpose(v[0], 2, 0, 1), 4, 6)) * v[1]));

    [SkippableFact]
    public void Scatter_add() => Check("a11_scatter_add", ["x"], v =>
    {
        Var<double> y = Ops.ScatterAdd(v[0], Whole("a11_scatter_add", "idx"), 5);
        return Ops.Sum(y * y * y);
    });

    [SkippableFact]
    public void Concat_stack_and_split() => Check("a13_concat_stack_split", ["x", "y"], v =>
    {
        Var<double> c = Ops.Concat([v[0], v[1]]);
        Var<double> s = Ops.Stack([c, c * c]);
        Var<double>[] parts = Ops.Split(c, [5, 2]);
        return Ops.Sum(s) + Ops.InnerProduct(parts[0][..2], parts[1]);
    });

    [SkippableFact]
    public void Cumulative_sum() => Check("a17_cumsum", ["x"], v => Ops.Sum(Ops.Square(Ops.CumulativeSum(v[0]))));

    [SkippableFact]
    public void Overwriting_after_the_value_was_read() => Check("a33_inplace_overwrite_saved_value", ["x"], v =>
    {
        Var<double> y = v[0] * v[0];
        Var<double> a = Ops.Exp(y);
        y = Ops.Set(y, y * 3, ..);
        return Ops.Sum(a * y);
    });

    /// <summary>a04: L = sum (x + y z)^2.</summary>
    [Fact]
    public void Broadcast_add_and_multiply()
    {
        NdArray<double>[] at = [Numbers(1, 4, 1, 3), Numbers(2, 5, 1), Numbers(3)];
        CheckAgainstDifferences(at, v => Ops.Sum(Ops.Square(v[0] + (v[1] * v[2]))));
        (_, NdArray<double>[] gradients) = Gradient.Of<double>(v => Ops.Sum(Ops.Square(v[0] + (v[1] * v[2]))), at);
        for (int j = 0; j < 5; j++)
        {
            double expected = 0;
            for (int i = 0; i < 12; i++) expected += 2 * (at[0][i / 3, 0, i % 3] + (at[1][j, 0] * at[2][[]])) * at[2][[]];
            Assert.Equal(expected, gradients[1][j, 0], 1e-12 * Math.Abs(expected));
        }
    }

    /// <summary>a08: y = x[1:8:2] flip(x[2:6]), L = sum y^2.</summary>
    [Fact]
    public void Slice_with_a_step_and_flip()
    {
        NdArray<double> x = Numbers(4, 9);
        static Var<double> Program(Var<double> v) => Ops.Sum(Ops.Square(v[(1..8, 2)] * Ops.Flip(v[2..6], 0)));
        CheckAgainstDifferences([x], v => Program(v[0]));
        ValueAndGradient<double> actual = Gradient.Of<double>(v => Program(v), x);
        using NdArray<double> expected = NdArray.Zeros<double>(9);
        for (int k = 0; k < 4; k++)
        {
            (int a, int b) = (1 + (2 * k), 5 - k);
            expected[a] += 2 * x[a] * x[b] * x[b];
            expected[b] += 2 * x[b] * x[a] * x[a];
        }

        for (int i = 0; i < 9; i++) Assert.Equal(expected[i], actual.Gradient[i], 1e-12);
    }

    /// <summary>a10: L = sum over rows with repeats of (y W), squared.</summary>
    [Fact]
    public void Gather_repeated_rows()
    {
        NdArray<double> x = Numbers(5, 4, 3);
        NdArray<double> weights = Numbers(6, 5, 3);
        NdArray<long> rows = NdArray.From<long>(2, 0, 2, 3, 2);
        Var<double> Program(Var<double> v) => Ops.Square(Ops.Sum(Ops.Take(v, rows) * v.Tape.Constant(weights)));
        CheckAgainstDifferences([x], v => Program(v[0]));
        ValueAndGradient<double> actual = Gradient.Of<double>(v => Program(v), x);
        double sum = 0;
        for (int k = 0; k < 15; k++) sum += x[(nint)rows[k / 3], k % 3] * weights[k / 3, k % 3];
        for (int column = 0; column < 3; column++)
        {
            Assert.Equal(2 * sum * (weights[0, column] + weights[2, column] + weights[4, column]), actual.Gradient[2, column], 1e-12 * Math.Abs(sum));
            Assert.Equal(0, actual.Gradient[1, column]);
        }
    }

    /// <summary>a12: L = sum exp(take_along_axis(x, indices, 1)).</summary>
    [Fact]
    public void Take_along_an_axis()
    {
        NdArray<double> x = Numbers(7, 3, 4);
        NdArray<long> indices = NdArray.From(new long[,] { { 0, 3 }, { 1, 1 }, { 2, 0 } });
        Var<double> Program(Var<double> v) => Ops.Sum(Ops.Exp(Ops.TakeAlongAxis(v, indices, 1)));
        CheckAgainstDifferences([x], v => Program(v[0]));
        ValueAndGradient<double> actual = Gradient.Of<double>(v => Program(v), x);
        Assert.Equal(2 * Math.Exp(x[1, 1]), actual.Gradient[1, 1], 1e-13);
        Assert.Equal(Math.Exp(x[0, 3]), actual.Gradient[0, 3], 1e-13);
        Assert.Equal(0, actual.Gradient[0, 1]);
    }

    /// <summary>a16: L = sum (pad(x, ((1, 2), (0, 1)), 0.5) W), squared.</summary>
    [Fact]
    public void Pad_with_a_constant()
    {
        NdArray<double> x = Numbers(8, 3, 4);
        NdArray<double> weights = Numbers(9, 6, 5);
        Var<double> Program(Var<double> v) => Ops.Square(Ops.Sum(Ops.Pad(v, [(1, 2), (0, 1)], value: 0.5) * v.Tape.Constant(weights)));
        CheckAgainstDifferences([x], v => Program(v[0]));
        double sum = 0;
        for (int i = 0; i < 30; i++) sum += weights[i / 5, i % 5] * (i / 5 is >= 1 and < 4 && i % 5 < 4 ? x[(i / 5) - 1, i % 5] : 0.5);
        ValueAndGradient<double> actual = Gradient.Of<double>(v => Program(v), x);
        for (int i = 0; i < 12; i++) Assert.Equal(2 * sum * weights[(i / 4) + 1, i % 4], actual.Gradient[i / 4, i % 4], 1e-11);
    }

    /// <summary>a32: y = copy of x; y[2] = y[0] y[1]; y[0] = 2 y[2]; L = sum y^2 = 5 (x0 x1)^2 + x1^2 + x3^2.</summary>
    [Fact]
    public void Element_writes_one_after_another()
    {
        NdArray<double> x = Numbers(10, 4);
        static Var<double> Program(Var<double> v)
        {
            Var<double> y = v;
            y = Ops.Set(y, y[0] * y[1], 2);
            y = Ops.Set(y, y[2] * 2, 0);
            return Ops.Sum(y * y);
        }

        CheckAgainstDifferences([x], v => Program(v[0]));
        ValueAndGradient<double> actual = Gradient.Of<double>(v => Program(v), x);
        Assert.Equal(10 * x[0] * x[1] * x[1], actual.Gradient[0], 1e-12);
        Assert.Equal((10 * x[0] * x[0] * x[1]) + (2 * x[1]), actual.Gradient[1], 1e-12);
        Assert.Equal(0, actual.Gradient[2]);
        Assert.Equal(2 * x[3], actual.Gradient[3], 1e-12);
    }

    /// <summary>n12: L = sum k s_k of the ascending x, k from 1: the gradient is each element's rank.</summary>
    [Fact]
    public void Sort_gives_the_ranks_as_gradient()
    {
        NdArray<double> x = NdArray.From(0.3, -1.2, 2.5, 0.9, -0.4);
        using NdArray<double> ranks = NdArray.From(1.0, 2, 3, 4, 5);
        Var<double> Program(Var<double> v) => Ops.InnerProduct(v.Tape.Constant(ranks), Ops.Sort(v));
        CheckAgainstDifferences([x], v => Program(v[0]));
        ValueAndGradient<double> actual = Gradient.Of<double>(v => Program(v), x);
        Assert.Equal([3.0, 1, 5, 4, 2], actual.Gradient.AsReadOnlySpan().ToArray());
        (NdArray<double> _, NdArray<double> product) = Hvp.Of<double>(v => Program(v), x, x);
        Assert.Equal(new double[5], product.AsReadOnlySpan().ToArray());
    }

    private static NdArray<long> Whole(string name, string constant) => AutodiffOracle.Read(name).Whole(constant);

    private static NdArray<double> Numbers(ulong seed, params ReadOnlySpan<nint> lengths)
    {
        NdArray<double> numbers = NdArray.Empty<double>(new Shape(lengths));
        new CounterRandom(seed).FillNormal(numbers);
        return numbers;
    }

    /// <summary>Forward mode, reverse mode and both second derivatives against differences of the value and of each other, in one random direction of all inputs.</summary>
    private static void CheckAgainstDifferences(NdArray<double>[] at, Func<IReadOnlyList<Var<double>>, Var<double>> program)
    {
        NdArray<double>[] directions = [.. at.Select((x, k) => Numbers(100 + (ulong)k, [.. Enumerable.Range(0, x.Rank).Select(axis => x.Shape[axis])]))];
        (double _, NdArray<double>[] gradients) = Gradient.Of<double>(v => program(v), at);
        double along = Along(gradients, directions);
        const double H = 1e-3;
        double ValueAt(double t) => Gradient.Of<double>(v => program(v), Moved(at, directions, t)).Value;
        double slope = ((4 * ((ValueAt(H) - ValueAt(-H)) / (2 * H))) - ((ValueAt(2 * H) - ValueAt(-2 * H)) / (4 * H))) / 3;
        Assert.Equal(slope, along, 1e-8 * Math.Max(1, Math.Abs(along)));

        (NdArray<double> _, NdArray<double> tangent) = Jvp.Of<double, double>(v => program(v), at, directions);
        Assert.Equal(along, tangent[[]], 1e-12 * Math.Max(1, Math.Abs(along)));

        // H v both ways, and v^T H v by differences of the slope.
        (NdArray<double>[] _, NdArray<double>[] forward) = Hvp.Of<double>(v => program(v), at, directions);
        double SlopeAt(double t) => Along(Gradient.Of<double>(v => program(v), Moved(at, directions, t)).Gradients, directions);
        double curvature = ((4 * ((SlopeAt(H) - SlopeAt(-H)) / (2 * H))) - ((SlopeAt(2 * H) - SlopeAt(-2 * H)) / (4 * H))) / 3;
        double bent = Along(forward, directions);
        Assert.Equal(curvature, bent, 1e-7 * Math.Max(1, Math.Abs(bent)));
    }

    private static double Along(NdArray<double>[] arrays, NdArray<double>[] directions)
    {
        using var compute = new Compute(threads: 1);
        double sum = 0;
        for (int k = 0; k < arrays.Length; k++) sum += compute.Backend.Dot(arrays[k], directions[k]).Real;
        return sum;
    }

    private static NdArray<double>[] Moved(NdArray<double>[] at, NdArray<double>[] directions, double step)
    {
        using var compute = new Compute(threads: 1);
        NdArray<double>[] moved = [.. at.Select(x => x.Copy())];
        for (int k = 0; k < at.Length; k++) compute.Backend.AddScaled(step, directions[k], moved[k]);
        return moved;
    }
}
