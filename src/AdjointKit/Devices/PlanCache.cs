using AdjointKit.Arrays;

namespace AdjointKit.Devices;

/// <summary>
/// What ops of one backend have planned: Fourier transforms by their lengths, and the geometries of convolutions and pools as objects that a tape's entry can hold. A step that
/// repeats finds its own, so that it allocates nothing. Thread-safe. Kinds that come in ever new sizes start over when there are too many.
/// </summary>
internal sealed class PlanCache(Backend backend)
{
    /// <summary>Plans own tables and scratch: a program that runs through lengths does not keep them all.</summary>
    private const int MostOfAKind = 64;

    private readonly Dictionary<nint, FourierPlan> lines = [];
    private readonly Dictionary<Shape, GridFourierPlan> grids = [];
    private readonly Dictionary<ConvolutionShape, object> convolutions = [];
    private readonly Dictionary<PoolShape, object> pools = [];
    private readonly Lock gate = new();

    internal FourierPlan Fourier(nint length)
    {
        lock (gate)
        {
            if (!lines.TryGetValue(length, out FourierPlan? plan)) Keep(lines, length, plan = backend.PlanFourier(length));
            return plan;
        }
    }

    internal GridFourierPlan Fourier(in Shape grid)
    {
        lock (gate)
        {
            if (!grids.TryGetValue(grid, out GridFourierPlan? plan)) Keep(grids, grid, plan = backend.PlanFourier(grid));
            return plan;
        }
    }

    /// <summary>A <see cref="ConvolutionShape"/> as an object.</summary>
    internal object Convolution(in ConvolutionShape shape) => Boxed(convolutions, shape);

    /// <summary>A <see cref="PoolShape"/> as an object.</summary>
    internal object Pool(in PoolShape shape) => Boxed(pools, shape);

    private object Boxed<T>(Dictionary<T, object> known, in T value)
        where T : struct
    {
        lock (gate)
        {
            if (!known.TryGetValue(value, out object? boxed)) Keep(known, value, boxed = value);
            return boxed;
        }
    }

    private static void Keep<TKey, TValue>(Dictionary<TKey, TValue> known, TKey key, TValue value)
        where TKey : notnull
    {
        if (known.Count == MostOfAKind) known.Clear();
        known.Add(key, value);
    }
}
