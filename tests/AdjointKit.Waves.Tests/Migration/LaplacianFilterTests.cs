using Xunit;

namespace AdjointKit.Waves.Tests.Migration;

public class LaplacianFilterTests
{
    private static readonly Grid2D Grid = new(40, 30, 10, 7);

    [Fact]
    public void A_plane_wave_is_multiplied_by_the_stencils_symbol_with_a_positive_sign()
    {
        const double kx = 0.031;
        const double kz = 0.057;
        double symbol = (4 * Math.Pow(Math.Sin(kx * Grid.Dx / 2) / Grid.Dx, 2)) + (4 * Math.Pow(Math.Sin(kz * Grid.Dz / 2) / Grid.Dz, 2));
        double[] image = Sampled((x, z) => Math.Sin((kx * x) + 0.3) * Math.Cos((kz * z) - 0.2));
        double[] filtered = LaplacianFilter.Apply(image, Grid);
        for (int i = 1; i < Grid.Nx - 1; i++)
        {
            for (int k = 1; k < Grid.Nz - 1; k++) Assert.Equal(symbol * image[(i * Grid.Nz) + k], filtered[(i * Grid.Nz) + k], 1e-15);
        }
    }

    [Fact]
    public void Each_axis_counts_with_its_own_spacing()
    {
        // -lap (x^2) = -2 and -lap (z^2) = -2, exactly for the five-point stencil.
        double[] alongX = LaplacianFilter.Apply(Sampled((x, _) => x * x), Grid);
        double[] alongZ = LaplacianFilter.Apply(Sampled((_, z) => z * z), Grid);
        Assert.Equal(-2, alongX[(5 * Grid.Nz) + 5], 1e-9);
        Assert.Equal(-2, alongZ[(5 * Grid.Nz) + 5], 1e-9);
    }

    [Fact]
    public void A_constant_vanishes_up_to_the_edges() => Assert.All(LaplacianFilter.Apply(Sampled((_, _) => 3), Grid), value => Assert.Equal(0, value));

    private static double[] Sampled(Func<double, double, double> function)
    {
        var image = new double[Grid.Nx * Grid.Nz];
        for (int i = 0; i < Grid.Nx; i++)
        {
            for (int k = 0; k < Grid.Nz; k++) image[(i * Grid.Nz) + k] = function(i * Grid.Dx, k * Grid.Dz);
        }

        return image;
    }
}
