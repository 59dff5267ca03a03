using AdjointKit.Autodiff;
using AdjointKit.Optimization;

namespace AdjointKit.Tests.Optimization;

/// <summary>The mean of the posterior for elements that are normal with a probability and else 0: a denoiser as a user writes it.</summary>
internal sealed class BernoulliGaussian(double share, double variance) : Denoiser<double>
{
    internal double Share => share;

    internal double Variance => variance;

    /// <summary>The mean over normal noise of a variance of the squared error of the estimate of an element, and of the estimate's derivative.</summary>
    internal (double Error, double Slope) Expected(double element, double noise)
    {
        const int Pieces = 400;
        const double End = 8;
        double gain = variance / (variance + noise);
        (double error, double mean) = (0, 0);
        for (int k = 0; k <= Pieces; k++)
        {
            double z = End * ((2.0 * k / Pieces) - 1);
            double x = element + (Math.Sqrt(noise) * z);
            double odds = (1 - share) / share * Math.Sqrt((variance + noise) / noise) * Math.Exp(-x * x * gain / (2 * noise));
            double probability = 1 / (1 + odds);
            double weight = Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI) * (k == 0 || k == Pieces ? 1 : k % 2 == 1 ? 4 : 2) * (2 * End / Pieces / 3);
            error += weight * Math.Pow((probability * gain * x) - element, 2);
            mean += weight * ((probability * gain) + (probability * (1 - probability) * gain * gain * x * x / noise));
        }

        return (error, mean);
    }

    protected internal override (Var<double> Estimate, Var Divergence) Denoise(Var<double> x, Var deviation)
    {
        Var<double> noise = Ops.Square(deviation.As<double>());
        Var<double> wide = noise + variance;
        Var<double> gain = variance / wide;
        Var<double> odds = (1 - share) / share * Ops.Sqrt(wide / noise) * Ops.Exp(-0.5 * Ops.Square(x) * gain / noise);
        Var<double> probability = 1 / (1 + odds);
        Var<double> estimate = probability * gain * x;
        Var<double> slope = (probability * gain) + (probability * (1 - probability) * Ops.Square(gain * x) / noise);
        return (estimate, Ops.Sum(slope, [1], keepAxes: true));
    }
}
