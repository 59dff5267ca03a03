using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Operators;

namespace AdjointKit.Autodiff;

/// <summary>
/// Checks a gradient against differences: along seeded random directions and in single elements v, the derivative Re(gradient, v) is compared with
/// central differences of the function, extrapolated to step zero (Richardson; the choice of the step as in Ridders, "Accurate computation of F'(x) and F'(x) F''(x)",
/// Adv. Eng. Software 4, 1982). Errors are relative to the largest |gradient|, for v of unit Euclidean norm. Double precision.
/// </summary>
public static class GradCheck
{
    private const int Levels = 6;

    /// <summary>Checks a gradient that was computed elsewhere.</summary>
    /// <param name="name">What is tested, for the report.</param>
    /// <param name="value">The function; called with arrays of the shape of x, which it must not keep.</param>
    /// <param name="x">Where the gradient was taken (double or Complex).</param>
    /// <param name="gradient">The gradient to check.</param>
    /// <param name="tangent">The derivative along a direction by forward mode, to be compared with the gradient too; null: not looked at.</param>
    /// <param name="options">How thoroughly to look.</param>
    /// <param name="compute">Where the arrays of the check are combined; null: on the CPU, on the calling thread.</param>
    public static CheckResult Run<T>(
        string name, Func<NdArray<T>, double> value, NdArray<T> x, NdArray<T> gradient, Func<NdArray<T>, double>? tangent = null, GradCheckOptions? options = null, Compute? compute = null)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(value);
        if (ElementTypes.RealOf(ElementTypes.Of<T>()) != ElementType.Float64) throw new ArgumentException($"gradients are checked in double precision, not {typeof(T).Name}: differences of single-precision values are too coarse", nameof(x));
        if (gradient.Shape != x.Shape) throw new ArgumentException($"a gradient of shape {gradient.Shape} does not fit x of shape {x.Shape}", nameof(gradient));
        options ??= new GradCheckOptions();
        using Compute? own = compute is null ? new Compute(threads: 1) : null;
        Backend backend = (compute ?? own!).Backend;
        double largest = backend.MaxAbs(gradient);
        double worst = double.IsFinite(largest) ? 0 : double.NaN;
        using NdArray<T> direction = NdArray.Empty<T>(x.Shape);
        foreach (Action<NdArray<T>> fill in Directions<T>(x.Count, options))
        {
            fill(direction);
            double norm = Math.Sqrt(backend.Dot(direction, direction).Real) * (largest == 0 ? 1 : largest);
            double expected = backend.Dot(gradient, direction).Real;
            worst = Worse(worst, Math.Abs(Derivative(value, x, direction, options, backend) - expected) / norm);
            if (tangent is not null) worst = Worse(worst, Math.Abs(tangent(direction) - expected) / norm);
        }

        return new CheckResult(name, "f64", backend.Device.ToString(), worst, options.Tolerance);
    }

    /// <summary>Checks reverse mode of a function of variables against differences, and its forward mode against its reverse mode.</summary>
    /// <param name="name">What is tested, for the report.</param>
    /// <param name="f">The function. A result of several elements is reduced to one number by seeded random weights.</param>
    /// <param name="x">Where to differentiate (double or Complex).</param>
    /// <param name="options">How thoroughly to look.</param>
    /// <param name="compute">Where to compute; null: on the CPU, on the calling thread.</param>
    public static CheckResult Run<T>(string name, Func<Var<T>, Var> f, NdArray<T> x, GradCheckOptions? options = null, Compute? compute = null)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(f);
        using Compute? own = compute is null ? new Compute(threads: 1) : null;
        Compute used = compute ?? own!;
        ulong seed = (options ?? new GradCheckOptions()).Seed;
        Var Loss(Var<T> input) => Reduce(f(input), seed);
        ValueAndGradient<T> gradient = Gradient.Of<T>(Loss, x, used);
        using NdArray<T> owned = gradient.Gradient;
        double Value(NdArray<T> at)
        {
            using Tape tape = new(used);
            return ReadNumber(Loss(tape.Constant(at)));
        }

        double Tangent(NdArray<T> direction)
        {
            using Tape tape = new(used);
            Var<T> input = tape.Input(x);
            return ReadNumber(tape.PushForward(Loss(input), [input], [tape.Constant(direction)], record: false));
        }

        return Run(name, Value, x, owned, Tangent, options, used);
    }

    /// <summary>A real number as it is; anything else times random weights of its own type, real part of the sum.</summary>
    private static Var Reduce(Var output, ulong seed)
    {
        if (output.Shape.Count == 1 && !ElementTypes.IsComplex(output.ElementType)) return output;
        Tape tape = output.Tape;
        if (!ElementTypes.IsComplex(output.ElementType)) return UntypedOps.InnerProduct(Weights<double>(tape, output.Shape, seed), output);
        return UntypedOps.Real(UntypedOps.InnerProduct(Weights<Complex>(tape, output.Shape, seed), output));
    }

    private static Var Weights<T>(Tape tape, Shape shape, ulong seed)
        where T : unmanaged
    {
        NdArray<T> weights = NdArray.Empty<T>(shape);
        new CounterRandom(seed, Stream: 99).FillNormal(weights);
        return tape.AddNode(weights, owned: true, active: false);
    }

    private static double ReadNumber(Var value) => value.Value.As<double>().Reshape(1)[0];

    private static IEnumerable<Action<NdArray<T>>> Directions<T>(nint count, GradCheckOptions options)
        where T : unmanaged
    {
        for (int k = 0; k < options.Directions; k++)
        {
            var random = new CounterRandom(options.Seed, (ulong)k);
            yield return direction => random.FillNormal(direction);
        }

        var choice = new CounterRandom(options.Seed, Stream: 98);
        for (int k = 0; k < options.Points; k++)
        {
            nint element = (nint)(choice.Uniform((ulong)k) * count);
            yield return direction => Unit(direction, element);
        }

        foreach (long element in options.Elements) yield return direction => Unit(direction, (nint)element);
    }

    /// <summary>A unit vector; of a complex array one along (1 + i)/sqrt 2, so that both parts are looked at.</summary>
    private static void Unit<T>(NdArray<T> direction, nint element)
        where T : unmanaged
    {
        direction.AsWritableSpan().Clear();
        NdArray<T> flat = direction.Reshape(direction.Count);
        if (flat is NdArray<Complex> complex) complex[element] = new Complex(Math.Sqrt(0.5), Math.Sqrt(0.5));
        else if (flat is NdArray<double> real) real[element] = 1;
    }

    private static double Derivative<T>(Func<NdArray<T>, double> value, NdArray<T> x, NdArray<T> direction, GradCheckOptions options, Backend backend)
        where T : unmanaged
    {
        double scale = backend.MaxAbs(x);
        double step = options.Step * (scale == 0 ? 1 : scale) / backend.MaxAbs(direction);
        using NdArray<T> moved = NdArray.Empty<T>(x.Shape);
        double At(double t)
        {
            backend.Copy(x, moved);
            backend.AddScaled(t, direction, moved);
            return value(moved);
        }

        // Row k holds the differences of step / 2^k, extrapolated j times: the error goes as h^(2 j + 2) until rounding takes over.
        Span<double> previous = stackalloc double[Levels];
        Span<double> row = stackalloc double[Levels];
        double best = double.NaN;
        double bestError = double.PositiveInfinity;
        for (int level = 0; level < Levels; level++)
        {
            double h = Math.ScaleB(step, -level);
            row[0] = (At(h) - At(-h)) / (2 * h);
            for (int j = 1; j <= level; j++)
            {
                row[j] = row[j - 1] + ((row[j - 1] - previous[j - 1]) / (Math.ScaleB(1, 2 * j) - 1));
                double error = Math.Max(Math.Abs(row[j] - row[j - 1]), Math.Abs(row[j] - previous[j - 1]));
                if (error > bestError) continue;
                bestError = error;
                best = row[j];
            }

            row.CopyTo(previous);
        }

        return best;
    }

    private static double Worse(double a, double b) => double.IsNaN(a) || double.IsNaN(b) ? double.NaN : Math.Max(a, b);
}
