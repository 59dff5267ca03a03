namespace AdjointKit.Waves;

/// <summary>Nodes added to a grid on each side.</summary>
internal readonly record struct Padding(int Left, int Right, int Top, int Bottom)
{
    /// <summary>The same number on each side.</summary>
    public static Padding Uniform(int nodes) => new(nodes, nodes, nodes, nodes);
}
