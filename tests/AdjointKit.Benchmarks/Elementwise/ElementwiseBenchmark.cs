using System.Globalization;
using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Benchmarks.Native;
using AdjointKit.Benchmarks.Runner;
using AdjointKit.Devices;

namespace AdjointKit.Benchmarks.Elementwise;

/// <summary>Elementary functions and reductions against C, programs on the tape against PyTorch, all on one thread but where the table says otherwise.</summary>
internal sealed class ElementwiseBenchmark(ContestSettings settings, int threads, string filter)
{
    private const string VectorFlags = "-O3 -march=native -mprefer-vector-width=512 -ffast-math -lm";

    internal void Run()
    {
        Console.WriteLine($"{settings.Rounds} rounds of {settings.TurnSeconds} s; ratios are medians (quartiles) over the rounds.");
        Functions();
        Tape();
    }

    private static string Number(double value) => value.ToString(value < 10 ? "0.00" : "0.0", CultureInfo.InvariantCulture);

    private static string Ratio((double Median, double Low, double High) ratio) => $"{Number(ratio.Median)} ({Number(ratio.Low)}-{Number(ratio.High)})";

    private void Functions()
    {
        using var compute = new Compute(1);
        nint plain = NativeCompiler.Load("elementary_functions.c", "functions_libm", "-O2 -lm");
        nint vector = NativeCompiler.Load("elementary_functions.c", "functions_libmvec", VectorFlags);
        Console.WriteLine();
        Console.WriteLine("| function of 4096 elements | libm, ns an element | libmvec | ours | libmvec's time / ours |");
        Console.WriteLine("|---|---|---|---|---|");
        Both(UnaryOp.Exp, "exp", -10, 10, compute, plain, vector);
        Both(UnaryOp.Expm1, "expm1", -2, 2, compute, plain, vector);
        Both(UnaryOp.Log, "log", 0.01, 100, compute, plain, vector);
        Both(UnaryOp.Log1p, "log1p", -0.5, 2, compute, plain, vector);
        Both(UnaryOp.Sin, "sin", -100, 100, compute, plain, vector);
        Both(UnaryOp.Cos, "cos", -100, 100, compute, plain, vector);
        Both(UnaryOp.Tanh, "tanh", -5, 5, compute, plain, vector);
        Both(UnaryOp.Sigmoid, "sigmoid", -5, 5, compute, plain, vector);
        Both(UnaryOp.Erf, "erf", -3, 3, compute, plain, vector);
        Both(UnaryOp.Sqrt, "sqrt", 0, 10, compute, plain, vector);
        Both(BinaryOp.Atan2, "atan2", -3, 3, compute, plain, vector);
        Both(BinaryOp.Power, "pow", 0.1, 5, compute, plain, vector);
        Both(BinaryOp.Multiply, "multiply", -3, 3, compute, plain, vector);
        Complex(BinaryOp.Multiply, "complex_multiply", compute, plain, vector);
        Complex(BinaryOp.Divide, "complex_divide", compute, plain, vector);
        Complex(UnaryOp.Exp, "complex_exp", compute, plain, vector);
        Complex(UnaryOp.Log, "complex_log", compute, plain, vector);
        Complex(UnaryOp.Sqrt, "complex_sqrt", compute, plain, vector);
        Complex(UnaryOp.Sin, "complex_sin", compute, plain, vector);
        Complex(UnaryOp.Tanh, "complex_tanh", compute, plain, vector);
        Reductions<float>(compute, plain, vector);
        Reductions<double>(compute, plain, vector);
    }

    private void Both(UnaryOp op, string name, double from, double to, Compute compute, nint plain, nint vector)
    {
        Case<float, float>(name, from, to, (a, _, into) => compute.Backend.Unary(op, a, into), compute, plain, vector);
        Case<double, double>(name, from, to, (a, _, into) => compute.Backend.Unary(op, a, into), compute, plain, vector);
    }

    private void Both(BinaryOp op, string name, double from, double to, Compute compute, nint plain, nint vector)
    {
        // The C function takes the angle of (x, y), ours that of (y, x).
        bool exchanged = op == BinaryOp.Atan2;
        Case<float, float>(name, from, to, (a, b, into) => compute.Backend.Binary(op, exchanged ? b : a, exchanged ? a : b, into), compute, plain, vector);
        Case<double, double>(name, from, to, (a, b, into) => compute.Backend.Binary(op, exchanged ? b : a, exchanged ? a : b, into), compute, plain, vector);
    }

    private void Complex(UnaryOp op, string name, Compute compute, nint plain, nint vector)
    {
        Case<float, ComplexF>(name, -2, 2, (a, _, into) => compute.Backend.Unary(op, a, into), compute, plain, vector);
        Case<double, Complex>(name, -2, 2, (a, _, into) => compute.Backend.Unary(op, a, into), compute, plain, vector);
    }

    private void Complex(BinaryOp op, string name, Compute compute, nint plain, nint vector)
    {
        Case<float, ComplexF>(name, 1, 2, (a, b, into) => compute.Backend.Binary(op, a, b, into), compute, plain, vector);
        Case<double, Complex>(name, 1, 2, (a, b, into) => compute.Backend.Binary(op, a, b, into), compute, plain, vector);
    }

    private void Reductions<T>(Compute compute, nint plain, nint vector)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Case<T, T>("sum", -1, 1, (a, _, into) => compute.Backend.SumTo(a, into.Slice(0, 0, 1)), compute, plain, vector);
        Case<T, T>("dot", -1, 1, (a, b, into) => compute.Backend.Dot(a, b, into.Slice(0, 0, 1)), compute, plain, vector);
        Case<T, T>("largest", -1, 1, (a, _, into) => compute.Backend.ReduceTo(ReductionOp.Largest, a, into.Slice(0, 0, 1)), compute, plain, vector);
    }

    private void Case<T, TElement>(string name, double from, double to, Action<NdArray<TElement>, NdArray<TElement>, NdArray<TElement>> work, Compute compute, nint plain, nint vector)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TElement : unmanaged
    {
        string title = $"{name.Replace('_', ' ')} {(typeof(T) == typeof(float) ? "f32" : "f64")}";
        if (!title.Contains(filter, StringComparison.Ordinal)) return;
        using var function = new FunctionCase<T, TElement>(name, from, to, work, plain, vector, compute);
        double difference = function.Difference();
        if (!(difference < (typeof(T) == typeof(float) ? 2e-5 : 1e-13))) throw new InvalidOperationException($"{title}: libm and ours differ by {difference:E1}, so that their times cannot be compared.");
        Contest contest = Contest.Run(settings, function.Contestants());
        Console.WriteLine($"| {title} | {Time(0)} | {Time(1)} | {Time(2)} | {Ratio(contest.Ratio(2, 1))} |");

        string Time(int who) => Number(FunctionCase<T, TElement>.PerElement(contest.Seconds(who)));
    }

    private void Tape()
    {
        using PythonPeer? torch = PythonPeer.Start("tape_torch.py");
        Console.WriteLine();
        Console.WriteLine(torch is null ? "No torch for /usr/bin/python3 (Debian: apt-get install python3-torch): ours alone." : $"{torch.Version}, one thread");
        Console.WriteLine();
        Console.WriteLine("| on the tape, f32 | torch | ours | torch's time / ours |");
        Console.WriteLine("|---|---|---|---|");
        foreach (int team in threads > 1 ? new[] { 1, threads } : [1])
        {
            using var compute = new Compute(team);
            using var chain = new TapeCase(1_000_000, compute);
            string of = team == 1 ? "1 thread" : $"{team} threads";
            Contest? forward = Case($"sin, exp, tanh, sum of 1e6, forward, {of}", "ms", 1e3, torch?.Contestant("forward"), chain.Forward());
            Contest? gradient = Case($"the same, gradient, {of}", "ms", 1e3, torch?.Contestant("gradient"), chain.Gradient());
            if (forward is not null && gradient is not null) Console.WriteLine($"| gradient / forward, {of} | {(torch is null ? string.Empty : Number(gradient.Seconds(0) / forward.Seconds(0)))} | {Number(gradient.Seconds(torch is null ? 0 : 1) / forward.Seconds(torch is null ? 0 : 1))} | |");
            foreach (int length in new[] { 1, 4096, 65536 })
            {
                using var products = new TapeCase(length, compute);
                Case($"product of {length}, forward and backward, {of}", "us", 1e6 / TapeCase.Products, torch?.Contestant($"products{length}"), products.ProductsAndGradient());
            }
        }
    }

    private Contest? Case(string title, string unit, double scale, Contestant? torch, Contestant ours)
    {
        if (!title.Contains(filter, StringComparison.Ordinal)) return null;
        Contest contest = torch is null ? Contest.Run(settings, ours) : Contest.Run(settings, torch, ours);
        int own = torch is null ? 0 : 1;
        Console.WriteLine($"| {title} | {(torch is null ? string.Empty : $"{Number(contest.Seconds(0) * scale)} {unit}")} | {Number(contest.Seconds(own) * scale)} {unit} | {(torch is null ? string.Empty : Ratio(contest.Ratio(1, 0)))} |");
        return contest;
    }
}
