using AdjointKit.Autodiff;

namespace AdjointKit.Optics;

/// <summary>
/// Several shapes in one screen, which do not overlap: a double slit, an array of holes. Each has its own place; what it is by itself, hole or stop, does not count, and neither does the
/// place of the screen.
/// </summary>
public sealed record Openings : Aperture
{
    /// <summary>Makes the aperture.</summary>
    /// <param name="shapes">The shapes, one or more.</param>
    /// <exception cref="ArgumentException">There is none.</exception>
    public Openings(params IReadOnlyList<Aperture> shapes)
    {
        ArgumentNullException.ThrowIfNull(shapes);
        if (shapes.Count == 0) throw new ArgumentException("a screen without a shape in it is not an aperture", nameof(shapes));
        Shapes = shapes;
    }

    /// <summary>The shapes.</summary>
    public IReadOnlyList<Aperture> Shapes { get; }

    /// <inheritdoc/>
    protected internal override Var<double> Coverage(FieldPoints at)
    {
        Var<double> sum = Shapes[0].Coverage(at);
        foreach (Aperture shape in Shapes.Skip(1)) sum += shape.Coverage(at);
        return sum;
    }
}
