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

    /// <summary><see cref="Minres{T}"/>: an operator that is its own adjoint, indefinite or singular.</summary>
    Minres,

    /// <summary><see cref="BiCgStab{T}"/>: any invertible operator, by short recurrences.</summary>
    BiCgStab,

    /// <summary><see cref="Cgls{TIn, TOut}"/>: least squares with any operator, by conjugate gradients on the normal equations.</summary>
    Cgls,

    /// <summary><see cref="Lsqr{TIn, TOut}"/>: least squares with any operator; |b - A x| falls from step to step.</summary>
    Lsqr,

    /// <summary><see cref="Lsmr{TIn, TOut}"/>: least squares with any operator; |A^H (b - A x)| falls from step to step, so that it may end early.</summary>
    Lsmr,

    /// <summary><see cref="FixedPointLinearSolver{T}"/>: an operator close to the identity, or to the inverse of its preconditioner.</summary>
    FixedPoint,
}
