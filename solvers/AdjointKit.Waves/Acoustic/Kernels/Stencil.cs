using System.Numerics;

namespace AdjointKit.Waves.Acoustic.Kernels;

/// <summary>The weights of the central differences, divided by the spacing, rounded once to the working precision.</summary>
/// <remarks>The arrays are pinned, so that kernels can hold pointers to them as long as they hold the stencil.</remarks>
/// <typeparam name="T">float or double.</typeparam>
internal sealed class Stencil<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal const int MaxRadius = 6;

    /// <summary>Divides the weights by the spacing.</summary>
    /// <param name="second">Weights of the second derivative at unit spacing, centre first.</param>
    /// <param name="first">Weights of the first derivative at unit spacing, centre (0) first.</param>
    /// <param name="dx">Spacing in x in m.</param>
    /// <param name="dz">Spacing in z in m.</param>
    internal Stencil(ReadOnlySpan<double> second, ReadOnlySpan<double> first, double dx, double dz)
    {
        Radius = second.Length - 1;
        RatioZ = T.CreateChecked(dx * dx / (dz * dz));
        for (int m = 1; m <= Radius; m++)
        {
            SecondX[m] = T.CreateChecked(second[m] / (dx * dx));
            SecondZ[m] = T.CreateChecked(second[m] / (dz * dz));
            FirstX[m] = T.CreateChecked(first[m] / dx);
            FirstZ[m] = T.CreateChecked(first[m] / dz);
        }
    }

    internal int Radius { get; }

    /// <summary>(dx/dz)^2: what makes a second difference in z with the weights <see cref="SecondX"/> one with the spacing dz, so that the Laplacian needs half the weights.</summary>
    internal T RatioZ { get; }

    internal T[] SecondX { get; } = GC.AllocateArray<T>(MaxRadius + 1, pinned: true);

    internal T[] SecondZ { get; } = GC.AllocateArray<T>(MaxRadius + 1, pinned: true);

    internal T[] FirstX { get; } = GC.AllocateArray<T>(MaxRadius + 1, pinned: true);

    internal T[] FirstZ { get; } = GC.AllocateArray<T>(MaxRadius + 1, pinned: true);
}
