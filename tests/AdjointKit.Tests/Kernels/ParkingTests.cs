using AdjointKit.Kernels;
using Xunit;

namespace AdjointKit.Tests.Kernels;

public class ParkingTests
{
    /// <summary>A round behind all spinning, in which a thread yields.</summary>
    private const int YieldRound = 450;

    [Fact]
    public void A_slow_yield_is_told_once_and_keeps_the_next_waits_from_yielding_until_it_is_forgotten()
    {
        using var parking = new Parking();
        Assert.False(parking.TakeCrowded());
        parking.NoteYield(microseconds: 10);
        Assert.False(parking.TakeCrowded());
        parking.NoteYield(microseconds: 1000);
        Assert.True(parking.TakeCrowded());
        Assert.False(parking.TakeCrowded());
        Assert.False(parking.Pause(YieldRound));
        parking.Forget();
        Assert.True(parking.Pause(YieldRound));
    }
}
