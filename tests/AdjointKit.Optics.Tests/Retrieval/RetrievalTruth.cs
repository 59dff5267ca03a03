using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;

namespace AdjointKit.Optics.Tests.Retrieval;

/// <summary>How far a retrieved object is from the true one, where the measurement cannot tell a constant phase, a shift or the twin.</summary>
internal static class RetrievalTruth
{
    internal static NdArray<Complex> InDouble<T>(NdArray<T> field)
        where T : unmanaged
    {
        using var compute = new Compute(threads: 1);
        NdArray<Complex> twice = NdArray.Empty<Complex>(field.Shape);
        compute.Backend.Copy(field, twice);
        return twice;
    }

    /// <summary>min over a of |x - e^{ia} t| / |t|.</summary>
    internal static double UpToPhase(NdArray<Complex> x, NdArray<Complex> truth)
    {
        using var compute = new Compute(threads: 1);
        Complex overlap = compute.Backend.Dot(truth, x);
        using NdArray<Complex> difference = x.Copy();
        compute.Backend.AddScaled(-overlap / Complex.Abs(overlap), truth, difference);
        return Math.Sqrt(compute.Backend.Dot(difference, difference).Real / compute.Backend.Dot(truth, truth).Real);
    }

    /// <summary>As <see cref="UpToPhase"/>, the best of all shifts by whole points, of the object and of its twin conj x(-r).</summary>
    internal static double UpToPhaseShiftAndTwin(NdArray<Complex> x, NdArray<Complex> truth)
    {
        using var compute = new Compute(threads: 2);
        (nint ny, nint nx) = (x.Shape[0], x.Shape[1]);
        using NdArray<Complex> given = x.Copy();
        using NdArray<Complex> twin = NdArray.Fill<Complex>(ny, nx, (j, i) => Complex.Conjugate(given[(ny - j) % ny, (nx - i) % nx]));
        double energy = compute.Backend.Dot(x, x).Real;
        double light = compute.Backend.Dot(truth, truth).Real;
        double most = Math.Max(LargestOverlap(compute, given, truth), LargestOverlap(compute, twin, truth));
        return Math.Sqrt(Math.Max(0, energy + light - (2 * most)) / light);
    }

    /// <summary>max over shifts of |sum conj(truth) x|, by the correlation theorem.</summary>
    private static double LargestOverlap(Compute compute, NdArray<Complex> x, NdArray<Complex> truth)
    {
        GridFourierPlan plan = compute.Backend.PlanFourier(x.Shape);
        using NdArray<Complex> a = compute.Empty<Complex>(x.Shape);
        using NdArray<Complex> b = compute.Empty<Complex>(x.Shape);
        plan.Forward(x, a);
        plan.Forward(truth, b);
        compute.Backend.Unary(UnaryOp.Conjugate, b, b);
        compute.Backend.Binary(BinaryOp.Multiply, a, b, a);
        plan.Inverse(a, a);
        return compute.Backend.MaxAbs(a);
    }
}
