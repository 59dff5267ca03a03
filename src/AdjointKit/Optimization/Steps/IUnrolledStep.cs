using AdjointKit.Autodiff;

namespace AdjointKit.Optimization.Steps;

/// <summary>A step on a tape that <see cref="StepLoop"/> takes many times: a struct that is its state, and what the steps call. Arrays and objects in it belong to it alone, as copies of it write to them.</summary>
internal interface IUnrolledStep
{
    /// <summary>Shows all that the next step needs of this one; what does not depend on a variable, and scratch, may be left out.</summary>
    void Visit(IStateVisitor<Var, TapeScalar> visitor);

    /// <summary>Shows the variables that all steps read and none replaces: data.</summary>
    void VisitShared(IStateVisitor<Var, TapeScalar> visitor);

    /// <summary>One step.</summary>
    /// <param name="on">The tape.</param>
    /// <param name="k">The number of the step, from 0.</param>
    void Advance(TapeAlgebra on, long k);
}
