namespace AdjointKit.Devices.Gpu.Fourier;

/// <summary>An axis to be transformed: arrays [batch, leading, length, inner], the batch told with each call.</summary>
/// <param name="Leading">The product of the axes of the grid in front.</param>
/// <param name="Length">The number of points.</param>
/// <param name="Inner">The product of the axes behind.</param>
internal readonly record struct FourierAxis(long Leading, int Length, long Inner)
{
    /// <summary>The points of the whole grid.</summary>
    internal long Points => Leading * Length * Inner;

    /// <summary>Where the factors of a grid or of the axis lie for lines (outer, 0, inner).</summary>
    internal FactorLayout Factors(bool ofAxis) => ofAxis ? new FactorLayout(1, 0, 0, 0, 1) : new FactorLayout(Leading, Length * Inner, 0, 1, Inner);
}
