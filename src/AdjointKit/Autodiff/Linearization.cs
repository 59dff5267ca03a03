using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Operators;

namespace AdjointKit.Autodiff;

/// <summary>A function linearised at a point: makes a <see cref="Linearization{TIn, TOut}"/>, or a <see cref="RecordLinearization{TRecord, TOut}"/> at a record of arrays.</summary>
public static class Linearize
{
    /// <summary>Runs f at x once, and gives its derivative there as a linear operator that can be applied, and its adjoint, any number of times without running f again.</summary>
    /// <param name="f">Any function.</param>
    /// <param name="x">Where to linearise; overwriting the array while the operator lives throws.</param>
    /// <param name="compute">Where to compute; null: on the CPU, on the calling thread.</param>
    /// <returns>The operator, which holds what the tape recorded until it is disposed, and which knows f(x).</returns>
    public static Linearization<TIn, TOut> Of<TIn, TOut>(Func<Var<TIn>, Var<TOut>> f, NdArray<TIn> x, Compute? compute = null)
        where TIn : unmanaged
        where TOut : unmanaged
    {
        ArgumentNullException.ThrowIfNull(f);
        return new Linearization<TIn, TOut>(new TracedRun(compute, (_, v) => f(v[0].As<TIn>()), x));
    }

    /// <summary>Runs f at a record of arrays once, and gives its derivative there, that can be applied, and its adjoint, any number of times without running f again.</summary>
    /// <param name="f">Any function; it takes the variable of each array by <see cref="RecordVariables{TRecord}.Of{T}"/>.</param>
    /// <param name="at">Where to linearise; overwriting the arrays while the derivative lives throws.</param>
    /// <param name="compute">Where to compute; null: on the CPU, on the calling thread.</param>
    /// <returns>The derivative, which holds what the tape recorded until it is disposed, and which knows f(at).</returns>
    public static RecordLinearization<TRecord, TOut> Of<TRecord, TOut>(Func<RecordVariables<TRecord>, Var<TOut>> f, TRecord at, Compute? compute = null)
        where TRecord : IArrayRecord<TRecord>
        where TOut : unmanaged
    {
        ArgumentNullException.ThrowIfNull(f);
        UntypedArray[] arrays = RecordArrays.Of(at);
        return new RecordLinearization<TRecord, TOut>(new TracedRun(compute, (tape, v) => f(new RecordVariables<TRecord>(tape, at, arrays, v)), arrays), at);
    }
}

/// <summary>The derivative of a function at a point, A = f'(x), over the tape that recorded f: A dx by a forward sweep, A^H ybar by a backward sweep. Calls from several threads take turns.</summary>
/// <typeparam name="TIn">The element type of x.</typeparam>
/// <typeparam name="TOut">The element type of f(x).</typeparam>
public sealed class Linearization<TIn, TOut> : LinearOperator<TIn, TOut>, IDisposable
    where TIn : unmanaged
    where TOut : unmanaged
{
    private readonly TracedRun run;

    internal Linearization(TracedRun run)
        : base(run.Compute, run.InputShape(0), run.OutputShape) => this.run = run;

    /// <inheritdoc/>
    public override string Name => "linearization";

    /// <inheritdoc/>
    /// <remarks>A complex function need not be holomorphic: its derivative is linear in real numbers, and no more is promised.</remarks>
    public override bool IsRealLinear => base.IsRealLinear || ElementTypes.IsComplex(DomainType);

    /// <summary>f(x) as a new array that the caller owns.</summary>
    public NdArray<TOut> Value() => run.Value().As<TOut>();

    /// <summary>Gives back what was recorded. The operator cannot be applied any more.</summary>
    public void Dispose() => run.Dispose();

    /// <inheritdoc/>
    protected internal override void ApplyCore(in NdArray<TIn> x, in NdArray<TOut> into) => run.Push([x], into);

    /// <inheritdoc/>
    protected internal override void ApplyAdjointCore(in NdArray<TOut> y, in NdArray<TIn> into) => run.Pull(y, [into]);
}
