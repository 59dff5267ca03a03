using System.Numerics;
using AdjointKit.Arrays;
using Xunit;

namespace AdjointKit.Optics.Tests.Propagation;

/// <summary>
/// Angular spectrum and Fresnel transfer function against sums over plane waves, on a grid of odd and even sizes whose pitch lets evanescent waves in. The angles are formed in decimal
/// arithmetic: padded twice the grid has a wave along the plane, whose root of 0 a rounding error would turn into one of 1e-8.
/// </summary>
public sealed class DenseMatrixTests
{
    private const int Ny = 65;
    private const int Nx = 48;
    private const double Wavelength = 0.5e-6;
    private const decimal ExactWavelength = 0.5e-6m;

    private static readonly FieldGrid Grid = new(Ny, Nx, dy: 0.25e-6, dx: 0.2e-6);

    public static TheoryData<double, double, int> Cases => new()
    {
        { 1.33, 3e-6, 1 }, { 1.33, -3e-6, 1 }, { 1, 3e-6, 1 }, { 1, -3e-6, 1 }, { 1, 3e-6, 2 }, { 1.33, -3e-6, 3 },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_angular_spectrum_is_the_sum_over_plane_waves(double index, double distance, int padding) =>
        Compare(new AngularSpectrum { Padding = padding }, index, distance, padding, squaredSine =>
        {
            Complex waves = distance * index / Wavelength * Complex.Sqrt((double)(1 - squaredSine));
            return waves.Imaginary == 0 ? Complex.FromPolarCoordinates(1, 2 * Math.PI * waves.Real) : Math.Exp(-2 * Math.PI * Math.Abs(waves.Imaginary));
        });

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_Fresnel_transfer_function_is_the_sum_over_paraxial_waves(double index, double distance, int padding) =>
        Compare(new FresnelTransferFunction { Padding = padding }, index, distance, padding, squaredSine =>
            Complex.FromPolarCoordinates(1, 2 * Math.PI * distance * index / Wavelength * (1 - (0.5 * (double)squaredSine))));

    private static void Compare(PropagationMethod method, double index, double distance, int padding, Func<decimal, Complex> transfer)
    {
        using NdArray<Complex> field = NdArray.Zeros<Complex>(Ny, Nx);
        new CounterRandom(3, 1).FillNormal(field);
        using NdArray<Complex> actual = method.Plan<Complex>(Grid, Wavelength, distance, index).Apply(field);

        int paddedY = padding * Ny;
        int paddedX = padding * Nx;
        Complex[,] rows = Waves(Ny, paddedY);
        Complex[,] columns = Waves(Nx, paddedX);

        // The spectrum of the field at each plane wave, then the waves at the points again: products with the dense matrices of the transform along either axis.
        Complex[,] spectrum = Product(Product(Conjugate(rows), Elements(field)), Transpose(Conjugate(columns)));
        for (int p = 0; p < paddedY; p++)
        {
            for (int q = 0; q < paddedX; q++)
            {
                decimal y = Signed(p, paddedY) * ExactWavelength / ((decimal)index * paddedY * (decimal)Grid.Dy);
                decimal x = Signed(q, paddedX) * ExactWavelength / ((decimal)index * paddedX * (decimal)Grid.Dx);
                Complex h = transfer((y * y) + (x * x));
                Assert.True(h.Magnitude <= 1 + 1e-15);
                spectrum[p, q] *= h / (paddedY * paddedX);
            }
        }

        using NdArray<Complex> expected = NdArray.From(Product(Transpose(rows), Product(spectrum, columns)));
        OpticsOracle.AssertNear(expected, actual, 1e-12);
    }

    private static decimal Signed(int k, int n) => k < (n + 1) / 2 ? k : k - n;

    /// <summary>exp(2 pi i k j / n) at the points of the field, which stand anywhere in the padded grid: the result does not depend on where.</summary>
    private static Complex[,] Waves(int points, int padded)
    {
        var waves = new Complex[padded, points];
        for (int k = 0; k < padded; k++)
        {
            for (int j = 0; j < points; j++) waves[k, j] = Complex.FromPolarCoordinates(1, 2 * Math.PI * (k * j % padded) / padded);
        }

        return waves;
    }

    private static Complex[,] Elements(NdArray<Complex> array)
    {
        var elements = new Complex[array.Shape[0], array.Shape[1]];
        for (int j = 0; j < array.Shape[0]; j++)
        {
            for (int i = 0; i < array.Shape[1]; i++) elements[j, i] = array[j, i];
        }

        return elements;
    }

    private static Complex[,] Product(Complex[,] a, Complex[,] b)
    {
        var product = new Complex[a.GetLength(0), b.GetLength(1)];
        for (int j = 0; j < a.GetLength(0); j++)
        {
            for (int k = 0; k < b.GetLength(0); k++)
            {
                for (int i = 0; i < b.GetLength(1); i++) product[j, i] += a[j, k] * b[k, i];
            }
        }

        return product;
    }

    private static Complex[,] Transpose(Complex[,] a) => Each(a.GetLength(1), a.GetLength(0), (j, i) => a[i, j]);

    private static Complex[,] Conjugate(Complex[,] a) => Each(a.GetLength(0), a.GetLength(1), (j, i) => Complex.Conjugate(a[j, i]));

    private static Complex[,] Each(int rows, int columns, Func<int, int, Complex> element)
    {
        var elements = new Complex[rows, columns];
        for (int j = 0; j < rows; j++)
        {
            for (int i = 0; i < columns; i++) elements[j, i] = element(j, i);
        }

        return elements;
    }
}
