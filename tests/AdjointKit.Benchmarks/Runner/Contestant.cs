namespace AdjointKit.Benchmarks.Runner;

/// <summary>One of the programs that are compared: does a number of repetitions of its work.</summary>
/// <param name="Name">What the table calls it.</param>
/// <param name="Work">Does the given number of repetitions.</param>
/// <param name="ProcessorSeconds">For work in another process: the processor time of the latest call of <paramref name="Work"/>.</param>
internal sealed record Contestant(string Name, Action<int> Work, Func<double>? ProcessorSeconds = null);
