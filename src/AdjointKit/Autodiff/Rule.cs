using AdjointKit.Devices;

namespace AdjointKit.Autodiff;

/// <summary>What the derivative rules of an op read of the forward run: it is pinned while the tape holds the entry.</summary>
[Flags]
internal enum Needs
{
    /// <summary>Shapes at most.</summary>
    Nothing = 0,

    /// <summary>The values of the inputs.</summary>
    Inputs = 1,

    /// <summary>The values of the outputs.</summary>
    Outputs = 2,

    /// <summary>The values of the last input: indices.</summary>
    LastInput = 4,
}

/// <summary>
/// An op: its value, tangent and adjoint rules side by side, without state. Value rules call the <see cref="Backend"/>; tangent and adjoint rules are
/// written in ops on variables, so that a sweep that is itself recorded (for higher derivatives) uses the same text.
/// </summary>
/// <remarks>
/// For y = f(x) the tangent rule gives dy = f'(x) dx; the adjoint rule adds f'(x)^H ybar to xbar, with xbar = dL/dRe x + i dL/dIm x for a real loss L.
/// A sensitivity that is exactly zero stays zero through any partial (<see cref="BinaryOp.StrongMultiply"/>).
/// </remarks>
internal abstract class Rule
{
    /// <summary>The op's name, for messages.</summary>
    internal abstract string Name { get; }

    /// <summary>The name of one use of the op, for messages: that of the user's own op, say.</summary>
    internal virtual string NameOf(in Attributes attributes) => Name;

    /// <summary>The op's name: a rule stands for it where an array tells who needs it.</summary>
    public sealed override string ToString() => Name;

    /// <summary>What tangent and adjoint read.</summary>
    internal virtual Needs Needs => Needs.Nothing;

    /// <summary>Whether a derivative passes through; else the outputs are constants to the tape and the other two rules are never asked.</summary>
    internal virtual bool HasDerivative => true;

    /// <summary>Makes the outputs and computes them.</summary>
    internal abstract void Value(in RuleContext c);

    /// <summary>Sets the tangents of the outputs from those of the inputs.</summary>
    internal abstract void Tangent(in RuleContext c);

    /// <summary>Adds to the sensitivities of the inputs what those of the outputs cause.</summary>
    internal abstract void Adjoint(in RuleContext c);

    /// <summary>
    /// Within <see cref="Autodiff.Batch.Map"/>: the op on all members of a batch. By default on one after another; a rule that knows how its op looks with axes in front overrides it.
    /// </summary>
    internal virtual void Batch(in BatchedInputs inputs, Span<Var> outputs) => inputs.OneByOne(outputs);
}
