using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;

namespace AdjointKit.Optics;

/// <summary>
/// What a method makes of one lit point along one axis: the field at the offsets 0 to n - 1, less the factor exp(i k z); at negative offsets it is the same. A propagation separates into its two
/// axes as far as kz does, sqrt(1 - a - b) = sqrt(1 - a) + sqrt(1 - b) - 1 - a b / 4 ... .
/// </summary>
internal static class LineKernel
{
    /// <summary>Whether a method can be tried along a line: those whose result is on the field's own grid.</summary>
    internal static bool Knows(PropagationMethod method) => method is AngularSpectrum or BandLimitedAngularSpectrum or FresnelTransferFunction or FresnelImpulseResponse or RayleighSommerfeld;

    internal static Complex[] Of(PropagationMethod method, LineAxis axis, Compute host)
    {
        int padding = method.Padding ?? method.DefaultPadding;
        double distance = Math.Abs(axis.Distance);
        Complex[] kernel = method switch
        {
            AngularSpectrum => FromTransfer(axis, padding, host, sine => FreeSpace(sine, axis.Wavelength, distance)),
            BandLimitedAngularSpectrum => BandLimited(axis, padding, host),
            FresnelTransferFunction => FromTransfer(axis, padding, host, sine => Turn(-distance / axis.Wavelength * sine * sine / 2)),
            FresnelImpulseResponse => FromResponse(axis, padding, x => Turn((x * x / (2 * axis.Wavelength * distance)) - 0.125) / Math.Sqrt(axis.Wavelength * distance)),
            RayleighSommerfeld => FromResponse(axis, padding, x => Cylindrical(x, axis.Wavelength, distance)),
            _ => throw new ArgumentException($"{method.Name} has another grid for its result", nameof(method)),
        };
        if (axis.Distance < 0) ConjugateAll(kernel);
        return kernel;
    }

    /// <summary>
    /// The angular spectrum in the limit of infinite padding, from paddings p and 2 p: with the kink that the transfer function has at the edge of the band the error of a padding falls
    /// as its square (Euler and Maclaurin), and a step of Richardson's takes that away.
    /// </summary>
    /// <param name="axis">The axis.</param>
    /// <param name="padding">p, even; the light stays within half of it.</param>
    /// <param name="host">Where transforms run.</param>
    internal static Complex[] Limit(LineAxis axis, int padding, Compute host)
    {
        Complex[] coarse = Of(new AngularSpectrum { Padding = padding }, axis, host);
        Complex[] fine = Of(new AngularSpectrum { Padding = 2 * padding }, axis, host);
        for (int k = 0; k < fine.Length; k++) fine[k] += (fine[k] - coarse[k]) / 3;
        return fine;
    }

    private static Complex[] BandLimited(LineAxis axis, int padding, Compute host)
    {
        double lastSine = axis.Wavelength * BandLimitedAngularSpectrum.Limit(axis.Points * padding * axis.Pitch, axis.Wavelength, axis.Distance) / (axis.Points * padding * axis.Pitch);
        return FromTransfer(axis, padding, host, sine => sine <= lastSine ? FreeSpace(sine, axis.Wavelength, Math.Abs(axis.Distance)) : 0);
    }

    private static Complex[] FromTransfer(LineAxis axis, int padding, Compute host, Func<double, Complex> transfer)
    {
        nint length = axis.Points * padding;
        using NdArray<Complex> values = host.Empty<Complex>(length);
        Span<Complex> all = values.AsWritableSpan();
        for (int k = 0; k <= length / 2; k++)
        {
            all[k] = transfer(axis.Wavelength * k / (length * axis.Pitch));
            if (k > 0) all[^k] = all[k];
        }

        host.Backend.PlanFourier(length).Inverse(values, values);
        return values.AsReadOnlySpan()[..(int)axis.Points].ToArray();
    }

    private static Complex[] FromResponse(LineAxis axis, int padding, Func<double, Complex> response)
    {
        nint length = axis.Points * padding;
        var kernel = new Complex[axis.Points];

        // Unpadded, the offset k is also k - n: the circle holds the nearer one.
        for (nint k = 0; k < axis.Points; k++) kernel[k] = axis.Pitch * response(Math.Min(k, length - k) * axis.Pitch);
        return kernel;
    }

    private static Complex FreeSpace(double sine, double wavelength, double distance)
    {
        double squared = sine * sine;
        return squared <= 1 ? Turn(-distance / wavelength * squared / (1 + Math.Sqrt(1 - squared))) : Math.Exp(-2 * Math.PI * distance / wavelength * Math.Sqrt(squared - 1)) * Turn(-distance / wavelength);
    }

    /// <summary>The response of a line of light, i k z / 2r H1(k r) with the Hankel function's series for large arguments.</summary>
    private static Complex Cylindrical(double x, double wavelength, double z)
    {
        double r = Math.Sqrt((x * x) + (z * z));
        Complex step = Complex.ImaginaryOne * wavelength / (2 * Math.PI * r);
        Complex series = 1 + (step * ((3.0 / 8) + (step * ((-15.0 / 128) + (step * (315.0 / 3072))))));
        return z / r / Math.Sqrt(wavelength * r) * Turn((x * x / (wavelength * (r + z))) - 0.125) * series;
    }

    private static Complex Turn(double cycles) => Complex.FromPolarCoordinates(1, 2 * Math.PI * (cycles - Math.Round(cycles)));

    private static void ConjugateAll(Complex[] values)
    {
        for (int k = 0; k < values.Length; k++) values[k] = Complex.Conjugate(values[k]);
    }
}
