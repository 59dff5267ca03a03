namespace AdjointKit.Optimization;

/// <summary>What an iteration has come to after a step: an entry of the history, and what a callback sees. What a method does not know is NaN.</summary>
/// <param name="Iteration">The number of iterations done.</param>
/// <param name="Residual">What the stopping rule looks at: the residual of a system, the norm of a gradient, a duality gap.</param>
/// <param name="Target">The residual that ends the iteration.</param>
/// <param name="Objective">The value of what is made smallest.</param>
/// <param name="Optimality">How far the conditions of a minimum are missed: the norm of the gradient; of least squares |A^H (b - A x)|.</param>
/// <param name="Error">|x - truth|^2 / |truth|^2, where <see cref="SolverOptions.Truth"/> is given.</param>
public readonly record struct SolverStep(int Iteration, double Residual, double Target, double Objective = double.NaN, double Optimality = double.NaN, double Error = double.NaN)
{
    /// <summary><see cref="Error"/> in decibels: 10 log10 of it.</summary>
    public double ErrorDecibels => 10 * Math.Log10(Error);
}
