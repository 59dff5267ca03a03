using AdjointKit.Arrays;
using AdjointKit.Devices;

namespace AdjointKit.Nn;

/// <summary>How the numbers of a parameter are drawn at first. Seeded: the same numbers on every device, normal ones to rounding.</summary>
/// <remarks>
/// The fan-in is the number of inputs of one output of the layer, the fan-out the number of outputs of one input. A gain is what makes up for the activation that follows: 1 for none, sqrt 2 for ReLU, 5/3 for tanh.
/// </remarks>
public abstract record Initializer
{
    private static readonly double ReluGain = Math.Sqrt(2);

    private Initializer()
    {
    }

    /// <summary>All numbers 0.</summary>
    public static Initializer Zeros { get; } = new ConstantInitializer(0);

    /// <summary>All numbers the same.</summary>
    public static Initializer Constant(double value) => new ConstantInitializer(value);

    /// <summary>Uniform between -<paramref name="limit"/> and <paramref name="limit"/>.</summary>
    public static Initializer Uniform(double limit) => new RandomInitializer(false, limit / Math.Sqrt(3), (_, _) => 1);

    /// <summary>Normal of mean 0.</summary>
    /// <param name="deviation">The standard deviation.</param>
    public static Initializer Normal(double deviation) => new RandomInitializer(true, deviation, (_, _) => 1);

    /// <summary>Uniform with standard deviation gain sqrt(2 / (fan-in + fan-out)): keeps the variance of values and gradients alike (X. Glorot and Y. Bengio, "Understanding the difficulty of training deep feedforward neural networks", AISTATS 2010).</summary>
    public static Initializer XavierUniform(double gain = 1) => new RandomInitializer(false, gain, (fanIn, fanOut) => Math.Sqrt(2.0 / (fanIn + fanOut)));

    /// <summary>Normal with the standard deviation of <see cref="XavierUniform"/>.</summary>
    public static Initializer XavierNormal(double gain = 1) => new RandomInitializer(true, gain, (fanIn, fanOut) => Math.Sqrt(2.0 / (fanIn + fanOut)));

    /// <summary>Uniform with standard deviation gain / sqrt(fan-in): keeps the variance of values behind ReLU (K. He, X. Zhang, S. Ren and J. Sun, "Delving deep into rectifiers", ICCV 2015).</summary>
    /// <param name="gain">The gain; null: sqrt 2.</param>
    public static Initializer HeUniform(double? gain = null) => new RandomInitializer(false, gain ?? ReluGain, (fanIn, _) => 1 / Math.Sqrt(fanIn));

    /// <summary>Normal with the standard deviation of <see cref="HeUniform"/>.</summary>
    /// <param name="gain">The gain; null: sqrt 2.</param>
    public static Initializer HeNormal(double? gain = null) => new RandomInitializer(true, gain ?? ReluGain, (fanIn, _) => 1 / Math.Sqrt(fanIn));

    /// <summary>Fills an array.</summary>
    /// <param name="compute">Where it lies.</param>
    /// <param name="into">A contiguous array of floating-point numbers.</param>
    /// <param name="fanIn">The number of inputs of one output.</param>
    /// <param name="fanOut">The number of outputs of one input.</param>
    /// <param name="random">The random numbers.</param>
    public abstract void Fill(Compute compute, UntypedArray into, nint fanIn, nint fanOut, CounterRandom random);

    private sealed record ConstantInitializer(double Value) : Initializer
    {
        public override void Fill(Compute compute, UntypedArray into, nint fanIn, nint fanOut, CounterRandom random)
        {
            ArgumentNullException.ThrowIfNull(compute);
            compute.Backend.Fill(into, Value);
        }
    }

    private sealed record RandomInitializer : Initializer
    {
        private readonly bool isNormal;
        private readonly double width;
        private readonly Func<nint, nint, double> scale;

        internal RandomInitializer(bool isNormal, double width, Func<nint, nint, double> scale)
        {
            if (!(width >= 0 && double.IsFinite(width))) throw new ArgumentOutOfRangeException(nameof(width), width, "a gain, a limit or a deviation is a finite number of at least 0");
            (this.isNormal, this.width, this.scale) = (isNormal, width, scale);
        }

        public override void Fill(Compute compute, UntypedArray into, nint fanIn, nint fanOut, CounterRandom random)
        {
            ArgumentNullException.ThrowIfNull(compute);
            double deviation = width * scale(fanIn, fanOut);
            double limit = deviation * Math.Sqrt(3);
            if (isNormal)
            {
                compute.Backend.FillNormal(into, random);
                compute.Backend.Affine(deviation, into, 0, into);
            }
            else
            {
                compute.Backend.FillUniform(into, random);
                compute.Backend.Affine(2 * limit, into, -limit, into);
            }
        }
    }
}
