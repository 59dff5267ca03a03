using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Optimization;

/// <content>A smooth function and one that has corners, weighted against it.</content>
public static partial class Implicit
{
    /// <summary>
    /// The x that makes h(x) + w f(x) smallest, h + f the functions of a problem, differentiated with respect to w: there x = prox_{t w f}(x - t grad h(x)) for every t above 0, an equation whose
    /// derivative is that of one proximal gradient step (Q. Bertrand et al., "Implicit differentiation of Lasso-type models for hyperparameter optimization", ICML 2020). It holds where f
    /// does not change its corner, that is almost everywhere, and where x is unique.
    /// </summary>
    /// <param name="problem">h + f: a smooth part, h in ops or least squares, and one function behind no operator; h + w f has one minimum. Its arrays are constants.</param>
    /// <param name="weight">w, above 0: rank 0, real, of the precision of x. <see cref="SparseSolution{TIn, TOut}(Operators.LinearOperator{TIn, TOut}, Var{TOut}, Var, SparseSolutionOptions?, CancellationToken)"/> has a weight for each element.</param>
    /// <param name="options">How to solve; null: proximal gradients to a residual of 1e-12, in single precision 1e-6.</param>
    /// <param name="linearSolver">How the linear systems of derivatives are solved; null: GMRES with the default limits.</param>
    /// <param name="cancellation">Ends the iterations, also those for the derivatives.</param>
    /// <exception cref="ConvergenceException">The residual did not fall to the limit, or, in a sweep, that of a linear system.</exception>
    public static Var<T> CompositeSolution<T>(CompositeProblem<T> problem, Var weight, CompositeOptions? options = null, LinearOptions? linearSolver = null, CancellationToken cancellation = default)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(problem);
        ElementType real = ElementTypes.RealOf(ElementTypes.Of<T>());
        if (weight.Shape.Rank != 0 || weight.ElementType != real) throw new ArgumentException($"the weight is {weight.ElementType} of shape {weight.Shape}, not {real} of rank 0", nameof(weight));
        if (problem.Smooth is not SmoothPart<T> smooth) throw new ArgumentException("a problem without a smooth part has no proximal gradient step to differentiate: write its step in ops and use Implicit.FixedPoint", nameof(problem));
        if (problem.Terms.Length != 1 || problem.Terms[0] is not ProximalTerm<T, T> { HasOperator: false } term) throw new ArgumentException($"a weight is that of one function behind no operator, and this problem has {(problem.Terms.Length == 1 ? "one behind an operator" : $"{problem.Terms.Length}")}: write its step in ops and use Implicit.FixedPoint", nameof(problem));
        CompositeOptions chosen = options ?? new CompositeOptions { Stopping = new StoppingRule { RelativeTolerance = Precision.IsSingle(real) ? 1e-6 : 1e-12, IterationLimit = 100_000 } };

        // Any length gives the same derivative; this one a system whose eigenvalues lie between 0 and 1.
        double length = smooth.Curvature is double curvature and > 0 ? 1 / curvature : 1;

        NdArray<T> Solve(Tape tape, UntypedArray[] parameters)
        {
            double w = NumberOf(tape.Compute, parameters[0]);
            var weighted = new CompositeProblem<T>(problem.Compute, problem.Shape, smooth).Plus(w * term.Function);
            return Optimization.Minimizer.Minimize(weighted, CompositeMethod.ProximalGradient, chosen, cancellation: cancellation).EnsureConverged().Solution;
        }

        Var Deviation(IReadOnlyList<Var> inputs)
        {
            using ISlopeMap slope = smooth.Slope();
            Var<T> x = inputs[0].As<T>();
            return x - term.Function.Prox(new Var<T>(x - (length * slope.Apply(x))), length * inputs[1]);
        }

        return new RootFunction<T>("implicit composite solution", Deviation, Solve, linearSolver ?? new LinearOptions(), cancellation).Apply([weight]).As<T>();
    }

    /// <summary>A real number of rank 0 on the host.</summary>
    internal static double NumberOf(Compute compute, in UntypedArray number)
    {
        UntypedArray one = compute.Backend.Allocate(number.ElementType, default, account: null);
        compute.Backend.Fill(one, 1);
        double value = compute.Backend.Dot(one, number).Real;
        one.Release();
        return value;
    }
}
