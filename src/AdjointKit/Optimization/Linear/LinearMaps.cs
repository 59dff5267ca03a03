using AdjointKit.Optimization.Steps;

namespace AdjointKit.Optimization;

/// <summary>What the steps of linear solvers call.</summary>
/// <param name="A">The operator.</param>
/// <param name="Adjoint">Its adjoint.</param>
/// <param name="M">The preconditioner; null: none.</param>
/// <param name="Damping">The damping of least squares.</param>
/// <param name="Restart">The number of directions that GMRES keeps.</param>
internal sealed record LinearMaps(IStepMap A, IStepMap Adjoint, IStepMap? M, double Damping, int Restart);
