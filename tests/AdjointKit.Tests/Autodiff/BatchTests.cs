using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Tests.Rules;
using Xunit;

namespace AdjointKit.Tests.Autodiff;

/// <summary>Functions mapped over a batch, against a loop over its members.</summary>
public sealed class BatchTests
{
    private const int Members = 5;

    public static TheoryData<string> Names => [.. Programs.Real.Select(program => program.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_map_gives_what_a_loop_over_the_members_gives(string name)
    {
        Func<Var<double>, Var<double>> f = Programs.Real.Single(program => program.Name == name).Function;
        using NdArray<double> x = Inputs();
        using NdArray<double> mapped = Batch.Map(f, x);
        for (int member = 0; member < Members; member++)
        {
            using NdArray<double> alone = ValueOf(f, x.Select(0, member));
            Assert.Equal(new Shape([Members, .. alone.Shape.Lengths]), mapped.Shape);
            AssertClose(alone, mapped.Select(0, member), 1e-13);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_gradient_inside_a_map_is_that_of_each_member(string name)
    {
        Func<Var<double>, Var<double>> f = Programs.Real.Single(program => program.Name == name).Function;
        Var Loss(Var<double> x) => Ops.HalfSquaredNorm(f(x));
        using NdArray<double> x = Inputs();
        using NdArray<double> mapped = Batch.Map<double, double>(member => Gradient.Of(Loss, member), x);
        for (int member = 0; member < Members; member++)
        {
            using NdArray<double> one = x.Select(0, member).Copy();
            AssertClose(Gradient.Of(Loss, one).Gradient, mapped.Select(0, member), 1e-12);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_gradient_through_a_map_is_the_sum_over_the_members(string name)
    {
        Func<Var<double>, Var<double>> f = Programs.Real.Single(program => program.Name == name).Function;
        using NdArray<double> x = Inputs();
        ValueAndGradient<double> mapped = Gradient.Of<double>(v => Ops.HalfSquaredNorm(Batch.Map(f, v)), x);
        for (int member = 0; member < Members; member++)
        {
            using NdArray<double> one = x.Select(0, member).Copy();
            AssertClose(Gradient.Of<double>(v => Ops.HalfSquaredNorm(f(v)), one).Gradient, mapped.Gradient.Select(0, member), 1e-12);
        }
    }

    [Fact]
    public void The_gradient_for_each_example_with_respect_to_shared_weights()
    {
        // L_k = (w . x_k)^2: dL_k/dw = 2 (w . x_k) x_k, one row for each example and not their sum.
        using NdArray<double> weights = NdArray.From(0.5, -1, 2);
        using NdArray<double> examples = NdArray.From(1.0, 2, 3, -1, 0, 4).Reshape(2, 3);
        using var tape = new Tape(new Compute(threads: 1));
        Var<double> w = tape.Input(weights);
        Var<double> each = Batch.Map(x => Gradient.Of(v => Ops.Square(Ops.InnerProduct(v, x)), w), tape.Constant(examples));
        Assert.Equal(new Shape(2, 3), each.Shape);
        Assert.Equal([9, 18, 27, -15, 0, 60], each.Value.AsReadOnlySpan().ToArray());
    }

    [Fact]
    public void Maps_nest_to_a_table_of_pairs()
    {
        using NdArray<double> a = NdArray.From(1.0, 2, 3);
        using NdArray<double> b = NdArray.From(10.0, 20);
        using var tape = new Tape(new Compute(threads: 1));
        Var<double> y = tape.Constant(b);
        Var<double> table = Batch.Map(x => Batch.Map(v => (x * v) + Ops.Sin(x), y), tape.Constant(a));
        Assert.Equal(new Shape(3, 2), table.Shape);
        for (int i = 0; i < 3; i++)
        {
            for (int j = 0; j < 2; j++) Assert.Equal((a[i] * b[j]) + Math.Sin(a[i]), table.Value[i, j], 1e-14);
        }
    }

    [Fact]
    public void A_tangent_inside_a_map_and_a_map_inside_a_tangent()
    {
        using NdArray<double> x = Inputs();
        using NdArray<double> v = NdArray.Empty<double>(x.Shape);
        new CounterRandom(9).FillNormal(v);
        static Var<double> F(Var<double> at) => Ops.Sin(at) * Ops.Sum(Ops.Square(at));
        using var tape = new Tape(new Compute(threads: 1));
        Var<double> inside = Batch.Map((a, b) => Jvp.Of(F, a, b).Tangent, tape.Constant(x), tape.Constant(v));
        (_, NdArray<double> outside) = Jvp.Of<double, double>(at => Batch.Map(F, at), x, v);
        for (int member = 0; member < Members; member++)
        {
            (_, NdArray<double> alone) = Jvp.Of<double, double>(F, x.Select(0, member), v.Select(0, member).Copy());
            AssertClose(alone, inside.Value.Select(0, member), 1e-13);
            AssertClose(alone, outside.Select(0, member), 1e-13);
        }
    }

    [Fact]
    public void A_map_over_another_axis_and_a_result_that_does_not_depend_on_the_member()
    {
        using NdArray<double> x = Inputs();
        using var tape = new Tape(new Compute(threads: 1));
        Var<double> columns = Batch.Map(v => Ops.Sum(v), tape.Constant(x), axis: 1);
        Assert.Equal(new Shape(12), columns.Shape);
        Var<double> constant = Batch.Map(v => v.Tape.Constant(3.0), tape.Constant(x));
        Assert.Equal([3.0, 3, 3, 3, 3], Ops.Reshape(constant * 1, Members).Value.AsReadOnlySpan().ToArray());
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(-1, 1)]
    [InlineData(0, null)]
    [InlineData(null, 1)]
    public void Two_inputs_each_along_an_axis_of_its_own_or_shared(int? axisX, int? axisY)
    {
        // The entries that belong together are scaled by each other's sum, whatever axis they lie along.
        using NdArray<double> x = Random<double>(new Shape(4, 4), 1);
        using NdArray<Complex> z = Random<Complex>(new Shape(4, 4), 2);
        static Var<Complex> F(Var<double> a, Var<Complex> b) => Ops.ToComplex(Ops.Sum(a), Ops.Sum(Ops.Sin(a))) * Ops.Exp(b);
        using NdArray<Complex> mapped = Batch.Map<double, Complex, Complex>(F, x, z, axisX, axisY);
        for (int member = 0; member < 4; member++)
        {
            using var tape = new Tape(new Compute(threads: 1));
            Var<double> a = tape.Constant(axisX is int p ? x.Select((p + 2) % 2, member).Copy() : x);
            Var<Complex> b = tape.Constant(axisY is int q ? z.Select((q + 2) % 2, member).Copy() : z);
            Complex[] alone = F(a, b).Value.AsReadOnlySpan().ToArray();
            Complex[] found = mapped.Select(0, member).Copy().AsReadOnlySpan().ToArray();
            for (int k = 0; k < alone.Length; k++) Assert.True((alone[k] - found[k]).Magnitude <= 1e-13 * Math.Max(1, alone[k].Magnitude), $"member {member}: {alone[k]} and {found[k]} differ");
        }
    }

    [Fact]
    public void A_list_of_inputs_each_along_an_axis_of_its_own_or_shared()
    {
        using NdArray<double> rows = Random<double>(new Shape(5, 3), 1);
        using NdArray<double> columns = Random<double>(new Shape(3, 5), 2);
        using NdArray<double> shared = Random<double>(new Shape(3), 3);
        static Var<double> F(IReadOnlyList<Var<double>> v) => Ops.Sin(v[0] * v[2]) + (v[1] * Ops.Sum(v[0]));
        using NdArray<double> mapped = Batch.Map(F, [rows, columns, shared], [0, 1, null]);
        using NdArray<double> alongFirst = Batch.Map(F, [rows, columns.Transpose(1, 0), rows]);
        for (int member = 0; member < 5; member++)
        {
            using NdArray<double> row = rows.Select(0, member).Copy();
            using NdArray<double> column = columns.Select(1, member).Copy();
            AssertClose(Jvp.Of(F, [row, column, shared], [row, column, shared]).Value, mapped.Select(0, member), 1e-13);
            AssertClose(Jvp.Of(F, [row, column, row], [row, column, row]).Value, alongFirst.Select(0, member), 1e-13);
        }
    }

    [Fact]
    public void A_record_of_batches_composes_with_derivatives_inside_and_outside()
    {
        // Models of an ensemble: the gradient of each, by its own record; and the gradient of the sum, which is the same.
        var models = new Model(Random<double>(new Shape(5, 2, 3), 1), Random<double>(new Shape(5, 2), 2));
        static Var<double> Loss(RecordVariables<Model> v) => Ops.HalfSquaredNorm(Ops.Tanh(Ops.Sum(v.Of(m => m.W), 1) * v.Of(m => m.B)));
        using NdArray<double> inside = Batch.Map(v => Gradient.Of(u => Loss(u), v).Of(m => m.W), models);
        Model outside = Gradient.Of(v => Ops.Sum(Batch.Map(Loss, v)), models).Gradient;
        using NdArray<double> products = Batch.Map(v => Hvp.Of(u => Loss(u), v, v, HvpMode.ReverseOverReverse).Product.Of(m => m.B), models);
        using NdArray<double> blocks = Batch.Map(v => Jacobian.Of(u => Ops.Tanh(Ops.Sum(u.Of(m => m.W), 1) * u.Of(m => m.B)), v).Jacobian.Of(m => m.W), models);
        for (int member = 0; member < 5; member++)
        {
            var one = new Model(models.W.Select(0, member).Copy(), models.B.Select(0, member).Copy());
            Model expected = Gradient.Of(v => Loss(v), one).Gradient;
            AssertClose(expected.W, inside.Select(0, member), 1e-13);
            AssertClose(expected.W, outside.W.Select(0, member), 1e-13);
            AssertClose(expected.B, outside.B.Select(0, member), 1e-13);
            AssertClose(Hvp.Of(v => Loss(v), one, one).Product.B, products.Select(0, member), 1e-13);
            AssertClose(Jacobian.Of(u => Ops.Tanh(Ops.Sum(u.Of(m => m.W), 1) * u.Of(m => m.B)), one).Jacobian.W, blocks.Select(0, member), 1e-13);
        }
    }

    [Fact]
    public void Axes_that_do_not_fit_are_refused()
    {
        using NdArray<double> x = Random<double>(new Shape(5, 3), 1);
        static Var<double> F(IReadOnlyList<Var<double>> v) => v[0];
        void Refused(string part, Action act) => Assert.Contains(part, Assert.ThrowsAny<ArgumentException>(act).Message, StringComparison.Ordinal);
        Refused("every axis given is null", () => Batch.Map((a, b) => a * b, x, x, null, null));
        Refused("Batch.Map of 2 inputs takes as many axes, not 1", () => Batch.Map(F, [x, x], [0]));
        Refused("Batch.Map over 5 entries of an array of shape (5, 3) and 3 of one of shape (5, 3)", () => Batch.Map((a, b) => a, x, x, 0, 1));
        Refused("(5, 3)", () => Batch.Map(a => a, x, axis: 2));
        Refused("at one or more", () => Batch.Map(F, Array.Empty<NdArray<double>>()));
    }

    [Fact]
    public void A_branch_on_a_value_is_refused()
    {
        using NdArray<double> x = Inputs();
        InvalidOperationException failure = Assert.Throws<InvalidOperationException>(() => Batch.Map<double, double>(v => v.Value[0] > 0 ? v : -v, x));
        Assert.Contains("stands for one value of each member", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_of_members_that_differ_are_refused()
    {
        using var tape = new Tape(new Compute(threads: 1));
        ArgumentException failure = Assert.Throws<ArgumentException>(() => Batch.Map((a, b) => a + b, tape.Constant(NdArray.From(1.0, 2)), tape.Constant(NdArray.From(1.0, 2, 3))));
        Assert.Contains("over 2 entries", failure.Message, StringComparison.Ordinal);
    }

    private static NdArray<double> Inputs()
    {
        NdArray<double> x = NdArray.Empty<double>(new Shape(Members, 12));
        new CounterRandom(5).FillUniform(x);
        Span<double> span = x.AsWritableSpan();
        for (int i = 0; i < span.Length; i++) span[i] += 0.5;
        return x;
    }

    private static NdArray<T> Random<T>(Shape shape, ulong seed)
        where T : unmanaged
    {
        NdArray<T> array = NdArray.Empty<T>(shape);
        new CounterRandom(seed).FillNormal(array);
        return array;
    }

    private static NdArray<double> ValueOf(Func<Var<double>, Var<double>> f, NdArray<double> x)
    {
        using var compute = new Compute(threads: 1);
        using var tape = new Tape(compute);
        return f(tape.Constant(x)).Value.Copy();
    }

    private static void AssertClose(NdArray<double> expected, NdArray<double> actual, double tolerance)
    {
        using var compute = new Compute(threads: 1);
        using NdArray<double> difference = compute.Empty<double>(expected.Shape);
        compute.Backend.Binary(BinaryOp.Subtract, expected, actual, difference);
        double error = compute.Backend.MaxAbs(difference);
        Assert.True(error <= tolerance * Math.Max(1, compute.Backend.MaxAbs(expected)), $"error {error}");
    }

    private sealed record Model(NdArray<double> W, NdArray<double> B) : IArrayRecord<Model>
    {
        public Model Map(ArrayMap map) => new(map.Of(W), map.Of(B));
    }
}
