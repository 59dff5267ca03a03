using System.Numerics;
using AdjointKit.Arrays;
using Xunit;

namespace AdjointKit.Optics.Tests.Propagation;

/// <summary>The methods that sample an integral against the plain sum over all points of the field, whose terms are formed in decimal arithmetic where it takes digits.</summary>
public sealed class DirectSumTests
{
    private const double Wavelength = 633e-9;
    private const double Index = 1.2;
    private const decimal ExactWavelength = 633e-9m;
    private const decimal ExactIndex = 1.2m;

    private static readonly FieldGrid Grid = new(13, 10, dy: 2e-6, dx: 3e-6);

    /// <summary>The field in a plane of the points y, x, z that a point of the field at b, a lights.</summary>
    private delegate Complex Response(double y, double x, double b, double a, double z);

    public static TheoryData<double> Distances => [500e-6, -500e-6];

    [Theory]
    [MemberData(nameof(Distances))]
    public void The_Fresnel_impulse_response(double distance) => Compare(new FresnelImpulseResponse(), distance, Fresnel);

    [Theory]
    [MemberData(nameof(Distances))]
    public void The_one_step_method(double distance) => Compare(new FresnelOneStep(), distance, Fresnel);

    [Theory]
    [MemberData(nameof(Distances))]
    public void The_one_step_method_of_a_padded_field(double distance) => Compare(new FresnelOneStep { Padding = 3 }, distance, Fresnel);

    [Theory]
    [MemberData(nameof(Distances))]
    public void The_far_field(double distance) => Compare(new Fraunhofer(), distance, (y, x, b, a, z) => Fresnel(y, x, b, a, z) * Turn(-((b * b) + (a * a)) * Index / (2 * Wavelength * z)));

    [Theory]
    [MemberData(nameof(Distances))]
    public void The_chirp_z_transform(double distance)
    {
        Compare(new ChirpZ(), distance, Fresnel);
        Compare(new ChirpZ { Window = new OutputWindow { Pitch = (0.7e-6, 1.1e-6), Points = (8, 31), Center = (40e-6, -25e-6) } }, distance, Fresnel, (40e-6, -25e-6));
    }

    [Theory]
    [MemberData(nameof(Distances))]
    public void The_Rayleigh_Sommerfeld_integral(double distance) => Compare(new RayleighSommerfeld(), distance, (y, x, b, a, z) =>
    {
        // The way in decimal arithmetic: a thousand waves long, it would lose three digits in double precision.
        decimal squared = Squared(y - b) + Squared(x - a) + Squared(z);
        var estimate = (decimal)Math.Sqrt((double)squared);
        decimal way = (estimate + (squared / estimate)) / 2;
        double r = (double)way;
        double k = 2 * Math.PI * Index / Wavelength;
        Complex forward = Math.Abs(z) / (2 * Math.PI * r) * new Complex(1 / r, -k) * Turn((double)(way * ExactIndex / ExactWavelength % 1)) / r;
        return z > 0 ? forward : Complex.Conjugate(forward);

        static decimal Squared(double length) => (decimal)length * (decimal)length;
    });

    [Theory]
    [MemberData(nameof(Distances))]
    public void Two_steps_are_one_and_another(double distance)
    {
        // The plane in between lies at z / (1 + m); it keeps all points of the padded field.
        const double m = 0.5;
        var window = new OutputWindow { Pitch = (m * Grid.Dy, m * Grid.Dx), Center = (3e-6, -2e-6) };
        Propagator<Complex> both = new FresnelTwoStep { Padding = 2, Window = window }.Plan<Complex>(Grid, Wavelength, distance, Index);
        using NdArray<Complex> field = Field();
        using NdArray<Complex> actual = both.Apply(field);

        double first = distance / (1 + m);
        double waves = Math.Abs(first) * Wavelength / Index;
        var between = new FieldGrid(26, 20, waves / (26 * Grid.Dy), waves / (20 * Grid.Dx));
        using NdArray<Complex> middle = Sum(field, Grid, between, (0, 0), first, Fresnel);
        using NdArray<Complex> expected = Sum(middle, between, both.OutputGrid, window.Center, distance - first, Fresnel);
        OpticsOracle.AssertNear(expected, actual, 1e-12);
    }

    private static void Compare(PropagationMethod method, double distance, Response response, (double Y, double X) center = default)
    {
        Propagator<Complex> propagator = method.Plan<Complex>(Grid, Wavelength, distance, Index);
        using NdArray<Complex> field = Field();
        using NdArray<Complex> actual = propagator.Apply(field);
        Assert.Equal(propagator.OutputGrid.Shape, actual.Shape);
        using NdArray<Complex> expected = Sum(field, Grid, propagator.OutputGrid, center, distance, response);
        OpticsOracle.AssertNear(expected, actual, 1e-12);
    }

    private static NdArray<Complex> Sum(NdArray<Complex> field, FieldGrid from, FieldGrid to, (double Y, double X) center, double distance, Response response) => NdArray.Fill<Complex>(to.Ny, to.Nx, (k, l) =>
    {
        Complex sum = 0;
        for (nint j = 0; j < from.Ny; j++)
        {
            for (nint i = 0; i < from.Nx; i++)
            {
                sum += field[j, i] * response(((k - (to.Ny / 2)) * to.Dy) + center.Y, ((l - (to.Nx / 2)) * to.Dx) + center.X, (j - (from.Ny / 2)) * from.Dy, (i - (from.Nx / 2)) * from.Dx, distance);
            }
        }

        return sum * from.Dy * from.Dx;
    });

    private static Complex Fresnel(double y, double x, double b, double a, double z)
    {
        double waves = (double)((decimal)z * ExactIndex / ExactWavelength % 1);
        double across = ((y - b) * (y - b)) + ((x - a) * (x - a));
        return Turn(waves + (across * Index / (2 * Wavelength * z))) * Index / (Complex.ImaginaryOne * Wavelength * z);
    }

    private static Complex Turn(double cycles) => Complex.FromPolarCoordinates(1, 2 * Math.PI * cycles);

    private static NdArray<Complex> Field()
    {
        NdArray<Complex> field = NdArray.Zeros<Complex>(Grid.Ny, Grid.Nx);
        new CounterRandom(5, 1).FillNormal(field);
        return field;
    }
}
