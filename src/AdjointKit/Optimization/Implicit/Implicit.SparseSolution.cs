using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Operators;

namespace AdjointKit.Optimization;

/// <content>Least squares with an L1 norm.</content>
public static partial class Implicit
{
    /// <summary>
    /// The x that makes |A x - y|^2 / 2 + sum w |x| smallest, differentiated with respect to y and w on its support S, the elements that are not 0: there A_S^H (A_S x_S - y) + w x / |x| = 0, a system with
    /// A_S^H A_S and, for complex x, the curvature of |x|; off it x stays 0. The derivative holds where |A^H (A x - y)| is below w off the support, that is almost everywhere.
    /// </summary>
    /// <param name="a">A; with samples all are solved at once.</param>
    /// <param name="y">y.</param>
    /// <param name="weight">w: real, not negative, of the shape of x or broadcast to it.</param>
    /// <param name="options">How to solve, also for the derivatives; null: FISTA with restart and conjugate gradients, with the default limits.</param>
    /// <param name="cancellation">Ends the iterations.</param>
    /// <exception cref="ConvergenceException">FISTA did not reach its limit, or, in a sweep, the residual of a linear system.</exception>
    /// <exception cref="SingularSupportException">A_S^H A_S is singular, or so nearly that its system cannot be solved: x is not unique and has no derivative.</exception>
    public static Var<TIn> SparseSolution<TIn, TOut>(LinearOperator<TIn, TOut> a, Var<TOut> y, Var weight, SparseSolutionOptions? options = null, CancellationToken cancellation = default)
        where TIn : unmanaged
        where TOut : unmanaged
    {
        ArgumentNullException.ThrowIfNull(a);
        return new SparseOptimality<TIn, TOut>(a, options ?? new SparseSolutionOptions(), cancellation).Solution(y, weight, []);
    }

    /// <inheritdoc cref="SparseSolution{TIn, TOut}(LinearOperator{TIn, TOut}, Var{TOut}, Var, SparseSolutionOptions?, CancellationToken)"/>
    /// <param name="a">A; with samples all are solved at once.</param>
    /// <param name="y">y.</param>
    /// <param name="weight">w, not negative.</param>
    /// <param name="options">How to solve, also for the derivatives; null: FISTA with restart and conjugate gradients, with the default limits.</param>
    /// <param name="cancellation">Ends the iterations.</param>
    public static Var<TIn> SparseSolution<TIn, TOut>(LinearOperator<TIn, TOut> a, Var<TOut> y, double weight, SparseSolutionOptions? options = null, CancellationToken cancellation = default)
        where TIn : unmanaged
        where TOut : unmanaged => SparseSolution(a, y, y.Tape.Filled(ElementTypes.RealOf(ElementTypes.Of<TIn>()), default, weight), options, cancellation);

    /// <summary>The same for an A(theta) that is given by its products with vectors: differentiated with respect to theta, too.</summary>
    /// <param name="apply">x, theta to A(theta) x, in ops and linear in x; it uses no variables but its arguments.</param>
    /// <param name="domain">The shape of x.</param>
    /// <param name="y">y.</param>
    /// <param name="weight">w: real, not negative, of the shape of x or broadcast to it.</param>
    /// <param name="theta">The parameters, of any element types.</param>
    /// <param name="options">How to solve, also for the derivatives; null: FISTA with restart and conjugate gradients, with the default limits.</param>
    /// <param name="cancellation">Ends the iterations.</param>
    /// <exception cref="ConvergenceException">FISTA did not reach its limit, or, in a sweep, the residual of a linear system.</exception>
    /// <exception cref="SingularSupportException">A_S^H A_S is singular, or so nearly that its system cannot be solved: x is not unique and has no derivative.</exception>
    public static Var<TIn> SparseSolution<TIn, TOut>(
        Func<Var<TIn>, IReadOnlyList<Var>, Var<TOut>> apply, Shape domain, Var<TOut> y, Var weight, IReadOnlyList<Var> theta, SparseSolutionOptions? options = null, CancellationToken cancellation = default)
        where TIn : unmanaged
        where TOut : unmanaged
    {
        ArgumentNullException.ThrowIfNull(apply);
        ArgumentNullException.ThrowIfNull(theta);
        return new SparseOptimality<TIn, TOut>(apply, domain, options ?? new SparseSolutionOptions(), cancellation).Solution(y, weight, theta);
    }
}
