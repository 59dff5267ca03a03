using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Operators;

namespace AdjointKit.Autodiff;

/// <summary>A function linearised at a point: makes a <see cref="Linearization{TIn, TOut}"/>.</summary>
public static class Linearize
{
    /// <summary>Runs f at x once, and gives its derivative there as a linear operator that can be applied, and its adjoint, any number of times without running f again.</summary>
    /// <param name="f">Any function.</param>
    /// <param name="x">Where to linearise; overwriting the array while the operator lives throws.</param>
    /// <param name="compute">Where to compute.</param>
    /// <returns>The operator, which holds what the tape recorded until it is disposed, and which knows f(x).</returns>
    public static Linearization<TIn, TOut> Of<TIn, TOut>(Func<Var<TIn>, Var<TOut>> f, NdArray<TIn> x, Compute compute)
        where TIn : unmanaged
        where TOut : unmanaged
    {
        ArgumentNullException.ThrowIfNull(f);
        var tape = new Tape(compute);
        try
        {
            Var<TIn> input = tape.Input(x);
            return new Linearization<TIn, TOut>(tape, input, f(input));
        }
        catch
        {
            tape.Dispose();
            throw;
        }
    }
}

/// <summary>The derivative of a function at a point, A = f'(x), over the tape that recorded f: A dx by a forward sweep, A^H ybar by a backward sweep. Calls from several threads take turns.</summary>
/// <typeparam name="TIn">The element type of x.</typeparam>
/// <typeparam name="TOut">The element type of f(x).</typeparam>
public sealed class Linearization<TIn, TOut> : LinearOperator<TIn, TOut>, IDisposable
    where TIn : unmanaged
    where TOut : unmanaged
{
    private readonly Lock gate = new();
    private readonly Tape tape;
    private readonly Var<TIn> input;
    private readonly Var<TOut> output;

    internal Linearization(Tape tape, Var<TIn> input, Var<TOut> output)
        : base(tape.Compute, input.Shape, output.Shape)
    {
        this.tape = tape;
        this.input = input;
        this.output = output;
    }

    /// <inheritdoc/>
    public override string Name => "linearization";

    /// <inheritdoc/>
    /// <remarks>A complex function need not be holomorphic: its derivative is linear in real numbers, and no more is promised.</remarks>
    public override bool IsRealLinear => base.IsRealLinear || ElementTypes.IsComplex(DomainType);

    /// <summary>f(x) as a new array that the caller owns.</summary>
    public NdArray<TOut> Value()
    {
        lock (gate) return tape.CopyOut<TOut>(output);
    }

    /// <summary>Gives back what was recorded. The operator cannot be applied any more.</summary>
    public void Dispose()
    {
        lock (gate) tape.Dispose();
    }

    /// <inheritdoc/>
    protected internal override void ApplyCore(in NdArray<TIn> x, in NdArray<TOut> into)
    {
        lock (gate)
        {
            int mark = tape.SweepMark;
            Compute.Backend.Copy(tape.PushForward(output, [input], [tape.Constant(x)], record: false).Value, into);
            tape.ReleaseSweep(mark);
        }
    }

    /// <inheritdoc/>
    protected internal override void ApplyAdjointCore(in NdArray<TOut> y, in NdArray<TIn> into)
    {
        lock (gate)
        {
            int mark = tape.SweepMark;
            tape.Backward(output, y);
            tape.Gradient(input, into);
            tape.ReleaseSweep(mark);
        }
    }
}
