using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Operators;

namespace AdjointKit.Optimization;

/// <summary>
/// The conditions of the minimum of |A x - y|^2 / 2 + sum w |x|, as an equation F(x) = 0 that is smooth near it: on the support F = A_S^H (A_S x_S - y) + w x / |x|, elsewhere F = x. Its derivative
/// is A_S^H A_S and the curvature of |x| on the support, the identity elsewhere: its own adjoint, and positive definite where the columns of A_S are independent. The support is that of the value of x.
/// </summary>
internal sealed class SparseOptimality<TIn, TOut>
    where TIn : unmanaged
    where TOut : unmanaged
{
    private readonly Func<Var<TIn>, IReadOnlyList<Var>, Var<TOut>> apply;
    private readonly LinearOperator<TIn, TOut>? a;
    private readonly Shape domain;
    private readonly SparseSolutionOptions options;
    private readonly CancellationToken cancellation;

    internal SparseOptimality(LinearOperator<TIn, TOut> a, SparseSolutionOptions options, CancellationToken cancellation)
        : this((x, _) => Ops.Apply(a, x), a.Domain, options, cancellation) => this.a = a;

    internal SparseOptimality(Func<Var<TIn>, IReadOnlyList<Var>, Var<TOut>> apply, Shape domain, SparseSolutionOptions options, CancellationToken cancellation)
    {
        if (options.Solution is UntypedArray given && (given.ElementType != ElementTypes.Of<TIn>() || given.Shape != domain)) throw new ArgumentException($"a solution {given} is no array of {ElementTypes.Of<TIn>()} elements of shape {domain}", nameof(options));
        this.apply = apply;
        this.domain = domain;
        this.options = options;
        this.cancellation = cancellation;
    }

    private static ElementType RealType => ElementTypes.RealOf(ElementTypes.Of<TIn>());

    /// <summary>x as a variable.</summary>
    internal Var<TIn> Solution(Var<TOut> y, Var weight, IReadOnlyList<Var> theta)
    {
        if (weight.ElementType != RealType) throw new ArgumentException($"the weight is {weight.ElementType}, not {RealType}", nameof(weight));
        return new RootFunction<TIn>("implicit sparse solution", Conditions, Solve, options.LinearSolver, cancellation).Apply([y, weight, .. theta]).As<TIn>();
    }

    /// <summary>F; inputs are x, y, w, theta.</summary>
    private Var Conditions(IReadOnlyList<Var> inputs)
    {
        Var x = inputs[0];
        Var[] theta = [.. inputs.Skip(3)];
        Var isOn = UntypedOps.NotEqual(UntypedOps.Abs(UntypedOps.StopGradient(x)), x.Tape.Zeros(RealType, default));
        Var<TIn> onSupport = UntypedOps.Where(isOn, x, x.Tape.Zeros(x.ElementType, default)).As<TIn>();
        Var misfit = apply(onSupport, theta) - inputs[1];

        // What is linear has the same derivative everywhere: at zero, say.
        Var zero = x.Tape.Zeros(x.ElementType, x.Shape);
        Var slope = InnerDerivative.Pull(x.Tape, given => apply(given[0].As<TIn>(), [.. given.Skip(1)]), [zero, .. theta], misfit, k => k == 0)[0];
        return UntypedOps.Where(isOn, slope + (inputs[2] * Direction(UntypedOps.Where(isOn, x, x.Tape.Filled(x.ElementType, default, 1)))), x);
    }

    /// <summary>x / |x|.</summary>
    private static Var Direction(Var x) => ElementTypes.IsComplex(x.ElementType) ? UntypedOps.ToComplex(UntypedOps.Reciprocal(UntypedOps.Abs(x))) * x : UntypedOps.Sign(x);

    private NdArray<TIn> Solve(Tape tape, UntypedArray[] parameters)
    {
        NdArray<TIn> x = options.Solution is UntypedArray given ? Copied(tape.Compute, given) : Found(tape.Compute, parameters);
        try
        {
            RequireRegular(tape.Compute, x, parameters);
            return x;
        }
        catch
        {
            x.Dispose();
            throw;
        }
    }

    private static NdArray<TIn> Copied(Compute compute, UntypedArray given)
    {
        NdArray<TIn> x = compute.Backend.Allocate(given.ElementType, given.Shape, account: null).As<TIn>();
        compute.Backend.Copy(given, x);
        return x;
    }

    private NdArray<TIn> Found(Compute compute, UntypedArray[] parameters)
    {
        if (a is not null) return Found(a, parameters);
        using NdArray<TIn> zero = compute.Zeros<TIn>(domain);
        using Linearization<TIn, TOut> at = Linearize.Of<TIn, TOut>(x => apply(x, ParametricOperator<TIn>.Constants(x.Tape, parameters[2..])), zero, compute);
        return Found(at, parameters);
    }

    private NdArray<TIn> Found(LinearOperator<TIn, TOut> at, UntypedArray[] parameters)
    {
        using var solver = new ProximalGradient<TIn, TOut>(at, Penalty(at.Compute, parameters[1]), options.Solver);
        solver.Start(parameters[0].As<TOut>());
        return solver.RunToResult(progress: null, cancellation).EnsureConverged().Solution;
    }

    /// <summary>sum w |x|; one weight for all has kernels of its own.</summary>
    private static ProximalOperator<TIn> Penalty(Compute compute, UntypedArray weight) =>
        weight.Rank > 0 ? new WeightedL1Norm<TIn>(compute, weight) : new L1Norm<TIn>(compute, Implicit.NumberOf(compute, weight));

    /// <summary>
    /// Solves the system on the support for a random right-hand side: if it is singular that one is not in its range, and no solver gets near it. The right-hand sides of derivatives may be in the
    /// range all the same, and would give one of many answers without a word.
    /// </summary>
    private void RequireRegular(Compute compute, NdArray<TIn> x, UntypedArray[] parameters)
    {
        using Linearization<TIn, TIn> jacobian = Linearize.Of<TIn, TIn>(v => Conditions([v, .. ParametricOperator<TIn>.Constants(v.Tape, parameters)]).As<TIn>(), x, compute);
        using NdArray<TIn> right = compute.Empty<TIn>(domain);
        compute.Backend.FillNormal(right, new CounterRandom(1, 3));
        SolverResult<TIn> result = LinearSystem.Solve(jacobian, right, options: options.LinearSolver with { OverReals = true }, cancellation: cancellation);
        using NdArray<TIn> found = result.Solution;
        if (result.Reason == StopReason.Converged) return;
        using NdArray<TIn> residual = jacobian.Apply(found);
        compute.Backend.Binary(BinaryOp.Subtract, right, residual, residual);
        throw Singular(compute, x, residual, new ConvergenceException(result.Method, result.Reason, result.Iterations, result.Residual, result.Target));
    }

    private SingularSupportException Singular(Compute compute, NdArray<TIn> x, NdArray<TIn> residual, ConvergenceException failure)
    {
        nint samples = 1;
        for (int axis = 0; axis < (a?.SampleAxes ?? 0); axis++) samples *= domain[axis];
        Complex[] values = OnHost(compute, x);
        Complex[] misses = OnHost(compute, residual);
        int elements = values.Length / (int)samples;
        int worst = Enumerable.Range(0, (int)samples).MaxBy(sample => misses.AsSpan(sample * elements, elements).ToArray().Sum(miss => (miss * Complex.Conjugate(miss)).Real));
        int support = values.AsSpan(worst * elements, elements).ToArray().Count(value => value != 0);
        return new SingularSupportException(worst, (int)samples, support, elements, failure);
    }

    private static Complex[] OnHost(Compute compute, NdArray<TIn> x)
    {
        using NdArray<TIn> host = compute.ToHost(x);
        using NdArray<Complex> numbers = NdArray.Empty<Complex>(host.Shape);
        compute.Host.Backend.Copy(host, numbers);
        return numbers.AsReadOnlySpan().ToArray();
    }
}
