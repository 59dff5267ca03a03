// Expression swell: the logistic map nested n times, differentiated by rules on formulas and by the tape.
#:project ../src/AdjointKit/AdjointKit.csproj
#:project ../src/AdjointKit.Plotting/AdjointKit.Plotting.csproj

using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Plotting;

namespace AdjointKit.Examples;

internal static class ExpressionSwell
{
    private const double X = 0.3;

    private static void Main(string[] args) => Run(Console.Out, args.FirstOrDefault() ?? ".", 10);

    internal static void Run(TextWriter output, string folder, int mostNested)
    {
        using var compute = new Compute(threads: 1);
        using var tape = new Tape(compute);
        using NdArray<double> at = NdArray.From(X);
        var nested = new List<double>();
        var formula = new List<double>();
        var derivative = new List<double>();
        var recorded = new List<double>();
        output.WriteLine("nested   formula   derivative   ops on the tape   symbolic slope   tape's slope");
        Formula f = new Input();
        for (int n = 1; n <= mostNested; n++)
        {
            // 4 f (1 - f), as a formula and on the tape.
            f = new Product(new Number(4), new Product(f, new Sum(new Number(1), new Product(new Number(-1), f))));
            Formula slope = f.Derivative();
            tape.Reset();
            Var<double> x = tape.Input(at);
            Var<double> y = x;
            for (int k = 0; k < n; k++) y = 4 * (y * (1 - y));
            tape.Backward(y);

            nested.Add(n);
            formula.Add(f.Size());
            derivative.Add(slope.Size());
            recorded.Add(tape.Count);
            output.WriteLine($"{n,6} {formula[^1],9} {derivative[^1],12} {tape.Count,17} {slope.At(X),16:F8} {tape.Gradient(x)[0],14:F8}");
        }

        double[] depth = [.. nested];
        Series[] lines =
        [
            new(depth, [.. derivative], "derivative as a formula") { Marker = Marker.Circle },
            new(depth, [.. formula], "the formula itself") { Marker = Marker.Square },
            new(depth, [.. recorded], "ops on the tape") { Marker = Marker.Triangle },
        ];
        Figure.Lines(lines, "Expression swell: 4 f (1 − f) put into itself", "times nested", "symbols, ops", yScale: AxisScale.Log)
            .WithScale(1).Save(Path.Combine(folder, "expression-swell.png"));
    }

    /// <summary>A formula that differentiates itself by the rules of school, and simplifies nothing.</summary>
    private abstract record Formula
    {
        internal abstract Formula Derivative();

        internal abstract double At(double x);

        /// <summary>The symbols of the formula written out.</summary>
        internal abstract long Size();
    }

    private sealed record Input : Formula
    {
        internal override Formula Derivative() => new Number(1);

        internal override double At(double x) => x;

        internal override long Size() => 1;
    }

    private sealed record Number(double Value) : Formula
    {
        internal override Formula Derivative() => new Number(0);

        internal override double At(double x) => Value;

        internal override long Size() => 1;
    }

    private sealed record Sum(Formula A, Formula B) : Formula
    {
        internal override Formula Derivative() => new Sum(A.Derivative(), B.Derivative());

        internal override double At(double x) => A.At(x) + B.At(x);

        internal override long Size() => A.Size() + B.Size() + 1;
    }

    private sealed record Product(Formula A, Formula B) : Formula
    {
        internal override Formula Derivative() => new Sum(new Product(A.Derivative(), B), new Product(A, B.Derivative()));

        internal override double At(double x) => A.At(x) * B.At(x);

        internal override long Size() => A.Size() + B.Size() + 1;
    }
}
