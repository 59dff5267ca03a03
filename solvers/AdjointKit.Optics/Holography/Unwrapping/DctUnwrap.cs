using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Operators;
using AdjointKit.Optimization;

namespace AdjointKit.Optics;

/// <summary>
/// Least squares: the phase whose differences between neighbours are closest to the wrapped differences (Ghiglia and Romero, J. Opt. Soc. Am. A 11, 1994). Without weights it is one
/// Poisson equation solved by cosine transforms; with weights that solution preconditions conjugate gradients. Smooth across noise, but where the phase has residues the result is not the
/// wrapped phase plus whole turns, and flatter than the truth: <see cref="Congruent"/> and weights help.
/// </summary>
public sealed record DctUnwrap : PhaseUnwrapping
{
    /// <inheritdoc/>
    public override string Name => "dct";

    /// <summary>Whether whole turns are added to the wrapped phase so that it comes closest to the least-squares phase, in the place of that phase itself.</summary>
    public bool Congruent { get; init; }

    /// <summary>When conjugate gradients end, for a problem with weights.</summary>
    public StoppingRule Stopping { get; init; } = new() { RelativeTolerance = 1e-6, IterationLimit = 200 };

    private protected override NdArray<T> UnwrapCore<T>(NdArray<T> wrapped, NdArray<T> weights, Compute compute)
    {
        using NdArray<T> equal = compute.Empty<T>(wrapped.Shape);
        compute.Backend.Fill(equal, 1);
        NdArray<T> points = weights.IsDefault ? equal : weights;
        using var laplacian = new WeightedLaplacian<T>(compute, points);
        using var poisson = new NeumannPoisson<T>(compute, wrapped.Shape);
        using NdArray<T> right = laplacian.OfWrapped(wrapped);
        NdArray<T> phase = weights.IsDefault ? poisson.Apply(right) : Solve(laplacian, right, poisson);
        Align(compute, wrapped, points, phase);
        return phase;
    }

    private NdArray<T> Solve<T>(WeightedLaplacian<T> laplacian, NdArray<T> right, NeumannPoisson<T> poisson)
        where T : unmanaged
    {
        var options = new LinearOptions { Method = LinearMethod.ConjugateGradient, Preconditioner = poisson, Stopping = Stopping };
        return LinearSystem.Solve((LinearOperator<T, T>)laplacian, right, options: options).Solution;
    }

    /// <summary>The free constant is that of the wrapped phase, by the circular mean of what is left; where it is to be congruent, what is left is added.</summary>
    private void Align<T>(Compute compute, NdArray<T> wrapped, NdArray<T> weights, NdArray<T> phase)
        where T : unmanaged
    {
        Backend backend = compute.Backend;
        using NdArray<T> rest = compute.Empty<T>(wrapped.Shape);
        backend.Binary(BinaryOp.Subtract, wrapped, phase, rest);
        double constant = CircularMean(compute, rest, weights);
        backend.Affine(1, phase, constant, phase);
        if (!Congruent) return;
        backend.Affine(1, rest, -constant, rest);
        PhaseGrid.Wrap(compute, rest);
        backend.AddScaled(1, rest, phase);
    }

    private static double CircularMean<T>(Compute compute, NdArray<T> angles, NdArray<T> weights)
        where T : unmanaged
    {
        using NdArray<T> part = compute.Empty<T>(angles.Shape);
        double Sum(UnaryOp op)
        {
            compute.Backend.Unary(op, angles, part);
            return compute.Backend.Dot(part, weights).Real;
        }

        return Math.Atan2(Sum(UnaryOp.Sin), Sum(UnaryOp.Cos));
    }
}
