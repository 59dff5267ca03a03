namespace AdjointKit.Devices.Throughput;

/// <summary>Something whose speed is measured on a device, beside the speed of a copy there.</summary>
/// <param name="Group">The part of the toolkit: "waves", "ad".</param>
/// <param name="Name">What is measured, with its size.</param>
/// <param name="Unit">What <see cref="Work.Amount"/> counts, per second: "Gpoints/s", "GB/s", "Gflop/s".</param>
/// <param name="Prepare">Makes the arrays and returns the work, to be disposed.</param>
public sealed record ThroughputCase(string Group, string Name, string Unit, Func<Compute, Work> Prepare);

/// <summary>Work that can be asked for again and again.</summary>
/// <param name="Amount">What one run does, in the units of its case without the billion.</param>
/// <param name="Bytes">The bytes that one run has to move between memory and processor, each array once; 0 where that is not what limits it.</param>
/// <param name="Run">Asks for the work; on a device it may return before it is done.</param>
/// <param name="Release">Gives the arrays back.</param>
public sealed record Work(double Amount, double Bytes, Action Run, Action Release) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose() => Release();
}
