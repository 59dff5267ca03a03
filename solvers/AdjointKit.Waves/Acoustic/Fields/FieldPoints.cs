using System.Numerics;
using AdjointKit.Waves.Acoustic.Kernels;

namespace AdjointKit.Waves.Acoustic.Fields;

/// <summary>Positions of a shot as weighted grid points of the padded domain: position j owns entries [Start[j], Start[j + 1]).</summary>
internal sealed class FieldPoints<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Places positions on the domain.</summary>
    /// <param name="positions">Positions in m.</param>
    /// <param name="grid">The model's grid.</param>
    /// <param name="layout">The domain.</param>
    /// <param name="freeSurface">Whether images above z = 0 are folded back.</param>
    /// <param name="scale">A factor on every weight: 1 / (dx dz) for a source of unit integral.</param>
    internal FieldPoints(IReadOnlyList<Position> positions, Grid2D grid, PaddedLayout layout, bool freeSurface, double scale)
    {
        PointWeights weights = HicksInterpolation.Build(positions, grid, layout.Pml, freeSurface);
        Start = weights.Start;
        int count = weights.Weight.Length;
        Haloed = new nint[count];
        Plain = new nint[count];
        Weight = new T[count];
        for (int entry = 0; entry < count; entry++)
        {
            Haloed[entry] = ((nint)weights.X[entry] * layout.HaloStride) + weights.Z[entry];
            Plain[entry] = ((nint)weights.X[entry] * layout.PlainStride) + weights.Z[entry];
            Weight[entry] = T.CreateChecked(weights.Weight[entry] * scale);
        }
    }

    internal int Count => Start.Length - 1;

    internal int[] Start { get; }

    internal nint[] Haloed { get; }

    internal nint[] Plain { get; }

    internal T[] Weight { get; }

    /// <summary>values[j] = sum of weight times field, for positions [from, to).</summary>
    internal unsafe void Sample(T* field, T* values, int from, int to)
    {
        for (int j = from; j < to; j++)
        {
            T sum = T.Zero;
            for (int entry = Start[j]; entry < Start[j + 1]; entry++) sum = T.FusedMultiplyAdd(Weight[entry], field[Haloed[entry]], sum);
            values[j] = sum;
        }
    }
}
