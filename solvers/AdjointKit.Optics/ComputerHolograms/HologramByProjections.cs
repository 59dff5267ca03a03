using AdjointKit.Arrays;
using AdjointKit.Devices;

namespace AdjointKit.Optics;

/// <summary>Gerchberg-Saxton: the target's modulus there, modulus 1 here, in turns (Gerchberg and Saxton, Optik 35, 1972).</summary>
public sealed record HologramByProjections : HologramMethod
{
    /// <inheritdoc/>
    public override string Name => "gs";

    internal override HologramRun<T> Begin<T>(HologramProblem<T> problem, UntypedArray start, int iterations) => new ProjectedHologram<T>(problem, start, isWeighted: false);
}

/// <summary>
/// Gerchberg-Saxton whose wanted modulus grows where light was missing: w = w sqrt(T / s I), s the scale that fits best (Di Leonardo, Ianni and Ruocco, Opt. Express 15, 2007). For spots and
/// bright figures on a dark ground.
/// </summary>
public sealed record HologramByWeights : HologramMethod
{
    /// <inheritdoc/>
    public override string Name => "wgs";

    internal override HologramRun<T> Begin<T>(HologramProblem<T> problem, UntypedArray start, int iterations) => new ProjectedHologram<T>(problem, start, isWeighted: true);
}

/// <summary>The arrays of the two.</summary>
internal sealed class ProjectedHologram<T> : HologramRun<T>
    where T : unmanaged
{
    /// <summary>By how much a weight changes at most: a point without light tells nothing of how much it needs.</summary>
    private const double LargestChange = 1.5;

    private readonly HologramProblem<T> problem;
    private readonly Backend backend;
    private readonly bool isWeighted;
    private readonly TargetFit fit;
    private readonly Moduli<T> unit;
    private readonly Moduli<T> wanted;
    private readonly NdArray<T> field;
    private readonly NdArray<T> there;
    private readonly UntypedArray ones;
    private readonly UntypedArray amplitudes;
    private readonly UntypedArray intensities;
    private readonly UntypedArray lowest;
    private readonly UntypedArray highest;

    internal ProjectedHologram(HologramProblem<T> problem, UntypedArray start, bool isWeighted)
    {
        this.problem = problem;
        this.isWeighted = isWeighted;
        Compute compute = problem.Model.Compute;
        backend = compute.Backend;
        UntypedArray Real(Shape shape) => backend.Allocate(HologramProblem<T>.RealType, shape, compute.Memory);
        fit = new TargetFit(compute, problem.Target);
        ones = Real(problem.Model.Domain);
        amplitudes = Real(problem.Model.Range);
        intensities = Real(problem.Model.Range);
        lowest = Real(default);
        highest = Real(default);
        field = compute.Empty<T>(problem.Model.Domain);
        there = compute.Empty<T>(problem.Model.Range);
        backend.Fill(ones, 1);
        backend.Fill(lowest, 1 / LargestChange);
        backend.Fill(highest, LargestChange);
        backend.Unary(UnaryOp.Sqrt, problem.Target, amplitudes);
        unit = new Moduli<T>(compute, ones);
        wanted = new Moduli<T>(compute, amplitudes);
        backend.UnitPhasor(start, field);
    }

    internal override double Step()
    {
        problem.Model.Apply(field, there);
        backend.Unary(UnaryOp.AbsSquared, there, intensities);
        double psnr = fit.Psnr(intensities);
        if (isWeighted) Reweigh();
        wanted.Impose(there);
        problem.Model.ApplyAdjoint(there, field);
        unit.Impose(field);
        return psnr;
    }

    internal override void Phases(UntypedArray into) => backend.Unary(UnaryOp.Phase, field, into);

    public override void Dispose()
    {
        fit.Dispose();
        unit.Dispose();
        wanted.Dispose();
        field.Dispose();
        there.Dispose();
        UntypedArray[] arrays = [ones, amplitudes, intensities, lowest, highest];
        foreach (UntypedArray array in arrays) array.Release();
    }

    /// <summary>Where the target is dark the weight is 0 and stays so, whatever it is multiplied by.</summary>
    private void Reweigh()
    {
        backend.Affine(fit.Scale(intensities), intensities, 1e-30, intensities);
        backend.Binary(BinaryOp.Divide, problem.Target, intensities, intensities);
        backend.Unary(UnaryOp.Sqrt, intensities, intensities);
        backend.Binary(BinaryOp.Maximum, intensities, lowest, intensities);
        backend.Binary(BinaryOp.Minimum, intensities, highest, intensities);
        backend.Binary(BinaryOp.Multiply, amplitudes, intensities, amplitudes);
    }
}
