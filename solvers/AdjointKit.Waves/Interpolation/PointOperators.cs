using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Operators;

namespace AdjointKit.Waves;

/// <summary>Reading a field between its grid nodes as a linear operator; its adjoint spreads values onto the nodes, as sources are.</summary>
public static class PointOperators
{
    /// <summary>A field [x, z] to its values at positions, band-limited (Hicks 2002: radius 4, b = 4.14).</summary>
    /// <param name="compute">Where it runs: in host memory, beside the device.</param>
    /// <param name="grid">The grid of the field.</param>
    /// <param name="positions">Where to read, inside the grid.</param>
    /// <param name="freeSurface">Whether the field is 0 on z = 0 and continues above as its odd image; else it is 0 outside the grid.</param>
    public static LinearOperator<T, T> Read<T>(Compute compute, Grid2D grid, IReadOnlyList<Position> positions, bool freeSurface)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(grid);
        ArgumentNullException.ThrowIfNull(positions);
        return new ReadOperator<T>(compute, grid, HicksInterpolation.Build(positions, grid, default, freeSurface));
    }

    private sealed class ReadOperator<T>(Compute compute, Grid2D grid, PointWeights weights)
        : LinearOperator<T, T>(compute.Host, new Shape(grid.Nx, grid.Nz), new Shape(weights.Count))
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public override string Name => "Hicks interpolation";

        protected internal override void ApplyCore(in NdArray<T> x, in NdArray<T> into)
        {
            ReadOnlySpan<T> field = x.AsReadOnlySpan();
            Span<T> values = into.AsWritableSpan();
            for (int p = 0; p < weights.Count; p++)
            {
                double sum = 0;
                for (int n = weights.Start[p]; n < weights.Start[p + 1]; n++) sum = Math.FusedMultiplyAdd(weights.Weight[n], double.CreateTruncating(field[Node(n)]), sum);
                values[p] = T.CreateTruncating(sum);
            }
        }

        protected internal override void ApplyAdjointCore(in NdArray<T> y, in NdArray<T> into)
        {
            ReadOnlySpan<T> values = y.AsReadOnlySpan();
            Span<T> field = into.AsWritableSpan();
            field.Clear();
            for (int p = 0; p < weights.Count; p++)
            {
                for (int n = weights.Start[p]; n < weights.Start[p + 1]; n++) field[Node(n)] += T.CreateTruncating(weights.Weight[n] * double.CreateTruncating(values[p]));
            }
        }

        private int Node(int n) => (weights.X[n] * grid.Nz) + weights.Z[n];
    }
}
