using AdjointKit.Operators;

namespace AdjointKit.Optimization;

/// <summary>How a linear system A x = b is solved.</summary>
public sealed record KrylovOptions
{
    /// <summary>The method, where the caller does not name one.</summary>
    public KrylovMethod Method { get; init; } = KrylovMethod.Gmres;

    /// <summary>When it ends; the residual is |b - A x|, relative to |b|.</summary>
    public StoppingRule Stopping { get; init; } = new();

    /// <summary>The number of directions that GMRES keeps before it starts again from its best solution.</summary>
    public int Restart { get; init; } = 30;

    /// <summary>An operator close to the inverse of A, between the same spaces; for conjugate gradients its own adjoint and positive definite. Null: none.</summary>
    public LinearOperator? Preconditioner { get; init; }

    /// <summary>
    /// Whether a complex A is linear for real multiples only, as the derivative of a function that conjugates: GMRES then works in the real space of the parts.
    /// </summary>
    public bool OverReals { get; init; }

    /// <summary>Called after each iteration; null: nobody.</summary>
    public Action<SolverStep>? Callback { get; init; }

    /// <summary>The options for A^H.</summary>
    internal KrylovOptions ForAdjoint() => Preconditioner is null ? this : this with { Preconditioner = Preconditioner.Adjoint };
}
