using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Operators;
using Xunit;

namespace AdjointKit.Tests.Autodiff;

/// <summary>Functions that are computed again in the backward sweep, and functions with rules of their own.</summary>
public sealed class CheckpointTests
{
    private static readonly double[] At = [0.5, -1.25, 2, 0.75];

    [Fact]
    public void Value_and_gradient_have_the_same_bits_as_without()
    {
        using NdArray<double> x = NdArray.From(At);
        Func<Var<double>, Var<double>> forgotten = Checkpoint.Of<double, double>(Deep);
        ValueAndGradient<double> plain = Gradient.Of<double>(v => Ops.Sum(Deep(Deep(v))), x);
        ValueAndGradient<double> again = Gradient.Of<double>(v => Ops.Sum(forgotten(forgotten(v))), x);
        Assert.Equal(plain.Value, again.Value);
        Assert.Equal(plain.Gradient.AsReadOnlySpan().ToArray(), again.Gradient.AsReadOnlySpan().ToArray());
    }

    [Fact]
    public void The_tape_keeps_only_what_goes_in_and_out()
    {
        using var compute = new Compute(threads: 1);
        using var tape = new Tape(compute);
        using NdArray<double> x = compute.Zeros<double>(100_000);
        long before = compute.Memory.Used;
        Checkpoint.Of<double, double>(Deep)(tape.Input(x));
        Assert.Equal(before + 800_000, compute.Memory.Used);
    }

    [Theory]
    [InlineData(HvpMode.ForwardOverReverse)]
    [InlineData(HvpMode.ReverseOverReverse)]
    public void Second_derivatives_go_through(HvpMode mode)
    {
        using NdArray<double> x = NdArray.From(At);
        using NdArray<double> v = NdArray.From(1.0, -2, 0.5, 3);
        Func<Var<double>, Var<double>> forgotten = Checkpoint.Of<double, double>(Deep);
        (_, NdArray<double> expected) = Hvp.Of<double>(a => Ops.Sum(Ops.Square(Deep(Deep(a)))), x, v, mode: mode);
        (_, NdArray<double> product) = Hvp.Of<double>(a => Ops.Sum(Ops.Square(forgotten(forgotten(a)))), x, v, mode: mode);
        for (int i = 0; i < 4; i++) Assert.Equal(expected[i], product[i], 1e-12 * Math.Max(1, Math.Abs(expected[i])));
    }

    [Fact]
    public void Tangents_go_through_and_agree_with_the_gradient()
    {
        using NdArray<double> x = NdArray.From(At);
        Func<Var<double>, Var<double>, Var<double>> forgotten = Checkpoint.Of<double, double, double>((a, b) => Ops.Sin(a * b) + a);
        CheckResult result = GradCheck.Run<double>("checkpoint of two", v => forgotten(v, Ops.Exp(v)), x);
        Assert.True(result.Passed, $"{result}");
    }

    [Fact]
    public void A_function_that_gives_something_else_when_it_runs_again_is_told_so()
    {
        int calls = 0;
        Func<Var<double>, Var<double>> counting = Checkpoint.Of<double, double>(x => x * ++calls);
        using NdArray<double> x = NdArray.From(1.0, 2);
        using NdArray<double> v = NdArray.From(1.0, 0);
        Action[] derivatives =
        [
            () => Gradient.Of<double>(a => Ops.Sum(counting(a)), x),
            () => Jvp.Of<double, double>(counting, x, v),
            () => Hvp.Of<double>(a => Ops.Sum(Ops.Square(counting(a))), x, v, mode: HvpMode.ReverseOverReverse),
        ];
        foreach (Action derivative in derivatives)
        {
            Assert.Contains("gave another value when it ran again", Assert.Throws<InvalidOperationException>(derivative).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_variable_taken_from_outside_is_refused()
    {
        using var tape = new Tape(new Compute(threads: 1));
        Var<double> weight = tape.Input(NdArray.From(At));
        Func<Var<double>, Var<double>> leaky = Checkpoint.Of<double, double>(x => x * weight);
        ArgumentException failure = Assert.Throws<ArgumentException>(() => leaky(weight));
        Assert.Contains("belongs to another tape", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_function_with_its_own_rules_is_differentiated_by_them()
    {
        using NdArray<double> x = NdArray.From(0.0, 800, -3);
        var softplus = new Softplus();
        CheckResult result = GradCheck.Run<double>("softplus with its own rules", v => softplus.Apply(v).As<double>(), NdArray.From(0.25, 1, -3));
        Assert.True(result.Passed, $"{result}");

        // The derivative of the text is NaN at 800, and the rule's is 1.
        ValueAndGradient<double> gradient = Gradient.Of<double>(v => Ops.Sum(softplus.Apply(v).As<double>()), x);
        Assert.Equal(0.5, gradient.Gradient[0], 1e-15);
        Assert.Equal(1, gradient.Gradient[1]);
        (_, NdArray<double> curvature) = Hvp.Of<double>(v => Ops.Sum(softplus.Apply(v).As<double>()), x, NdArray.From(1.0, 1, 1), mode: HvpMode.ReverseOverReverse);
        Assert.Equal(0.25, curvature[0], 1e-15);
        (_, NdArray<double> forward) = Hvp.Of<double>(v => Ops.Sum(softplus.Apply(v).As<double>()), x, NdArray.From(1.0, 1, 1));
        Assert.Equal(0.25, forward[0], 1e-15);
    }

    private static Var<double> Deep(Var<double> x)
    {
        for (int k = 0; k < 5; k++) x = Ops.Sin(x) + (0.5 * Ops.Square(x));
        return Ops.Tanh(x);
    }

    private sealed class Softplus : CustomFunction
    {
        public override Var Value(ReadOnlySpan<Var> inputs) => Ops.Log1p(Ops.Exp(inputs[0].As<double>()));

        public override Var Tangent(ReadOnlySpan<Var> inputs, Var output, ReadOnlySpan<Var> tangents) => tangents[0] * Ops.Sigmoid(inputs[0].As<double>());

        public override void Adjoint(ReadOnlySpan<Var> inputs, Var output, Var cotangent, Span<Var> sensitivities) =>
            sensitivities[0] = cotangent * Ops.Sigmoid(inputs[0].As<double>());
    }
}
