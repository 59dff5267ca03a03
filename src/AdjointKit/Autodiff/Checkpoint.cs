namespace AdjointKit.Autodiff;

/// <summary>
/// Trades time for memory: a function whose intermediate values are not kept for the backward sweep but computed again in it, from its inputs. The values are the same
/// to the last bit, and so are the gradients.
/// </summary>
/// <remarks>
/// The function runs again in every sweep, tangents included: it must be a function of its argument alone. One that counts its calls, draws random numbers or reads what changes
/// would be differentiated at another value than it gave; on a processor that is noticed, and an <see cref="InvalidOperationException"/> says so.
/// </remarks>
public static class Checkpoint
{
    /// <summary>f with its intermediate values forgotten.</summary>
    /// <param name="f">A function of its argument alone: a variable that it takes from outside is refused when it runs. It runs once more in every sweep.</param>
    public static Func<Var<TIn>, Var<TOut>> Of<TIn, TOut>(Func<Var<TIn>, Var<TOut>> f)
        where TIn : unmanaged
        where TOut : unmanaged
    {
        ArgumentNullException.ThrowIfNull(f);
        var body = new CheckpointedFunction(inputs => f(inputs[0].As<TIn>()));
        return x => new Var<TOut>(body.Apply([x]));
    }

    /// <inheritdoc cref="Of{TIn, TOut}(Func{Var{TIn}, Var{TOut}})"/>
    public static Func<Var<TX>, Var<TY>, Var<TOut>> Of<TX, TY, TOut>(Func<Var<TX>, Var<TY>, Var<TOut>> f)
        where TX : unmanaged
        where TY : unmanaged
        where TOut : unmanaged
    {
        ArgumentNullException.ThrowIfNull(f);
        var body = new CheckpointedFunction(inputs => f(inputs[0].As<TX>(), inputs[1].As<TY>()));
        return (x, y) => new Var<TOut>(body.Apply([x, y]));
    }

    /// <inheritdoc cref="Of{TIn, TOut}(Func{Var{TIn}, Var{TOut}})"/>
    public static Func<IReadOnlyList<Var<TIn>>, Var<TOut>> Of<TIn, TOut>(Func<IReadOnlyList<Var<TIn>>, Var<TOut>> f)
        where TIn : unmanaged
        where TOut : unmanaged
    {
        ArgumentNullException.ThrowIfNull(f);
        var body = new CheckpointedFunction(inputs => f(Typed.Variables<TIn>([.. inputs])));
        return inputs =>
        {
            return new Var<TOut>(body.Apply(Typed.Untyped(inputs)));
        };
    }

    /// <inheritdoc cref="Of{TIn, TOut}(Func{Var{TIn}, Var{TOut}})"/>
    public static Func<RecordVariables<TRecord>, Var<TOut>> Of<TRecord, TOut>(Func<RecordVariables<TRecord>, Var<TOut>> f)
        where TRecord : IArrayRecord<TRecord>
        where TOut : unmanaged
    {
        ArgumentNullException.ThrowIfNull(f);
        return at =>
        {
            ArgumentNullException.ThrowIfNull(at);
            return new Var<TOut>(new CheckpointedFunction(inputs => f(at.With([.. inputs]))).Apply(at.Variables));
        };
    }
}
