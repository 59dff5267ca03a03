using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;

namespace AdjointKit.Nn;

/// <summary>
/// What becomes of signals and gradients in a wide network of random weights, z^l = W^l phi(z^(l-1)) + b^l with W of variance sigma_w^2 / fan-in and b of variance sigma_b^2: preactivations are normal, of the variance
/// q^l = sigma_w^2 E[phi(sqrt(q^(l-1)) z)^2] + sigma_b^2 (B. Poole and others, "Exponential expressivity in deep neural networks through transient chaos", 2016), and on its way back the squared norm of a gradient is
/// multiplied in each layer by chi = sigma_w^2 E[phi'(sqrt(q) z)^2] (S. S. Schoenholz, J. Gilmer, S. Ganguli and J. Sohl-Dickstein, "Deep information propagation", 2017). Below 1 gradients vanish, above it they explode.
/// </summary>
/// <remarks>
/// The means are sums over 768 numbers, in the precision of T: exact to rounding for ReLU, polynomials, and tanh of variances up to 16 (1e-10 at 100). The derivative of the activation is the engine's.
/// </remarks>
public sealed class MeanField<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Where a variance counts as 0, or as infinite.</summary>
    private const double Extreme = 1e30;

    /// <summary>A variance that changes by less than this in a layer is fixed.</summary>
    private static readonly double Rest = 16 * double.CreateTruncating(T.BitIncrement(T.One) - T.One);

    private readonly Func<Var<T>, Var<T>> activation;

    /// <summary>Names the network.</summary>
    /// <param name="activation">phi, in ops, each element by itself: <c>Ops.Tanh</c>.</param>
    /// <param name="weightVariance">sigma_w^2, the variance of a weight times the fan-in: 2 for He, 1 for Xavier between layers of one width.</param>
    /// <param name="biasVariance">sigma_b^2, the variance of a bias.</param>
    public MeanField(Func<Var<T>, Var<T>> activation, double weightVariance, double biasVariance = 0)
    {
        ArgumentNullException.ThrowIfNull(activation);
        RequireVariance(weightVariance, nameof(weightVariance));
        RequireVariance(biasVariance, nameof(biasVariance));
        this.activation = activation;
        WeightVariance = weightVariance;
        BiasVariance = biasVariance;
    }

    /// <summary>sigma_w^2.</summary>
    public double WeightVariance { get; }

    /// <summary>sigma_b^2.</summary>
    public double BiasVariance { get; }

    /// <summary>The variance of the preactivations one layer further on.</summary>
    /// <param name="q">Their variance.</param>
    public double Next(double q) => (WeightVariance * Moments(q).Square) + BiasVariance;

    /// <summary>chi: by what a layer multiplies the squared norm of a gradient.</summary>
    /// <param name="q">The variance of the preactivations in front of the layer.</param>
    public double Chi(double q) => WeightVariance * Moments(q).SlopeSquare;

    /// <summary>Over how many layers the squared norm of a gradient changes by a factor e, 1 / |ln chi|; infinite at the edge of chaos, chi = 1.</summary>
    /// <param name="q">The variance of the preactivations.</param>
    public double DepthScale(double q) => 1 / Math.Abs(Math.Log(Chi(q)));

    /// <summary>q*, the variance that layers lead to. Where every variance stays (ReLU with sigma_w^2 = 2 and no bias) it is the first one; infinite where it grows without end.</summary>
    /// <param name="first">The variance that the layers start from.</param>
    public double FixedPoint(double first = 1)
    {
        RequireVariance(first, nameof(first));
        double rise = Rise(first);
        if (rise == 0) return first;

        // The layers go one way, to the nearest fixed point there: in steps of 2 up to a change of sign, then by halves.
        (double near, double far, double step) = (first, first, rise > 0 ? 2 : 0.5);
        if (first == 0) far = Next(0);
        while (true)
        {
            far *= step;
            if (far > Extreme) return double.PositiveInfinity;
            if (far < 1 / Extreme) return 0;
            double there = Rise(far);
            if (there == 0) return far;
            if (there > 0 != rise > 0) break;
            near = far;
        }

        while (Math.Abs(far - near) > Rest * Math.Max(near, far))
        {
            double middle = (near + far) / 2;
            if (Rise(middle) > 0 == rise > 0) near = middle;
            else far = middle;
            if (middle == near && middle == far) break;
        }

        return (near + far) / 2;
    }

    /// <summary>What a layer adds to a variance; 0 where that is rounding.</summary>
    private double Rise(double q)
    {
        double rise = Next(q) - q;
        return Math.Abs(rise) <= Rest * q ? 0 : rise;
    }

    /// <summary>E[phi(sqrt(q) z)^2] and E[phi'(sqrt(q) z)^2].</summary>
    private (double Square, double SlopeSquare) Moments(double q)
    {
        RequireVariance(q, nameof(q));
        double deviation = Math.Sqrt(q);
        using NdArray<T> at = NdArray.From([.. NormalMean.Nodes.Select(node => T.CreateTruncating(deviation * node))]);
        double square = double.NaN;
        ValueAndGradient<T> slopes = Gradient.Of(
            x =>
            {
                Var<T> y = activation(x);
                if (y.Shape != x.Shape) throw new ArgumentException($"an activation acts on each element by itself, and this one makes an array of shape {y.Shape} of one of shape {x.Shape}");
                square = MeanSquare(y.Value);
                return Ops.Sum(y);
            },
            at);
        using NdArray<T> gradient = slopes.Gradient;
        return (square, MeanSquare(gradient));
    }

    private static double MeanSquare(NdArray<T> values)
    {
        double sum = 0;
        for (int k = 0; k < NormalMean.Nodes.Length; k++)
        {
            double value = double.CreateTruncating(values[k]);
            sum += NormalMean.Weights[k] * value * value;
        }

        return sum;
    }

    private static void RequireVariance(double value, string name)
    {
        if (!(value >= 0 && double.IsFinite(value))) throw new ArgumentOutOfRangeException(name, value, "a variance is a finite number of at least 0");
    }
}
