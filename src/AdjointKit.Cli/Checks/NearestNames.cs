namespace AdjointKit.Cli.Checks;

/// <summary>The names that a mistyped word may have meant: those with a word that takes the fewest changes of a letter to get there (Levenshtein 1966).</summary>
internal static class NearestNames
{
    private static readonly char[] Separators = [' ', ',', '(', ')', '-'];

    internal static IEnumerable<string> Of(string word, IEnumerable<string> names, int count) => names
        .Distinct(StringComparer.Ordinal)
        .OrderBy(name => name.Split(Separators, StringSplitOptions.RemoveEmptyEntries).Append(name).Min(part => Distance(word.ToUpperInvariant(), part.ToUpperInvariant())))
        .Take(count);

    private static int Distance(string from, string to)
    {
        int[] row = [.. Enumerable.Range(0, to.Length + 1)];
        for (int i = 1; i <= from.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int k = 1; k <= to.Length; k++)
            {
                int replaced = diagonal + (from[i - 1] == to[k - 1] ? 0 : 1);
                diagonal = row[k];
                row[k] = Math.Min(replaced, Math.Min(row[k], row[k - 1]) + 1);
            }
        }

        return row[to.Length];
    }
}
