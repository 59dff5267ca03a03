using AdjointKit.Devices;
using AdjointKit.Operators;

namespace AdjointKit.Waves;

/// <summary>A check of the solver that can be run anywhere: by the tests, by the command line, by a user on a new machine.</summary>
/// <param name="Name">What is checked.</param>
/// <param name="Precision">"f32" or "f64".</param>
/// <param name="Run">Runs the check.</param>
public sealed record WaveCheck(string Name, string Precision, Func<Compute, CheckResult> Run);
