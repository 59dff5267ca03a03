using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using AdjointKit.Arrays;
using AdjointKit.Benchmarks.Runner;
using AdjointKit.Devices;

namespace AdjointKit.Benchmarks.MatrixMultiply;

/// <summary>Matrix products as ratios to OpenBLAS, all of one run.</summary>
internal sealed class MatrixMultiplyBenchmark(ContestSettings settings, int threads, string filter)
{
    // OpenBLAS's threads wait for the next call with busy loops, for some 0.1 s, and would take a processor from ours.
    private readonly ContestSettings settings = settings with { RestSeconds = threads > 1 ? 0.15 : 0 };

    internal void Run()
    {
        using var compute = new Compute(threads);
        OpenBlas.SetThreads(threads);
        Console.WriteLine($"{threads} threads, {settings.Rounds} rounds of {settings.TurnSeconds} s; OpenBLAS's kernels for {Marshal.PtrToStringUTF8(OpenBlas.CoreName())}; GF/s = 2 m n k / time (complex: 8 m n k); ratio = OpenBLAS's time / ours, median (quartiles) over the rounds.");
        Console.WriteLine();
        Console.WriteLine("| case, m x k x n | OpenBLAS GF/s | ours GF/s | ratio | difference |");
        Console.WriteLine("|---|---|---|---|---|");
        Real<float>("f32", compute);
        Real<double>("f64", compute);
        Case<ComplexF>("c64", 256, 256, 256, MatrixForm.Plain, MatrixForm.Plain, compute);
        Case<Complex>("c128", 256, 256, 256, MatrixForm.Plain, MatrixForm.Plain, compute);
        Case<ComplexF>("c64", 256, 256, 256, MatrixForm.Transposed, MatrixForm.Transposed, compute);
    }

    private static string Number(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);

    private void Real<T>(string type, Compute compute)
        where T : unmanaged, INumberBase<T>
    {
        (int M, int K, int N)[] lista = [(64, 500, 500), (500, 500, 64)];
        (int M, int K, int N)[] layers = [(64, 784, 256), (64, 256, 128), (64, 128, 10)];
        foreach ((int m, int k, int n) in lista) Case<T>($"LISTA {type}", m, k, n, MatrixForm.Plain, MatrixForm.Plain, compute);
        Case<T>($"LISTA {type}", 64, 500, 500, MatrixForm.Plain, MatrixForm.Transposed, compute);
        Case<T>($"LISTA gradient {type}", 500, 64, 500, MatrixForm.Transposed, MatrixForm.Plain, compute);
        foreach ((int m, int k, int n) in layers)
        {
            Case<T>($"layer {type}", m, k, n, MatrixForm.Plain, MatrixForm.Plain, compute);
            Case<T>($"layer, gradient of its input {type}", m, n, k, MatrixForm.Plain, MatrixForm.Transposed, compute);
            Case<T>($"layer, gradient of its weights {type}", k, m, n, MatrixForm.Transposed, MatrixForm.Plain, compute);
        }

        foreach (int n in (int[])[256, 512, 1024]) Case<T>($"square {type}", n, n, n, MatrixForm.Plain, MatrixForm.Plain, compute);
        Case<T>($"square {type}", 512, 512, 512, MatrixForm.Transposed, MatrixForm.Plain, compute);
        Case<T>($"square {type}", 512, 512, 512, MatrixForm.Plain, MatrixForm.Transposed, compute);
        Case<T>($"square {type}", 512, 512, 512, MatrixForm.Transposed, MatrixForm.Transposed, compute);
        Case<T>($"recurrent {type}", 32, 64, 64, MatrixForm.Plain, MatrixForm.Plain, compute);
        Case<T>($"recurrent {type}", 32, 64, 64, MatrixForm.Plain, MatrixForm.Transposed, compute);
        Case<T>($"recurrent {type}", 64, 32, 64, MatrixForm.Transposed, MatrixForm.Plain, compute);
        foreach ((int rows, int columns) in (ReadOnlySpan<(int, int)>)[(250, 500), (500, 500)])
        {
            Case<T>($"matrix by vector {type}", rows, columns, 1, MatrixForm.Plain, MatrixForm.Plain, compute);
            Case<T>($"matrix by vector {type}", columns, rows, 1, MatrixForm.Transposed, MatrixForm.Plain, compute);
            Case<T>($"vector by matrix {type}", 1, rows, columns, MatrixForm.Plain, MatrixForm.Plain, compute);
            Case<T>($"vector by matrix {type}", 1, columns, rows, MatrixForm.Plain, MatrixForm.Transposed, compute);
        }
    }

    private void Case<T>(string what, int m, int k, int n, MatrixForm formA, MatrixForm formB, Compute compute)
        where T : unmanaged, INumberBase<T>
    {
        string name = $"{what} {m} x {k} x {n}{(formA == MatrixForm.Plain ? "" : ", a transposed")}{(formB == MatrixForm.Plain ? "" : ", b transposed")}";
        if (!name.Contains(filter, StringComparison.Ordinal)) return;
        using var products = new MatrixMultiplyCase<T>(m, k, n, formA, formB, compute);
        double difference = products.Difference();
        if (!(difference < 1e-5)) throw new InvalidOperationException($"{name}: OpenBLAS and ours differ by {difference:E1}, so that their times cannot be compared.");
        Contest contest = Contest.Run(settings, products.Contestants());
        (double median, double low, double high) = contest.Ratio(1, 0);
        double work = 2e-9 * m * k * n * (typeof(T) == typeof(ComplexF) || typeof(T) == typeof(Complex) ? 4 : 1);
        Console.WriteLine($"| {name} | {Number(work / contest.Seconds(0))} | {Number(work / contest.Seconds(1))} | {Number(median)} ({Number(low)}-{Number(high)}) | {difference.ToString("0.0E+0", CultureInfo.InvariantCulture)} |");
    }
}
