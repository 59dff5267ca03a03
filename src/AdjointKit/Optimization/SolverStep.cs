namespace AdjointKit.Optimization;

/// <summary>What a callback sees after each iteration.</summary>
/// <param name="Iteration">The number of iterations done.</param>
/// <param name="Residual">The residual now.</param>
/// <param name="Target">The residual that ends the iteration.</param>
public readonly record struct SolverStep(int Iteration, double Residual, double Target);
