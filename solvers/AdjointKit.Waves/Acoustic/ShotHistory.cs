using AdjointKit.Loops;

namespace AdjointKit.Waves;

/// <summary>What is kept of a shot's forward run for its backward sweep.</summary>
/// <param name="Shot">The shot's number.</param>
/// <param name="Plan">What the loop is going to keep and to compute again.</param>
/// <param name="Report">What it did; null before the shot runs.</param>
public sealed record ShotHistory(int Shot, LoopPlan Plan, LoopReport? Report);
