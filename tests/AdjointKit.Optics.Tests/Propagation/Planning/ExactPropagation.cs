using System.Numerics;
using System.Numerics.Tensors;
using AdjointKit.Arrays;

namespace AdjointKit.Optics.Tests.Propagation.Planning;

/// <summary>
/// Plain sums over all pairs of points of a 64 x 64 field: by the samples of the Rayleigh-Sommerfeld response, and by the response that the angular spectrum has with a padding k, which is
/// the sum over the (64 k)^2 frequencies of the padded grid, without the transforms.
/// </summary>
internal static class ExactPropagation
{
    private const int Points = PlannedCase.Points;

    /// <summary>The angular spectrum, its padding doubled until the field changes by less than a small part of its distance to a result, or by 1e-7.</summary>
    internal static NdArray<Complex> Converged(PlannedCase planned, NdArray<Complex> result)
    {
        NdArray<Complex> field = OfAngularSpectrum(planned, 16);
        for (int padding = 32; ; padding *= 2)
        {
            NdArray<Complex> next = OfAngularSpectrum(planned, padding);
            double change = OpticsOracle.Distance(next, field);
            field = next;
            if (change <= Math.Max(1e-7, 0.2 * OpticsOracle.Distance(field, result))) return field;
            if (padding == 512) throw new InvalidOperationException($"the angular spectrum still changes by {change:g3} at a padding of {padding}");
        }
    }

    /// <summary>The angular spectrum with a padding.</summary>
    internal static NdArray<Complex> OfAngularSpectrum(PlannedCase planned, int padding) => Convolve(planned, AngularSpectrum(planned, padding));

    /// <summary>The sum of Rayleigh and Sommerfeld.</summary>
    internal static NdArray<Complex> OfPoints(PlannedCase planned)
    {
        double z = Math.Abs(planned.Distance);
        double k = 2 * Math.PI / planned.Wavelength;
        double pitch = planned.Grid.Dx;
        var response = new Complex[Points, Points];
        for (int j = 0; j < Points; j++)
        {
            for (int i = 0; i < Points; i++)
            {
                double across = ((j * (double)j) + (i * (double)i)) * pitch * pitch;
                double r = Math.Sqrt(across + (z * z));

                Complex forward = pitch * pitch * z / (2 * Math.PI * r * r) * new Complex(1 / r, -k) * Turn(across / (r + z) / planned.Wavelength);
                response[j, i] = planned.Distance > 0 ? forward : Complex.Conjugate(forward);
            }
        }

        return Convolve(planned, response);
    }

    private static Complex[,] AngularSpectrum(PlannedCase planned, int padding)
    {
        int length = Points * padding;
        int half = length / 2;
        double z = Math.Abs(planned.Distance);

        // cos(2 pi k n / length) for offsets n, frequencies k = 0..half, those in between counted twice.
        var waves = new double[Points * (half + 1)];
        for (int n = 0; n < Points; n++)
        {
            for (int k = 0; k <= half; k++) waves[(n * (half + 1)) + k] = (k == 0 || k == half ? 1 : 2) * Math.Cos(2 * Math.PI * ((long)k * n % length) / length) / length;
        }

        var response = new Complex[Points, Points];
        var gate = new Lock();
        Parallel.For(
            0,
            half + 1,
            () => new Complex[Points, Points],
            (row, _, sum) =>
            {
                var re = new double[half + 1];
                var im = new double[half + 1];
                for (int k = 0; k <= half; k++)
                {
                    double sineY = planned.Wavelength * row / (length * planned.Grid.Dy);
                    double sineX = planned.Wavelength * k / (length * planned.Grid.Dx);
                    double squared = (sineY * sineY) + (sineX * sineX);
                    Complex value = squared <= 1
                        ? Turn(-z / planned.Wavelength * squared / (1 + Math.Sqrt(1 - squared)))
                        : Math.Exp(-2 * Math.PI * z / planned.Wavelength * Math.Sqrt(squared - 1)) * Turn(-z / planned.Wavelength);
                    (re[k], im[k]) = (value.Real, planned.Distance > 0 ? value.Imaginary : -value.Imaginary);
                }

                for (int i = 0; i < Points; i++)
                {
                    ReadOnlySpan<double> wave = waves.AsSpan(i * (half + 1), half + 1);
                    var line = new Complex(TensorPrimitives.Dot(re, wave), TensorPrimitives.Dot(im, wave));
                    for (int j = 0; j < Points; j++) sum[j, i] += line * waves[(j * (half + 1)) + row];
                }

                return sum;
            },
            sum =>
            {
                lock (gate)
                {
                    for (int j = 0; j < Points; j++)
                    {
                        for (int i = 0; i < Points; i++) response[j, i] += sum[j, i];
                    }
                }
            });
        return response;
    }

    private static NdArray<Complex> Convolve(PlannedCase planned, Complex[,] response)
    {
        Complex[] values = planned.Field.AsReadOnlySpan().ToArray();
        var result = new Complex[Points * Points];

        // exp(i k z), which the responses leave out: the rounding error of z / l is found by a fused multiply-add.
        double cycles = planned.Distance / planned.Wavelength;
        double lost = Math.FusedMultiplyAdd(-cycles, planned.Wavelength, planned.Distance) / planned.Wavelength;
        Complex carrier = Turn(cycles - Math.Round(cycles) + lost);
        Parallel.For(0, Points, k =>
        {
            for (int l = 0; l < Points; l++)
            {
                Complex sum = 0;
                for (int j = 0; j < Points; j++)
                {
                    for (int i = 0; i < Points; i++) sum += values[(j * Points) + i] * response[Math.Abs(k - j), Math.Abs(l - i)];
                }

                result[(k * Points) + l] = sum * carrier;
            }
        });
        return NdArray.From<Complex>(result, new Shape(Points, Points));
    }

    private static Complex Turn(double cycles) => Complex.FromPolarCoordinates(1, 2 * Math.PI * (cycles - Math.Round(cycles)));
}
