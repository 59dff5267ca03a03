using AdjointKit.TestKit;
using Xunit;

namespace AdjointKit.Optics.Tests.Holography.Particles;

public sealed class ParticleTableTests
{
    [Fact]
    public void A_table_has_a_line_of_names_and_one_for_each_particle()
    {
        using var folder = new TemporaryFolder();
        ParticleTable.Write(folder["p.csv"], [new(1.25e-6, -2e-6, 4e-3, 33e-6, 0.875, false), new(0, 0, -1e-3, 1e-5, 1, true)]);
        Assert.Equal(["x_m,y_m,z_m,diameter_m,depth,at_border", "1.25E-06,-2E-06,0.004,3.3E-05,0.875,0", "0,0,-0.001,1E-05,1,1"], File.ReadAllLines(folder["p.csv"]));
        ParticleTable.Write(folder["p.csv"], []);
        Assert.Equal([ParticleTable.Header], File.ReadAllLines(folder["p.csv"]));
    }
}
