namespace AdjointKit.Devices.Drivers;

/// <summary>What a device is, as its driver tells.</summary>
public sealed record DeviceDescription
{
    /// <summary>The name, "NVIDIA H200".</summary>
    public required string Name { get; init; }

    /// <summary>Interface, driver and version, "OpenCL 1.2, PoCL 3.1".</summary>
    public required string Driver { get; init; }

    /// <summary>Whether it is a processor that an interface for devices runs on, good for tests: local memory is no faster there than any other.</summary>
    public required bool IsProcessor { get; init; }

    /// <summary>Whether it computes in float64.</summary>
    public required bool HasDouble { get; init; }

    /// <summary>Its memory in bytes.</summary>
    public required long MemoryBytes { get; init; }

    /// <summary>The most bytes of one array.</summary>
    public required long LargestAllocation { get; init; }

    /// <summary>The fast memory of a group in bytes.</summary>
    public required int LocalBytes { get; init; }

    /// <summary>The most items of a group.</summary>
    public required int LargestGroup { get; init; }

    /// <summary>The number of compute units (multiprocessors).</summary>
    public required int ComputeUnits { get; init; }
}
