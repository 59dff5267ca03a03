using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Optimization.Steps;

namespace AdjointKit.Optimization;

/// <summary>Data of a problem, whatever their type.</summary>
internal abstract class StepData
{
    /// <summary>Shows the variable, if the data are one.</summary>
    internal abstract void Visit(IStateVisitor<Var, TapeScalar> visitor);
}

/// <summary>Data of a problem: an array, or a variable of a tape whose unrolled steps are differentiated.</summary>
internal sealed class StepData<T> : StepData
    where T : unmanaged
{
    private readonly NdArray<T> array;
    private Var variable;

    internal StepData(NdArray<T> array) => this.array = array;

    internal StepData(Var<T> variable) => this.variable = variable;

    /// <summary>The tape of the data, if they are on one.</summary>
    internal Tape? Tape => variable.IsNone ? null : variable.Tape;

    internal NdArray<T> Array => variable.IsNone
        ? array
        : throw new ArgumentException("the data of the problem are a variable of a tape, which Minimizer.Unroll takes: a solver takes them as an array");

    /// <summary>The data on a tape.</summary>
    internal Var<T> On(Tape tape) => variable.IsNone ? tape.Constant(array) : variable.As<T>();

    /// <summary>The same data, whose variable may be exchanged for its like on another tape.</summary>
    internal StepData<T> Copy() => variable.IsNone ? new StepData<T>(array) : new StepData<T>(variable.As<T>());

    internal override void Visit(IStateVisitor<Var, TapeScalar> visitor)
    {
        if (!variable.IsNone) visitor.Vector(ref variable);
    }
}
