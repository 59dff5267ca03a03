using AdjointKit.Arrays;

namespace AdjointKit.IO;

/// <summary>One array of a safetensors file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="StoredType">The type as the file names it: F64, F32, F16, BF16, I64 to I8, U64 to U8, BOOL.</param>
/// <param name="ElementType">The type that it is read as: its own, but Float32 for BF16.</param>
/// <param name="Shape">The lengths along the axes.</param>
public sealed record SafetensorsEntry(string Name, string StoredType, ElementType ElementType, Shape Shape)
{
    /// <summary>Where its bytes begin, from the start of the file.</summary>
    internal long Start { get; init; }

    /// <summary>How many bytes it has.</summary>
    internal long Bytes { get; init; }

    /// <summary>Whether the elements are the upper halves of float32 numbers.</summary>
    internal bool IsBrainFloat => StoredType == SafetensorsType.BrainFloat;
}
