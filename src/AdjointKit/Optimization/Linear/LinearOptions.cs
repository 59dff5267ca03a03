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
    /// lambda of damped least squares, which make |b - A x|^2 + lambda^2 |x|^2 smallest (Tikhonov's regularisation); the residual is the root of this sum. For CGLS, LSQR and LSMR.
    /// </summary>
    public double Damping { get; init; }

    /// <summary>
    /// How well A is known, relative to |A|: LSQR, LSMR and CGLS end where |A^H r| is within this of |A| |r|, so that x is a minimum, and take |r| as within the limit where it is within
    /// this of |A| |x| besides (atol of Paige and Saunders; <see cref="StoppingRule.RelativeTolerance"/> is their btol). Null: 1e-10 in double, 1e-5 in single precision.
    /// </summary>
    public double? OperatorTolerance { get; init; }

    /// <summary>The estimate of the condition number that ends LSQR and LSMR (conlim of Paige and Saunders). Null: a tenth of the reciprocal of the relative rounding error.</summary>
    public double? ConditionLimit { get; init; }

    /// <summary>
    /// The number of the latest directions that LSQR and LSMR keep, to make each new one orthogonal to; 0: none, a few help against the loss of orthogonality between neighbours, as many
    /// as there are unknowns: all, which needs the fewest steps on ill-conditioned problems.
    /// </summary>
    public int Reorthogonalization { get; init; }

    /// <summary>
    /// Whether a complex A is linear for real multiples only, as the derivative of a function that conjugates: GMRES and BiCGStab then work in the real space of the parts, as the
    /// other methods always do.
    /// </summary>
    public bool OverReals { get; init; }

    /// <summary>These options, if their numbers are such.</summary>
    internal LinearOptions Valid()
    {
        if (!(Damping >= 0) || double.IsInfinity(Damping)) throw new ArgumentException($"a damping is a number of 0 or more, not {Damping}");
        if (OperatorTolerance is double tolerance && !(tolerance >= 0)) throw new ArgumentException($"a tolerance of the operator is 0 or more, not {tolerance}");
        if (ConditionLimit is double limit && !(limit >= 1)) throw new ArgumentException($"a limit of the condition number is 1 or more, not {limit}");
        if (Restart < 1) throw new ArgumentException($"GMRES keeps one direction at least, not Restart = {Restart}");
        return Reorthogonalization >= 0 ? this : throw new ArgumentException($"{Reorthogonalization} directions cannot be kept: 0 or more");
    }

    /// <summary>The options for A^H.</summary>
    internal LinearOptions ForAdjoint() => Preconditioner is null ? this : this with { Preconditioner = Preconditioner.Adjoint };
}
