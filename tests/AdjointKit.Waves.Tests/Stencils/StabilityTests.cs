using Xunit;

namespace AdjointKit.Waves.Tests.Stencils;

public class StabilityTests
{
    private static readonly Grid2D TenMetres = new(100, 100, 10, 10);

    [Fact]
    public void The_limit_of_a_known_case_is_known() => Assert.Equal(0.00118006, Stability.Limit(TenMetres, 8, 4700), 1e-8);

    [Fact]
    public void The_error_names_step_limit_velocity_spacing_and_order()
    {
        StabilityException error = Assert.Throws<StabilityException>(() => Stability.Require(0.004, TenMetres, 8, 4700));
        Assert.Equal("dt 0.004 s is above the stability limit 0.00118 s for vmax 4700 m/s at 10 m spacing, order 8: use --step auto", error.Message);
        Assert.Equal(0.004, error.Step);
    }

    [Theory]
    [InlineData(0.001, 1)]
    [InlineData(0.002, 2)]
    [InlineData(0.004, 4)]
    public void Inner_steps_are_the_smallest_stable_whole_number(double dt, int expected)
    {
        int substeps = Stability.Substeps(dt, TenMetres, 8, 4700);
        Assert.Equal(expected, substeps);
        Stability.Require(dt / substeps, TenMetres, 8, 4700);
    }

    [Fact]
    public void The_limit_itself_needs_two_inner_steps() => Assert.Equal(2, Stability.Substeps(Stability.Limit(TenMetres, 4, 3000), TenMetres, 4, 3000));

    [Theory]
    [InlineData(2)]
    [InlineData(8)]
    public void Just_below_the_limit_the_fastest_mode_stays_bounded_and_just_above_it_grows(int order)
    {
        // The fastest mode is the checkerboard, for which minus the Laplacian is multiplication by the largest symbol.
        var grid = new Grid2D(8, 8, 7, 13);
        double symbol = Stability.LargestSymbol(order) * ((1 / 49.0) + (1 / 169.0));
        Assert.True(Growth(0.999) < 100);
        Assert.True(Growth(1.001) > 1e6);

        double Growth(double fraction)
        {
            double dt = fraction * Stability.Limit(grid, order, 2000);
            double previous = 0;
            double current = 1;
            for (int n = 0; n < 2000; n++) (previous, current) = (current, (2 * current) - previous - (dt * dt * 2000 * 2000 * symbol * current));
            return Math.Max(Math.Abs(current), Math.Abs(previous));
        }
    }
}
