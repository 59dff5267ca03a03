namespace AdjointKit.Kernels.MatrixMultiply;

/// <summary>
/// The order in which an element of a product is summed, the same everywhere: k is split into equal blocks of at most <see cref="MostLength"/>; a block is
/// a chain of fused multiply-adds from zero; the blocks are added to the element one after the other, the first one to what was there, or it is stored.
/// </summary>
internal readonly record struct InnerBlocks(nint Length)
{
    /// <summary>A panel of so many rows of the right operand stays in the first-level cache.</summary>
    internal const int MostLength = 512;

    internal nint Count => (Length + MostLength - 1) / MostLength;

    internal nint Start(nint block) => Length * block / Count;
}
