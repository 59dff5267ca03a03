using AdjointKit.Kernels.Reductions;

namespace AdjointKit.Devices.Cpu;

/// <summary>The kernels that find an extreme of one element type.</summary>
internal readonly unsafe struct PlaceFinder
{
    /// <summary>Finds the extreme of a block.</summary>
    internal delegate*<byte*, int, Candidate> Find { get; init; }

    /// <summary>The better of the candidates of a block and of a later one.</summary>
    internal delegate*<Candidate, Candidate, Candidate> Better { get; init; }
}
