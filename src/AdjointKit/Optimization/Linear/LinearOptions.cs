using AdjointKit.Operators;

namespace AdjointKit.Optimization;

/// <summary>How a linear system A x = b is solved. The residual is |b - A x|, relative to |b|.</summary>
public sealed record LinearOptions : SolverOptions
{
    /// <summary>The method, where the caller does not name one.</summary>
    public LinearMethod Method { get; init; }

    /// <summary>The number of directions that GMRES keeps before it starts again from its best solution.</summary>
    public int Restart { get; init; } = 30;

    /// <summary>
    /// An operator close to the inverse of A, or for least squares to that of A^H A; for all methods but GMRES, BiCGStab and the fixed point its own adjoint and positive definite. Null: none.
    /// </summary>
    public LinearOperator? Preconditioner { get; init; }

    /// <summary>
    /// Whether a complex A is linear for real multiples only, as the derivative of a function that conjugates: GMRES and BiCGStab then work in the real space of the parts, as the
    /// other methods always do.
    /// </summary>
    public bool OverReals { get; init; }

    /// <summary>The options for A^H.</summary>
    internal LinearOptions ForAdjoint() => Preconditioner is null ? this : this with { Preconditioner = Preconditioner.Adjoint };
}
