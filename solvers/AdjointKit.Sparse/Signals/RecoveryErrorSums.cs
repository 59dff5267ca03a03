using System.Numerics;
using AdjointKit.Arrays;

namespace AdjointKit.Sparse;

/// <summary>The sums behind a <see cref="RecoveryError"/>, of samples that come some at a time.</summary>
internal sealed class RecoveryErrorSums
{
    private double errors;
    private double energies;
    private double decibels;
    private int counted;

    /// <summary>The error of all samples so far.</summary>
    internal RecoveryError Error => new(Decibels(errors / energies), decibels / counted);

    /// <summary>Adds samples [samples, N] in host memory.</summary>
    internal void Add<T>(NdArray<T> found, NdArray<T> truth)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ReadOnlySpan<T> x = found.AsReadOnlySpan();
        ReadOnlySpan<T> x0 = truth.AsReadOnlySpan();
        int n = (int)truth.Shape[1];
        for (int start = 0; start < x.Length; start += n)
        {
            double error = 0;
            double energy = 0;
            for (int k = start; k < start + n; k++)
            {
                double wanted = double.CreateChecked(x0[k]);
                double difference = double.CreateChecked(x[k]) - wanted;
                error += difference * difference;
                energy += wanted * wanted;
            }

            errors += error;
            energies += energy;
            if (energy == 0) continue;
            decibels += Decibels(error / energy);
            counted++;
        }
    }

    private static double Decibels(double ratio) => 10 * Math.Log10(ratio);
}
