using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Benchmarks.Runner;
using AdjointKit.Devices;

namespace AdjointKit.Benchmarks.Nn;

/// <summary>One op of networks on normal numbers, forward, or forward and backward from a given sensitivity.</summary>
internal sealed class NnCase<T> : IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Tape tape;
    private readonly Func<Tape, Var<T>[], Var<T>> op;
    private readonly NdArray<T>[] operands;
    private readonly NdArray<T>[] gradients;
    private readonly NdArray<T> seed;

    internal NnCase(Compute compute, Func<Tape, Var<T>[], Var<T>> op, params ReadOnlySpan<Shape> shapes)
    {
        this.op = op;
        tape = new Tape(compute);
        operands = new NdArray<T>[shapes.Length];
        gradients = new NdArray<T>[shapes.Length];
        for (int k = 0; k < shapes.Length; k++)
        {
            operands[k] = Normal(compute, shapes[k], (ulong)k + 1);
            gradients[k] = compute.Empty<T>(shapes[k]);
        }

        seed = Normal(compute, op(tape, [.. operands.Select(operand => tape.Constant(operand))]).Shape, 9);
        tape.Reset();
    }

    internal Contestant Forward() => new("AdjointKit", count =>
    {
        var variables = new Var<T>[operands.Length];
        for (int step = 0; step < count; step++)
        {
            for (int k = 0; k < operands.Length; k++) variables[k] = tape.Constant(operands[k]);
            op(tape, variables);
            tape.Reset();
        }
    });

    internal Contestant Gradient() => new("AdjointKit", count =>
    {
        var variables = new Var<T>[operands.Length];
        for (int step = 0; step < count; step++)
        {
            for (int k = 0; k < operands.Length; k++) variables[k] = tape.Input(operands[k]);
            tape.Backward(op(tape, variables), seed);
            for (int k = 0; k < operands.Length; k++) tape.Gradient(variables[k], gradients[k]);
            tape.Reset();
        }
    });

    public void Dispose()
    {
        tape.Dispose();
        foreach (NdArray<T> array in operands.Concat(gradients).Append(seed)) array.Dispose();
    }

    private static NdArray<T> Normal(Compute compute, in Shape shape, ulong stream)
    {
        NdArray<T> array = compute.Empty<T>(shape);
        new CounterRandom(stream).FillNormal(array);
        return array;
    }
}
