using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Operators;
using Xunit;

namespace AdjointKit.Tests.Operators;

public sealed class RadonTests : IDisposable
{
    private readonly Compute compute = new(threads: 2);

    /// <summary>A disc of radius r and density 1 has the integrals 2 sqrt(r^2 - s^2) at every angle; what differs are pixels at the edge, one part in r.</summary>
    [Fact]
    public void A_disc_has_the_lengths_of_its_chords()
    {
        double coarse = ErrorOfDisc(radius: 40);
        double fine = ErrorOfDisc(radius: 80);
        Assert.True(coarse < 1 / 40.0, $"relative error {coarse}");
        Assert.True(fine < 0.6 * coarse, $"relative errors {coarse} and {fine}");
    }

    [Fact]
    public void Rays_along_the_axes_sum_columns_and_rows()
    {
        NdArray<double> image = OperatorOracle.Random<double>(compute, new Shape(4, 6));
        NdArray<double> down = new RadonOperator<double>(compute, image.Shape, [0], 6).Apply(image);
        NdArray<double> along = new RadonOperator<double>(compute, image.Shape, [Math.PI / 2], 4).Apply(image);
        for (int column = 0; column < 6; column++) Assert.Equal(image[0, column] + image[1, column] + image[2, column] + image[3, column], down[0, column], 1e-13);
        for (int row = 0; row < 4; row++) Assert.Equal(Enumerable.Range(0, 6).Sum(column => image[row, column]), along[0, row], 1e-13);
    }

    [Fact]
    public void A_point_lies_where_its_coordinates_say()
    {
        NdArray<double> image = compute.Zeros<double>(41, 41);
        image[25, 32] = 1;
        const double Angle = 0.6;

        // Ten samples from a pixel to the next along a row: sums over them are exact for linear interpolation.
        double spacing = 0.1 * Math.Cos(Angle);
        NdArray<double> line = new RadonOperator<double>(compute, image.Shape, [Angle], 401, spacing).Apply(image);
        double weight = 0;
        double first = 0;
        for (int detector = 0; detector < 401; detector++)
        {
            weight += line[0, detector];
            first += line[0, detector] * spacing * (detector - 200);
        }

        Assert.Equal((12 * Math.Cos(Angle)) + (5 * Math.Sin(Angle)), first / weight, 1e-12);
        Assert.Equal(1, spacing * weight, 1e-12);
    }

    public void Dispose() => compute.Dispose();

    /// <summary>The relative error over all chords; those away from the edge are right to 0.8 pixels in r.</summary>
    private double ErrorOfDisc(int radius)
    {
        int size = (3 * radius) + 16;
        int detectors = (5 * radius / 2) + 1;
        double middle = (size - 1) / 2.0;
        NdArray<double> image = NdArray.Fill(size, size, (row, column) => Coverage(row - middle, column - middle, radius));
        double[] angles = [.. Enumerable.Range(0, 24).Select(k => k * Math.PI / 12)];
        NdArray<double> sinogram = new RadonOperator<double>(compute, image.Shape, angles, detectors).Apply(image);
        double squared = 0;
        double total = 0;
        for (int angle = 0; angle < angles.Length; angle++)
        {
            for (int detector = 0; detector < detectors; detector++)
            {
                double s = detector - ((detectors - 1) / 2.0);
                double chord = Math.Abs(s) < radius ? 2 * Math.Sqrt((radius * radius) - (s * s)) : 0;
                double error = sinogram[angle, detector] - chord;
                if (Math.Abs(s) < 0.9 * radius) Assert.Equal(0, error / chord, 0.8 / radius);
                squared += error * error;
                total += chord * chord;
            }
        }

        return Math.Sqrt(squared / total);
    }

    /// <summary>The part of a pixel inside the disc, by 8 x 8 points.</summary>
    private static double Coverage(double y, double x, double radius)
    {
        int inside = 0;
        for (int point = 0; point < 64; point++)
        {
            double v = y + ((point / 8) / 8.0) - (7 / 16.0);
            double u = x + ((point % 8) / 8.0) - (7 / 16.0);
            if ((u * u) + (v * v) < radius * radius) inside++;
        }

        return inside / 64.0;
    }
}
