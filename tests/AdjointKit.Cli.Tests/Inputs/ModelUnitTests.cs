using AdjointKit.Cli.Hosting;
using AdjointKit.Cli.Inputs;

namespace AdjointKit.Cli.Tests.Inputs;

public class ModelUnitTests
{
    private static double Converted(string? quantity, string? unit, double stored)
    {
        double[] values = [stored];
        ModelUnit.Parse(quantity, unit).ConvertToVelocity("v.npy", values, 1);
        return values[0];
    }

    [Theory]
    [InlineData(null, null, 2000, 2000)]
    [InlineData("velocity", null, 2000, 2000)]
    [InlineData(null, "km/s", 2, 2000)]
    [InlineData("slowness", null, 5e-4, 2000)]
    [InlineData("slowness", "s/km", 0.5, 2000)]
    [InlineData("squared-slowness", null, 2.5e-7, 2000)]
    [InlineData(null, "s2/km2", 0.25, 2000)]
    public void Every_quantity_and_unit_becomes_metres_per_second(string? quantity, string? unit, double stored, double velocity) =>
        Assert.Equal(velocity, Converted(quantity, unit, stored), 1e-9);

    [Fact]
    public void Numbers_that_look_like_kilometres_per_second_are_refused_unless_the_unit_is_stated()
    {
        Assert.Contains("use --model-unit km/s", Assert.Throws<UsageException>(() => Converted(null, null, 4.7)).Message, StringComparison.Ordinal);
        Assert.Contains("use --model-unit s2/km2", Assert.Throws<UsageException>(() => Converted("squared-slowness", null, 0.25)).Message, StringComparison.Ordinal);
        Assert.Equal(4.7, Converted(null, "m/s", 4.7));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(0)]
    [InlineData(-1500)]
    public void What_no_velocity_can_be_is_refused_with_its_node(double bad)
    {
        double[] values = [1500, 1500, 1500, 1500, bad, 1500];
        UsageException failure = Assert.Throws<UsageException>(() => ModelUnit.Parse(null, null).ConvertToVelocity("v.npy", values, 3));
        Assert.Contains("node (1, 1)", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("velocity", "s/km")]
    [InlineData("speed", null)]
    [InlineData(null, "mph")]
    public void Contradictions_are_refused(string? quantity, string? unit) => Assert.Throws<UsageException>(() => ModelUnit.Parse(quantity, unit));
}
