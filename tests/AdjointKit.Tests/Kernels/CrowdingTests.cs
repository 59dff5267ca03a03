using System.Diagnostics;
using AdjointKit.Kernels;
using Xunit;

namespace AdjointKit.Tests.Kernels;

public class CrowdingTests
{
    private static readonly long Millisecond = Stopwatch.Frequency / 1000;

    [Fact]
    public void Nothing_has_begun_before_others_had_the_processor() => Assert.False(default(Crowding).HasBegun);

    [Fact]
    public void A_single_hold_up_counts_for_ten_milliseconds()
    {
        var crowding = default(Crowding);
        crowding.Begin(5000 * Millisecond);
        Assert.True(crowding.HasBegun);
        Assert.True(crowding.GoesOn(5009 * Millisecond));
        Assert.False(crowding.GoesOn(5011 * Millisecond));
        Assert.False(crowding.HasBegun);
    }

    [Fact]
    public void A_long_run_ends_it_and_keeps_it_off_for_a_second()
    {
        var crowding = default(Crowding);
        crowding.Begin(5000 * Millisecond);
        crowding.Ran(5000 * Millisecond, 5019 * Millisecond);
        Assert.True(crowding.HasBegun);
        crowding.Ran(5001 * Millisecond, 5022 * Millisecond);
        Assert.False(crowding.HasBegun);
        crowding.Begin(6021 * Millisecond);
        Assert.False(crowding.HasBegun);
        crowding.Begin(6023 * Millisecond);
        Assert.True(crowding.HasBegun);
    }

    [Fact]
    public void It_lasts_twice_as_long_each_time_that_it_comes_again_at_once_up_to_a_fifth_of_a_second()
    {
        var crowding = default(Crowding);
        long now = 5000 * Millisecond;
        foreach (int length in (int[])[10, 20, 40, 80, 160, 200, 200])
        {
            crowding.Begin(now);
            Assert.True(crowding.GoesOn(now + ((length - 1) * Millisecond)));
            now += (length + 1) * Millisecond;
            Assert.False(crowding.GoesOn(now));
            now += 3 * Millisecond;
        }

        // One that comes while it lasts counts as at once.
        crowding.Begin(now);
        crowding.Begin(now + (100 * Millisecond));
        Assert.True(crowding.GoesOn(now + (299 * Millisecond)));
        now += 301 * Millisecond;
        Assert.False(crowding.GoesOn(now));

        // After a while of quiet it is short again.
        now += 30 * Millisecond;
        crowding.Begin(now);
        Assert.False(crowding.GoesOn(now + (11 * Millisecond)));
    }
}
