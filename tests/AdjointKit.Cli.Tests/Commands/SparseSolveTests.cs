using System.Diagnostics;
using System.Text.Json;
using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.IO;
using AdjointKit.IO.Tests.Matlab;
using AdjointKit.TestKit;

namespace AdjointKit.Cli.Tests.Commands;

public class SparseSolveTests
{
    [Theory]
    [InlineData("ista")]
    [InlineData("fista")]
    public void One_number_of_one_equation_has_a_closed_answer(string algorithm)
    {
        using var folder = new TemporaryFolder();
        ArrayFile.Write(folder["a.npy"], NdArray.From<double>([2], new Shape(1, 1)));
        ArrayFile.Write(folder["y.npy"], NdArray.From(3.0));
        ArrayFile.Write(folder["t.npy"], NdArray.From(1.5));

        // x = (a y - lambda) / a^2 after one step of length 1/a^2; 1/2 (2 x - 3)^2 + x.
        Command solve = Solve(folder, "--lambda", "1", "--algorithm", algorithm, "--iterations", "3", "--truth", folder["t.npy"]);
        Assert.Equal([1.25], Signals(folder));
        JsonElement[] iterations = Iterations(solve);
        Assert.Equal(4, iterations.Length);
        Assert.Equal(4.5, Objective(iterations[0]), 1e-15);
        Assert.Equal(0, iterations[0].GetProperty("nmse").GetDouble());
        Assert.All(iterations[1..], iteration => Assert.Equal(0.125 + 1.25, Objective(iteration), 1e-14));
        Assert.All(iterations[1..], iteration => Assert.Equal(20 * Math.Log10(0.25 / 1.5), iteration.GetProperty("nmse").GetDouble(), 1e-12));
        Assert.Equal(0.25, solve.Json.GetProperty("stepLength").GetDouble(), 1e-15);
        Assert.Equal(["X.npy", "a.npy", "t.npy", "y.npy"], folder.Names.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void With_the_identity_the_signals_are_the_data_softly_thresholded()
    {
        using var folder = new TemporaryFolder();
        double[] data = [3, -0.2, 0.5, -2, 0.25, -0.75];
        ArrayFile.Write(folder["a.npy"], NdArray.Fill<double>(3, 3, (i, k) => i == k ? 1 : 0));
        ArrayFile.Write(folder["y.npy"], NdArray.From<double>(data, new Shape(2, 3)));
        ArrayFile.Write(folder["t.npy"], NdArray.From<double>([3, 0, 0, -2, 0, -1], new Shape(2, 3)));
        Command solve = Solve(folder, "--lambda", "0.5", "--truth", folder["t.npy"]);
        double[] expected = [2.5, 0, 0, -1.5, 0, -0.25];
        double[] found = Signals(folder);
        for (int k = 0; k < expected.Length; k++) Assert.Equal(expected[k], found[k], 1e-13);

        // Squared errors 0.25 of 9, and 0.25 + 0.5625 of 5.
        JsonElement[] iterations = Iterations(solve);
        Assert.Equal(101, iterations.Length);
        Assert.Equal(10 * Math.Log10(1.0625 / 14), iterations[100].GetProperty("nmse").GetDouble(), 1e-12);
        Assert.Equal(5 * (Math.Log10(0.25 / 9) + Math.Log10(0.8125 / 5)), iterations[100].GetProperty("nmseMeanDb").GetDouble(), 1e-12);
        Assert.Equal(iterations[100].GetProperty("nmse").GetDouble(), solve.Json.GetProperty("nmse").GetDouble());
    }

    [Theory]
    [InlineData("amp", 1e-9)]
    [InlineData("vamp", 1e-9, "--noise-variance", "0")]
    [InlineData("omp", 1e-9, "--sparsity", "3")]
    [InlineData("cosamp", 1e-9, "--sparsity", "3")]
    [InlineData("niht", 1e-9, "--sparsity", "3")]
    [InlineData("fista", 0.02, "--lambda", "0.01")]
    [InlineData("admm", 0.02, "--lambda", "0.01")]
    [InlineData("irls", 0.02, "--lambda", "0.01")]
    [InlineData("cd", 0.02, "--lambda", "0.01")]
    public void Every_algorithm_finds_the_signals_behind_data_without_noise(string algorithm, double tolerance, params string[] options)
    {
        using var folder = new TemporaryFolder();
        using var compute = new Compute(threads: 1);
        using NdArray<double> matrix = Normal(compute, 1, 60, 100);
        using NdArray<double> data = compute.Empty<double>(2, 60);
        compute.Backend.Affine(1 / Math.Sqrt(60), matrix, 0, matrix);
        using NdArray<double> truth = NdArray.Fill<double>(2, 100, (i, k) => k % 33 == 7 + i ? 1 + (0.01 * k) : 0);
        compute.Backend.MatrixMultiply(MatrixForm.Plain, truth, MatrixForm.Transposed, matrix, accumulate: false, data);
        ArrayFile.Write(folder["a.npy"], matrix);
        ArrayFile.Write(folder["y.npy"], data);
        ArrayFile.Write(folder["t.npy"], truth);
        Command solve = Solve(folder, ["--algorithm", algorithm, "--truth", folder["t.npy"], .. options]);
        JsonElement[] iterations = Iterations(solve);
        Assert.Equal(101, iterations.Length);
        double[] found = Signals(folder);
        for (int k = 0; k < found.Length; k++) Assert.Equal(truth.AsReadOnlySpan()[k], found[k], tolerance);
        Assert.InRange(Objective(iterations[^1]), 0, 5 * tolerance);
        Assert.InRange(Objective(iterations[0]), 1, 10);
    }

    [Theory]
    [InlineData("iht")]
    [InlineData("niht")]
    [InlineData("omp")]
    public void With_the_identity_the_largest_numbers_of_each_sample_stay(string algorithm)
    {
        using var folder = new TemporaryFolder();
        ArrayFile.Write(folder["a.npy"], NdArray.Fill<double>(3, 3, (i, k) => i == k ? 1 : 0));
        ArrayFile.Write(folder["y.npy"], NdArray.From<double>([3, -0.2, 0.5, 0.25, -2, -0.75], new Shape(2, 3)));
        Command solve = Solve(folder, "--algorithm", algorithm, "--sparsity", "1");
        Assert.Equal([3, 0, 0, 0, -2, 0], Signals(folder));
        Assert.Equal((0.04 + 0.25 + 0.0625 + 0.5625) / 2, Objective(Iterations(solve)[^1]), 1e-14);
    }

    [Theory]
    [InlineData("ista")]
    [InlineData("admm")]
    [InlineData("irls")]
    [InlineData("cd")]
    public void The_objective_is_that_of_the_signals_and_no_other_minimum_is_lower(string algorithm)
    {
        using var folder = new TemporaryFolder();
        (NdArray<double> matrix, NdArray<double> data) = Problem(folder);
        double found = Objective(Iterations(Solve(folder, "--algorithm", algorithm, "--lambda", "0.5", "--iterations", "3000"))[^1]);
        double[] x = Signals(folder);
        double value = 0;
        for (int sample = 0; sample < 4; sample++)
        {
            for (int row = 0; row < 5; row++) value += 0.5 * Math.Pow(Enumerable.Range(0, 12).Sum(k => matrix[row, k] * x[(12 * sample) + k]) - data[sample, row], 2);
        }

        Assert.Equal(value + (0.5 * x.Sum(Math.Abs)), found, 1e-10);
        double fista = Objective(Iterations(Solve(folder, "--lambda", "0.5", "--iterations", "3000"))[^1]);
        Assert.Equal(fista, found, 1e-6 * fista);
    }

    [Fact]
    public void Without_a_penalty_the_data_of_the_identity_are_the_signals()
    {
        using var folder = new TemporaryFolder();
        ArrayFile.Write(folder["a.npy"], NdArray.Fill<double>(3, 3, (i, k) => i == k ? 1 : 0));
        ArrayFile.Write(folder["y.npy"], NdArray.From(3.0, -1, 0.5));
        Command solve = Solve(folder, "--lambda", "0");
        Assert.Equal([3, -1, 0.5], Signals(folder));
        Assert.Equal(0, Objective(Iterations(solve)[^1]));
    }

    [Fact]
    public void Samples_are_rows_or_columns_or_one_vector()
    {
        using var folder = new TemporaryFolder();
        (NdArray<double> matrix, NdArray<double> data) = Problem(folder);
        Command rows = Solve(folder, "--lambda", "0.05");
        using NdArray<double> signals = ArrayFile.Read<double>(folder["X.npy"]);
        Assert.Equal(new Shape(4, 12), signals.Shape);

        ArrayFile.Write(folder["c.npy"], data.Transpose(1, 0).Copy());
        ArrayFile.Write(folder["tc.npy"], signals.Transpose(1, 0).Copy());
        Command columns = Solve(folder, "--lambda", "0.05", "--data", folder["c.npy"], "--columns", "--truth", folder["tc.npy"]);
        using NdArray<double> asColumns = ArrayFile.Read<double>(folder["X.npy"]);
        Assert.Equal(signals.Transpose(1, 0).Copy().AsReadOnlySpan(), asColumns.AsReadOnlySpan());
        Assert.Equal(Objective(Iterations(rows)[^1]), Objective(Iterations(columns)[^1]));
        Assert.Equal(JsonValueKind.Null, Iterations(columns)[^1].GetProperty("nmse").ValueKind);

        ArrayFile.Write(folder["v.npy"], data.Select(0, 2).Copy());
        ArrayFile.Write(folder["tv.npy"], signals.Select(0, 2).Copy());
        Solve(folder, "--lambda", "0.05", "--data", folder["v.npy"], "--truth", folder["tv.npy"]);
        using NdArray<double> vector = ArrayFile.Read<double>(folder["X.npy"]);
        Assert.Equal(new Shape(12), vector.Shape);
        for (int k = 0; k < 12; k++) Assert.Equal(signals[2, k], vector[k], 1e-12);
        matrix.Dispose();
        data.Dispose();
    }

    [Fact]
    public void A_tolerance_ends_the_iterations_and_one_out_of_reach_is_a_warning()
    {
        using var folder = new TemporaryFolder();
        Problem(folder);
        JsonElement[] ended = Iterations(Solve(folder, "--lambda", "0.05", "--iterations", "100000", "--tolerance", "1e-8"));
        Assert.InRange(ended.Length, 10, 20000);
        Assert.Contains("--tolerance 1E-08 was not reached in 5 iterations", Solve(folder, "--lambda", "0.05", "--iterations", "5", "--tolerance", "1e-8").Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("omp", "--sparsity", "8")]
    [InlineData("cosamp", "--sparsity", "8")]
    public void A_column_that_is_there_twice_costs_no_sample_its_signal(string algorithm, params string[] options)
    {
        using var folder = new TemporaryFolder();
        using var compute = new Compute(threads: 1);
        using NdArray<double> normal = Normal(compute, 1, 60, 100);
        using NdArray<double> matrix = NdArray.Fill<double>(60, 100, (i, k) => normal[i, k == 1 ? 0 : k] / Math.Sqrt(60));
        using NdArray<double> truth = NdArray.Fill<double>(20, 100, (i, k) => k % 33 == 7 + i || (i == 3 && k == 0) ? 1 + (0.01 * k) : 0);
        using NdArray<double> data = compute.Empty<double>(20, 60);
        compute.Backend.MatrixMultiply(MatrixForm.Plain, truth, MatrixForm.Transposed, matrix, accumulate: false, data);
        ArrayFile.Write(folder["a.npy"], matrix);
        ArrayFile.Write(folder["y.npy"], data);
        ArrayFile.Write(folder["t.npy"], truth);
        Command solve = Solve(folder, ["--algorithm", algorithm, "--truth", folder["t.npy"], "--precision", "f32", .. options]);
        Assert.InRange(solve.Json.GetProperty("nmse").GetDouble(), -200, -90);
        Assert.DoesNotContain("warning", solve.Error, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void What_diverged_leaves_nothing_to_go_on_with()
    {
        using var folder = new TemporaryFolder();
        ArrayFile.Write(folder["a.npy"], NdArray.Fill<double>(20, 40, (i, k) => Math.Sin((i * 7.3) + (k * k))));
        ArrayFile.Write(folder["y.npy"], NdArray.Fill<double>(3, 20, (i, k) => Math.Cos((i * 3.1) + k)));
        Command command = Command.Run("sparse", "solve", "--matrix", folder["a.npy"], "--data", folder["y.npy"], "--algorithm", "amp", "--alpha", "0.01", "--iterations", "5000", "--out", folder["X.npy"]);
        Assert.Equal(1, command.ExitCode);
        Assert.DoesNotContain("again", command.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("--resume", command.Error, StringComparison.Ordinal);
        Assert.Equal(["a.npy", "y.npy"], folder.Names.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void An_algorithm_that_diverged_says_so()
    {
        using var folder = new TemporaryFolder();
        Problem(folder);
        Assert.Contains("of zeros: amp diverged: a larger --alpha may help", Solve(folder, "--algorithm", "amp", "--alpha", "0.1", "--iterations", "60").Error, StringComparison.Ordinal);
        Assert.DoesNotContain("diverged", Solve(folder, "--lambda", "0.05").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Variables_of_MATLAB_are_read_by_name()
    {
        using var folder = new TemporaryFolder();
        (NdArray<double> matrix, NdArray<double> data) = Problem(folder);
        Solve(folder, "--lambda", "0.05");
        byte[] expected = File.ReadAllBytes(folder["X.npy"]);
        folder.Write("m.mat", MatFile(("A", matrix), ("Y", data)));
        Solve(folder, "--lambda", "0.05", "--matrix", folder["m.mat"] + ":A", "--data", folder["m.mat"] + ":Y");
        Assert.Equal(expected, File.ReadAllBytes(folder["X.npy"]));
        Run(folder, "--lambda", "0.05", "--matrix", folder["m.mat"]).MustRefuse("the file holds 2 arrays (A, Y)", "name one");
        Command.Run("info", folder["m.mat"] + ":Y").MustSucceed();
        Command.Run("convert", folder["m.mat"] + ":Y", folder["z.npy"]).MustSucceed();
        Assert.Equal(File.ReadAllBytes(folder["y.npy"]), File.ReadAllBytes(folder["z.npy"]));
    }

    [Theory]
    [InlineData("fista needs --lambda: The weight of the L1 norm", "--algorithm", "fista")]
    [InlineData("amp uses no --lambda: leave it out (it takes --alpha)", "--algorithm", "amp", "--lambda", "1")]
    [InlineData("fista uses no --alpha", "--lambda", "1", "--alpha", "1.1")]
    [InlineData("amp uses no --step", "--algorithm", "amp", "--step", "0.1")]
    [InlineData("--lambda -1 is negative", "--lambda", "-1")]
    [InlineData("--algorithm takes ista, fista", "--lambda", "1", "--algorithm", "magic")]
    [InlineData("cosamp needs --sparsity", "--algorithm", "cosamp")]
    [InlineData("--sparsity 2: Sparsity is 2, and CoSaMp with 5 data for 12 elements takes at most 1", "--algorithm", "cosamp", "--sparsity", "2")]
    [InlineData("--lambda 0 leaves cd nothing to weigh", "--algorithm", "cd", "--lambda", "0")]
    [InlineData("--noise-variance -1 is negative", "--algorithm", "vamp", "--noise-variance", "-1")]
    [InlineData("--step 0 must be greater than 0", "--lambda", "1", "--step", "0")]
    [InlineData("= 1/|A|^2 of fista: leave --step out", "--lambda", "1", "--step", "1")]
    [InlineData("--data w.npy has shape (5, 4) and --matrix a.npy has shape (5, 12): each row of the data is a sample of 4 numbers, the matrix has 5 rows; its columns would fit: add --columns", "--lambda", "1", "--data", "w.npy")]
    [InlineData("its rows would fit: leave --columns out", "--lambda", "1", "--columns")]
    [InlineData("--data s.npy has shape (4,) and --matrix a.npy has shape (5, 12): the vector of the data is a sample of 4 numbers", "--lambda", "1", "--data", "s.npy")]
    [InlineData("--truth y.npy has shape (4, 5), but these data and this matrix ask for signals [sample, N] of shape (4, 12)", "--lambda", "1", "--truth", "y.npy")]
    [InlineData("--data nan.npy is NaN at (1, 2)", "--lambda", "1", "--data", "nan.npy")]
    [InlineData("--data complex.npy is complex", "--lambda", "1", "--data", "complex.npy")]
    [InlineData("--data empty.npy has shape (0, 5): it is empty", "--lambda", "1", "--data", "empty.npy")]
    [InlineData("--matrix zero.npy is zero everywhere", "--lambda", "1", "--matrix", "zero.npy")]
    [InlineData("--matrix s.npy has shape (4,): a matrix has two axes", "--lambda", "1", "--matrix", "s.npy")]
    [InlineData("--truth zero.npy is zero everywhere", "--lambda", "1", "--truth", "zero.npy")]
    [InlineData("--matrix tiny.npy has numbers up to 3E-25: the square of its largest number is beyond the range of float32; scale it, and the data with it, or use --precision f64", "--lambda", "1", "--matrix", "tiny.npy", "--precision", "f32")]
    [InlineData("--matrix huge.npy has numbers up to 3E+25: the square of its largest number is beyond the range of float32; scale it, and the data with it, or use --precision f64", "--lambda", "1", "--matrix", "huge.npy", "--precision", "f32")]
    [InlineData("--matrix wide.npy has numbers up to 1E+19: a sum of squares is beyond the range of float32; scale it, and the data with it, or use --precision f64", "--algorithm", "omp", "--sparsity", "1", "--matrix", "wide.npy", "--precision", "f32")]
    [InlineData("--matrix tiniest.npy has numbers up to 1E-200: the square of its largest number is beyond the range of float64; scale it, and the data with it", "--lambda", "1", "--matrix", "tiniest.npy")]
    [InlineData("--data large.npy has a number that float32 cannot hold: use --precision f64", "--lambda", "1", "--data", "large.npy", "--precision", "f32")]
    public void Wrong_inputs_are_one_sentence(string sentence, params string[] options)
    {
        using var folder = new TemporaryFolder();
        (NdArray<double> matrix, NdArray<double> data) = Problem(folder);
        ArrayFile.Write(folder["w.npy"], data.Transpose(1, 0).Copy());
        ArrayFile.Write(folder["s.npy"], NdArray.Zeros<double>(4));
        ArrayFile.Write(folder["zero.npy"], NdArray.Zeros<double>(4, 12));
        ArrayFile.Write(folder["empty.npy"], NdArray.Zeros<double>(0, 5));
        ArrayFile.Write(folder["complex.npy"], NdArray.Zeros<ComplexF>(4, 5));
        ArrayFile.Write(folder["nan.npy"], NdArray.Fill<double>(4, 5, (i, k) => i == 1 && k == 2 ? double.NaN : 1));
        ArrayFile.Write(folder["large.npy"], NdArray.Fill<double>(4, 5, (_, _) => 1e300));
        ArrayFile.Write(folder["tiny.npy"], NdArray.Fill<double>(5, 12, (_, _) => 3e-25));
        ArrayFile.Write(folder["huge.npy"], NdArray.Fill<double>(5, 12, (_, _) => -3e25));
        ArrayFile.Write(folder["wide.npy"], NdArray.Fill<double>(5, 12, (_, _) => 1e19));
        ArrayFile.Write(folder["tiniest.npy"], NdArray.Fill<double>(5, 12, (_, _) => 1e-200));
        Command solve = Run(folder, [.. options.Select(option => option.EndsWith(".npy", StringComparison.Ordinal) ? folder[option] : option)]);
        Assert.Contains(sentence, solve.Error.Replace(folder.Path + Path.DirectorySeparatorChar, "", StringComparison.Ordinal), StringComparison.Ordinal);
        solve.MustRefuse();
        Assert.Single(solve.Error.TrimEnd().Split('\n'), line => !line.StartsWith("see:", StringComparison.Ordinal));
        Assert.False(File.Exists(folder["X.npy"]));
        Assert.False(Directory.Exists(folder["X.run"]));
        matrix.Dispose();
    }

    [Fact]
    public void The_report_has_the_curves_and_the_configuration()
    {
        using var folder = new TemporaryFolder();
        Problem(folder);
        ArrayFile.Write(folder["t.npy"], NdArray.Fill<double>(4, 12, (i, k) => k == i ? 1 : 0));
        Solve(folder, "--lambda", "0.05", "--truth", folder["t.npy"], "--report", folder["page"]);
        string page = File.ReadAllText(Path.Combine(folder["page"], "index.html"));
        foreach (string text in new[] { "Objective", "NMSE (dB)", "First sample", "--lambda" }) Assert.Contains(text, page, StringComparison.Ordinal);
        byte[] before = File.ReadAllBytes(folder["X.npy"]);
        Command.Run("sparse", "solve", "--config", Path.Combine(folder["page"], "config.json"), "--out", folder["again.npy"]).MustSucceed();
        Assert.Equal(before, File.ReadAllBytes(folder["again.npy"]));
    }

    [SkippableFact]
    public void A_device_recovers_what_the_cpu_does()
    {
        DeviceTests.RequireOpenCl();
        using var folder = new TemporaryFolder();
        Problem(folder);
        ArrayFile.Write(folder["t.npy"], NdArray.Fill<double>(4, 12, (i, k) => k == i ? 1 : 0));
        Command onCpu = Solve(folder, "--lambda", "0.05", "--precision", "f32", "--truth", folder["t.npy"]);
        double[] expected = Signals(folder);
        Command onDevice = Solve(folder, "--lambda", "0.05", "--precision", "f32", "--truth", folder["t.npy"], "--device", "opencl");
        Assert.Equal("opencl:0", onDevice.Json.GetProperty("device").GetString());
        double[] found = Signals(folder);
        for (int k = 0; k < found.Length; k++) Assert.Equal(expected[k], found[k], 1e-4);
        Assert.Equal(Iterations(onCpu)[^1].GetProperty("nmse").GetDouble(), Iterations(onDevice)[^1].GetProperty("nmse").GetDouble(), 1e-2);
    }

    [SkippableTheory]
    [Trait("Category", "Slow")]
    [InlineData("ista", "--lambda", "0.4", "-2.777", "-4.147", "-5.092", "-5.762", "-7.386")]
    [InlineData("fista", "--lambda", "0.4", "-3.161", "-5.628", "-7.126", "-7.574", "-7.389")]
    [InlineData("fista", "--lambda", "0.1", "-2.952", "-4.929", "-7.261", "-10.079", "-16.795")]
    [InlineData("amp", "--alpha", "1.1402", "-11.124", "-18.705", "-24.81", "-29.975", "-64.27")]
    public void The_published_table_on_the_authors_data(string algorithm, string option, string value, params string[] table)
    {
        string matrix = SharedData.Path("data/learning/lista/alista_D.mat");
        string truth = SharedData.Path("data/learning/lista/alista_xtest_n500_p10.npy");
        using var folder = new TemporaryFolder();
        using (var compute = new Compute())
        {
            using NdArray<double> a = ArrayFile.Read<double>(matrix + ":D");
            using NdArray<double> signals = ArrayFile.Read<double>(truth);
            using NdArray<double> data = compute.Empty<double>(250, 1000);
            compute.Backend.MatrixMultiply(MatrixForm.Plain, a, MatrixForm.Plain, signals, accumulate: false, data);
            ArrayFile.Write(folder["y.npy"], data);
        }

        Command solve = Run(folder, "--matrix", matrix + ":D", "--columns", "--truth", truth, "--algorithm", algorithm, option, value).MustSucceed();
        JsonElement[] iterations = Iterations(solve);
        int[] at = [4, 8, 12, 16, 100];
        for (int k = 0; k < at.Length; k++)
        {
            int digits = table[k].Length - table[k].IndexOf('.') - 1;
            Assert.Equal(double.Parse(table[k]), iterations[at[k]].GetProperty("nmse").GetDouble(), 0.51 * Math.Pow(10, -digits));
        }
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void A_recovery_killed_or_interrupted_goes_on_with_the_same_bits_and_to_more_iterations()
    {
        using var folder = new TemporaryFolder();
        using var compute = new Compute();
        ArrayFile.Write(folder["a.npy"], Normal(compute, 1, 200, 400));
        ArrayFile.Write(folder["y.npy"], Normal(compute, 2, 400, 200));
        ArrayFile.Write(folder["t.npy"], Normal(compute, 3, 400, 400));
        string[] arguments = ["sparse", "solve", "--matrix", folder["a.npy"], "--data", folder["y.npy"], "--truth", folder["t.npy"], "--lambda", "0.5", "--out", folder["X.npy"]];
        string whole = Command.Run([.. arguments, "--iterations", "2600", "--json"]).MustSucceed().Json.GetProperty("iterations").ToString();
        byte[] expected = File.ReadAllBytes(folder["X.npy"]);
        File.Delete(folder["X.npy"]);
        string place = Path.Combine(folder["X.run"], "state");
        foreach (string signal in new[] { "INT", "KILL", "TERM" })
        {
            DateTime last = File.GetLastWriteTimeUtc(place);
            using Process process = Command.Start(folder.Path, [.. arguments, "--iterations", "2500", "--resume", "--threads", "1"]);
            SpinWait.SpinUntil(() => process.HasExited || (File.Exists(place) && File.GetLastWriteTimeUtc(place) > last), TimeSpan.FromMinutes(1));
            Command.Signal(process, signal);
            Command stopped = Command.Await(process);
            Assert.Equal(signal switch { "INT" => 130, "TERM" => 143, _ => 137 }, stopped.ExitCode);
            Assert.False(File.Exists(folder["X.npy"]));
            if (signal != "KILL") Assert.Contains("of 2500 iterations are done; run the same command with --resume to go on", stopped.Error, StringComparison.Ordinal);
        }

        Command.Run([.. arguments, "--iterations", "2500"]).MustRefuse("--resume");
        Command.Run([.. arguments, "--iterations", "2500", "--resume", "--step", "0.0001"]).MustRefuse("--step");
        Command.Run([.. arguments, "--iterations", "1", "--resume"]).MustRefuse("--iterations 1 is below the ", "that the interrupted run in");
        Command resumed = Command.Run([.. arguments, "--iterations", "2600", "--resume", "--json"]).MustSucceed();
        Assert.Equal(expected, File.ReadAllBytes(folder["X.npy"]));
        Assert.Equal(whole, resumed.Json.GetProperty("iterations").ToString());
        Assert.False(Directory.Exists(folder["X.run"]));
    }

    [Fact]
    public void Resume_without_state_starts_anew_and_says_so()
    {
        using var folder = new TemporaryFolder();
        Problem(folder);
        Assert.Contains("starting anew", Solve(folder, "--lambda", "0.05", "--resume").Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["X.run"]));
    }

    /// <summary>A MAT-file; on file the first axis is the fastest.</summary>
    private static byte[] MatFile(params (string Name, NdArray<double> Matrix)[] variables)
    {
        const int float64Class = 6;
        const int float64Data = 9;
        var make = new MatBytes();
        return make.File([.. variables.Select(variable => make.Array(
            variable.Name,
            float64Class,
            [(int)variable.Matrix.Shape[0], (int)variable.Matrix.Shape[1]],
            make.Element(float64Data, make.Doubles(variable.Matrix.Transpose(1, 0).Copy().AsReadOnlySpan().ToArray()))))]);
    }

    /// <summary>A matrix of 5 x 12 in a.npy and data of 4 samples in y.npy.</summary>
    private static (NdArray<double> Matrix, NdArray<double> Data) Problem(TemporaryFolder folder)
    {
        using var compute = new Compute(threads: 1);
        NdArray<double> matrix = Normal(compute, 1, 5, 12);
        NdArray<double> data = Normal(compute, 2, 4, 5);
        ArrayFile.Write(folder["a.npy"], matrix);
        ArrayFile.Write(folder["y.npy"], data);
        return (matrix, data);
    }

    private static NdArray<double> Normal(Compute compute, ulong seed, nint rows, nint columns)
    {
        NdArray<double> array = NdArray.Empty<double>(new Shape(rows, columns));
        compute.Backend.FillNormal(array, new CounterRandom(seed));
        return array;
    }

    /// <summary>Runs on a.npy and y.npy unless the options name others.</summary>
    private static Command Run(TemporaryFolder folder, params string[] options)
    {
        List<string> arguments = ["sparse", "solve", .. options];
        foreach ((string option, string value) in new[] { ("--matrix", folder["a.npy"]), ("--data", folder["y.npy"]), ("--out", folder["X.npy"]), ("--precision", "f64") })
        {
            if (!options.Contains(option)) arguments.AddRange([option, value]);
        }

        return Command.Run([.. arguments, "--json"]);
    }

    private static Command Solve(TemporaryFolder folder, params string[] options) => Run(folder, options).MustSucceed();

    private static JsonElement[] Iterations(Command command) => [.. command.Json.GetProperty("iterations").EnumerateArray()];

    private static double Objective(JsonElement iteration) => iteration.GetProperty("objective").GetDouble();

    private static double[] Signals(TemporaryFolder folder)
    {
        using NdArray<double> signals = ArrayFile.Read<double>(folder["X.npy"]);
        return signals.AsReadOnlySpan().ToArray();
    }
}
