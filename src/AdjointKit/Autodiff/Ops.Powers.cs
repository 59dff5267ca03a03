using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;

namespace AdjointKit.Autodiff;

/// <content>Powers, complex numbers from their parts, and conversions of precision.</content>
public static partial class Ops
{
    /// <summary>The largest exponent whose power is computed by multiplication.</summary>
    private const int LargestProduct = 16;

    /// <summary>
    /// x to the power of a number. Integer exponents up to 16 go by multiplication and have exact derivatives at 0; other powers of complex numbers are e^(exponent log x), the
    /// principal value; a negative real x has powers at integers only.
    /// </summary>
    public static Var<T> Power<T>(Var<T> x, double exponent)
        where T : unmanaged
    {
        bool isWhole = exponent == Math.Floor(exponent);
        if (isWhole && Math.Abs(exponent) <= LargestProduct) return new(UntypedOps.IntegerPower(x, (int)exponent));
        if (!ElementTypes.IsComplex(ElementTypes.Of<T>())) return new(UntypedOps.Power(x, UntypedOps.ConstantLike(x, exponent)));
        return Exp(exponent * Log(x));
    }

    /// <summary>A number x to the power of the exponent; of a complex one e^(exponent log x), the principal value. A negative x has real powers at integers only, where they have no derivative.</summary>
    public static Var<T> Power<T>(double x, Var<T> exponent)
        where T : unmanaged => ElementTypes.IsComplex(ElementTypes.Of<T>())
        ? Exp(Complex.Log(x) * exponent)
        : new(UntypedOps.Power(UntypedOps.ConstantLike(exponent, x), exponent));

    /// <summary>x to the power of the exponent, broadcast: e^(exponent log x), the principal value.</summary>
    public static Var<Complex> Power(Var<Complex> x, Var<Complex> exponent) => Exp(exponent * Log(x));

    /// <inheritdoc cref="Power(Var{Complex}, Var{Complex})"/>
    public static Var<ComplexF> Power(Var<ComplexF> x, Var<ComplexF> exponent) => Exp(exponent * Log(x));

    /// <summary>The complex numbers with given real and imaginary parts, broadcast.</summary>
    public static Var<Complex> ToComplex(Var<double> real, Var<double> imaginary) => new(UntypedOps.JoinParts(real, imaginary));

    /// <inheritdoc cref="ToComplex(Var{double}, Var{double})"/>
    public static Var<ComplexF> ToComplex(Var<float> real, Var<float> imaginary) => new(UntypedOps.JoinParts(real, imaginary));

    /// <summary>The complex numbers magnitude e^(i phase), broadcast.</summary>
    public static Var<Complex> Polar(Var<double> magnitude, Var<double> phase) => new(UntypedOps.RealTimes(1, magnitude, UntypedOps.UnitPhasor(phase), StrongFactor.None));

    /// <inheritdoc cref="Polar(Var{double}, Var{double})"/>
    public static Var<ComplexF> Polar(Var<float> magnitude, Var<float> phase) => new(UntypedOps.RealTimes(1, magnitude, UntypedOps.UnitPhasor(phase), StrongFactor.None));

    /// <summary>The complex number of magnitude 1 and a phase, e^(i phase).</summary>
    public static Var<Complex> UnitPhasor(Var<double> phase) => new(UntypedOps.UnitPhasor(phase));

    /// <inheritdoc cref="UnitPhasor(Var{double})"/>
    public static Var<ComplexF> UnitPhasor(Var<float> phase) => new(UntypedOps.UnitPhasor(phase));

    /// <summary>x in single precision; its sensitivity comes back in double.</summary>
    public static Var<float> ToSingle(Var<double> x) => new(UntypedOps.ConvertPrecision(x));

    /// <inheritdoc cref="ToSingle(Var{double})"/>
    public static Var<ComplexF> ToSingle(Var<Complex> x) => new(UntypedOps.ConvertPrecision(x));

    /// <summary>x in double precision; its sensitivity comes back in single.</summary>
    public static Var<double> ToDouble(Var<float> x) => new(UntypedOps.ConvertPrecision(x));

    /// <inheritdoc cref="ToDouble(Var{float})"/>
    public static Var<Complex> ToDouble(Var<ComplexF> x) => new(UntypedOps.ConvertPrecision(x));
}
