namespace AdjointKit.Optimization;

/// <summary>How a linear system, or a linear least-squares problem, is solved.</summary>
public enum LinearMethod
{
    /// <summary>GMRES for an operator from a space into itself, LSMR for one between two.</summary>
    Automatic,

    /// <summary><see cref="Gmres{T}"/>: any invertible operator.</summary>
    Gmres,

    /// <summary><see cref="ConjugateGradient{T}"/>: an operator that is its own adjoint and positive definite.</summary>
    ConjugateGradient,

    /// <summary><see cref="FixedPointLinearSolver{T}"/>: an operator close to the identity, or to the inverse of its preconditioner.</summary>
    FixedPoint,
}
