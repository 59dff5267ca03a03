using AdjointKit.Arrays;
using AdjointKit.Plotting;
using AdjointKit.TestKit;

namespace AdjointKit.Plotting.Tests;

public sealed class ReadmeTests
{
    [Fact]
    public void The_example_is_compiled_code() => ReadmeExample.RequireCode("src/AdjointKit.Plotting/README.md", "tests/AdjointKit.Plotting.Tests/ReadmeTests.cs");

    [Fact]
    public void The_example_writes_the_figure_in_both_formats_and_the_page()
    {
        string[] files = ["field.svg", "field.png", "index.html"];
        try
        {
            // A field [x, z] over its extent in km, with a mark on it, in both formats and on a page.
            using NdArray<double> field = NdArray.Fill<double>(200, 100, (i, k) => Math.Sin(0.1 * i) * Math.Cos(0.1 * k));
            Figure figure = Figure.Image(field, "A standing wave", Extent.OfGrid(200, 0.01, 100, 0.01), colorMap: ColorMap.Seismic, limits: ColorLimits.Symmetric(), colorLabel: "pressure", xLabel: "x (km)", yLabel: "depth (km)", aspect: Aspect.Equal)
                .WithMarkers([1.0], [0.5], Marker.Star, "source");
            figure.Save("field.svg");
            figure.Save("field.png");
            new RunReport("A standing wave").AddFigure(figure, "Pressure after 2 s.").AddParameters([("grid", "200 x 100")]).Save("index.html");

            foreach (string file in files) Assert.True(new FileInfo(file).Length > 1000, file);
        }
        finally
        {
            foreach (string file in files) File.Delete(file);
        }
    }
}
