using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Nn;

/// <summary>|W x - y|^2 with the elements of W [n, n] and y from N(0, 1), as M. Andrychowicz et al. learn and measure on ("Learning to learn by gradient descent by gradient descent", NeurIPS 2016, section 3.1); the minimum is 0.</summary>
public sealed class QuadraticProblems<T> : OptimizationProblems<T>
    where T : unmanaged
{
    private readonly NdArray<T> matrices;
    private readonly NdArray<T> targets;
    private readonly ulong seed;
    private readonly double deviation;

    /// <summary>Makes the arrays.</summary>
    /// <param name="compute">Where they lie.</param>
    /// <param name="count">How many problems lie side by side.</param>
    /// <param name="coordinates">n.</param>
    /// <param name="seed">The seed of the problems.</param>
    /// <param name="startDeviation">The standard deviation of the first iterates.</param>
    public QuadraticProblems(Compute compute, int count, int coordinates = 10, ulong seed = 0, double startDeviation = 0.01)
        : base(compute, count, coordinates)
    {
        if (!(startDeviation >= 0 && double.IsFinite(startDeviation))) throw new ArgumentOutOfRangeException(nameof(startDeviation), startDeviation, "the deviation of first iterates is a finite number of at least 0");
        (this.seed, deviation) = (seed, startDeviation);
        matrices = compute.Empty<T>(new Shape(count, coordinates, coordinates));
        targets = compute.Empty<T>(new Shape(count, coordinates));
    }

    /// <inheritdoc/>
    public override void Draw(long first, NdArray<T> start)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        if (start.Shape != Shape) throw new ArgumentException($"first iterates of shape {start.Shape} do not fit {Count} problems: their shape is {Shape}", nameof(start));
        ulong number = (ulong)first;
        ulong coordinates = (ulong)Shape[1];
        Compute.Backend.FillNormal(matrices, new CounterRandom(seed, 0), number * coordinates * coordinates);
        Compute.Backend.FillNormal(targets, new CounterRandom(seed, 1), number * coordinates);
        Compute.Backend.FillNormal(start, new CounterRandom(seed, 2), number * coordinates);
        Compute.Backend.Affine(deviation, start, 0, start);
    }

    /// <inheritdoc/>
    public override Var<T> Losses(Var<T> x, long step)
    {
        Tape tape = x.Tape;
        Var products = UntypedOps.SumTo(tape.Constant(matrices) * UntypedOps.Reshape(x, new Shape(Count, 1, Shape[1])), new Shape(Count, Shape[1], 1));
        Var misfit = UntypedOps.Reshape(products, Shape) - tape.Constant(targets);
        return new(UntypedOps.Reshape(UntypedOps.SumTo(misfit * misfit, new Shape(Count, 1)), new Shape(Count)));
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (!disposing) return;
        matrices.Dispose();
        targets.Dispose();
    }
}
