using System.Globalization;
using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Runs;

namespace AdjointKit.Optimization;

/// <summary>
/// Weights of regularisation found by the gradient of a validation loss with respect to them, the hyper-gradient: a bilevel problem, whose inner one is solved to convergence and differentiated by
/// <see cref="Implicit"/> (J. Domke, "Generic methods for optimization-based modeling", AISTATS 2012; F. Pedregosa, "Hyperparameter optimization with approximate gradient", ICML 2016):
/// <code>
/// Var Validation(Var&lt;double&gt; weight) =&gt; Ops.HalfSquaredNorm(Ops.Apply(held, Implicit.SparseSolution(a, weight.Tape.Constant(y), weight)) - weight.Tape.Constant(heldData));
/// NdArray&lt;double&gt; hyperGradient = Gradient.Of(Validation, weights).Gradient;
/// NdArray&lt;double&gt; tuned = RegularizationTuning.Tune(Validation, [weights]).Solution;
/// </code>
/// </summary>
public static class RegularizationTuning
{
    /// <summary>Makes a validation loss smallest over positive weights, one or many: by a smooth method over their logarithms, so that none becomes negative and their scales do not matter.</summary>
    /// <remarks>
    /// The loss of a sparse solution is smooth but for kinks where the support changes, and may have more than one minimum: what is found is the one that lies downhill of the best candidate, so that a few candidates,
    /// each ten times smaller than the one before or less, find the lowest as a rule. A weight that is too large for anything but x = 0 has no slope: one candidate at least lies below it.
    /// </remarks>
    /// <param name="loss">Weights to the validation loss, in ops, through a solution that <see cref="Implicit"/> gives.</param>
    /// <param name="candidates">First weights, above 0, one set or more, all of one shape: the loss is evaluated at each, and the search starts at the best.</param>
    /// <param name="options">How to go about it; null: L-BFGS, at most 50 iterations, until a step changes neither the loss by 1e-9 of it nor it has a slope above 1e-6 of the first one.</param>
    /// <param name="compute">Where to compute; null: on the CPU, on the calling thread.</param>
    /// <param name="progress">Told a few times per second how far it has come.</param>
    /// <param name="cancellation">Ends it between two iterations.</param>
    /// <returns>The weights, as the solution; its residual is the largest magnitude among the derivatives of the loss by their logarithms.</returns>
    public static SolverResult<T> Tune<T>(
        Func<Var<T>, Var> loss, IReadOnlyList<NdArray<T>> candidates, MinimizerOptions? options = null, Compute? compute = null, IProgress<RunProgress>? progress = null, CancellationToken cancellation = default)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentNullException.ThrowIfNull(candidates);
        if (candidates.Count == 0) throw new ArgumentException("weights are tuned from one candidate or more, and there is none", nameof(candidates));
        options ??= new MinimizerOptions { ObjectiveTolerance = 1e-9, Stopping = new StoppingRule { RelativeTolerance = 1e-6, IterationLimit = 50 } };
        Compute? own = compute is null ? new Compute(threads: 1) : null;
        Compute on = compute ?? own!;
        try
        {
            foreach (NdArray<T> candidate in candidates) RequirePositive(on, candidate);
            using NdArray<T> logarithms = on.Empty<T>(candidates[0].Shape);
            on.Backend.Unary(UnaryOp.Log, candidates.Count == 1 ? candidates[0] : Best(on, loss, candidates, cancellation), logarithms);
            SolverResult<T> result = Minimizer.Minimize<T>(v => loss(Ops.Exp(v)), logarithms, options: options, compute: on, progress: progress, cancellation: cancellation);
            on.Backend.Unary(UnaryOp.Exp, result.Solution, result.Solution);
            return result;
        }
        finally
        {
            own?.Dispose();
        }
    }

    /// <summary>The candidate with the smallest loss.</summary>
    private static NdArray<T> Best<T>(Compute compute, Func<Var<T>, Var> loss, IReadOnlyList<NdArray<T>> candidates, CancellationToken cancellation)
        where T : unmanaged
    {
        using var tape = new Tape(compute);
        return candidates.MinBy(candidate =>
        {
            cancellation.ThrowIfCancellationRequested();
            tape.Reset();
            return Implicit.NumberOf(compute, loss(tape.Constant(candidate)).Value);
        });
    }

    private static void RequirePositive<T>(Compute compute, NdArray<T> weights)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using NdArray<T> host = compute.ToHost(weights);
        foreach (T weight in host.AsReadOnlySpan())
        {
            if (!(weight > T.Zero && T.IsFinite(weight))) throw new ArgumentOutOfRangeException(nameof(weights), weight, string.Create(CultureInfo.InvariantCulture, $"a weight of {weight} has no logarithm: weights to be tuned start above 0"));
        }
    }
}
