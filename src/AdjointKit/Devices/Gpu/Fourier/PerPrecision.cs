using AdjointKit.Arrays;

namespace AdjointKit.Devices.Gpu.Fourier;

/// <summary>What a plan prepares for each precision on first use. A failure is not kept: the next use tries again.</summary>
internal sealed class PerPrecision<T>(Func<ElementType, T> make)
    where T : class
{
    private readonly Lazy<T> single = new(() => make(ElementType.Complex64), LazyThreadSafetyMode.PublicationOnly);
    private readonly Lazy<T> @double = new(() => make(ElementType.Complex128), LazyThreadSafetyMode.PublicationOnly);

    /// <summary>That of an element type, real or complex.</summary>
    internal T Of(ElementType type) => ElementTypes.RealOf(type) == ElementType.Float32 ? single.Value : @double.Value;
}
