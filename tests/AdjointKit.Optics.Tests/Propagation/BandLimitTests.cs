using System.Numerics;
using AdjointKit.Arrays;
using Xunit;

namespace AdjointKit.Optics.Tests.Propagation;

public sealed class BandLimitTests
{
    /// <summary>
    /// 64 points of 4 um, 5 mm, 633 nm: waves up to 1 / (l sqrt((2 z / W)^2 + 1)) pass (Matsushima and Shimobaba 2009, 13), W = 256 um the width of the grid; in units of 1 / W that is 10.35.
    /// </summary>
    [Theory]
    [InlineData(10, true)]
    [InlineData(-10, true)]
    [InlineData(11, false)]
    [InlineData(-11, false)]
    public void Waves_up_to_the_limit_pass(int number, bool passes)
    {
        var grid = new FieldGrid(64, 64, 4e-6);
        Propagator<Complex> propagator = new BandLimitedAngularSpectrum { Padding = 1 }.Plan<Complex>(grid, 633e-9, 5e-3);
        foreach (bool alongX in (bool[])[false, true])
        {
            using NdArray<Complex> wave = NdArray.Fill<Complex>(64, 64, (y, x) => Complex.FromPolarCoordinates(1, 2 * Math.PI * number * (alongX ? x : y) / 64));
            using NdArray<Complex> there = propagator.Apply(wave);
            Assert.Equal(passes ? 1 : 0, there[13, 40].Magnitude, 1e-12);
        }
    }
}
