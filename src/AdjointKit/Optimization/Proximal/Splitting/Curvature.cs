using AdjointKit.Arrays;
using AdjointKit.Devices;

namespace AdjointKit.Optimization;

/// <summary>Largest curvatures, by power iteration: what is found is never above them, so that what is refused for being above their limit surely is.</summary>
internal static class Curvature
{
    /// <summary>What steps are shorter by than the limit allows: the iteration ends a little below the largest curvature.</summary>
    internal const double Margin = 1.01;

    private const int Limit = 300;

    /// <summary>
    /// The largest curvature of h at x, by power iteration on differences of its gradient there, which is given: that of a quadratic, and for other functions a beginning.
    /// </summary>
    internal static double At(Compute compute, ISlopeMap slope, in UntypedArray x, in UntypedArray gradient)
    {
        const int Few = 30;
        Backend backend = compute.Backend;
        UntypedArray direction = backend.Allocate(x.ElementType, x.Shape, compute.Memory);
        UntypedArray near = backend.Allocate(x.ElementType, x.Shape, compute.Memory);
        double distance = Math.Sqrt(2 * Precision.UnitRoundoff(x.ElementType)) * (1 + Math.Sqrt(backend.Dot(x, x).Real));
        backend.FillNormal(direction, new CounterRandom(1, 2));
        double found = 0;
        for (int k = 0; k < Few; k++)
        {
            double length = Math.Sqrt(backend.Dot(direction, direction).Real);
            if (!(length > 0) || !double.IsFinite(length)) break;
            backend.Copy(x, near);
            backend.AddScaled(distance / length, direction, near);
            slope.Apply(near, direction);
            backend.AddScaled(-1, gradient, direction);
            double curvature = Math.Sqrt(backend.Dot(direction, direction).Real) / distance;
            bool settled = Math.Abs(curvature - found) <= 1e-2 * curvature;
            found = Math.Max(found, curvature);
            if (settled) break;
        }

        direction.Release();
        near.Release();
        return found;
    }

    /// <summary>The largest eigenvalue of sum_i K_i^H K_i.</summary>
    internal static double Largest(Compute compute, ElementType type, in Shape shape, ReadOnlySpan<CompositeTerm> terms)
    {
        Backend backend = compute.Backend;
        UntypedArray x = backend.Allocate(type, shape, compute.Memory);
        UntypedArray next = backend.Allocate(type, shape, compute.Memory);
        UntypedArray part = backend.Allocate(type, shape, compute.Memory);
        backend.FillNormal(x, new CounterRandom(1, 2));
        double found = 0;
        for (int k = 0; k < Limit; k++)
        {
            double length = Math.Sqrt(backend.Dot(x, x).Real);
            if (!double.IsFinite(length)) throw NotFinite();
            if (length == 0) break;
            backend.Affine(1 / length, x, 0, x);
            backend.Fill(next, 0);
            double curvature = 0;
            foreach (CompositeTerm term in terms)
            {
                UntypedArray image = backend.Allocate(term.Type, term.Range, compute.Memory);
                term.Forward.Apply(x, image);
                curvature += backend.Dot(image, image).Real;
                term.Back.Apply(image, part);
                backend.AddScaled(1, part, next);
                image.Release();
            }

            if (!double.IsFinite(curvature)) throw NotFinite();
            bool settled = Math.Abs(curvature - found) <= 1e-5 * curvature;
            found = curvature;
            if (settled) break;
            (x, next) = (next, x);
        }

        x.Release();
        next.Release();
        part.Release();
        return found;
    }

    private static ArithmeticException NotFinite() => new("an operator of the problem gives numbers that are not finite");
}
