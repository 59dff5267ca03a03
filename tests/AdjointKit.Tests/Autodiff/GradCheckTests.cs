using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Operators;
using AdjointKit.TestKit.Devices;
using Xunit;

namespace AdjointKit.Tests.Autodiff;

/// <summary>The gradient check finds what is wrong, and where.</summary>
public sealed class GradCheckTests
{
    [Fact]
    public void A_wrong_element_is_found_and_named()
    {
        using NdArray<double> x = Random<double>(new Shape(7, 5), 1);
        CheckResult right = GradCheck.Run("square", v => Ops.HalfSquaredNorm(v), x);
        Assert.True(right.Passed, right.ToString());
        using NdArray<double> gradient = x.Copy();
        gradient[4, 3] += 0.25;
        CheckResult wrong = GradCheck.Run("square", Half, x, gradient, options: new() { Points = 0 });
        Assert.False(wrong.Passed);
        Assert.Matches("^random direction [012] of seed 1: differences give .*, reverse mode .*; most of it at element \\(4, 3\\)$", wrong.Where);
        wrong = GradCheck.Run("square", Half, x, gradient, options: new() { Directions = 0, Points = 0, Elements = [2, 23] });
        Assert.StartsWith("element (4, 3): differences give ", wrong.Where, StringComparison.Ordinal);

        static double Half(NdArray<double> at) => 0.5 * at.AsReadOnlySpan().ToArray().Sum(value => value * value);
    }

    [Fact]
    public void A_NaN_fails_and_is_named()
    {
        using NdArray<double> x = Random<double>(new Shape(4), 1);
        using NdArray<double> gradient = x.Copy();
        gradient[2] = double.NaN;
        CheckResult wrong = GradCheck.Run("NaN", at => at[0], x, gradient);
        Assert.False(wrong.Passed);
        Assert.Equal("the gradient is not finite", wrong.Where);
    }

    [Fact]
    public void A_forward_mode_that_disagrees_is_named()
    {
        using NdArray<double> x = Random<double>(new Shape(6), 1);
        CheckResult wrong = GradCheck.Run("tangent", v => v.Tape.Apply<double>(new WrongTangent(), v), x);
        Assert.False(wrong.Passed);
        Assert.Contains(": forward mode gives", wrong.Where, StringComparison.Ordinal);
    }

    [Fact]
    public void Several_inputs_of_different_shapes()
    {
        using NdArray<double> a = Random<double>(new Shape(3, 4), 1);
        using NdArray<double> b = Random<double>(new Shape(4), 2);
        CheckResult right = GradCheck.Run<double>("affine", v => Ops.Tanh(Ops.MatVec(v[0], v[1])), [a, b]);
        Assert.True(right.Passed, right.ToString());
        CheckResult wrong = GradCheck.Run<double>("affine", v => Ops.Tanh(Ops.MatVec(v[0], Ops.StopGradient(v[1]))), [a, b], new() { Points = 0, Directions = 1 });
        Assert.False(wrong.Passed);
        Assert.Contains("of input 1", wrong.Where, StringComparison.Ordinal);
    }

    [Fact]
    public void A_record_of_arrays_real_and_complex()
    {
        var weights = new Weights(Random<double>(new Shape(5), 1), Random<Complex>(new Shape(5), 2));
        CheckResult right = GradCheck.Run("record", v => Ops.Sum(Ops.Sin(v.Of(w => w.Real)) * Ops.AbsSquared(Ops.Exp(v.Of(w => w.Other)))), weights);
        Assert.True(right.Passed, right.ToString());
        CheckResult wrong = GradCheck.Run("record", v => Ops.Sum(Ops.Sin(Ops.StopGradient(v.Of(w => w.Real))) * Ops.AbsSquared(v.Of(w => w.Other))), weights);
        Assert.False(wrong.Passed);
    }

    [Fact]
    public void Single_precision_is_measured_by_double_precision()
    {
        using NdArray<float> x = Random<float>(new Shape(3, 4), 1);
        CheckResult right = GradCheck.RunSingle("sine", v => Ops.Sum(Ops.Sin(v)), v => Ops.Sum(Ops.Sin(v)), x);
        Assert.True(right.Passed && right.Precision == "f32" && right.Error > 0, right.ToString());
        using NdArray<ComplexF> z = Random<ComplexF>(new Shape(3), 1);
        Assert.True(GradCheck.RunSingle("norm", v => Ops.HalfSquaredNorm(Ops.Exp(v)), v => Ops.HalfSquaredNorm(Ops.Exp(v)), z).Passed);
        CheckResult wrong = GradCheck.RunSingle("sine", v => Ops.Sum(Ops.Sin(v)) + Ops.Sum(Ops.Slice(Ops.Slice(v, 0, 1, 1), 1, 2, 1)), v => Ops.Sum(Ops.Sin(v)), x);
        Assert.False(wrong.Passed);
        Assert.Equal("the gradient, at element (1, 2)", wrong.Where);
        Assert.Contains("RunSingle", Assert.Throws<ArgumentException>(() => GradCheck.Run("single", v => Ops.Sum(v), x)).Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void On_a_device()
    {
        using Compute compute = OpenClFixture.Watched(out _);
        Skip.IfNot(compute.HasDouble, "the device has no float64");
        using NdArray<double> host = Random<double>(new Shape(3, 4), 1);
        using NdArray<double> x = compute.ToDevice(host);
        CheckResult right = GradCheck.Run("sine", v => Ops.Sin(v), x, compute: compute);
        Assert.True(right.Passed, right.ToString());
        Assert.Equal("opencl:0", right.Device);
    }

    private static NdArray<T> Random<T>(Shape shape, ulong seed)
        where T : unmanaged
    {
        NdArray<T> array = NdArray.Empty<T>(shape);
        new CounterRandom(seed).FillNormal(array);
        return array;
    }

    private sealed record Weights(NdArray<double> Real, NdArray<Complex> Other) : IArrayRecord<Weights>
    {
        public Weights Map(ArrayMap map) => new(map.Of(Real), map.Of(Other));
    }

    private sealed class WrongTangent : CustomOp
    {
        public override void Value(CustomOpContext context) => context.Compute.Backend.Copy(context.Input<double>(0), context.NewOutput<double>(context.Input<double>(0).Shape));

        public override void Tangent(CustomOpContext context) => context.Compute.Backend.Affine(2, context.Tangent<double>(0), 0, context.OutputTangent<double>(0));

        public override void Adjoint(CustomOpContext context) => context.Compute.Backend.AddScaled(1, context.Cotangent<double>(0), context.Sensitivity<double>(0));
    }
}
