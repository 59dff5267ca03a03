using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Rules.Fourier;

namespace AdjointKit.Rules.Interpolation;

/// <summary>The places and weights that one interpolation reads, for the length of a call. The inputs behind the first are the positions: along columns, or along rows and columns.</summary>
internal readonly ref struct LinearTaps
{
    private readonly Shape grid;

    internal LinearTaps(in RuleContext c, in Shape values)
    {
        int axes = c.InputCount - 1;
        Backend backend = c.Backend;
        grid = axes == 1 ? new Shape(1, values[-1]) : new Shape(values[-2], values[-1]);
        if (grid.Count == 0) throw new ArgumentException($"interpolation in an array of shape {values}: there are no points", nameof(values));
        UntypedArray columns = Packed.Of(backend, c.X(axes));
        UntypedArray rows = axes == 1 ? default : Packed.Of(backend, c.X(1));
        var shape = new Shape(columns.Count, axes == 1 ? 2 : 4);
        Indices = backend.Allocate(ElementType.Int64, shape, account: null).As<long>();
        Weights = backend.Allocate(columns.ElementType, shape, account: null);
        int slopes = c.Attributes.Axis;
        backend.LinearTaps((rows, columns), (grid[0], grid[1]), axes == 1 ? (false, (slopes & 1) != 0) : ((slopes & 1) != 0, (slopes & 2) != 0), Indices, Weights);
        Packed.Release(columns, c.X(axes));
        if (axes == 2) Packed.Release(rows, c.X(1));
    }

    internal NdArray<long> Indices { get; }

    internal UntypedArray Weights { get; }

    /// <summary>The shape of what is read: the axes in front of the grid, then those of the positions.</summary>
    internal static Shape ResultOf(in Shape values, in Shape positions, int axes)
    {
        Span<nint> lengths = stackalloc nint[values.Rank - axes + positions.Rank];
        values.Lengths[..^axes].CopyTo(lengths);
        positions.Lengths.CopyTo(lengths[(values.Rank - axes)..]);
        return new Shape(lengths);
    }

    /// <summary>The positions of an entry: along rows (none on a line) and along columns.</summary>
    internal static (Var Rows, Var Columns) PositionsOf(in RuleContext c) => c.InputCount == 2 ? (default, c.Input(1)) : (c.Input(1), c.Input(2));

    /// <summary>Contiguous values as lines, a grid each.</summary>
    internal UntypedArray Lines(in UntypedArray values) => values.Reshape(new Shape(values.Count / grid.Count, grid.Count));

    public void Dispose()
    {
        Indices.Dispose();
        Weights.Release();
    }
}
