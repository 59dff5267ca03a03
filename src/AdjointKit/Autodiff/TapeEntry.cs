namespace AdjointKit.Autodiff;

/// <summary>One line of a tape: an op that was recorded, to be read.</summary>
/// <param name="Op">The op's name.</param>
/// <param name="Inputs">The values that it took, in order.</param>
/// <param name="Outputs">The values that it made, in order.</param>
public sealed record TapeEntry(string Op, IReadOnlyList<Var> Inputs, IReadOnlyList<Var> Outputs);
