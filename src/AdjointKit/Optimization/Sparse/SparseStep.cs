using AdjointKit.Arrays;
using AdjointKit.Autodiff;

namespace AdjointKit.Optimization;

/// <summary>
/// A method of sparse recovery, written in ops once: on the tape of a solver that records nothing it is the iteration, on the user's tape the layers of an unrolled one. A step is a pure
/// function of the data and the state, a list of variables whose first is the iterate. Signals are [samples, columns], data [samples, rows].
/// </summary>
internal abstract class SparseStep(SampleOperator a)
{
    /// <summary>The method's name, for messages.</summary>
    internal abstract string Name { get; }

    /// <summary>How many variables a state has.</summary>
    internal virtual int StateCount => 1;

    /// <summary>The number of steps after which the method has done what was asked for; null: it goes on until the residual is within the limit.</summary>
    internal virtual int? LastStep => null;

    /// <summary>Whether the first iterate cannot be the caller's.</summary>
    internal virtual bool StartsFromZeros => false;

    /// <summary>The numbers that a layer may have as variables; null: the step finds all of its numbers itself.</summary>
    internal virtual StepStarts? Starts => null;

    private protected SampleOperator A { get; } = a;

    /// <summary>Makes the state, whose first variable is set, whole.</summary>
    internal virtual void Begin(Var y, Span<Var> state)
    {
    }

    /// <summary>One step.</summary>
    /// <param name="number">The number of steps before this one.</param>
    /// <param name="y">The data.</param>
    /// <param name="state">The state, replaced.</param>
    internal abstract void Advance(int number, Var y, Span<Var> state);

    /// <summary>One step with the numbers of a layer, for a step that has <see cref="Starts"/>.</summary>
    /// <param name="numbers">The numbers; the step's own where there are none.</param>
    /// <param name="y">The data.</param>
    /// <param name="state">The state, replaced.</param>
    internal virtual void AdvanceWith(in StepNumbers numbers, Var y, Span<Var> state) => throw new NotSupportedException($"{Name} has no numbers of layers");

    /// <summary>The step for layers that outlive the solver: one that keeps arrays has its own.</summary>
    internal virtual SparseStep ForLayers() => this;

    /// <summary>Gives back what the steps keep.</summary>
    internal virtual void Release()
    {
    }

    /// <summary>What a relative tolerance is relative to, rank 0: by default |A^H y|.</summary>
    internal virtual Var Scale(Var y) => UntypedOps.Norm(A.ApplyAdjoint(y), 2, default);

    /// <summary>What the stopping rule looks at, rank 0, and the objective where there is one: by default how far the iterate went.</summary>
    /// <param name="y">The data.</param>
    /// <param name="before">The iterate before the step; none at the start.</param>
    /// <param name="state">The state.</param>
    internal virtual (Var Residual, Var Objective) Measure(Var y, Var before, ReadOnlySpan<Var> state) =>
        (before.IsNone ? Scale(y) : UntypedOps.Norm(state[0] - before, 2, default), default);

    /// <summary>A number that may be learned, or the step's own, as real as the numbers in <paramref name="like"/>.</summary>
    private protected static Var Or(Var learned, double own, Var like) => learned.IsNone ? like.Tape.Filled(ElementTypes.RealOf(like.ElementType), default, own) : learned;
}
