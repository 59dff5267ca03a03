namespace AdjointKit.Autodiff;

/// <summary>Groups the columns of a sparse matrix so that one product with a vector of ones and zeros serves a whole group; greedy, in the order of the columns.</summary>
internal static class Colouring
{
    private const int None = -1;

    /// <summary>Columns of one colour share no row: each entry is read off directly (Curtis, Powell and Reid 1974).</summary>
    internal static int[] OfColumns(SparsityPattern pattern)
    {
        SparsityPattern byColumn = pattern.Transposed();
        int[] colours = new int[pattern.Columns];
        Array.Fill(colours, None);
        var forbidden = new Forbidden(pattern.Columns);
        for (int column = 0; column < colours.Length; column++)
        {
            foreach (int row in byColumn.ColumnsOf(column))
            {
                foreach (int other in pattern.ColumnsOf(row)) forbidden.Add(colours[other], column);
            }

            colours[column] = forbidden.Smallest(column);
        }

        return colours;
    }

    /// <summary>
    /// A star colouring of a symmetric pattern: neighbours differ, and no path of four takes two colours only, so that each entry can be read off one of its two places
    /// (Gebremedhin, Manne and Pothen, "What color is your Jacobian?", SIAM Review 47, 2005, algorithm 4.1). Takes fewer colours than <see cref="OfColumns"/>.
    /// </summary>
    internal static int[] Star(SparsityPattern pattern)
    {
        int[] colours = new int[pattern.Columns];
        Array.Fill(colours, None);
        var forbidden = new Forbidden(pattern.Columns);
        for (int v = 0; v < colours.Length; v++)
        {
            foreach (int w in pattern.ColumnsOf(v))
            {
                if (w == v) continue;
                forbidden.Add(colours[w], v);
                foreach (int x in pattern.ColumnsOf(w))
                {
                    if (x == v || x == w || colours[x] == None) continue;
                    if (colours[w] == None || ContinuesInColour(pattern, colours, x, w)) forbidden.Add(colours[x], v);
                }
            }

            colours[v] = forbidden.Smallest(v);
        }

        return colours;
    }

    /// <summary>Whether in a row no other neighbour, nor the row's own column, has the colour of a column: then the product of that colour shows the entry itself.</summary>
    internal static bool IsAlone(SparsityPattern pattern, int[] colours, int row, int column)
    {
        if (row != column && colours[row] == colours[column]) return false;
        foreach (int other in pattern.ColumnsOf(row))
        {
            if (other != column && colours[other] == colours[column]) return false;
        }

        return true;
    }

    /// <summary>Whether x has a neighbour other than w that has the colour of w.</summary>
    private static bool ContinuesInColour(SparsityPattern pattern, int[] colours, int x, int w)
    {
        foreach (int y in pattern.ColumnsOf(x))
        {
            if (y != w && y != x && colours[y] == colours[w]) return true;
        }

        return false;
    }

    /// <summary>The colours that the column under way may not take.</summary>
    private sealed class Forbidden
    {
        private readonly int[] forbiddenFor;

        internal Forbidden(int columns)
        {
            forbiddenFor = new int[columns + 1];
            Array.Fill(forbiddenFor, None);
        }

        internal void Add(int colour, int column)
        {
            if (colour != None) forbiddenFor[colour] = column;
        }

        internal int Smallest(int column)
        {
            int colour = 0;
            while (forbiddenFor[colour] == column) colour++;
            return colour;
        }
    }
}
