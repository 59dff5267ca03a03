using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Optics;

namespace AdjointKit.Cli.Demo;

/// <summary>How a transmission that was found compares with the true one.</summary>
/// <param name="Error">|u - e^{ia} t| / |t|, the smallest over a: a phase of the whole plane cannot be seen.</param>
/// <param name="AmplitudeInParticles">The mean amplitude where the truth is opaque.</param>
/// <param name="DeviationInTheOpen">The standard deviation of the amplitude where the truth is 1.</param>
/// <param name="PhaseOfFlake">The phase in the middle of the thicker flake, rad.</param>
internal sealed record HologramComparison(double Error, double AmplitudeInParticles, double DeviationInTheOpen, double PhaseOfFlake)
{
    /// <summary>The middle of a flake is as wide as this part of it.</summary>
    private const double Middle = 0.5;

    private const double Rounding = 1e-9;

    internal static HologramComparison Of(NdArray<Complex> found, NdArray<Complex> truth)
    {
        Complex[] u = found.AsReadOnlySpan().ToArray();
        Complex[] t = truth.AsReadOnlySpan().ToArray();
        Complex common = u.Zip(t, (a, b) => a * Complex.Conjugate(b)).Aggregate(Complex.Add);
        Complex turn = common / common.Magnitude;
        double apart = u.Zip(t, (a, b) => Squared(a - (turn * b))).Sum();
        double[] within = [.. u.Where((_, k) => Complex.Abs(t[k]) < Rounding).Select(Complex.Abs)];
        double[] open = [.. u.Where((_, k) => Complex.Abs(t[k] - 1) < Rounding).Select(Complex.Abs)];
        double mean = open.Average();
        return new HologramComparison(
            Math.Sqrt(apart / t.Sum(Squared)),
            within.Average(),
            Math.Sqrt(open.Average(amplitude => (amplitude - mean) * (amplitude - mean))),
            PhaseInFlake(u));
    }

    private static double PhaseInFlake(Complex[] u)
    {
        FieldGrid grid = ParticleScene.Camera;
        (double flakeY, double flakeX, double height, double width, _) = ParticleScene.ThickerFlake;
        Complex sum = 0;
        for (int k = 0; k < u.Length; k++)
        {
            double y = (((k / (int)grid.Nx) - (grid.Ny / 2)) * grid.Dy * 1e6) - flakeY;
            double x = (((k % (int)grid.Nx) - (grid.Nx / 2)) * grid.Dx * 1e6) - flakeX;
            if (Math.Abs(y) < 0.5 * Middle * height && Math.Abs(x) < 0.5 * Middle * width) sum += u[k];
        }

        return sum.Phase;
    }

    private static double Squared(Complex value) => (value.Real * value.Real) + (value.Imaginary * value.Imaginary);
}
