using AdjointKit.Devices.Drivers;

namespace AdjointKit.Devices.Gpu;

/// <summary>How a matrix product is cut; the numbers are those of Sources/matrix.groups.cl and matrix.items.cl.</summary>
/// <param name="Form">The number of this way to cut.</param>
/// <param name="Block">The elements of the result that an item computes along an axis, where a group shares a tile; 0: each item has a block of its own.</param>
internal readonly record struct MatrixTiles(int Form, int Block)
{
    private const int ItemsAlongSide = 16;
    private const int Depth = 16;
    private const int RowsOfItem = 4;
    private const int ColumnsOfItem = 16;
    private const int ItemsWithoutTile = 8;

    /// <summary>A block per item, nothing shared.</summary>
    internal static readonly MatrixTiles ByItem = new(0, 0);

    /// <summary>Tiles for small matrices and large numbers.</summary>
    internal static readonly MatrixTiles Small = new(1, 4);

    /// <summary>Tiles that read each number from shared memory half as often.</summary>
    internal static readonly MatrixTiles Large = new(2, 8);

    /// <summary>The rows and columns of a tile.</summary>
    internal int Side => ItemsAlongSide * Block;

    /// <summary>The items of a group.</summary>
    internal int Items => Block == 0 ? ItemsWithoutTile : ItemsAlongSide * ItemsAlongSide;

    /// <summary>The kernel.</summary>
    internal string Kernel => Block == 0 ? "product_items" : "product_groups";

    /// <summary>Whether a device holds the tiles of elements of a size.</summary>
    internal bool Fit(DeviceDescription device, int bytes) => device.LargestGroup >= Items && 2 * Depth * (Side + 1) * bytes <= device.LocalBytes;

    /// <summary>The groups for a result of so many rows and columns.</summary>
    internal int Groups(nint rows, nint columns)
    {
        if (Block > 0) return checked((int)(Parts(rows, Side) * Parts(columns, Side)));
        return checked((int)Parts(Parts(rows, RowsOfItem) * Parts(columns, ColumnsOfItem), ItemsWithoutTile));
    }

    private static nint Parts(nint length, int part) => (length + part - 1) / part;
}
