using System.Globalization;
using AdjointKit.Plotting.Axes;

namespace AdjointKit.Plotting.Tests;

public sealed class TickTests
{
    [Fact]
    public void Linear_steps_are_one_two_or_five_times_a_power_of_ten_and_as_fine_as_allowed()
    {
        var random = new Random(5);
        for (int trial = 0; trial < 500; trial++)
        {
            double width = Math.Pow(10, (random.NextDouble() * 24) - 12);
            double low = (random.NextDouble() - 0.5) * 10 * width;
            int most = random.Next(2, 12);
            TickSet ticks = LinearTicks.Make(low, low + width, most);
            double step = LinearTicks.Step(low, low + width, most);
            double digit = step / Math.Pow(10, Math.Floor(Math.Log10(step) + 1e-9));
            Assert.Contains(Math.Round(digit, 6), new[] { 1.0, 2.0, 5.0 });
            Assert.InRange(ticks.Major.Count, 0, most);
            Assert.All(ticks.Major, tick => Assert.InRange(tick.Value, low - (1e-6 * width), low + (1.000001 * width)));
            Assert.All(ticks.Major, tick => Assert.Equal(Math.Round(tick.Value / step), tick.Value / step, 1e-6));

            // The next finer step (at least two fifths of this one) would have been too many.
            double finer = digit > 4.9 ? step / 2.5 : step / 2;
            Assert.True(Math.Floor((low + width) / finer) - Math.Ceiling(low / finer) + 1 > most || ticks.Major.Count == most);
        }
    }

    [Fact]
    public void Labels_read_back_as_their_values()
    {
        var random = new Random(6);
        for (int trial = 0; trial < 500; trial++)
        {
            double width = Math.Pow(10, (random.NextDouble() * 16) - 8);
            double low = (random.NextDouble() - 0.5) * 20 * width;
            TickSet ticks = LinearTicks.Make(low, low + width, 7);
            double unit = 1;
            string note = ticks.Note;
            if (note.StartsWith("×10^{", StringComparison.Ordinal)) unit = Math.Pow(10, int.Parse(note[5..note.IndexOf('}', StringComparison.Ordinal)].Replace('−', '-'), CultureInfo.InvariantCulture));
            foreach (Tick tick in ticks.Major)
            {
                double read = double.Parse(tick.Label.Replace('−', '-'), CultureInfo.InvariantCulture) * unit;
                Assert.Equal(tick.Value, read, 1e-6 * width);
            }

            Assert.Equal(ticks.Major.Count, ticks.Major.Select(tick => tick.Label).Distinct(StringComparer.Ordinal).Count());
        }
    }

    [Theory]
    [InlineData(0, 12, 7, "0 2 4 6 8 10 12", "")]
    [InlineData(-1, 1, 5, "−1.0 −0.5 0.0 0.5 1.0", "")]
    [InlineData(0, 3e-6, 4, "0 1 2 3", "×10^{−6}")]
    [InlineData(0, 4e6, 5, "0 1 2 3 4", "×10^{6}")]
    [InlineData(1e9, 1e9 + 4, 5, "0 1 2 3 4", "+1000000000")]
    public void Labels_are_short(double low, double high, int most, string labels, string note)
    {
        TickSet ticks = LinearTicks.Make(low, high, most);
        Assert.Equal(labels, string.Join(' ', ticks.Major.Select(tick => tick.Label)));
        Assert.Equal(note, ticks.Note);
    }

    [Theory]
    [InlineData(1, 1000, 6, "1 10 100 1000")]
    [InlineData(1, 50, 9, "1 2 5 10 20 50")]
    [InlineData(1e-8, 1e-2, 8, "10^{−8} 10^{−7} 10^{−6} 10^{−5} 10^{−4} 10^{−3} 10^{−2}")]
    [InlineData(1e-8, 1e-2, 4, "10^{−8} 10^{−6} 10^{−4} 10^{−2}")]
    [InlineData(3.1, 3.9, 4, "3.2 3.4 3.6 3.8")]
    public void Logarithmic_ticks_are_powers_of_ten_where_there_is_room_for_them(double low, double high, int most, string labels)
    {
        TickSet ticks = LogTicks.Make(low, high, most);
        Assert.Equal(labels, string.Join(' ', ticks.Major.Select(tick => tick.Label)));
    }
}
