using AdjointKit.Optimization.Steps;

namespace AdjointKit.Optimization;

/// <summary>The step of a linear solver, on arrays or on a tape: a struct that is its state.</summary>
internal interface ILinearStep<TVector, TScalar>
    where TScalar : struct, IStepScalar<TScalar>
{
    /// <summary>The iterate.</summary>
    TVector Solution { get; }

    /// <summary>Begins with an iterate and its residual b - A x, which on arrays the steps overwrite; b is only read.</summary>
    void Begin<TOn>(TOn on, LinearMaps maps, TVector b, TVector x, TVector residual)
        where TOn : IStepAlgebra<TVector, TScalar>;

    /// <summary>Shows all that the next step needs.</summary>
    void Visit(IStateVisitor<TVector, TScalar> visitor, LinearMaps maps);

    /// <summary>One step.</summary>
    void Advance<TOn>(TOn on, LinearMaps maps)
        where TOn : IStepAlgebra<TVector, TScalar>;
}
