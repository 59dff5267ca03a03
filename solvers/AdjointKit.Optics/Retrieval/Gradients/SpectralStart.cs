using AdjointKit.Arrays;
using AdjointKit.Devices;

namespace AdjointKit.Optics;

/// <summary>
/// A first iterate for gradients where there are several times more measurements than unknowns: the leading eigenvector of A^H D A by power iteration, D the intensities, those above
/// nine times their mean left out (Chen and Candes, Comm. Pure Appl. Math. 70, 2017), with the energy that the intensities tell.
/// </summary>
public static class SpectralStart
{
    private const double Truncation = 9;

    /// <summary>The first iterate, which the caller owns.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="seed">The seed of the vector that the power iteration begins with.</param>
    /// <param name="iterations">The number of its iterations.</param>
    public static NdArray<T> Of<T>(RetrievalProblem<T> problem, ulong seed = 1, int iterations = 50)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentOutOfRangeException.ThrowIfNegative(iterations);
        Compute compute = problem.Model.Compute;
        Backend backend = compute.Backend;
        double light = backend.Dot(problem.Amplitudes, problem.Amplitudes).Real;
        NdArray<T> x = compute.Empty<T>(problem.Model.Domain);
        backend.FillNormal(x, new CounterRandom(seed));
        using NdArray<T> v = compute.Empty<T>(problem.Model.Range);
        using NdArray<T> weights = Weights<T>(compute, problem.Amplitudes, Truncation * light / problem.Amplitudes.Count);
        double length = Math.Sqrt(light / problem.SquaredNorm);
        for (int k = 0; k < iterations; k++)
        {
            Scale(backend, x, length);
            problem.Model.Apply(x, v);
            backend.Binary(BinaryOp.Multiply, v, weights, v);
            problem.Model.ApplyAdjoint(v, x);
        }

        Scale(backend, x, length);
        return x;
    }

    /// <summary>The intensities as complex numbers, 0 above the limit.</summary>
    private static NdArray<T> Weights<T>(Compute compute, UntypedArray amplitudes, double limit)
        where T : unmanaged
    {
        Backend backend = compute.Backend;
        UntypedArray intensities = backend.Allocate(amplitudes.ElementType, amplitudes.Shape, compute.Memory);
        UntypedArray kept = backend.Allocate(amplitudes.ElementType, amplitudes.Shape, compute.Memory);
        UntypedArray most = backend.Allocate(amplitudes.ElementType, default, compute.Memory);
        NdArray<T> weights = compute.Empty<T>(amplitudes.Shape);
        backend.Unary(UnaryOp.Square, amplitudes, intensities);
        backend.Fill(most, limit);
        backend.Binary(BinaryOp.GreaterOrEqual, most, intensities, kept);
        backend.Binary(BinaryOp.Multiply, intensities, kept, kept);
        backend.Copy(kept, weights);
        intensities.Release();
        kept.Release();
        most.Release();
        return weights;
    }

    private static void Scale<T>(Backend backend, NdArray<T> x, double length)
        where T : unmanaged => backend.Affine(length / Math.Sqrt(backend.Dot(x, x).Real), x, 0, x);
}
