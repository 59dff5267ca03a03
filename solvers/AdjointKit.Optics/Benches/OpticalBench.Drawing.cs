namespace AdjointKit.Optics;

/// <content>The side view.</content>
public sealed partial record OpticalBench
{
    /// <summary>The bench from the side as the text of an SVG file: the elements as symbols at their places, z in mm along the axis. Heights are not to the scale of the places.</summary>
    /// <param name="rays">Whether rays are drawn: those of geometrical optics in the plane x = 0, bent by lenses and prisms, ended by rims and stops.</param>
    public string ToSvg(bool rays = true) => new BenchDrawing(this, rays).Text();
}
