using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Loops;
using AdjointKit.Nn;
using AdjointKit.Optimization;
using Xunit;

namespace AdjointKit.Tests.Nn;

/// <summary>The parameters of a model: order, recording, gradients, freezing, and what is refused.</summary>
[Collection("Alone")]
public sealed class ParameterSetTests : IDisposable
{
    private readonly Compute compute = new(threads: 1);
    private readonly ParameterSet set;

    public ParameterSetTests()
    {
        set = new ParameterSet(compute);
        Put("w", 2, -3);
        Put("b", 0.5, 1);
        Put("unused", 7, 8);
    }

    public void Dispose()
    {
        set.Dispose();
        compute.Dispose();
    }

    [Fact]
    public void Parameters_have_an_order_names_and_zeros()
    {
        Assert.Equal(["w", "b", "unused"], set.Names);
        Assert.Equal(3, set.Count);
        Assert.Equal(6, set.ElementCount);
        Assert.Equal(1, set.NumberOf("b"));
        Assert.True(set.Contains("b") && !set.Contains("c"));
        Assert.True(set[1] == set.Get<double>("b").ToUntyped());
        NdArray<float> more = set.Add<float>("more", new Shape(2, 2));
        Assert.Equal([0, 0, 0, 0], more.AsReadOnlySpan().ToArray());
        Assert.Equal(4, set.Arrays.Length);
        Assert.Equal(4, set.TrainedGradients.Length);
    }

    [Fact]
    public void Gradients_are_those_of_the_loss_and_zero_where_it_does_not_depend_on_a_parameter()
    {
        using var tape = new Tape(compute);
        Sweep(tape);
        Assert.Equal([4, -6], set.Gradient<double>("w").AsReadOnlySpan().ToArray());
        Assert.Equal([3, 3], set.Gradient<double>("b").AsReadOnlySpan().ToArray());
        Assert.Equal([0, 0], set.Gradient<double>("unused").AsReadOnlySpan().ToArray());

        // What an earlier step left there goes.
        tape.Reset();
        tape.Backward(Ops.Sum(set.Record<double>(tape, "unused")));
        set.ReadGradients(tape);
        Assert.Equal([0, 0], set.Gradient<double>("w").AsReadOnlySpan().ToArray());
        Assert.Equal([1, 1], set.Gradient<double>("unused").AsReadOnlySpan().ToArray());
    }

    [Fact]
    public void A_parameter_is_on_a_tape_once_until_its_reset()
    {
        using var tape = new Tape(compute);
        using var other = new Tape(compute);
        Var<double> first = set.Record<double>(tape, "w");
        Var<double> elsewhere = set.Record<double>(other, 0);
        Assert.Equal(first.ToVar().Id, set.Record<double>(tape, "w").ToVar().Id);
        Assert.Same(other, elsewhere.Tape);
        Assert.Same(tape, set.Record<double>(tape, 0).Tape);
        tape.Reset();
        Put("w", 5, 5);
        Assert.Equal(5, set.Record<double>(tape, "w").Value[0]);
    }

    [Fact]
    public void A_frozen_parameter_is_a_constant_and_on_no_list_of_the_optimiser()
    {
        using var tape = new Tape(compute);
        Sweep(tape);
        tape.Reset();
        set.Freeze("w");
        Assert.False(set.IsTrained("w"));
        Assert.Equal(2, set.Trained.Length);
        Assert.True(set.Trained[0] == set[1] && set.TrainedGradients[1] == set.Gradients[2]);
        Sweep(tape);
        Assert.Equal([0, 0], set.Gradient<double>("w").AsReadOnlySpan().ToArray());
        Assert.Equal([3, 3], set.Gradient<double>("b").AsReadOnlySpan().ToArray());

        // It is on this tape as a constant: its gradient cannot be read from there.
        set.Unfreeze("w");
        Assert.Contains("reset the tape", Assert.Throws<InvalidOperationException>(() => set.ReadGradients(tape)).Message, StringComparison.Ordinal);
        tape.Reset();
        Sweep(tape);
        Assert.Equal([4, -6], set.Gradient<double>("w").AsReadOnlySpan().ToArray());
    }

    [Fact]
    public void Parameters_of_a_loop_are_bound_in_its_body()
    {
        using var tape = new Tape(compute);
        LoopBody body = frame =>
        {
            set.Bind(0, frame.Parameters[0].As<double>());
            frame.Next[0] = frame.State[0].As<double>() * set.Record<double>(frame.State[0].Tape, "w");
        };
        using NdArray<double> one = NdArray.From(1.0, 1);
        LoopResult result = Scan.Run(body, [tape.Constant(one)], parameters: [set.Record<double>(tape, "w")], steps: 3);
        tape.Backward(Ops.Sum(result.State[0].As<double>()));
        set.ReadGradients(tape);
        Assert.Equal([12, 27], set.Gradient<double>("w").AsReadOnlySpan().ToArray());
    }

    [Fact]
    public void A_parameter_that_was_not_bound_in_a_body_is_refused_where_its_gradient_would_be_lost()
    {
        using var tape = new Tape(compute);
        using NdArray<double> one = NdArray.From(1.0, 1);
        LoopBody body = frame => frame.Next[0] = frame.State[0].As<double>() * set.Record<double>(frame.State[0].Tape, "w");
        string message = Assert.Throws<InvalidOperationException>(() => Scan.Run(body, [tape.Input(one)], steps: 3)).Message;
        Assert.Contains("Parameter w ", message, StringComparison.Ordinal);
        Assert.Contains("set.Bind(0, ...)", message, StringComparison.Ordinal);
        tape.Reset();
        Assert.Contains("Parameter w ", Assert.Throws<InvalidOperationException>(() => Checkpoint.Of<double, double>(x => x * set.Record<double>(x.Tape, "w"))(tape.Input(one))).Message, StringComparison.Ordinal);

        // A frozen one is a constant, and another tape of the user's own is no body.
        tape.Reset();
        set.Freeze("w");
        Assert.Equal([8, -27], Scan.Run(body, [tape.Input(one)], steps: 3).State[0].As<double>().Value.AsReadOnlySpan().ToArray());
        set.Unfreeze("w");
        using NdArray<double> gradient = Gradient.Of(x => Ops.Sum(x * set.Record<double>(x.Tape, "w")), one).Gradient;
        Assert.Equal([2, -3], gradient.AsReadOnlySpan().ToArray());
    }

    [Fact]
    public void The_gradient_passes_through_a_step_that_was_bound()
    {
        // w1 = 0.75 w0, and the loss is |w1|^2.
        using var tape = new Tape(compute);
        Var<double> first = set.Record<double>(tape, "w");
        set.Bind(0, first - (0.25 * first));
        tape.Backward(Ops.Sum(Ops.Square(set.Record<double>(tape, "w"))));
        set.ReadGradients(tape);
        Assert.Equal([2.25, -3.375], set.Gradient<double>("w").AsReadOnlySpan().ToArray());
        tape.Reset();
        Assert.Equal(2, set.Record<double>(tape, "w").Value[0]);
    }

    [Fact]
    public void A_training_step_allocates_no_managed_memory()
    {
        using var tape = new Tape(compute);
        using var optimizer = new Optimizer(set.Trained, new OptimizerOptions { Rule = new Adam(), LearningRate = 1e-3 }, compute);
        Assert.Equal(0, AllocatedBy(_ =>
        {
            Sweep(tape);
            tape.Reset();
            optimizer.Step(set.Trained, set.TrainedGradients);
        }));
    }

    [Fact]
    public void A_training_step_of_a_network_allocates_no_managed_memory()
    {
        using var own = new ParameterSet(compute);
        var network = new Sequential<float>(
            new Linear<float>(own, "1", 6, 20),
            new LayerNorm<float>(own, "norm", new Shape(20)),
            new Activation<float>(Ops.Relu),
            new Dropout<float>(0.2, seed: 1),
            new Linear<float>(own, "2", 20, 3));
        using NdArray<float> x = NdArray.Zeros<float>(8, 6);
        new CounterRandom(1).FillNormal(x);
        using NdArray<long> labels = NdArray.From<long>(0, 1, 2, 0, 1, 2, 0, 1);
        using var tape = new Tape(compute);
        using var optimizer = new Optimizer(own.Trained, new OptimizerOptions { Rule = new Adam(), LearningRate = 1e-3 }, compute);
        Assert.Equal(0, AllocatedBy(step =>
        {
            tape.Backward(Ops.CrossEntropy(network.Apply(tape.Constant(x), ForwardPass.Training(step)), labels));
            own.ReadGradients(tape);
            tape.Reset();
            optimizer.Step(own.Trained, own.TrainedGradients);
        }));
    }

    [Fact]
    public void Wrong_use_is_refused_in_a_sentence()
    {
        using var tape = new Tape(compute);
        Assert.Contains("already", Assert.Throws<ArgumentException>(() => set.Add<double>("w", new Shape(1))).Message, StringComparison.Ordinal);
        Assert.Contains("w, b, unused", Assert.Throws<ArgumentException>(() => set.Get<double>("v")).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => set.Add<int>("i", new Shape(1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => set[3]);
        Assert.Throws<ArgumentOutOfRangeException>(() => set.Record<double>(tape, -1));
        Assert.Throws<InvalidOperationException>(() => set.Record<float>(tape, "w"));
        tape.Reset();
        Assert.Contains("No parameter", Assert.Throws<InvalidOperationException>(() => set.ReadGradients(tape)).Message, StringComparison.Ordinal);
        Var<double> w = set.Record<double>(tape, "w");
        Assert.Throws<InvalidOperationException>(() => set.ReadGradients(tape));
        Assert.Contains("does not fit", Assert.Throws<ArgumentException>(() => set.Bind(1, Ops.Sum(w))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_released_is_given_back_to_the_account()
    {
        long before = compute.Memory.Used;
        var other = new ParameterSet(compute);
        other.Add<double>("w", new Shape(100_000));
        Assert.True(compute.Memory.Used >= before + 1_600_000);
        other.Dispose();
        other.Dispose();
        Assert.Equal(before, compute.Memory.Used);
        Assert.Throws<ObjectDisposedException>(() => other.Add<double>("v", new Shape(1)));
    }

    /// <summary>What 50 steps allocate, the least of several rounds: the first ones are compiled without optimisation, and the test runner allocates now and then.</summary>
    private static long AllocatedBy(Action<long> step)
    {
        long allocated = long.MaxValue;
        for (int round = 0; round < 20 && allocated > 0; round++)
        {
            for (int warm = 0; warm < 50; warm++) step(warm);
            Thread.Sleep(20);
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int run = 0; run < 50; run++) step(run);
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        return allocated;
    }

    /// <summary>The loss sum w^2 + 3 sum b.</summary>
    private void Sweep(Tape tape)
    {
        tape.Backward(Ops.Sum(Ops.Square(set.Record<double>(tape, "w"))) + (3 * Ops.Sum(set.Record<double>(tape, 1))));
        set.ReadGradients(tape);
    }

    private void Put(string name, double first, double second)
    {
        NdArray<double> array = set.Contains(name) ? set.Get<double>(name) : set.Add<double>(name, new Shape(2));
        array.AsWritableSpan()[0] = first;
        array.AsWritableSpan()[1] = second;
    }
}
