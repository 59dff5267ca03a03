using AdjointKit.Devices;
using AdjointKit.Operators;

namespace AdjointKit.Cli.Checks;

/// <summary>One row of <c>dottest</c> or <c>gradcheck</c>, to be run.</summary>
/// <param name="Name">What is checked.</param>
/// <param name="Precision">"f32" or "f64".</param>
/// <param name="Run">Runs the check from a seed.</param>
internal sealed record CheckCase(string Name, string Precision, Func<Compute, ulong, CheckResult> Run);
