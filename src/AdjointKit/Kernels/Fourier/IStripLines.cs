using System.Numerics;

namespace AdjointKit.Kernels.Fourier;

/// <summary>Transforms of lines that may lie in strips.</summary>
internal unsafe interface IStripLines<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Whether strips of so many columns can be read and written.</summary>
    bool CanBeStrips(int width);

    /// <summary>into = the transform of x, or the inverse one scaled by 1/n; they may be the same lines if they have the same layout.</summary>
    void Complex(T* x, in LineLayout from, T* into, in LineLayout to, nint lines, bool inverse, ThreadTeam team);
}
