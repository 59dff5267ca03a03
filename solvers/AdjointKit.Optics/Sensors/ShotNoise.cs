using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using MathNet.Numerics;

namespace AdjointKit.Optics;

/// <summary>Numbers of photons for given means: Poisson's distribution, drawn on the host. The same for the same seed, on every device and with any number of threads.</summary>
internal static class ShotNoise
{
    /// <summary>Mean below which photons are counted one by one.</summary>
    private const double FewPhotons = 10;

    /// <summary>Random numbers set aside for each pixel; of the rejections that use them up there is none in a lifetime.</summary>
    private const ulong NumbersPerPixel = 1 << 10;

    /// <summary>Photons for each mean; a constant to the tape.</summary>
    internal static Var<T> Counts<T>(Var<T> means, CounterRandom random)
        where T : unmanaged
    {
        Tape tape = means.Tape;
        using NdArray<double> host = NdArray.Zeros<double>(means.Shape);
        using (NdArray<T> values = tape.Compute.ToHost(means.Value)) tape.Compute.Host.Backend.Copy(values, host);
        double[] counts = host.AsReadOnlySpan().ToArray();
        foreach (double mean in counts)
        {
            if (!(mean >= 0) || !double.IsFinite(mean)) throw new ArgumentException($"a mean of {mean} photons has no Poisson distribution: intensities are 0 or more, and numbers");
        }

        Parallel.For(0, counts.Length, new ParallelOptions { MaxDegreeOfParallelism = tape.Compute.Team.Threads }, k => counts[k] = Draw(counts[k], random, (ulong)k * NumbersPerPixel));
        counts.CopyTo(host.AsWritableSpan());
        return tape.Constant(FormedGrid.Rounded<T>(tape.Compute, host));
    }

    /// <summary>A number of Poisson's distribution.</summary>
    private static double Draw(double mean, CounterRandom random, ulong first) => mean < FewPhotons ? Few(mean, random.Uniform(first)) : Many(mean, random, first);

    /// <summary>The smallest number whose cumulative probability is above u.</summary>
    private static double Few(double mean, double u)
    {
        double probability = Math.Exp(-mean);
        double k = 0;
        while (u >= probability && k < 100)
        {
            u -= probability;
            probability *= mean / ++k;
        }

        return k;
    }

    /// <summary>Transformed rejection (W. Hoermann, "The transformed rejection method for generating Poisson random variables", Insurance: Mathematics and Economics 12, 39-45, 1993; PTRS).</summary>
    private static double Many(double mean, CounterRandom random, ulong number)
    {
        double root = Math.Sqrt(mean);
        double b = 0.931 + (2.53 * root);
        double a = -0.059 + (0.02483 * b);
        double inverseAlpha = 1.1239 + (1.1328 / (b - 3.4));
        double usual = 0.9277 - (3.6224 / (b - 2));
        for (; ; number += 2)
        {
            double u = random.Uniform(number) - 0.5;
            double v = random.Uniform(number + 1);
            double us = 0.5 - Math.Abs(u);
            double k = Math.Floor((((2 * a / us) + b) * u) + mean + 0.43);
            if (us >= 0.07 && v <= usual) return k;
            if (k < 0 || (us < 0.013 && v > us)) continue;
            if (Math.Log(v) + Math.Log(inverseAlpha) - Math.Log((a / (us * us)) + b) <= (k * Math.Log(mean)) - mean - SpecialFunctions.GammaLn(k + 1)) return k;
        }
    }
}
