using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using Xunit;

namespace AdjointKit.Tests.Autodiff;

public sealed class CustomOpTests
{
    [Fact]
    public void Value_tangent_and_adjoint_run_and_what_was_saved_is_disposed_on_reset()
    {
        using var compute = new Compute(threads: 1);
        using var tape = new Tape(compute);
        var op = new ProductAndSum();
        using NdArray<double> a = NdArray.From(1.0, 2.0, 3.0);
        using NdArray<double> b = NdArray.From(4.0, 5.0, 6.0);
        Var<double> x = tape.Input(a);
        Var<double> y = tape.Input(b);
        Span<Var> outputs = new Var[2];
        tape.Apply(op, [x, y], outputs);
        Assert.Equal([4.0, 10.0, 18.0], outputs[0].Value.As<double>().AsReadOnlySpan().ToArray());
        Assert.Equal(21.0, outputs[1].Value.As<double>()[[]]);

        // L = sum(x y) + 2 sum(x + y) + sum(x)
        Var<double> loss = Ops.Sum(outputs[0].As<double>()) + (2 * outputs[1].As<double>()) + Ops.Sum(x);
        tape.Backward(loss);
        Assert.Equal([7.0, 8.0, 9.0], tape.Gradient(x).AsReadOnlySpan().ToArray());
        Assert.Equal([3.0, 4.0, 5.0], tape.Gradient(y).AsReadOnlySpan().ToArray());
        Assert.Equal(0, op.Disposed);
        tape.Reset();
        Assert.Equal(1, op.Disposed);
    }

    [Fact]
    public void A_use_that_needs_no_derivative_is_not_recorded_and_disposes_at_once()
    {
        using var compute = new Compute(threads: 1);
        using var tape = new Tape(compute);
        var op = new ProductAndSum();
        using NdArray<double> a = NdArray.From(1.0, 2.0, 3.0);
        Var<double> y = tape.Apply<double>(op, tape.Constant(a), tape.Constant(a));
        Assert.Equal(0, tape.Count);
        Assert.Equal(1, op.Disposed);
        Assert.Equal(9.0, y.Value[2]);
    }

    /// <summary>(x, y) to (x y, sum(x) + sum(y)).</summary>
    private sealed class ProductAndSum : CustomOp
    {
        internal int Disposed { get; private set; }

        public override void Value(CustomOpContext context)
        {
            NdArray<double> product = context.NewOutput<double>(context.Input<double>(0).Shape);
            NdArray<double> sum = context.NewOutput<double>(default);
            context.Compute.Backend.Binary(BinaryOp.Multiply, context.Input<double>(0), context.Input<double>(1), product);
            double total = 0;
            foreach (double element in context.Input<double>(0).AsReadOnlySpan()) total += element;
            foreach (double element in context.Input<double>(1).AsReadOnlySpan()) total += element;
            sum[[]] = total;
            context.Save(new Kept(this));
        }

        public override void Adjoint(CustomOpContext context)
        {
            Assert.IsType<Kept>(context.Saved);
            for (int k = 0; k < 2; k++)
            {
                if (!context.IsActive(k)) continue;
                NdArray<double> sensitivity = context.Sensitivity<double>(k);
                if (context.HasCotangent(0)) context.Compute.Backend.MultiplyAdd(context.Cotangent<double>(0), context.Input<double>(1 - k), sensitivity, sensitivity);
                if (context.HasCotangent(1)) context.Compute.Backend.Binary(BinaryOp.Add, sensitivity, context.Cotangent<double>(1), sensitivity);
            }
        }

        private sealed class Kept(ProductAndSum op) : IDisposable
        {
            public void Dispose() => op.Disposed++;
        }
    }
}
