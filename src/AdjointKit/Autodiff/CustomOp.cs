namespace AdjointKit.Autodiff;

/// <summary>
/// An op of a user or of a solver: value, tangent and adjoint in one class, over one or several inputs and outputs of any element types. Put on a tape with
/// <see cref="Tape.Apply{T}(CustomOp, ReadOnlySpan{Var})"/>. An instance must not keep anything of a call in itself: what the adjoint needs beyond
/// inputs and outputs is saved with the tape's entry (<see cref="CustomOpContext.Save"/>).
/// </summary>
/// <remarks>
/// For outputs y = f(x): Tangent writes dy = f'(x) dx; Adjoint adds f'(x)^H ybar to xbar, where for a real loss L xbar = dL/dRe x + i dL/dIm x.
/// Inputs and outputs are pinned while the tape holds the entry: their contents are those of the value rule.
/// </remarks>
public abstract class CustomOp
{
    /// <summary>The op's name, for messages.</summary>
    public virtual string Name => GetType().Name;

    /// <summary>The value rule: makes each output with <see cref="CustomOpContext.NewOutput{T}"/>, in order, and computes all its elements.</summary>
    public abstract void Value(CustomOpContext context);

    /// <summary>The tangent rule: reads <see cref="CustomOpContext.Tangent{T}"/> of the inputs and computes all elements of <see cref="CustomOpContext.OutputTangent{T}"/>.</summary>
    public virtual void Tangent(CustomOpContext context) => throw new NotSupportedException($"{Name} has no tangent rule: use reverse mode, or override Tangent.");

    /// <summary>The adjoint rule: reads <see cref="CustomOpContext.Cotangent{T}"/> of the outputs and adds to <see cref="CustomOpContext.Sensitivity{T}"/> of the active inputs.</summary>
    public abstract void Adjoint(CustomOpContext context);
}
