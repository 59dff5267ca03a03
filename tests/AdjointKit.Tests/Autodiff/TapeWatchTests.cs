using System.Numerics;
using System.Runtime.CompilerServices;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.TestKit.Devices;
using Xunit;

namespace AdjointKit.Tests.Autodiff;

/// <summary>What a tape that watches tells: places, the first NaN, who needs what would be overwritten.</summary>
public sealed class TapeWatchTests : IDisposable
{
    private static readonly TapeOptions FindNaN = new() { FindNaN = true };

    private readonly Compute compute = new(threads: 1);

    public void Dispose() => compute.Dispose();

    [Fact]
    public void The_op_that_makes_the_first_NaN_of_the_forward_run_is_named_with_its_line_and_inputs()
    {
        using NdArray<double> x = NdArray.From(1.0, -1, 2);
        int line = 0;
        NonFiniteException failure = Assert.Throws<NonFiniteException>(() => Gradient.Of(
            v =>
            {
                Var<double> y = v * 2;
                line = Here() + 1;
                Var<double> z = Ops.Log(y);
                return Ops.Sum(z * z);
            },
            x,
            compute.With(FindNaN)));
        Assert.Equal("log", failure.Op);
        Assert.Equal(line, failure.Place?.Line);
        Assert.Equal($"TapeWatchTests.cs:{line} ({nameof(The_op_that_makes_the_first_NaN_of_the_forward_run_is_named_with_its_line_and_inputs)})", failure.Place?.ToString());
        Assert.Equal($"The first NaN comes from the value of log at {failure.Place}. Output 0: Float64 (3,) from 0.693147 to 1.38629, mean 1.03972, 1 of 3 NaN. Input 0: Float64 (3,) from -2 to 4, mean 1.33333.", failure.Message);
    }

    [Fact]
    public void A_rule_whose_sensitivity_turns_NaN_is_named()
    {
        using NdArray<double> x = NdArray.From(1.0, 4);
        using var tape = new Tape(compute.With(FindNaN));
        Var<double> v = tape.Input(x);
        int line = Here() + 1;
        Var<double> y = tape.Apply<double>(new WrongSlope(), v);
        Var<double> loss = Ops.Sum(Ops.Square(y));
        NonFiniteException failure = Assert.Throws<NonFiniteException>(() => tape.Backward(loss));
        Assert.Equal("WrongSlope", failure.Op);
        Assert.Equal(line, failure.Place?.Line);
        Assert.StartsWith($"The first NaN of the backward sweep comes from the adjoint rule of WrongSlope at TapeWatchTests.cs:{line}", failure.Message, StringComparison.Ordinal);
        Assert.Contains("Sensitivity of input 0: Float64 (2,) no finite element, 2 of 2 NaN. Input 0: Float64 (2,) from 1 to 4, mean 2.5.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_tangent_that_turns_NaN_is_named()
    {
        NonFiniteException failure = Assert.Throws<NonFiniteException>(() => Jvp.Of<double, double>(
            v => Ops.Square(v.Tape.Apply<double>(new WrongSlope(), v)), NdArray.From(1.0), NdArray.From(1.0), compute.With(FindNaN)));
        Assert.Contains("the tangent rule of WrongSlope", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_comes_from_a_NaN_is_not_blamed_and_an_infinite_partial_behind_a_zero_is_none()
    {
        using NdArray<double> x = NdArray.From(double.NaN, 1);
        Assert.True(double.IsNaN(Gradient.Of(v => Ops.Sum(Ops.Sqrt(Ops.Log(v))), x, compute.With(FindNaN)).Value));
        using NdArray<double> zero = NdArray.From(0.0, 4);
        NdArray<double> gradient = Gradient.Of(v => Ops.Sum(Ops.Sqrt(v) * v.Tape.Constant(NdArray.From(0.0, 1))), zero, compute.With(new() { FindNaN = true, FindInfinity = true })).Gradient;
        Assert.Equal([0, 0.25], gradient.AsReadOnlySpan().ToArray());
    }

    [Fact]
    public void Infinities_are_found_where_asked_for_and_parts_of_complex_numbers_count_apart()
    {
        using NdArray<double> x = NdArray.From(0.0);
        Assert.True(double.IsInfinity(Gradient.Of(v => Ops.Sum(Ops.Reciprocal(v)), x, compute.With(FindNaN)).Value));
        NonFiniteException failure = Assert.Throws<NonFiniteException>(() => Gradient.Of(v => Ops.Sum(Ops.Reciprocal(v)), x, compute.With(new() { FindInfinity = true })));
        Assert.StartsWith("The first infinity comes from the value of reciprocal", failure.Message, StringComparison.Ordinal);

        // The magnitude of 1e308 (1 + i) overflows, the number does not.
        using NdArray<Complex> z = NdArray.From(new Complex(1e308, 1e308));
        using var tape = new Tape(compute.With(new() { FindInfinity = true }));
        _ = Ops.Conjugate(tape.Input(z));
    }

    [Fact]
    public void A_NaN_within_a_checkpoint_a_custom_function_and_a_nested_gradient_is_found()
    {
        using NdArray<double> x = NdArray.From(-1.0);
        Func<Var<double>, Var<double>> body = Checkpoint.Of<double, double>(v => Ops.Log(v) * 3);
        Assert.Equal("log", Assert.Throws<NonFiniteException>(() => Gradient.Of(v => Ops.Sum(body(v)), x, compute.With(FindNaN))).Op);
        Assert.Equal("log", Assert.Throws<NonFiniteException>(() => Gradient.Of(v => Ops.Sum(Gradient.Of(w => Ops.Sum(Ops.Log(w)), v)), x, compute.With(FindNaN))).Op);
    }

    [Fact]
    public void The_tape_goes_on_after_a_NaN_was_found()
    {
        using NdArray<double> x = NdArray.From(-1.0, 2);
        using var tape = new Tape(compute.With(FindNaN));
        Var<double> v = tape.Input(x);
        Assert.Throws<NonFiniteException>(() => Ops.Log(v));
        Assert.Equal(0, tape.Count);
        tape.Backward(Ops.Sum(Ops.Square(v)));
        Assert.Equal([-2.0, 4], tape.Gradient(v).AsReadOnlySpan().ToArray());
    }

    [SkippableFact]
    public void A_NaN_is_found_on_a_device()
    {
        using Compute device = OpenClFixture.Watched(out _);
        using NdArray<float> host = NdArray.From(1f, -1, 2);
        using NdArray<float> x = device.ToDevice(host);
        NonFiniteException failure = Assert.Throws<NonFiniteException>(() => Gradient.Of(v => Ops.Sum(Ops.Log(v)), x, device.With(FindNaN)));
        Assert.Equal("log", failure.Op);
        Assert.Contains("Input 0: Float32 (3,) from -1 to 2, mean 0.666667.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_forbidden_write_names_its_line_and_where_places_are_kept_that_of_the_op()
    {
        using NdArray<double> a = NdArray.From(1.0, 2.0);
        using var tape = new Tape(compute.With(new() { KeepPlaces = true }));
        Var<double> x = tape.Input(a);
        int line = Here() + 1;
        _ = Ops.Exp(Ops.Log(x));
        InvalidOperationException failure = Assert.Throws<InvalidOperationException>(() =>
        {
            a[0] = 3;
            a[1] = 4;
        });
        const string Method = nameof(A_forbidden_write_names_its_line_and_where_places_are_kept_that_of_the_op);
        Assert.Equal($"This array may not be overwritten here, at TapeWatchTests.cs:{line + 3} ({Method}): log at TapeWatchTests.cs:{line} ({Method}) needs what it holds for derivatives. Write to a copy, or reset the tape first.", failure.Message);
    }

    [Fact]
    public void A_write_through_a_span_kept_from_before_is_found_in_the_sweep()
    {
        using NdArray<double> a = NdArray.From(1.0, 2.0);
        Span<double> kept = a.AsWritableSpan();
        using var tape = new Tape(compute.With(new() { CheckContents = true }));
        int line = Here() + 1;
        Var<double> loss = Ops.Sum(Ops.Square(tape.Input(a)));
        tape.Backward(loss);
        kept[1] = 7;
        InvalidOperationException failure = Assert.Throws<InvalidOperationException>(() => tape.Backward(loss));
        Assert.StartsWith("An array of shape (2,) was overwritten after it went onto the tape, through a span that was kept from before, and square at TapeWatchTests.cs:" + line, failure.Message, StringComparison.Ordinal);
        tape.Reset();
        tape.Backward(Ops.Sum(Ops.Square(tape.Input(a))));
    }

    [Fact]
    public void Indices_written_through_a_span_kept_from_before_are_found_in_the_sweep()
    {
        using NdArray<long> indices = NdArray.From(1L, 0);
        Span<long> kept = indices.AsWritableSpan();
        using var tape = new Tape(compute.With(new() { CheckContents = true }));
        Var<double> loss = Ops.Sum(Ops.Square(Ops.TakeAlongAxis(tape.Input(NdArray.From(3.0, 4.0)), indices, 0)));
        kept[0] = 0;
        InvalidOperationException failure = Assert.Throws<InvalidOperationException>(() => tape.Backward(loss));
        Assert.StartsWith("An array of shape (2,) was overwritten after it went onto the tape", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Custom_ops_and_operators_are_named_by_their_own_names()
    {
        using NdArray<double> a = NdArray.From(1.0, 2.0);
        using var tape = new Tape(compute);
        _ = tape.Apply<double>(new WrongSlope(), tape.Input(a));
        Assert.Contains("WrongSlope needs", Assert.Throws<InvalidOperationException>(() => a[0] = 3).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_report_counts_bytes_by_op_and_by_line()
    {
        using NdArray<float> a = NdArray.Zeros<float>(1000, 1000);
        using var tape = new Tape(compute.With(new() { KeepPlaces = true }));
        Var<float> x = tape.Input(a);
        int line = Here() + 1;
        for (int k = 0; k < 3; k++) x = Ops.Sin(x);
        Var<float> view = Ops.Slice(x, 0, 0, 10);
        _ = Ops.Sum(view);
        TapeReport report = tape.Report();
        Assert.Equal(5, report.Ops);
        Assert.Equal("sin", report.ByOp[0].Name);
        Assert.Equal((3, 12_000_000), (report.ByOp[0].Count, report.ByOp[0].Bytes));
        Assert.Contains(report.ByOp, entry => entry is { Name: "slice", Count: 1, Bytes: 0 });
        Assert.StartsWith($"TapeWatchTests.cs:{line} (", report.ByPlace[0].Name, StringComparison.Ordinal);
        Assert.Equal((3, 12_000_000), (report.ByPlace[0].Count, report.ByPlace[0].Bytes));
        Assert.Equal(4_000_000, report.PinnedBytes);
        Assert.InRange(report.BookBytes, 6_000, 30_000);
        Assert.Matches("\nbooks of the tape +[0-9,]+\r?\n", report.ToString());
        Assert.Matches("\nsin +3 +12,000,000\r?\n", report.ToString());
        Assert.Empty(new Tape(compute).Report().ByPlace);
    }

    [Fact]
    public void A_shared_computation_outlives_its_disposal_and_keeps_options_and_budget()
    {
        using var limited = new Compute(threads: 1, memoryBudget: 1 << 20);
        Compute watching = limited.With(FindNaN);
        watching.Dispose();
        Assert.Same(limited.Memory, watching.Memory);
        Assert.Same(FindNaN, watching.TapeOptions);
        Assert.Same(TapeOptions.Default, limited.TapeOptions);
        using NdArray<double> x = NdArray.From(3.0);
        Assert.Equal(9, Gradient.Of(v => Ops.Sum(v * v), x, watching).Value);
    }

    private static int Here([CallerLineNumber] int line = 0) => line;

    private sealed class WrongSlope : CustomOp
    {
        public override void Value(CustomOpContext context) => context.Compute.Backend.Copy(context.Input<double>(0), context.NewOutput<double>(context.Input<double>(0).Shape));

        public override void Tangent(CustomOpContext context) => context.Compute.Backend.Fill(context.OutputTangent<double>(0), double.NaN);

        public override void Adjoint(CustomOpContext context) => context.Compute.Backend.Fill(context.Sensitivity<double>(0), double.NaN);
    }
}
