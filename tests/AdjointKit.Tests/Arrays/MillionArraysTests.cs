using System.Diagnostics;
using AdjointKit.Arrays;
using Xunit;

namespace AdjointKit.Tests.Arrays;

[Collection("Alone")]
public sealed class MillionArraysTests
{
    [Fact]
    public void A_million_forgotten_arrays_do_not_pile_up()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        long before = ResidentBytes();
        long peak = 0;
        for (int k = 0; k < 1_000_000; k++)
        {
            MakeAndForget(k);
            if (k % 5000 == 0) peak = Math.Max(peak, ResidentBytes() - before);
        }

        // All of them together would be 4 GB.
        Assert.InRange(peak, 0, 300L << 20);
    }

    private static void MakeAndForget(int k)
    {
        NdArray<int> array = NdArray.Zeros<int>(1024);
        array.AsWritableSpan()[k % 1024] = k;
    }

    private static long ResidentBytes()
    {
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }
}
