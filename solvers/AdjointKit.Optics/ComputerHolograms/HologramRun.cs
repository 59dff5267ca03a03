using AdjointKit.Arrays;

namespace AdjointKit.Optics;

/// <summary>A search for phases on its way. Made by its method; owns its arrays.</summary>
internal abstract class HologramRun<T> : IDisposable
    where T : unmanaged
{
    /// <summary>One iteration; gives the ratio of signal to noise before it, dB.</summary>
    internal abstract double Step();

    /// <summary>Writes the phases, in any turn.</summary>
    internal abstract void Phases(UntypedArray into);

    public abstract void Dispose();
}
