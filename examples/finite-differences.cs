// Finite differences against the exact derivative: a large step cuts off the series, a small one cancels digits. The complex step does not subtract.
#:project ../src/AdjointKit/AdjointKit.csproj
#:project ../src/AdjointKit.Plotting/AdjointKit.Plotting.csproj

using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Plotting;

namespace AdjointKit.Examples;

internal static class FiniteDifferences
{
    private const double X = 1.5;

    private static void Main(string[] args) => Run(Console.Out, args.FirstOrDefault() ?? ".");

    internal static void Run(TextWriter output, string folder)
    {
        // The derivative is known to 30 digits, 4.05342789389862065771418792561: all but the last of a double are right.
        const double Exact = 4.05342789389862065771418792561;
        double[] steps = [.. Enumerable.Range(2, 78).Select(k => Math.Pow(10, -k / 4.0))];
        output.WriteLine("the derivative of exp(x) / sqrt(sin(x)^3 + cos(x)^3) at 1.5: the smallest relative error, and at which step");
        Figure both = Figure.Grid(2, 1, Compare<double, Complex>(output, "float64", steps, Exact), Compare<float, ComplexF>(output, "float32", steps, Exact));
        both.WithSize(760, 860).WithScale(1).Save(Path.Combine(folder, "finite-differences.png"));
    }

    /// <summary>One text for all types of number: real or complex, of either precision.</summary>
    private static Var<T> F<T>(Var<T> x)
        where T : unmanaged
    {
        (Var<T> sin, Var<T> cos) = (Ops.Sin(x), Ops.Cos(x));
        return Ops.Exp(x) / Ops.Sqrt((sin * sin * sin) + (cos * cos * cos));
    }

    private static Figure Compare<TReal, TComplex>(TextWriter output, string name, double[] steps, double exact)
        where TReal : unmanaged, IFloatingPointIeee754<TReal>
        where TComplex : unmanaged, INumberBase<TComplex>
    {
        static TReal Real(double number) => TReal.CreateChecked(number);
        double[] at = Values(steps.Select(_ => Real(X)), double.CreateChecked);
        double[] ahead = Values(steps.Select(h => Real(X + h)), double.CreateChecked);
        double[] behind = Values(steps.Select(h => Real(X - h)), double.CreateChecked);
        double[] imaginary = Values(steps.Select(h => TComplex.CreateChecked(new Complex(X, h))), number => Complex.CreateChecked(number).Imaginary);
        using NdArray<TReal> point = NdArray.From(Real(X));
        double tape = double.CreateChecked(Gradient.Of(v => F(v), point).Gradient[0]);

        // An error of nothing has no place on a logarithmic axis: the least is half of a double's last digit.
        double[] Errors(Func<int, double> derivative) => [.. steps.Select((_, k) => Math.Max(1e-16, Math.Abs((derivative(k) / exact) - 1)))];
        double[] oneSided = Errors(k => (ahead[k] - at[k]) / steps[k]);
        double[] central = Errors(k => (ahead[k] - behind[k]) / (2 * steps[k]));
        double[] complexStep = Errors(k => imaginary[k] / steps[k]);
        double[] adjoint = Errors(_ => tape);
        (string Label, double[] Errors)[] methods = [("one-sided", oneSided), ("central", central), ("complex step", complexStep), ("adjoint", adjoint)];
        var series = new List<Series>();
        foreach ((string label, double[] errors) in methods)
        {
            int best = Array.IndexOf(errors, errors.Min());
            output.WriteLine($"  {name}  {label,-12}  {errors[best]:0.0e+00}{(label == "adjoint" ? "" : $"  at {steps[best]:0.0e+00}")}");
            series.Add(new Series(steps, errors, label) { Style = label == "adjoint" ? LineStyle.Dashed : LineStyle.Solid, Width = 2 });
        }

        return Figure.Lines(series, name, "step h", "relative error", AxisScale.Log, AxisScale.Log, yLimits: (2e-17, 10));
    }

    /// <summary>F at many points at one time.</summary>
    private static double[] Values<T>(IEnumerable<T> points, Func<T, double> read)
        where T : unmanaged
    {
        using var compute = new Compute(threads: 1);
        using var tape = new Tape(compute);
        using NdArray<T> x = NdArray.From<T>([.. points]);
        return [.. F(tape.Constant(x)).Value.AsReadOnlySpan().ToArray().Select(read)];
    }
}
