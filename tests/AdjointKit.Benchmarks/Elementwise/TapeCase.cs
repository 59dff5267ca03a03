using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Benchmarks.Runner;
using AdjointKit.Devices;
using AdjointKit.Kernels;

namespace AdjointKit.Benchmarks.Elementwise;

/// <summary>Programs on the tape: sum(tanh(exp(sin x))) of a million floats, and a chain of products whose cost is that of the ops themselves.</summary>
internal sealed class TapeCase : IDisposable
{
    /// <summary>The ops of the chain of products.</summary>
    internal const int Products = 100;

    private readonly Tape tape;
    private readonly NdArray<float> x;
    private readonly NdArray<float> factor;
    private readonly NdArray<float> gradient;

    internal TapeCase(int length, Compute compute)
    {
        tape = new Tape(compute);
        x = compute.Empty<float>(length);
        factor = compute.Empty<float>(length);
        gradient = compute.Empty<float>(length);
        new CounterRandom(1).FillUniform(x);
        compute.Backend.Affine(2, x, -1, x);
        compute.Backend.Fill(factor, 1);
    }

    internal Contestant Forward() => Repeat("forward", () => Chain(tape.Input(x)));

    internal Contestant Gradient() => Repeat("gradient", () =>
    {
        Var<float> input = tape.Input(x);
        tape.Backward(Chain(input));
        tape.Gradient(input, gradient);
    });

    internal Contestant ProductsAndGradient() => Repeat("products", () =>
    {
        Var<float> input = tape.Input(x);
        Var<float> other = tape.Constant(factor);
        Var<float> z = input;
        for (int k = 0; k < Products; k++) z *= other;
        tape.Backward(Ops.Sum(z));
        tape.Gradient(input, gradient);
    });

    public void Dispose()
    {
        tape.Dispose();
        x.Dispose();
        factor.Dispose();
        gradient.Dispose();
    }

    private static Var<float> Chain(Var<float> x) => Ops.Sum(Ops.Tanh(Ops.Exp(Ops.Sin(x))));

    private Contestant Repeat(string name, Action step) => new(name, count =>
    {
        // Once for all ops, as a training loop does.
        using DenormalFlush.Scope flush = DenormalFlush.Enter();
        for (int i = 0; i < count; i++)
        {
            tape.Reset();
            step();
        }
    });
}
