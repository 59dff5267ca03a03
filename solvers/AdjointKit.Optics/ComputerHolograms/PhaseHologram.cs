using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Loops;
using AdjointKit.Runs;

namespace AdjointKit.Optics;

/// <summary>Phase-only holograms.</summary>
public static class PhaseHologram
{
    /// <summary>The phases for a target.</summary>
    /// <param name="problem">The way of the light, and the target.</param>
    /// <param name="method">The method.</param>
    /// <param name="start">The phases to begin with, real, of the shape of the model's domain; they are copied.</param>
    /// <param name="iterations">The number of iterations.</param>
    /// <param name="progress">Told a few times per second how far it has come.</param>
    /// <param name="cancellation">Ends it between two iterations.</param>
    public static HologramResult Solve<T>(HologramProblem<T> problem, HologramMethod method, UntypedArray start, int iterations, IProgress<RunProgress>? progress = null, CancellationToken cancellation = default)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(method);
        ArgumentOutOfRangeException.ThrowIfNegative(iterations);
        if (start.Shape != problem.Model.Domain || start.ElementType != HologramProblem<T>.RealType) throw new ArgumentException($"phases {start} do not fit a model that takes {HologramProblem<T>.RealType} {problem.Model.Domain}", nameof(start));
        Compute compute = problem.Model.Compute;
        using HologramRun<T> run = method.Begin(problem, start, iterations);
        var reporter = new LoopProgress(method.Name, iterations, progress, cancellation, "iterations");
        var psnr = new List<double>(iterations);
        for (int k = 0; k < iterations; k++)
        {
            psnr.Add(run.Step());
            reporter.Add(1);
        }

        reporter.Finish();
        UntypedArray phases = compute.Backend.Allocate(HologramProblem<T>.RealType, problem.Model.Domain, compute.Memory);
        run.Phases(phases);
        Wrap(compute, phases);
        return new HologramResult(phases, psnr);
    }

    /// <summary>The intensities that phases make in the target's plane or planes; an array on the device that the caller owns.</summary>
    /// <param name="problem">The way of the light.</param>
    /// <param name="phases">The phases.</param>
    public static UntypedArray Intensities<T>(HologramProblem<T> problem, UntypedArray phases)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(problem);
        Compute compute = problem.Model.Compute;
        using NdArray<T> field = compute.Empty<T>(problem.Model.Domain);
        compute.Backend.UnitPhasor(phases, field);
        using NdArray<T> there = problem.Model.Apply(field);
        UntypedArray intensities = compute.Backend.Allocate(HologramProblem<T>.RealType, problem.Model.Range, compute.Memory);
        compute.Backend.Unary(UnaryOp.AbsSquared, there, intensities);
        return intensities;
    }

    /// <summary>Into [0, 2 pi): 2 pi is no number of the type, so that what rounds to it or beyond is 0.</summary>
    private static void Wrap(Compute compute, UntypedArray phases)
    {
        Backend backend = compute.Backend;
        double largest = phases.ElementType == ElementType.Float32 ? MathF.BitDecrement(2 * MathF.PI) : Math.BitDecrement(2 * Math.PI);
        UntypedArray turn = backend.Allocate(phases.ElementType, default, compute.Memory);
        UntypedArray kept = backend.Allocate(phases.ElementType, phases.Shape, compute.Memory);
        backend.Fill(turn, 2 * Math.PI);
        backend.Binary(BinaryOp.Remainder, phases, turn, phases);
        backend.Fill(turn, largest);
        backend.Binary(BinaryOp.GreaterOrEqual, turn, phases, kept);
        backend.Binary(BinaryOp.Multiply, phases, kept, phases);
        turn.Release();
        kept.Release();
    }
}
