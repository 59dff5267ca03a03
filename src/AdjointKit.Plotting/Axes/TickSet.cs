namespace AdjointKit.Plotting.Axes;

/// <summary>One labelled mark.</summary>
internal readonly record struct Tick(double Value, string Label);

/// <summary>The marks of an axis.</summary>
/// <param name="Major">Labelled marks.</param>
/// <param name="Minor">Values of marks without labels (logarithmic axes).</param>
/// <param name="Note">What every label has to be multiplied by or have added, as text ("×10^{6}", "+1000"); empty: nothing.</param>
internal sealed record TickSet(IReadOnlyList<Tick> Major, IReadOnlyList<double> Minor, string Note);
