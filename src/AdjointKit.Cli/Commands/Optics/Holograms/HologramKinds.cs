namespace AdjointKit.Cli.Commands.Optics.Holograms;

/// <summary>The kinds of holograms that <c>optics hologram</c> knows.</summary>
internal static class HologramKinds
{
    /// <summary>New ones, because their options belong to one command.</summary>
    internal static IReadOnlyList<HologramKind> Create() =>
    [
        new InlineKind(),
        new OffAxisKind(),
        new PhaseShiftKind(),
    ];
}
