namespace AdjointKit.Devices.Checks;

/// <summary>
/// One check of what a device computes, against the CPU or against what is known. The same checks run in the tests, device by device, and from the shipped
/// command (<c>adjointkit selftest</c>).
/// </summary>
/// <param name="Suite">The feature that it belongs to.</param>
/// <param name="Name">The name, unique in its suite.</param>
/// <param name="NeedsDouble">Whether it computes in float64.</param>
/// <param name="Error">Runs the check on a computation and returns the error.</param>
/// <param name="Tolerance">The largest error that passes.</param>
public sealed record DeviceCheck(string Suite, string Name, bool NeedsDouble, Func<Compute, double> Error, double Tolerance);
