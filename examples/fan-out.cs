// Fan-out, state and branches: a value used several times collects one adjoint from each use, and a program is differentiated along the path that it takes.
#:project ../src/AdjointKit/AdjointKit.csproj
#:project ../src/AdjointKit.Plotting/AdjointKit.Plotting.csproj

using System.Numerics;
using AdjointKit.Autodiff;
using AdjointKit.Plotting;

namespace AdjointKit.Examples;

internal static class FanOut
{
    private const double Gravity = 9.81;
    private const double Time = 3;

    private static void Main(string[] args) => Run(Console.Out, args.FirstOrDefault() ?? ".", 400);

    internal static void Run(TextWriter output, string folder, int heights)
    {
        SumOfUses(output);

        // State that a call leaves behind is part of the program: f(x) is x the first time and 2 x the second.
        int calls = 0;
        T F<T>(ReadOnlySpan<T> v)
            where T : IFloatingPointIeee754<T> => T.CreateChecked(++calls) * v[0];
        output.WriteLine($"F(x) = f(x) + f(x), where f counts its calls: dF/dx = {Gradient.Of<double>(v => F(v) + F(v), [1.0]).Gradient[0]}");
        Bounce(output, folder, heights);
    }

    private static void SumOfUses(TextWriter output)
    {
        using var tape = new ScalarTape<double>();
        Active<double> x = tape.Input(0.5);
        Active<double>[] uses = [tape.Mark(x), tape.Mark(x), tape.Mark(x)];
        Active<double> f = Active<double>.Sin(uses[0]) + (uses[1] * uses[1]) + Active<double>.Exp(uses[2]);
        tape.Backward(f);
        output.WriteLine("f = sin x + x^2 + e^x at x = 0.5");
        output.WriteLine($"  through the sine {tape.Adjoint(uses[0]):F6}, the square {tape.Adjoint(uses[1]):F6}, the exponential {tape.Adjoint(uses[2]):F6}");
        output.WriteLine($"  the adjoint of x is their sum: {tape.Adjoint(x):F6}");
    }

    /// <summary>The height of a ball after 3 s, of a ball that falls from v[0] and keeps the part v[1] of its speed at every bounce.</summary>
    private static T Height<T>(ReadOnlySpan<T> v)
        where T : IFloatingPointIeee754<T>
    {
        T g = T.CreateChecked(Gravity);
        (T height, T speed, T left) = (v[0], T.Zero, T.CreateChecked(Time));
        while (true)
        {
            T impact = T.Sqrt((speed * speed) + ((g + g) * height));
            T until = (speed + impact) / g;
            if (until > left) return height + (speed * left) - (g * left * left / (T.One + T.One));
            (height, speed, left) = (T.Zero, v[1] * impact, left - until);
        }
    }

    private static void Bounce(TextWriter output, string folder, int heights)
    {
        var from = new double[heights];
        var height = new double[heights];
        var slope = new double[heights];
        var difference = new double[heights];
        for (int k = 0; k < heights; k++)
        {
            from[k] = 1 + (2.5 * k / heights);
            (height[k], double[] gradient) = Gradient.Of(Height, [from[k], 0.8]);
            slope[k] = gradient[0];
            difference[k] = (Height<double>([from[k] + 1e-6, 0.8]) - Height<double>([from[k] - 1e-6, 0.8])) / 2e-6;
        }

        // Where a step of the difference crosses a bounce, the two differ: the derivative is that of the path taken.
        double median = from.Select((_, k) => Math.Abs(slope[k] - difference[k])).Order().ElementAt(heights / 2);
        output.WriteLine($"a bouncing ball, {heights} starts: the derivative and central differences are {median:0.0e+00} apart in the median");
        Figure path = Figure.Lines([new(from, height)], "A ball after 3 s and some bounces", "falls from (m)", "height (m)", xLimits: (1, 3.5));
        Figure derivative = Figure.Lines(
            [new(from, slope, "reverse mode"), new([.. from.Where((_, k) => k % 8 == 0)], [.. difference.Where((_, k) => k % 8 == 0)], "differences") { Style = LineStyle.None, Marker = Marker.Circle, MarkerRadius = 2.5 }],
            "How it depends on where the ball falls from", "falls from (m)", "derivative", xLimits: (1, 3.5));
        Figure.Grid(2, 1, path, derivative).WithSize(760, 640).WithScale(1).Save(Path.Combine(folder, "fan-out.png"));
    }
}
