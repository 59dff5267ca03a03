namespace AdjointKit.Plotting.Colors;

/// <summary>
/// The control points of the named colour maps. Viridis, magma (van der Walt and Smith 2015) and twilight (Bechtold 2018) are sampled sparsely from the maps
/// that matplotlib gave to the public domain; interpolated, they stay within a few units of the originals.
/// </summary>
internal static class ControlColors
{
    internal static readonly (double At, Color Color)[] Viridis = Even(
        "#440154", "#481a6c", "#472f7d", "#414487", "#39568c", "#31688e", "#2a788e", "#23888e",
        "#1f988b", "#22a884", "#35b779", "#54c568", "#7ad151", "#a5db36", "#d2e21b", "#fde725");

    internal static readonly (double At, Color Color)[] Magma = Even(
        "#000004", "#180f3e", "#451077", "#721f81", "#9f2f7f", "#cd4071", "#f1605d", "#fd9567", "#fec98d", "#fcfdbf");

    internal static readonly (double At, Color Color)[] Twilight = Even(
        "#e2d9e2", "#9ebbc9", "#6785be", "#5e43a5", "#421257", "#471340", "#8e2c50", "#ba6657", "#ceac94", "#e2d9e2");

    internal static readonly (double At, Color Color)[] Gray = Even("#000000", "#ffffff");

    internal static readonly (double At, Color Color)[] Seismic = Even("#00004d", "#0000ff", "#ffffff", "#ff0000", "#800000");

    /// <summary>Colours of series in line plots, distinguishable with any common colour vision (after Okabe and Ito 2008), strongest first.</summary>
    internal static readonly Color[] Series =
    [
        Color.Parse("#0072b2"), Color.Parse("#d55e00"), Color.Parse("#009e73"), Color.Parse("#b0479a"),
        Color.Parse("#e09f00"), Color.Parse("#3fa7dd"), Color.Parse("#444444"), Color.Parse("#8c6d31"),
    ];

    private static (double At, Color Color)[] Even(params string[] colors) =>
        [.. colors.Select((text, i) => (i / (colors.Length - 1.0), Color.Parse(text)))];
}
