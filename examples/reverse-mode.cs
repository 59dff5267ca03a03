// Reverse mode on three formulas: the tape as a table of values and adjoints, and as a graph.
#:project ../src/AdjointKit/AdjointKit.csproj
#:project ../src/AdjointKit.Plotting/AdjointKit.Plotting.csproj

using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Plotting;

namespace AdjointKit.Examples;

internal static class ReverseMode
{
    private static void Main(string[] args) => Run(Console.Out, args.FirstOrDefault() ?? ".");

    internal static void Run(TextWriter output, string folder)
    {
        Figure logarithm = Differentiate(output, "f = ln(x + exp(y / x)) at x = 1, y = 2", [1, 2], v => Ops.Log(v[0] + Ops.Exp(v[1] / v[0])));
        Figure shared = Differentiate(output, "f = exp(s) + s^2, s = cos x + x y, at x = 1, y = 0.5", [1, 0.5], v => Twice(Ops.Cos(v[0]) + (v[0] * v[1])));
        Figure product = Differentiate(output, "f = sin(x^2) exp(x) at x = 1", [1], v => Ops.Sin(Ops.Square(v[0])) * Ops.Exp(v[0]));
        Figure.Grid(3, 1, logarithm, shared, product).WithSize(800, 780).WithScale(1).Save(Path.Combine(folder, "reverse-mode.png"));

        static Var<double> Twice(Var<double> s) => Ops.Exp(s) + Ops.Square(s);
    }

    private static Figure Differentiate(TextWriter output, string title, double[] at, Func<Var<double>[], Var<double>> f)
    {
        using var compute = new Compute(threads: 1);
        using var tape = new Tape(compute);
        Var<double>[] inputs = [.. at.Select(number => tape.Input(NdArray.From(number)))];
        Var<double> result = f(inputs);

        // Every value of the tape has a name, and its adjoint is kept: the derivative of the result with respect to it.
        var lines = new List<Line>();
        foreach (Var<double> input in inputs) lines.Add(new Line(input, "xy"[lines.Count].ToString(), "input", []));
        foreach (TapeEntry entry in tape.Entries)
        {
            string name = $"v{lines.Count - inputs.Length + 1}";
            lines.Add(new Line(entry.Outputs[0].As<double>(), name, entry.Op, [.. entry.Inputs.Select(input => lines.Find(line => line.Id == input.Id)!)]));
            tape.KeepGradient(entry.Outputs[0]);
        }

        tape.Backward(result);
        foreach (Line line in lines) line.Adjoint = tape.Gradient(line.Var)[0];

        output.WriteLine(title);
        output.WriteLine("  name  op         of          value      adjoint");
        foreach (Line line in lines) output.WriteLine($"  {line.Name,-5} {line.Op,-10} {string.Join(", ", line.Of.Select(of => of.Name)),-6} {line.Value,12:F6} {line.Adjoint,12:F6}");
        output.WriteLine();
        return Draw(title, lines);
    }

    /// <summary>To the right: how many ops lie between a value and the inputs. A value stands at the height of what it is made of, where that place is free.</summary>
    private static Figure Draw(string title, List<Line> lines)
    {
        foreach (Line line in lines)
        {
            line.X = line.Of.Count == 0 ? 0 : line.Of.Max(of => of.X) + 1;
            line.Y = line.Of.Count == 0 ? -line.Id : line.Of.Average(of => of.Y);
            while (lines.TakeWhile(before => before != line).Any(before => before.X == line.X && Math.Abs(before.Y - line.Y) < 0.9)) line.Y -= 0.5;
        }

        var series = new List<Series>();
        foreach (Line line in lines) series.AddRange(line.Of.Select(of => new Series([of.X, line.X], [of.Y, line.Y]) { Color = Color.Parse("#9aa4b2") }));
        series.Add(new Series([.. lines.Select(line => line.X)], [.. lines.Select(line => line.Y)]) { Style = LineStyle.None, Marker = Marker.Circle, MarkerRadius = 7, Color = Color.Parse("#1f6fb4") });
        Figure figure = Figure.Lines(series, title, xLimits: (-0.5, lines.Max(line => line.X) + 0.5), yLimits: (lines.Min(line => line.Y) - 0.6, lines.Max(line => line.Y) + 0.4));
        foreach (Line line in lines)
        {
            figure = figure.WithText(line.X, line.Y, $"{line.Name}: {line.Op}", shift: -18)
                .WithText(line.X, line.Y, $"value {line.Value:G5}", shift: 19)
                .WithText(line.X, line.Y, $"adjoint {line.Adjoint:G5}", shift: 34);
        }

        return figure.WithoutAxes();
    }

    private sealed record Line(Var<double> Var, string Name, string Op, IReadOnlyList<Line> Of)
    {
        internal int Id => Var.ToVar().Id;

        internal double Value => Var.Value[0];

        internal double Adjoint { get; set; }

        internal double X { get; set; }

        internal double Y { get; set; }
    }
}
