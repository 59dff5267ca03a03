using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Optimization;

/// <summary>The value of a real function at x, its gradient written into an array. The gradient's convention is that of <see cref="Gradient"/>.</summary>
/// <param name="x">Where; to be read only, and not kept.</param>
/// <param name="gradient">Receives the gradient, of the type and shape of x.</param>
/// <typeparam name="T">The element type of x.</typeparam>
public delegate double ObjectiveFunction<T>(NdArray<T> x, NdArray<T> gradient)
    where T : unmanaged;

/// <summary>What is made smallest.</summary>
internal abstract class Objective<T>(Compute compute) : IDisposable
    where T : unmanaged
{
    internal Compute Compute { get; } = compute;

    /// <summary>The value at x, and the gradient.</summary>
    internal abstract double Evaluate(NdArray<T> x, NdArray<T> gradient);

    public abstract void Dispose();
}
