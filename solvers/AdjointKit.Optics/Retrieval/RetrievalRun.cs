using AdjointKit.Arrays;

namespace AdjointKit.Optics;

/// <summary>An iteration on its way. Made by its method; owns its arrays.</summary>
internal abstract class RetrievalRun<T> : IDisposable
    where T : unmanaged
{
    /// <summary>One iteration; gives the error before it.</summary>
    internal abstract double Step();

    /// <summary>What it has come to, as a new array.</summary>
    internal abstract NdArray<T> Solution();

    public abstract void Dispose();
}
