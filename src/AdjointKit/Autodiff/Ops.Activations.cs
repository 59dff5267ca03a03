using System.Numerics;
using AdjointKit.Arrays;

namespace AdjointKit.Autodiff;

/// <content>Activation functions and thresholds.</content>
public static partial class Ops
{
    /// <summary>log(1 + e^x), which is never negative.</summary>
    public static Var<T> Softplus<T>(Var<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => new(UntypedOps.Softplus(x));

    /// <summary>log(1 / (1 + e^-x)), which does not overflow.</summary>
    public static Var<T> LogSigmoid<T>(Var<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => -Softplus(-x);

    /// <summary>The larger of x and 0. Its derivative at 0 is taken to be 0.</summary>
    public static Var<T> Relu<T>(Var<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => new(UntypedOps.Relu(x));

    /// <summary>x where it is positive, <paramref name="slope"/> times x elsewhere; its derivative at 0 is <paramref name="slope"/>.</summary>
    public static Var<T> LeakyRelu<T>(Var<T> x, double slope = 0.01)
        where T : unmanaged, IFloatingPointIeee754<T> => new(UntypedOps.Where(IsPositive(x), x, UntypedOps.Affine(slope, x, 0)));

    /// <summary>x where it is positive, <paramref name="scale"/> (e^x - 1) elsewhere.</summary>
    public static Var<T> Elu<T>(Var<T> x, double scale = 1)
        where T : unmanaged, IFloatingPointIeee754<T> => new(UntypedOps.Where(IsPositive(x), x, UntypedOps.Affine(scale, UntypedOps.Expm1(x), 0)));

    /// <summary>x times the normal distribution function: x erfc(-x / sqrt 2) / 2.</summary>
    public static Var<T> Gelu<T>(Var<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => x * (0.5 * Erfc(x * -0.7071067811865476));

    /// <summary>The usual approximation of <see cref="Gelu"/>: x (1 + tanh(sqrt(2/pi) (x + 0.044715 x^3))) / 2, computed as x times a logistic function.</summary>
    public static Var<T> GeluTanh<T>(Var<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => x * new Var<T>(UntypedOps.Sigmoid(x * (1.5957691216057308 + (0.07135481627260025 * Square(x)))));

    /// <summary>x times its logistic function.</summary>
    public static Var<T> Silu<T>(Var<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => x * new Var<T>(UntypedOps.Sigmoid(x));

    /// <summary>
    /// x / |x| max(|x| - threshold, 0), broadcast: numbers up to the threshold become 0, larger ones move towards 0 by it. At |x| = threshold the derivatives are 0.
    /// </summary>
    public static Var<T> SoftThreshold<T>(Var<T> x, Var<T> threshold)
        where T : unmanaged, IFloatingPointIeee754<T> => new(UntypedOps.SoftThreshold(x, threshold));

    /// <inheritdoc cref="SoftThreshold{T}(Var{T}, Var{T})"/>
    public static Var<Complex> SoftThreshold(Var<Complex> x, Var<double> threshold) => new(UntypedOps.SoftThreshold(x, threshold));

    /// <inheritdoc cref="SoftThreshold{T}(Var{T}, Var{T})"/>
    public static Var<ComplexF> SoftThreshold(Var<ComplexF> x, Var<float> threshold) => new(UntypedOps.SoftThreshold(x, threshold));

    /// <summary>x / |x| max(|x| - threshold, 0) for a number: numbers up to the threshold become 0, larger ones move towards 0 by it. At |x| = threshold the derivative is 0.</summary>
    public static Var<T> SoftThreshold<T>(Var<T> x, double threshold)
        where T : unmanaged, IFloatingPointIeee754<T> => SoftThreshold(x, new Var<T>(UntypedOps.ConstantLike(x, threshold)));

    /// <summary>
    /// The soft threshold with support selection (Chen, Liu, Wang, Yin 2018): of each line of the last axis of v the largest magnitudes, <paramref name="passing"/> of them, pass as they are
    /// where they are above the threshold; the others become 0 or move towards 0 by it. Which ones pass has no derivative.
    /// </summary>
    /// <param name="v">Lines of n numbers, [..., n].</param>
    /// <param name="threshold">The threshold, broadcast to one number for each line, [..., 1]; one that is not a number, or minus infinity, leaves no finite number in its line.</param>
    /// <param name="passing">From 0, the plain soft threshold, to n - 1.</param>
    /// <exception cref="ArgumentException">The threshold is not one number for each line.</exception>
    public static Var<T> SupportThreshold<T>(Var<T> v, Var<T> threshold, nint passing)
        where T : unmanaged, IFloatingPointIeee754<T> => new(UntypedOps.SupportThreshold(v, threshold, passing));

    /// <inheritdoc cref="SoftThreshold{T}(Var{T}, double)"/>
    public static Var<Complex> SoftThreshold(Var<Complex> x, double threshold) => SoftThreshold(x, x.Tape.Constant(threshold));

    /// <inheritdoc cref="SoftThreshold{T}(Var{T}, double)"/>
    public static Var<ComplexF> SoftThreshold(Var<ComplexF> x, double threshold) => SoftThreshold(x, x.Tape.Constant((float)threshold));

    private static Var IsPositive(Var x) => UntypedOps.Greater(x, UntypedOps.ConstantLike(x, 0));
}
