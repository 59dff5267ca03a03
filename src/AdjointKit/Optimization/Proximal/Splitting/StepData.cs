using AdjointKit.Arrays;
using AdjointKit.Autodiff;

namespace AdjointKit.Optimization;

/// <summary>Data of a problem: an array, or a variable of a tape whose unrolled steps are differentiated.</summary>
internal sealed class StepData<T>
    where T : unmanaged
{
    private readonly NdArray<T> array;
    private readonly Var<T>? variable;

    internal StepData(NdArray<T> array) => this.array = array;

    internal StepData(Var<T> variable) => this.variable = variable;

    /// <summary>The tape of the data, if they are on one.</summary>
    internal Tape? Tape => variable?.Tape;

    internal NdArray<T> Array => variable is null
        ? array
        : throw new ArgumentException("the data of the problem are a variable of a tape, which Minimizer.Unroll takes: a solver takes them as an array");

    /// <summary>The data on a tape.</summary>
    internal Var<T> On(Tape tape) => variable ?? tape.Constant(array);
}
