namespace AdjointKit.Autodiff;

/// <summary>Where a matrix may differ from zero: its places row by row, columns ascending. Immutable.</summary>
public sealed class SparsityPattern
{
    private readonly int[] rowStarts;
    private readonly int[] columnOfEntry;

    private SparsityPattern(int rows, int columns, int[] rowStarts, int[] columnOfEntry)
    {
        Rows = rows;
        Columns = columns;
        this.rowStarts = rowStarts;
        this.columnOfEntry = columnOfEntry;
    }

    /// <summary>The number of rows.</summary>
    public int Rows { get; }

    /// <summary>The number of columns.</summary>
    public int Columns { get; }

    /// <summary>The number of places.</summary>
    public int Count => columnOfEntry.Length;

    /// <summary>The places, in order.</summary>
    public IEnumerable<(int Row, int Column)> Entries
    {
        get
        {
            for (int row = 0; row < Rows; row++)
            {
                for (int k = rowStarts[row]; k < rowStarts[row + 1]; k++) yield return (row, columnOfEntry[k]);
            }
        }
    }

    /// <summary>A pattern of given places, in any order; a place named twice counts once.</summary>
    /// <exception cref="ArgumentException">A place lies outside the matrix.</exception>
    public static SparsityPattern Of(int rows, int columns, IEnumerable<(int Row, int Column)> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        var sorted = new SortedSet<(int Row, int Column)>(entries);
        int[] starts = new int[rows + 1];
        foreach ((int row, int column) in sorted)
        {
            if ((uint)row >= (uint)rows || (uint)column >= (uint)columns) throw new ArgumentException($"place ({row}, {column}) lies outside a matrix of {rows} by {columns}", nameof(entries));
            starts[row + 1]++;
        }

        for (int row = 0; row < rows; row++) starts[row + 1] += starts[row];
        return new SparsityPattern(rows, columns, starts, [.. sorted.Select(entry => entry.Column)]);
    }

    /// <summary>A band: the places with -<paramref name="below"/> &lt;= column - row &lt;= <paramref name="above"/>.</summary>
    /// <param name="rows">The number of rows.</param>
    /// <param name="columns">The number of columns.</param>
    /// <param name="below">How many diagonals below the main one.</param>
    /// <param name="above">How many diagonals above the main one.</param>
    public static SparsityPattern Band(int rows, int columns, int below, int above)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(below);
        ArgumentOutOfRangeException.ThrowIfNegative(above);
        return Of(rows, columns, Places(rows, columns, below, above));
    }

    /// <summary>The columns of one row.</summary>
    internal ReadOnlySpan<int> ColumnsOf(int row) => columnOfEntry.AsSpan(rowStarts[row], rowStarts[row + 1] - rowStarts[row]);

    /// <summary>The pattern of the transpose.</summary>
    internal SparsityPattern Transposed() => Of(Columns, Rows, Entries.Select(entry => (entry.Column, entry.Row)));

    internal void Require(nint rows, nint columns, string what)
    {
        if (rows != Rows || columns != Columns) throw new ArgumentException($"a pattern of {Rows} by {Columns} does not fit a {what} of {rows} by {columns}");
    }

    private static IEnumerable<(int Row, int Column)> Places(int rows, int columns, int below, int above)
    {
        for (int row = 0; row < rows; row++)
        {
            for (int column = Math.Max(0, row - below); column <= Math.Min(columns - 1, (long)row + above); column++) yield return (row, column);
        }
    }
}
