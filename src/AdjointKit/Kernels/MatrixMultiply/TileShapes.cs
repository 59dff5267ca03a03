namespace AdjointKit.Kernels.MatrixMultiply;

/// <summary>The size of a tile as a type, so that a kernel is compiled for each.</summary>
internal interface ITileShape
{
    /// <summary>Rows, at most <see cref="TileShapes.MostRows"/>.</summary>
    static abstract int Rows { get; }

    /// <summary>Whether a row is two registers, not one.</summary>
    static abstract bool IsWide { get; }

    /// <summary>Whether the tile reads B where it lies and packs it on the way for the tiles after it.</summary>
    static abstract bool Packs { get; }
}

/// <summary>A number as a type.</summary>
internal interface ITileRows
{
    static abstract int Rows { get; }
}

internal readonly struct Wide<TRows> : ITileShape
    where TRows : struct, ITileRows
{
    public static int Rows => TRows.Rows;

    public static bool IsWide => true;

    public static bool Packs => false;
}

internal readonly struct PackingWide<TRows> : ITileShape
    where TRows : struct, ITileRows
{
    public static int Rows => TRows.Rows;

    public static bool IsWide => true;

    public static bool Packs => true;
}

internal readonly struct Narrow<TRows> : ITileShape
    where TRows : struct, ITileRows
{
    public static int Rows => TRows.Rows;

    public static bool IsWide => false;

    public static bool Packs => false;
}

internal static class TileShapes
{
    internal const int MostRows = 14;

    internal readonly struct One : ITileRows
    {
        public static int Rows => 1;
    }

    internal readonly struct Two : ITileRows
    {
        public static int Rows => 2;
    }

    internal readonly struct Three : ITileRows
    {
        public static int Rows => 3;
    }

    internal readonly struct Four : ITileRows
    {
        public static int Rows => 4;
    }

    internal readonly struct Five : ITileRows
    {
        public static int Rows => 5;
    }

    internal readonly struct Six : ITileRows
    {
        public static int Rows => 6;
    }

    internal readonly struct Seven : ITileRows
    {
        public static int Rows => 7;
    }

    internal readonly struct Eight : ITileRows
    {
        public static int Rows => 8;
    }

    internal readonly struct Nine : ITileRows
    {
        public static int Rows => 9;
    }

    internal readonly struct Ten : ITileRows
    {
        public static int Rows => 10;
    }

    internal readonly struct Eleven : ITileRows
    {
        public static int Rows => 11;
    }

    internal readonly struct Twelve : ITileRows
    {
        public static int Rows => 12;
    }

    internal readonly struct Thirteen : ITileRows
    {
        public static int Rows => 13;
    }

    internal readonly struct Fourteen : ITileRows
    {
        public static int Rows => 14;
    }
}
