using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.IO;
using AdjointKit.TestKit;

namespace AdjointKit.Cli.Tests.Commands;

/// <summary><c>sparse train</c> and <c>sparse evaluate</c>.</summary>
public class SparseNetworkTests
{
    private static readonly string[] Short = ["--layers", "3", "--steps", "120", "--seed", "2"];

    [Fact]
    public void What_was_trained_is_evaluated_layer_by_layer()
    {
        using var folder = new TemporaryFolder();
        Problem(folder);
        Command trained = Train(folder, "alista", "--json").MustSucceed();
        Assert.Equal(120, trained.Json.GetProperty("steps").GetInt64());
        Assert.Equal(6, trained.Json.GetProperty("parameters").GetInt64());
        JsonElement held = Command.Run("info", folder["w.safetensors"], "--json").MustSucceed().Json;
        Assert.Equal("alista", held.GetProperty("metadata").GetProperty("model").GetString());
        Assert.Equal(["layers.0.gamma", "layers.0.theta", "layers.1.gamma", "layers.1.theta", "layers.2.gamma", "layers.2.theta"], held.GetProperty("arrays").EnumerateArray().Select(array => array.GetProperty("name").GetString()));
        Command.Run("info", folder["w.safetensors"] + ":layers.1.theta", "--json").MustSucceed();
        Command command = Command.Run("sparse", "evaluate", "--matrix", folder["a.npy"], "--weights", folder["w.safetensors"], "--truth", folder["x.npy"], "--out", folder["found.npy"], "--precision", "f64", "--json").MustSucceed();
        JsonElement[] layers = [.. command.Json.GetProperty("iterations").EnumerateArray()];
        Assert.Equal(4, layers.Length);
        Assert.Equal(0, layers[0].GetProperty("nmse").GetDouble());
        Assert.Equal(command.Json.GetProperty("nmse").GetDouble(), layers[3].GetProperty("nmse").GetDouble());

        // The error and the objective of the last layer, from the files.
        using NdArray<double> found = Read(folder["found.npy"]);
        using NdArray<double> truth = Read(folder["x.npy"]);
        using NdArray<double> a = Read(folder["a.npy"]);
        double errors = 0;
        double energies = 0;
        double misfits = 0;
        for (int s = 0; s < truth.Shape[0]; s++)
        {
            for (int j = 0; j < 40; j++)
            {
                errors += Math.Pow(found[s, j] - truth[s, j], 2);
                energies += Math.Pow(truth[s, j], 2);
            }

            for (int i = 0; i < 20; i++)
            {
                double misfit = 0;
                for (int j = 0; j < 40; j++) misfit += a[i, j] * (found[s, j] - truth[s, j]);
                misfits += misfit * misfit / 2;
            }
        }

        Assert.Equal(10 * Math.Log10(errors / energies), layers[3].GetProperty("nmse").GetDouble(), 1e-9);
        Assert.Equal(misfits, layers[3].GetProperty("objective").GetDouble(), 1e-9 * misfits);
    }

    [Fact]
    public void Damaged_weights_are_refused()
    {
        using var folder = new TemporaryFolder();
        Problem(folder);
        Train(folder, "lista-cpss").MustSucceed();
        byte[] file = File.ReadAllBytes(folder["w.safetensors"]);
        MustRefuse("are not those that were written", bytes => bytes[^4] ^= 1);

        // In the first array, and in the texts: another model, another selection.
        int head = 8 + (int)BitConverter.ToInt64(file);
        MustRefuse("are not those that were written", bytes => bytes[head + 1] ^= 1);
        MustRefuse("are not those that were written", bytes => Replace(bytes, "\"lista-cpss\"", "\"lista-cp\"  "));
        MustRefuse("are not those that were written", bytes => Replace(bytes, "\"selectionRate\":\"1.2\"", "\"selectionRate\":\"9.2\""));
        MustRefuse("stored as I32", bytes => Replace(bytes, "F32", "I32"));
        MustRefuse("there is no model `li?ta-cpss`", bytes => Replace(bytes, "\"lista-cpss\"", "\"li\\u0007ta-cpss\"", room: "\"snr\":\"inf\"", shorter: "\"s\":\"\""));
        MustRefuse("hold values that are no finite numbers", bytes => BitConverter.GetBytes(float.NaN).CopyTo(bytes, bytes.Length - 4));

        void MustRefuse(string sentence, Action<byte[]> damage)
        {
            byte[] damaged = [.. file];
            damage(damaged);
            File.WriteAllBytes(folder["w.safetensors"], damaged);
            Command.Run("sparse", "evaluate", "--matrix", folder["a.npy"], "--weights", folder["w.safetensors"], "--fresh", "100", "--seed", "1").MustRefuse(sentence);
        }
    }

    /// <summary>Another text in the place of one, as long as it; where it is longer, one that is shorter makes room for it.</summary>
    private static void Replace(byte[] bytes, string text, string other, string room = "", string shorter = "")
    {
        string all = System.Text.Encoding.Latin1.GetString(bytes);
        Assert.Contains(text, all, StringComparison.Ordinal);
        string changed = all.Replace(text, other, StringComparison.Ordinal);
        if (room.Length > 0) changed = changed.Replace(room, shorter.PadRight(room.Length + text.Length - other.Length), StringComparison.Ordinal);
        Assert.Equal(all.Length, changed.Length);
        System.Text.Encoding.Latin1.GetBytes(changed).CopyTo(bytes, 0);
    }

    [Fact]
    public void Weights_say_how_they_were_trained_and_another_matrix_is_told()
    {
        using var folder = new TemporaryFolder();
        Problem(folder);
        Train(folder, "alista", "--snr", "30").MustSucceed();
        JsonElement texts = Command.Run("info", folder["w.safetensors"], "--json").MustSucceed().Json.GetProperty("metadata");
        Assert.Equal(["fast", "30", "2", "120", "not to the end"], new[] { "recipe", "snr", "seed", "steps", "trained" }.Select(name => texts.GetProperty(name).GetString()));
        using NdArray<double> matrix = Read(folder["a.npy"]);
        using NdArray<double> other = NdArray.Fill<double>(matrix.Shape[0], matrix.Shape[1], (i, j) => i == 3 && j == 5 ? 1.01 * matrix[i, j] : matrix[i, j]);
        ArrayFile.Write(folder["b.npy"], other);
        Assert.Contains("but for another matrix", Evaluate("b.npy").Error, StringComparison.Ordinal);
        Assert.DoesNotContain("another matrix", Evaluate("a.npy").Error, StringComparison.Ordinal);
        Assert.DoesNotContain("another matrix", Evaluate("a.npy", "--precision", "f64").Error, StringComparison.Ordinal);

        Command Evaluate(string name, params string[] more) =>
            Command.Run(["sparse", "evaluate", "--matrix", folder[name], "--weights", folder["w.safetensors"], "--fresh", "100", .. more]).MustSucceed();
    }

    [Fact]
    public void A_matrix_that_may_be_transposed_or_of_another_scale_is_told_and_what_was_not_validated_is_not_called_so()
    {
        using var folder = new TemporaryFolder();
        Problem(folder);
        using NdArray<double> matrix = Read(folder["a.npy"]);
        using NdArray<double> tall = matrix.Transpose(1, 0).Copy();
        using NdArray<double> large = NdArray.Fill<double>(matrix.Shape[0], matrix.Shape[1], (i, j) => 1e20 * matrix[i, j]);
        ArrayFile.Write(folder["tall.npy"], tall);
        ArrayFile.Write(folder["large.npy"], large);
        Command told = Train("tall.npy", "3");
        Assert.Contains("more data than unknowns", told.Error, StringComparison.Ordinal);
        Assert.Contains("not validated yet", told.Output, StringComparison.Ordinal);
        Assert.Contains("recovers next to nothing", Train("large.npy", "120").Error, StringComparison.Ordinal);
        Assert.DoesNotContain("recovers next to nothing", Train("a.npy", "120").Error, StringComparison.Ordinal);

        Command Train(string name, string steps) =>
            Command.Run("sparse", "train", "--matrix", folder[name], "--model", "lista-cp", "--layers", "3", "--steps", steps, "--out", folder[$"{name}.safetensors"]).MustSucceed();
    }

    [Fact]
    public void A_warm_start_says_how_far_the_weights_have_moved_from_the_analytic_ones()
    {
        using var folder = new TemporaryFolder();
        Problem(folder);
        Command cold = Train(folder, "tilista", "--json").MustSucceed();
        Assert.False(cold.Json.TryGetProperty("analyticDistance", out _));
        Directory.Delete(folder["w.run"], recursive: true);
        Command warm = Train(folder, "tilista", "--warm-start", "analytic", "--json").MustSucceed();

        // The numbers come first: at the end of so short a training the weights are where they began.
        Assert.Equal(0, warm.Json.GetProperty("analyticDistance").GetDouble());
    }

    [Fact]
    public void HyperLISTA_is_tuned_and_evaluated()
    {
        using var folder = new TemporaryFolder();
        Problem(folder);
        Command tuned = Command.Run("sparse", "train", "--matrix", folder["a.npy"], "--model", "hyperlista", "--layers", "6", "--out", folder["w.safetensors"], "--json").MustSucceed();
        Assert.Equal(3, tuned.Json.GetProperty("parameters").GetInt64());
        double error = Command.Run("sparse", "evaluate", "--matrix", folder["a.npy"], "--weights", folder["w.safetensors"], "--fresh", "1000", "--seed", "1", "--json").MustSucceed().Json.GetProperty("nmse").GetDouble();
        Assert.True(error < -10, $"{error} dB");
        Assert.Equal(["a.npy", "w.safetensors", "x.npy"], folder.Names.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Signals_as_columns_and_as_rows_have_one_error_and_fresh_ones_of_a_seed_come_again()
    {
        using var folder = new TemporaryFolder();
        Problem(folder);
        Train(folder, "lista-cpss").MustSucceed();
        using NdArray<double> truth = Read(folder["x.npy"]);
        using NdArray<double> columns = truth.Transpose(1, 0).Copy();
        ArrayFile.Write(folder["c.npy"], columns);
        Assert.Equal(Nmse("--truth", folder["x.npy"]), Nmse("--truth", folder["c.npy"], "--columns"));
        double fresh = Nmse("--fresh", "500", "--seed", "1");
        Assert.Equal(fresh, Nmse("--fresh", "500", "--seed", "1", "--threads", "1"));
        Assert.NotEqual(fresh, Nmse("--fresh", "500", "--seed", "3"));
        Assert.True(fresh < Nmse("--fresh", "500", "--seed", "1", "--snr", "5") - 0.3);

        double Nmse(params string[] more) =>
            Command.Run(["sparse", "evaluate", "--matrix", folder["a.npy"], "--weights", folder["w.safetensors"], "--json", .. more]).MustSucceed().Json.GetProperty("nmse").GetDouble();
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void A_training_that_was_killed_ends_with_the_same_bits()
    {
        using var folder = new TemporaryFolder();
        Problem(folder);
        string[] arguments = ["sparse", "train", "--matrix", folder["a.npy"], "--model", "lista-cpss", "--layers", "3", "--out", folder["w.safetensors"]];
        string place = Path.Combine(folder["w.run"], "state");
        foreach (string signal in new[] { "INT", "KILL" })
        {
            DateTime last = File.GetLastWriteTimeUtc(place);
            using Process process = Command.Start(folder.Path, [.. arguments, "--steps", "1000000", "--resume", "--threads", "1"]);
            SpinWait.SpinUntil(() => process.HasExited || (File.Exists(place) && File.GetLastWriteTimeUtc(place) > last), TimeSpan.FromMinutes(1));
            Command.Signal(process, signal);
            Assert.Equal(signal == "INT" ? 130 : 137, Command.Await(process).ExitCode);
            Assert.False(File.Exists(folder["w.safetensors"]));
        }

        // How far it came hangs on the machine: 500 steps more, and as many in one go.
        Command.Run([.. arguments, "--steps", "1", "--resume"]).MustRefuse("--steps 1 is below the ", "that the interrupted run in");
        string done = Command.Run([.. arguments, "--steps", "1", "--resume"]).Error.Split("below the ")[1].Split(' ')[0];
        string steps = (int.Parse(done, CultureInfo.InvariantCulture) + 500).ToString(CultureInfo.InvariantCulture);
        Command.Run([.. arguments, "--steps", steps]).MustRefuse("--resume");
        Command.Run([.. arguments, "--steps", steps, "--seed", "5", "--resume"]).MustRefuse("--seed");
        Command.Run([.. arguments, "--steps", steps, "--resume"]).MustSucceed();
        byte[] resumed = File.ReadAllBytes(folder["w.safetensors"]);
        File.Delete(folder["w.safetensors"]);
        Directory.Delete(folder["w.run"], recursive: true);
        Command.Run([.. arguments, "--steps", steps]).MustSucceed();
        Assert.Equal(File.ReadAllBytes(folder["w.safetensors"]), resumed);
    }

    [SkippableFact]
    public void A_device_trains_what_the_cpu_does()
    {
        DeviceTests.RequireOpenCl();
        using var folder = new TemporaryFolder();
        Problem(folder);
        Train(folder, "lista-cpss").MustSucceed();
        double onCpu = Nmse();
        Directory.Delete(folder["w.run"], recursive: true);
        Command there = Train(folder, "lista-cpss", "--device", "opencl", "--json").MustSucceed();
        Assert.Equal("opencl:0", there.Json.GetProperty("device").GetString());
        Assert.Equal(onCpu, Nmse(), 0.2);
        Assert.Equal(onCpu, Nmse("--device", "opencl"), 0.2);

        double Nmse(params string[] more) =>
            Command.Run(["sparse", "evaluate", "--matrix", folder["a.npy"], "--weights", folder["w.safetensors"], "--fresh", "500", "--json", .. more]).MustSucceed().Json.GetProperty("nmse").GetDouble();
    }

    [Fact]
    public void What_makes_no_sense_is_refused_in_one_sentence()
    {
        using var folder = new TemporaryFolder();
        Problem(folder);
        ArrayFile.Write(folder["tall.npy"], NdArray.Fill<double>(5, 3, (i, k) => i + (k * k) + 1));
        ArrayFile.Write(folder["short.npy"], NdArray.Fill<double>(2, 7, (i, k) => 1));
        Train(folder, "lista", "--warm-start", "analytic").MustRefuse("lista has no weight that could start as the analytic one");
        Train(folder, "magic").MustRefuse("--model takes lista, ");
        Train(folder, "alista", "--snr", "loud").MustRefuse("--snr: 'loud' is no ratio of signal to noise");
        Command.Run("sparse", "train", "--matrix", folder["a.npy"], "--out", folder["w.npy"]).MustRefuse("end the name in .safetensors");
        Command.Run("sparse", "train", "--matrix", folder["tall.npy"], "--model", "alista", "--out", folder["w.safetensors"]).MustRefuse("its rows depend on each other, and its analytic weight is not defined\n");
        Train(folder, "alista").MustSucceed();
        string[] evaluate = ["sparse", "evaluate", "--matrix", folder["a.npy"], "--weights", folder["w.safetensors"]];
        Command.Run(evaluate).MustRefuse("--truth X0 or --fresh COUNT, one of them");
        Command.Run([.. evaluate, "--truth", folder["short.npy"]]).MustRefuse("has 40 columns: a signal has 7 numbers in the file");
        Command.Run("sparse", "evaluate", "--matrix", folder["tall.npy"], "--weights", folder["w.safetensors"], "--fresh", "9").MustRefuse("the network is for a matrix of 20 x 40 numbers, this one has 5 x 3");
        Command.Run("sparse", "evaluate", "--matrix", folder["a.npy"], "--weights", folder["a.npy"], "--fresh", "9").MustRefuse("a.npy");
        byte[] whole = File.ReadAllBytes(folder["w.safetensors"]);
        File.WriteAllBytes(folder["w.safetensors"], whole[..(whole.Length - 3)]);
        Command.Run([.. evaluate, "--fresh", "9"]).MustRefuse("w.safetensors");
    }

    private static void Problem(TemporaryFolder folder)
    {
        NdArray<double> a = NdArray.Empty<double>(new Shape(20, 40));
        new CounterRandom(1).FillNormal(a);
        for (int j = 0; j < 40; j++)
        {
            double sum = 0;
            for (int i = 0; i < 20; i++) sum += a[i, j] * a[i, j];
            for (int i = 0; i < 20; i++) a.AsWritableSpan()[(i * 40) + j] /= Math.Sqrt(sum);
        }

        ArrayFile.Write(folder["a.npy"], a);
        var random = new CounterRandom(3);
        ArrayFile.Write(folder["x.npy"], NdArray.Fill<double>(30, 40, (i, j) => random.Bernoulli((ulong)((i * 40) + j), 0.1) ? random.Normal((ulong)((i * 40) + j)) : 0));
    }

    private static Command Train(TemporaryFolder folder, string model, params string[] more) =>
        Command.Run(["sparse", "train", "--matrix", folder["a.npy"], "--model", model, "--out", folder["w.safetensors"], .. Short, .. more]);

    private static NdArray<double> Read(string path)
    {
        using AnyArray file = ArrayFile.Read(path);
        return file.As<double>();
    }
}
