using AdjointKit.Arrays;
using AdjointKit.Operators;
using AdjointKit.Optimization.Steps;

namespace AdjointKit.Optimization;

/// <summary>x += M (b - A x): converges where I - M A has all its eigenvalues inside the unit circle. Keeps two arrays, and needs no inner products but the norm.</summary>
public sealed class FixedPointLinearSolver<T> : SquareSolver<T>
    where T : unmanaged
{
    private readonly NdArray<T> residual;
    private readonly NdArray<T> right;
    private FixedPointStep<UntypedArray, RealScalar> step;

    /// <summary>Makes the buffers.</summary>
    /// <param name="a">The operator.</param>
    /// <param name="options">How to solve; null: the defaults.</param>
    public FixedPointLinearSolver(LinearOperator<T, T> a, LinearOptions? options = null)
        : base(a, options)
    {
        residual = NewArray(a.Domain);
        right = NewArray(a.Domain);
        if (Preconditioner is not null) step.Z = NewArray(a.Domain);
    }

    /// <inheritdoc/>
    public override string Name => "fixed-point iteration for a linear system";

    /// <summary>A number of steps as the layers of a network, whose lengths, 1 at first, can be learned. Untrained it is as many iterations of this solver, without its stopping rule.</summary>
    /// <param name="layers">The number of layers.</param>
    /// <param name="learn">What can be learned: the step.</param>
    /// <returns>The network, the caller's; it goes on where the solver is disposed of.</returns>
    public UnrolledSolver<T, T> Unroll(int layers, LearnedParts learn)
    {
        var samples = new SampleOperator(A);
        return new UnrolledSolver<T, T>(A, samples, new FixedPointLayer<T>(samples, Preconditioner, Name), layers, learn);
    }

    private protected override NdArray<T> ResidualArray => residual;

    private protected override void Restart()
    {
        Backend.Copy(B, right);
        step.Begin(new ArrayAlgebra(Backend), Maps, right, Solution, residual);
    }

    private protected override StopReason? Advance()
    {
        step.Advance(new ArrayAlgebra(Backend), Maps);
        Residual = Norm(residual);
        return Residual <= Target ? StopReason.Converged : null;
    }

    private protected override void Exchange(StateExchange exchange) => step.Visit(exchange, Maps);

    private protected override void Release()
    {
        base.Release();
        residual.Dispose();
        right.Dispose();
        if (Preconditioner is not null) step.Z.Release();
    }
}
