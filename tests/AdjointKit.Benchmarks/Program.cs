using System.Globalization;
using AdjointKit.Benchmarks.Convolution;
using AdjointKit.Benchmarks.Elementwise;
using AdjointKit.Benchmarks.Fourier;
using AdjointKit.Benchmarks.MatrixMultiply;
using AdjointKit.Benchmarks.Nn;
using AdjointKit.Benchmarks.Optics;
using AdjointKit.Benchmarks.Runner;
using AdjointKit.Benchmarks.Scalars;
using AdjointKit.Benchmarks.Sparse;
using AdjointKit.Benchmarks.Team;
using AdjointKit.Benchmarks.Training;
using AdjointKit.Benchmarks.Waves;
using AdjointKit.Devices;

// dotnet run -c Release --project tests/AdjointKit.Benchmarks -- waves|fourier|elementwise|gemm|convolution|scalars|training|nn|sparse|unrolled|optics [--rounds N] [--turn SECONDS] [--threads N] [--processor-time] [--only TEXT]; fourier also [--measure], unrolled [--device cpu|opencl|cuda]
// dotnet run -c Release --project tests/AdjointKit.Benchmarks -- team [--rounds N] [--threads N]
// dotnet run -c Release --project tests/AdjointKit.Benchmarks -- checkpoint [--rounds N] [--steps N] [--threads N] [--processor-time]
string Option(string name, string otherwise)
{
    int at = Array.IndexOf(args, name);
    return at >= 0 && at + 1 < args.Length ? args[at + 1] : otherwise;
}

var settings = new ContestSettings(int.Parse(Option("--rounds", "15"), CultureInfo.InvariantCulture), double.Parse(Option("--turn", "0.15"), CultureInfo.InvariantCulture), args.Contains("--processor-time"));
int threads = int.Parse(Option("--threads", "2"), CultureInfo.InvariantCulture);
try
{
    switch (args.FirstOrDefault())
    {
        case "waves":
            new WavesBenchmark(settings, threads, Option("--only", string.Empty)).Run();
            return 0;
        case "fourier":
            new FourierBenchmark(settings, threads, Option("--only", string.Empty), args.Contains("--measure")).Run();
            return 0;
        case "elementwise":
            new ElementwiseBenchmark(settings, threads, Option("--only", string.Empty)).Run();
            return 0;
        case "scalars":
            new ScalarsBenchmark(settings, Option("--only", string.Empty)).Run();
            return 0;
        case "training":
            new TrainingBenchmark(settings, threads, Option("--only", string.Empty)).Run();
            return 0;
        case "nn":
            new NnBenchmark(settings, threads, Option("--only", string.Empty)).Run();
            return 0;
        case "sparse":
            new SparseBenchmark(settings, threads, Option("--only", string.Empty)).Run();
            return 0;
        case "unrolled":
            new UnrolledBenchmark(settings, threads, Option("--only", string.Empty), new Device(Enum.Parse<DeviceKind>(Option("--device", "cpu"), ignoreCase: true), 0)).Run();
            return 0;
        case "optics":
            new OpticsBenchmark(settings, threads, Option("--only", string.Empty)).Run();
            return 0;
        case "convolution":
            new ConvolutionBenchmark(settings, threads, Option("--only", string.Empty)).Run();
            return 0;
        case "gemm":
            new MatrixMultiplyBenchmark(settings, threads, Option("--only", string.Empty)).Run();
            return 0;
        case "checkpoint":
            new CheckpointBenchmark(settings, threads, int.Parse(Option("--steps", "4000"), CultureInfo.InvariantCulture)).Run();
            return 0;
        case "team":
            new TeamBenchmark(threads, int.Parse(Option("--rounds", "15"), CultureInfo.InvariantCulture)).Run();
            return 0;
        default:
            Console.Error.WriteLine("say which benchmark: waves|fourier|elementwise|gemm|convolution|scalars|training|nn|sparse|unrolled|optics [--rounds N] [--turn SECONDS] [--threads N] [--processor-time] [--only TEXT] (fourier also [--measure], unrolled [--device cpu|opencl|cuda]), team [--rounds N] [--threads N], or checkpoint [--rounds N] [--steps N] [--threads N] [--processor-time]");
            return 2;
    }
}
catch (InvalidOperationException failure)
{
    Console.Error.WriteLine(failure.Message);
    return 1;
}
