using AdjointKit.Arrays;
using AdjointKit.Autodiff;

namespace AdjointKit.Optics;

/// <summary>
/// A number of an element, a source or a bench, or an array of numbers (a phase map, coefficients): a constant, or a variable on a tape to differentiate by. A double, an array and a variable
/// each stand in its place as they are. In SI units, in double precision; an array stays the caller's, in host memory, and must not change.
/// </summary>
public readonly struct Quantity
{
    private readonly double number;
    private readonly NdArray<double>? array;
    private readonly Var<double>? variable;

    private Quantity(double number, NdArray<double>? array, Var<double>? variable) => (this.number, this.array, this.variable) = (number, array, variable);

    /// <summary>A constant number.</summary>
    public static implicit operator Quantity(double number) => new(number, null, null);

    /// <summary>A constant array.</summary>
    public static implicit operator Quantity(NdArray<double> array) => new(0, array, null);

    /// <summary>A variable; it brings its tape along, on which everything must then be recorded.</summary>
    public static implicit operator Quantity(Var<double> variable) => new(0, null, variable);

    /// <summary>The lengths along the axes; none for a number.</summary>
    public Shape Shape => variable?.Shape ?? array?.Shape ?? default;

    /// <summary>Whether it is a variable.</summary>
    public bool IsVariable => variable is not null;

    /// <summary>The number as it is now; of a variable its value.</summary>
    /// <exception cref="InvalidOperationException">It is an array of several numbers.</exception>
    public double Number
    {
        get
        {
            if (Shape.Count != 1) throw new InvalidOperationException($"an array of shape {Shape} is not one number");
            return variable is Var<double> v ? PropagationMethod.Scalar(v) : array is NdArray<double> a ? a.Copy().AsReadOnlySpan()[0] : number;
        }
    }

    /// <summary>The tape of a variable; null for a constant.</summary>
    internal Tape? Tape => variable?.Tape;

    /// <summary>The quantity on a tape.</summary>
    internal Var<double> On(Tape tape)
    {
        if (variable is Var<double> v)
        {
            if (!ReferenceEquals(v.Tape, tape)) throw new ArgumentException("a variable of another tape stands among the numbers: record the light on the tape of its variables");
            return v;
        }

        return array is NdArray<double> a ? OnDevice(tape, a) : tape.Constant(number);
    }

    /// <summary>What it is now, as a constant on the tape of a strip in host memory.</summary>
    internal Var<double> AsConstantOn(Tape tape) => variable is Var<double> v ? tape.Constant(v.Tape.Compute.ToHost(v.Value)) : On(tape);

    private static Var<double> OnDevice(Tape tape, NdArray<double> host) => tape.Constant(tape.Compute.Device.IsHost ? host : tape.Compute.ToDevice(host));

    internal static void RequirePositive(Quantity value, string what)
    {
        if (!(value.Number > 0) || !double.IsFinite(value.Number)) throw new ArgumentException($"{what} of {value.Number} is not a positive number");
    }

    internal static void RequireFinite(Quantity value, string what)
    {
        if (!double.IsFinite(value.Number)) throw new ArgumentException($"{what} of {value.Number} is not a number");
    }
}
