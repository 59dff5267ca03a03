using AdjointKit.Arrays;
using Xunit;

namespace AdjointKit.Tests.Arrays;

[Collection("Alone")]
public sealed class StoragePoolTests
{
    [Fact]
    public void Free_blocks_never_make_the_process_larger_than_what_was_in_use_at_one_time()
    {
        // Each size is asked for while the blocks of the others lie free; nothing touches the memory, so the machine gives no page of it.
        var random = new Random(3);
        for (int round = 0; round < 200; round++)
        {
            using NdArray<byte> one = NdArray.Empty<byte>(new Shape(random.Next(10, 300) * 1_000_000));
            using NdArray<byte> other = NdArray.Empty<byte>(new Shape(random.Next(10, 300) * 1_000_000));
            Assert.InRange(StoragePool.HeldBytes, 0, StoragePool.PeakInUse + StoragePool.SpareBytes);
        }
    }

    [Fact]
    public void A_large_block_is_found_again_after_smaller_ones_were_made_and_released()
    {
        // What earlier tests left free would compete with the block.
        StoragePool.Trim();
        NdArray<byte> history = NdArray.Empty<byte>(new Shape(200_000_000));
        Storage block = history.Storage;
        history.Dispose();
        NdArray<byte> field = NdArray.Empty<byte>(new Shape(3_000_000));
        field.Dispose();
        using NdArray<byte> next = NdArray.Empty<byte>(new Shape(200_000_000));
        Assert.Same(block, next.Storage);
    }
}
