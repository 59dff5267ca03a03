using System.Globalization;
using System.Text;
using AdjointKit.Runs;

namespace AdjointKit.Optics;

/// <summary>Particles as a table in a text file: a line of names, then one line for each, commas between the columns. Lengths in m, a border is 1 where the shadow reaches it, else 0.</summary>
public static class ParticleTable
{
    /// <summary>The names of the columns.</summary>
    public const string Header = "x_m,y_m,z_m,diameter_m,depth,at_border";

    /// <summary>Writes a table, of the names alone where there are no particles. The file appears whole or not at all.</summary>
    /// <param name="path">The file.</param>
    /// <param name="particles">The particles.</param>
    public static void Write(string path, IReadOnlyList<Particle> particles)
    {
        ArgumentNullException.ThrowIfNull(particles);
        AtomicFile.Write(path, stream =>
        {
            using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true) { NewLine = "\n" };
            writer.WriteLine(Header);
            foreach (Particle particle in particles)
            {
                writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{particle.X:G9},{particle.Y:G9},{particle.Z:G9},{particle.Diameter:G9},{particle.Depth:G6},{(particle.IsAtBorder ? 1 : 0)}"));
            }
        });
    }
}
