using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Operators;

namespace AdjointKit.Autodiff;

/// <summary>
/// Compares a gradient with differences (<see cref="GradCheck"/>), over several arrays as if they were one vector. Where a random direction shows an error that does not pass, the part of the
/// direction that causes most of it is halved until one element is left: its place is reported.
/// </summary>
internal sealed class DirectionalCheck
{
    private const int Levels = 6;

    private readonly Backend backend;
    private readonly GradCheckOptions options;
    private readonly UntypedArray[] x;
    private readonly UntypedArray[] gradient;
    private readonly Func<UntypedArray[], double> value;
    private readonly Func<UntypedArray[], double>? tangent;
    private readonly double largest;
    private readonly long count;

    /// <summary>Makes a check.</summary>
    /// <param name="backend">Where the arrays lie.</param>
    /// <param name="options">How thoroughly to look.</param>
    /// <param name="x">Where the gradient was taken.</param>
    /// <param name="gradient">The gradient, array by array.</param>
    /// <param name="value">The function.</param>
    /// <param name="tangent">Its derivative along a direction by forward mode; null: not looked at.</param>
    internal DirectionalCheck(Backend backend, GradCheckOptions options, UntypedArray[] x, UntypedArray[] gradient, Func<UntypedArray[], double> value, Func<UntypedArray[], double>? tangent)
    {
        this.backend = backend;
        this.options = options;
        this.x = x;
        this.gradient = gradient;
        this.value = value;
        this.tangent = tangent;
        for (int k = 0; k < x.Length; k++)
        {
            if (ElementTypes.RealOf(x[k].ElementType) != ElementType.Float64)
            {
                throw new ArgumentException($"gradients are checked in double precision, and input {k} is {x[k]}: differences of single-precision values are too coarse, so compare with a run in double precision (RunSingle)", nameof(x));
            }

            if (gradient[k].Shape != x[k].Shape) throw new ArgumentException($"a gradient of shape {gradient[k].Shape} does not fit input {k} of shape {x[k].Shape}", nameof(gradient));
            count += x[k].Count;
            largest = Larger(largest, backend.MaxAbs(gradient[k]));
        }
    }

    internal CheckResult Run(string name)
    {
        double worst = double.IsFinite(largest) ? 0 : double.NaN;
        string where = double.IsFinite(largest) ? "no direction was looked at" : "the gradient is not finite";
        foreach ((Action<UntypedArray[]> fill, string text, bool isElement) in Directions())
        {
            UntypedArray[] direction = NewArrays();
            fill(direction);
            foreach (bool forward in tangent is null ? [false] : new[] { false, true })
            {
                (double found, double expected) = Compare(direction, forward);
                double error = Math.Abs(found - expected) / (Norm(direction) * Scale);
                if (error <= worst || double.IsNaN(worst)) continue;
                worst = error;
                where = $"{text}: {(forward ? "forward mode gives" : "differences give")} {found:G8}, reverse mode {expected:G8}";
                if (!isElement && !(error <= options.Tolerance)) where += $"; most of it at {PlaceText(Locate(direction, forward))}";
            }

            Release(direction);
        }

        return new CheckResult(name, "f64", backend.Device.ToString(), worst, options.Tolerance) { Where = where };
    }

    private double Scale => largest == 0 ? 1 : largest;

    private IEnumerable<(Action<UntypedArray[]> Fill, string Text, bool IsElement)> Directions()
    {
        for (int k = 0; k < options.Directions; k++)
        {
            int number = k;
            yield return (direction => FillNormal(direction, number), $"random direction {k} of seed {options.Seed}", false);
        }

        var choice = new CounterRandom(options.Seed, Stream: 98);
        for (int k = 0; k < options.Points && count > 0; k++)
        {
            long element = (long)(choice.Uniform((ulong)k) * count);
            yield return (direction => FillUnit(direction, element), PlaceText(element), true);
        }

        foreach (long element in options.Elements) yield return (direction => FillUnit(direction, element), PlaceText(element), true);
    }

    /// <summary>Each input has a stream of its own, the first one that of the direction's number.</summary>
    private void FillNormal(UntypedArray[] direction, int number)
    {
        for (int k = 0; k < direction.Length; k++) backend.FillNormal(direction[k], new CounterRandom(options.Seed, (ulong)number + ((ulong)k << 32)));
    }

    /// <summary>A unit vector; of a complex array one along (1 + i)/sqrt 2, so that both parts are looked at.</summary>
    private void FillUnit(UntypedArray[] direction, long element)
    {
        foreach (UntypedArray part in direction) backend.Fill(part, 0);
        (int input, nint index) = PlaceOf(element);
        UntypedArray one = direction[input].Reshape(new Shape(direction[input].Count)).Slice(0, index, 1, 1);
        backend.Fill(one, ElementTypes.IsComplex(one.ElementType) ? new Complex(Math.Sqrt(0.5), Math.Sqrt(0.5)) : 1);
    }

    /// <summary>The derivative along a direction by differences or by forward mode, and the one that the gradient makes.</summary>
    private (double Found, double Expected) Compare(UntypedArray[] direction, bool forward)
    {
        double expected = 0;
        for (int k = 0; k < x.Length; k++) expected += backend.Dot(gradient[k], direction[k]).Real;
        return (forward ? tangent!(direction) : Difference(direction), expected);
    }

    private double Difference(UntypedArray[] direction)
    {
        double size = 0;
        double longest = 0;
        for (int k = 0; k < x.Length; k++)
        {
            size = Larger(size, backend.MaxAbs(x[k]));
            longest = Larger(longest, backend.MaxAbs(direction[k]));
        }

        if (longest == 0) return 0;
        double step = options.Step * (size == 0 ? 1 : size) / longest;
        UntypedArray[] moved = NewArrays();
        double At(double t)
        {
            for (int k = 0; k < x.Length; k++)
            {
                backend.Copy(x[k], moved[k]);
                backend.AddScaled(t, direction[k], moved[k]);
            }

            return value(moved);
        }

        double difference = Extrapolated(At, step);
        Release(moved);
        return difference;
    }

    /// <summary>Central differences, extrapolated to step zero.</summary>
    private static double Extrapolated(Func<double, double> at, double step)
    {
        // Row k holds the differences of step / 2^k, extrapolated j times: the error goes as h^(2 j + 2) until rounding takes over.
        Span<double> previous = stackalloc double[Levels];
        Span<double> row = stackalloc double[Levels];
        double best = double.NaN;
        double bestError = double.PositiveInfinity;
        for (int level = 0; level < Levels; level++)
        {
            double h = Math.ScaleB(step, -level);
            row[0] = (at(h) - at(-h)) / (2 * h);
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

    /// <summary>The element that causes most of the error along a direction.</summary>
    private long Locate(UntypedArray[] direction, bool forward)
    {
        long from = 0;
        long to = count;
        UntypedArray[] part = NewArrays();
        while (to - from > 1)
        {
            long middle = from + ((to - from) / 2);
            bool left = ErrorOf(direction, from, middle, part, forward) >= ErrorOf(direction, middle, to, part, forward);
            (from, to) = left ? (from, middle) : (middle, to);
        }

        Release(part);
        return from;
    }

    /// <summary>The error along the part of a direction from one element to another; infinite where it is not a number.</summary>
    private double ErrorOf(UntypedArray[] direction, long from, long to, UntypedArray[] part, bool forward)
    {
        long first = 0;
        for (int k = 0; k < part.Length; k++)
        {
            backend.Fill(part[k], 0);
            long begin = Math.Max(from - first, 0);
            long end = Math.Min(to - first, part[k].Count);
            if (begin < end) backend.Copy(Range(direction[k], begin, end), Range(part[k], begin, end));
            first += part[k].Count;
        }

        (double found, double expected) = Compare(part, forward);
        double error = Math.Abs(found - expected);
        return double.IsNaN(error) ? double.PositiveInfinity : error;
    }

    private static UntypedArray Range(in UntypedArray array, long begin, long end) => array.Reshape(new Shape(array.Count)).Slice(0, (nint)begin, (nint)(end - begin), 1);

    private (int Input, nint Index) PlaceOf(long element)
    {
        if (element < 0 || element >= count) throw new ArgumentOutOfRangeException(nameof(element), element, $"there is no element {element} among {count}");
        int input = 0;
        while (element >= x[input].Count) element -= x[input++].Count;
        return (input, (nint)element);
    }

    private string PlaceText(long element)
    {
        (int input, nint index) = PlaceOf(element);
        return $"element {ArrayText.IndexText(x[input].Shape, index)}{(x.Length == 1 ? string.Empty : $" of input {input}")}";
    }

    private double Norm(UntypedArray[] direction) => Math.Sqrt(direction.Sum(part => backend.Dot(part, part).Real));

    private UntypedArray[] NewArrays() => [.. x.Select(part => backend.Allocate(part.ElementType, part.Shape, account: null))];

    private static void Release(UntypedArray[] arrays)
    {
        foreach (UntypedArray array in arrays) array.Release();
    }

    /// <summary>The larger of two numbers, NaN if one is.</summary>
    private static double Larger(double a, double b) => Math.Max(a, b);
}
