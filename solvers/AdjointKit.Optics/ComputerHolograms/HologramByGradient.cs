using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Optimization;

namespace AdjointKit.Optics;

/// <summary>
/// The phases that make 1/2 sum (s |A e^{i phi}|^2 - T)^2 smallest, s the scale that fits best, by L-BFGS on the engine's gradient. At its best value the scale has no derivative of its own.
/// </summary>
public sealed record HologramByGradient : HologramMethod
{
    /// <inheritdoc/>
    public override string Name => "gradient";

    internal override HologramRun<T> Begin<T>(HologramProblem<T> problem, UntypedArray start, int iterations) => HologramProblem<T>.RealType == ElementType.Float32
        ? new DescendingHologram<T, float>(problem, start, iterations)
        : new DescendingHologram<T, double>(problem, start, iterations);

    private sealed class DescendingHologram<T, TReal> : HologramRun<T>
        where T : unmanaged
        where TReal : unmanaged
    {
        private readonly HologramProblem<T> problem;
        private readonly TargetFit fit;
        private readonly SmoothSolver<TReal> solver;
        private readonly double targetSquared;

        internal DescendingHologram(HologramProblem<T> problem, UntypedArray start, int iterations)
        {
            this.problem = problem;
            Compute compute = problem.Model.Compute;
            fit = new TargetFit(compute, problem.Target);
            targetSquared = compute.Backend.Dot(problem.Target, problem.Target).Real;
            var options = new MinimizerOptions { Stopping = new StoppingRule { RelativeTolerance = 0, IterationLimit = iterations } };
            solver = Minimizer.Solver<TReal>(Misfit, problem.Model.Domain, MinimizationMethod.LimitedMemoryBfgs, options, compute);
            solver.Start(start.As<TReal>());
        }

        internal override double Step()
        {
            double psnr = fit.Psnr(2 * targetSquared * solver.Objective);
            solver.Step();
            return psnr;
        }

        internal override void Phases(UntypedArray into) => problem.Model.Compute.Backend.Copy(solver.Solution, into);

        public override void Dispose()
        {
            solver.Dispose();
            fit.Dispose();
        }

        /// <summary>In units of sum T^2.</summary>
        private Var Misfit(Var<TReal> phases)
        {
            Var<T> there = Ops.Apply(problem.Model, new Var<T>(UntypedOps.UnitPhasor(phases)));
            Var intensities = UntypedOps.AbsSquared(there);
            Complex scale = fit.Scale(intensities.Value);
            Var target = phases.Tape.AddNode(problem.Target, owned: false, active: false);
            return UntypedOps.Affine(1 / targetSquared, UntypedOps.HalfSquaredNorm(UntypedOps.Subtract(UntypedOps.Affine(scale, intensities, 0), target)), 0);
        }
    }
}
