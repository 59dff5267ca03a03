using AdjointKit.Kernels;
using Xunit;

namespace AdjointKit.Tests.Kernels;

/// <summary>Where the scratches of a team lie.</summary>
public unsafe class TeamScratchTests
{
    /// <summary>What one thread's processor fetches ahead must not be another thread's.</summary>
    [Theory]
    [InlineData(100, 1 << 16)]
    [InlineData(300_000, 300_000)]
    [InlineData(5_000_000, 1 << 20)]
    public void Parts_lie_apart_from_each_other_and_from_what_lies_before_them(int bytes, int gap)
    {
        var scratch = new TeamScratch();
        scratch.Reserve(3, bytes);
        Assert.True(scratch.Of(1) - scratch.Of(0) >= bytes + gap);
        Assert.Equal(scratch.Of(2) - scratch.Of(1), scratch.Of(1) - scratch.Of(0));
        new Span<byte>(scratch.Of(2), bytes).Fill(1);
        scratch.Release();
    }
}
