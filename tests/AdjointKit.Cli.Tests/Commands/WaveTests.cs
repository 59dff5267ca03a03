using AdjointKit.Arrays;
using AdjointKit.IO;
using AdjointKit.TestKit;

namespace AdjointKit.Cli.Tests.Commands;

public class WaveTests
{
    [Fact]
    public void Model_writes_data_of_the_survey_in_the_stated_precision()
    {
        using var folder = new TemporaryFolder();
        SmallSurvey.WriteModel(folder);
        Command model = Command.Run(["wave", "model", .. SmallSurvey.Options(folder, "--out", folder["d.npy"], "--precision", "f64", "--json")]).MustSucceed();
        using AnyArray data = ArrayFile.Read(folder["d.npy"]);
        Assert.Equal(new Shape(3, 21, SmallSurvey.Samples), data.Shape);
        Assert.Equal(ElementType.Float64, data.ElementType);
        Assert.Equal(folder["d.npy"], model.Json.GetProperty("files")[0].GetString());
        foreach (string key in new[] { "seconds", "steps", "substeps", "peakArrayBytes", "peakResidentBytes", "device", "threads", "warnings", "history" }) Assert.True(model.Json.TryGetProperty(key, out _), key);
    }

    [Fact]
    public void The_files_order_quantity_and_unit_do_not_change_the_data()
    {
        using var folder = new TemporaryFolder();
        byte[] expected = File.ReadAllBytes(SmallSurvey.WriteData(folder));
        ArrayFile.Write(folder["zx.npy"], NdArray.Fill<double>(SmallSurvey.Nz, SmallSurvey.Nx, (k, _) => k < 15 ? 1.8 : 2.3));
        Command.Run(["wave", "model", .. SmallSurvey.OptionsWithout(folder, "--vp", "--vp", folder["zx.npy"], "--axes", "zx", "--model-unit", "km/s", "--out", folder["e.npy"])]).MustSucceed();
        Assert.Equal(expected, File.ReadAllBytes(folder["e.npy"]));
    }

    [Fact]
    public void Born_and_its_adjoint_are_transposes_of_each_other()
    {
        using var folder = new TemporaryFolder();
        string data = SmallSurvey.WriteData(folder);
        Command.Run(["wave", "born", .. SmallSurvey.Options(folder, "--dvp", folder["dv.npy"], "--precision", "f64", "--out", folder["b.npy"])]).MustSucceed();
        Command.Run(["wave", "born", .. SmallSurvey.Options(folder, "--adjoint", "--data", data, "--precision", "f64", "--out", folder["g.npy"])]).MustSucceed();
        double a = Dot(folder["b.npy"], data);
        double b = Dot(folder["dv.npy"], folder["g.npy"]);
        Assert.True(Math.Abs(a - b) <= 1e-12 * Math.Abs(a), $"{a} and {b}");
    }

    [Fact]
    public void Adjoint_is_the_transpose_of_model_in_the_source_signals()
    {
        using var folder = new TemporaryFolder();
        string data = SmallSurvey.WriteData(folder);
        var random = new Random(5);
        ArrayFile.Write(folder["w.npy"], NdArray.From<double>([.. Enumerable.Range(0, 3 * SmallSurvey.Samples).Select(_ => random.NextDouble() - 0.5)], new Shape(3, 1, SmallSurvey.Samples)));
        Command.Run(["wave", "model", .. SmallSurvey.OptionsWithout(folder, "--wavelet", "--wavelet", folder["w.npy"], "--precision", "f64", "--out", folder["e.npy"])]).MustSucceed();
        Command.Run(["wave", "adjoint", .. SmallSurvey.OptionsWithout(folder, "--wavelet", "--data", data, "--precision", "f64", "--out", folder["q.npy"])]).MustSucceed();
        double a = Dot(folder["e.npy"], data);
        double b = Dot(folder["w.npy"], folder["q.npy"]);
        Assert.True(Math.Abs(a - b) <= 1e-12 * Math.Abs(a), $"{a} and {b}");
    }

    [Fact]
    public void Gradient_reports_the_misfit_and_writes_one_file_per_variable()
    {
        using var folder = new TemporaryFolder();
        string data = SmallSurvey.WriteData(folder);
        ArrayFile.Write(folder["vp.npy"], NdArray.Fill<float>(SmallSurvey.Nx, SmallSurvey.Nz, (_, _) => 1800));
        Command gradient = Command.Run(["wave", "gradient", .. SmallSurvey.Options(folder, "--observed", data, "--wrt", "vp,wavelet", "--out", folder["g.npy"], "--json")]).MustSucceed();
        Assert.True(gradient.Json.GetProperty("misfit").GetDouble() > 0);
        Assert.True(gradient.Json.GetProperty("gradientNorm").GetDouble() > 0);
        Assert.Equal(0, gradient.Json.GetProperty("recomputedSteps").GetInt64());
        using AnyArray velocity = ArrayFile.Read(folder["g.vp.npy"]);
        using AnyArray wavelet = ArrayFile.Read(folder["g.wavelet.npy"]);
        Assert.Equal(new Shape(SmallSurvey.Nx, SmallSurvey.Nz), velocity.Shape);
        Assert.Equal(new Shape(SmallSurvey.Samples), wavelet.Shape);
        Assert.False(File.Exists(folder["g.npy"]));
    }

    [Fact]
    public void A_memory_budget_recomputes_and_keeps_the_bits()
    {
        using var folder = new TemporaryFolder();
        string data = SmallSurvey.WriteData(folder);
        ArrayFile.Write(folder["vp.npy"], NdArray.Fill<float>(SmallSurvey.Nx, SmallSurvey.Nz, (_, _) => 1800));
        Command.Run(["wave", "gradient", .. SmallSurvey.Options(folder, "--observed", data, "--out", folder["all.npy"])]).MustSucceed();
        Command tight = Command.Run(["wave", "gradient", .. SmallSurvey.Options(folder, "--observed", data, "--memory", "1MB", "--out", folder["tight.npy"], "--json")]).MustSucceed();
        Assert.True(tight.Json.GetProperty("recomputedSteps").GetInt64() > 0);
        Assert.True(tight.Json.GetProperty("predictedSeconds").GetDouble() > 0);
        Assert.Contains("history: plan for a shot: 159 steps", tight.Error, StringComparison.Ordinal);
        Assert.Contains($"({tight.Json.GetProperty("recomputedSteps")} recomputed)", tight.Error, StringComparison.Ordinal);
        Assert.True(tight.Json.GetProperty("peakArrayBytes").GetInt64() <= 1_000_000);
        Assert.Equal(File.ReadAllBytes(folder["all.npy"]), File.ReadAllBytes(folder["tight.npy"]));
    }

    [Theory]
    [InlineData("--dt", "0,002", "--dt")]
    [InlineData("--dt", "NaN", "--dt")]
    [InlineData("--dt", "-1", "--dt")]
    [InlineData("--nt", "1", "--nt")]
    [InlineData("--spacing", "10", "--spacing")]
    [InlineData("--spacing", "10,-10", "spacing")]
    [InlineData("--wavelet", "ricker:", "ricker")]
    [InlineData("--wavelet", "nowhere.npy", "nowhere.npy")]
    [InlineData("--wavelet", "ricker", "ricker:FREQUENCY")]
    [InlineData("--sources", "line:100,300,0,20", "line:100,300,0,20")]
    [InlineData("--sources", "line:100,300,3", "line:x0,x1,n,z")]
    [InlineData("--receivers", "line:0,4000,21,20", "outside the model")]
    [InlineData("--pml", "2.5", "--pml")]
    [InlineData("--vp", "nowhere.npy", "nowhere.npy")]
    public void Wrong_input_is_exit_2_and_names_the_option(string option, string value, string fragment)
    {
        using var folder = new TemporaryFolder();
        SmallSurvey.WriteModel(folder);
        Command.Run(["wave", "model", .. SmallSurvey.OptionsWithout(folder, option, option, value, "--out", folder["d.npy"])]).MustRefuse(fragment);
        Assert.False(File.Exists(folder["d.npy"]));
    }

    [Theory]
    [InlineData("--order", "6")]
    [InlineData("--step", "never")]
    [InlineData("--physics", "elastic")]
    [InlineData("--history", "reverse")]
    public void Choices_that_there_are_not_are_exit_2(string option, string value)
    {
        using var folder = new TemporaryFolder();
        SmallSurvey.WriteModel(folder);
        Command.Run(["wave", "model", .. SmallSurvey.Options(folder, option, value, "--out", folder["d.npy"])]).MustRefuse();
    }

    [Fact]
    public void An_unstable_step_is_refused_with_the_limit()
    {
        using var folder = new TemporaryFolder();
        SmallSurvey.WriteModel(folder);
        string[] coarse = SmallSurvey.OptionsWithout(folder, "--dt", "--dt", "0.004", "--out", folder["d.npy"]);
        Command.Run(["wave", "model", .. coarse, "--step", "same"]).MustRefuse("stability limit", "--step auto");
        Assert.True(Command.Run(["wave", "model", .. coarse, "--json"]).MustSucceed().Json.GetProperty("substeps").GetInt32() > 1);
    }

    [Fact]
    public void A_vmax_below_the_model_is_said_where_the_step_is_stable_too()
    {
        using var folder = new TemporaryFolder();
        SmallSurvey.WriteModel(folder);
        string[] fine = SmallSurvey.OptionsWithout(folder, "--dt", "--dt", "0.0005", "--vmax", "2000", "--out", folder["d.npy"], "--json");
        Command model = Command.Run(["wave", "model", .. fine]).MustSucceed();
        Assert.Contains("--vmax 2000 m/s is below the model's largest velocity 2300 m/s", model.Json.GetProperty("warnings")[0].GetString(), StringComparison.Ordinal);
        string[] coarse = SmallSurvey.OptionsWithout(folder, "--dt", "--dt", "0.004", "--vmax", "1000", "--out", folder["d.npy"]);
        Command.Run(["wave", "model", .. coarse]).MustRefuse("--vmax", "2300 m/s exceeds");
    }

    [Fact]
    public void Positions_that_fit_the_exchanged_axes_suggest_the_option()
    {
        using var folder = new TemporaryFolder();
        SmallSurvey.WriteModel(folder);
        ArrayFile.Write(folder["zx.npy"], NdArray.Fill<float>(SmallSurvey.Nz, SmallSurvey.Nx, (_, _) => 1800));
        Command.Run(["wave", "model", .. SmallSurvey.OptionsWithout(folder, "--vp", "--vp", folder["zx.npy"], "--out", folder["d.npy"])]).MustRefuse("outside the model", "use --axes zx");
        Command.Run(["wave", "model", .. SmallSurvey.Options(folder, "--axes", "zx", "--out", folder["d.npy"])]).MustRefuse("outside the model", "use --axes xz");
    }

    [Fact]
    public void Too_few_points_per_wavelength_is_a_warning_with_the_error()
    {
        using var folder = new TemporaryFolder();
        SmallSurvey.WriteModel(folder);
        Command model = Command.Run(["wave", "model", .. SmallSurvey.OptionsWithout(folder, "--wavelet", "--wavelet", "ricker:40", "--out", folder["d.npy"], "--json")]).MustSucceed();
        Assert.Equal(1, model.Json.GetProperty("warnings").GetArrayLength());
        Assert.Contains("points per shortest wavelength", model.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Data_of_another_shape_are_refused_with_both_shapes()
    {
        using var folder = new TemporaryFolder();
        SmallSurvey.WriteModel(folder);
        ArrayFile.Write(folder["d.npy"], NdArray.Zeros<float>(3, 20, SmallSurvey.Samples));
        Command.Run(["wave", "gradient", .. SmallSurvey.Options(folder, "--observed", folder["d.npy"], "--out", folder["g.npy"])]).MustRefuse("(3, 20, 160)", "21 receivers");
    }

    [Fact]
    public void A_model_in_another_unit_is_refused_with_the_way_out()
    {
        using var folder = new TemporaryFolder();
        ArrayFile.Write(folder["vp.npy"], NdArray.Fill<float>(SmallSurvey.Nx, SmallSurvey.Nz, (_, _) => 1.8f));
        Command.Run(["wave", "model", .. SmallSurvey.Options(folder, "--out", folder["d.npy"])]).MustRefuse("use --model-unit km/s");
    }

    [Fact]
    public void Report_writes_a_page_and_a_configuration_that_repeats_the_run()
    {
        using var folder = new TemporaryFolder();
        string data = SmallSurvey.WriteData(folder);
        Command.Run(["wave", "model", .. SmallSurvey.Options(folder, "--out", folder["again.npy"], "--report", folder["report"])]).MustSucceed();
        string page = File.ReadAllText(folder["report/index.html"]);
        Assert.Contains("</html>", page, StringComparison.Ordinal);
        Assert.Contains("<th scope=\"row\">--wavelet</th><td>ricker:20</td>", page, StringComparison.Ordinal);
        Assert.Contains("adjointkit wave model --vp ", page, StringComparison.Ordinal);
        Assert.Contains("3 shots of 1 source, 21 receivers", page, StringComparison.Ordinal);
        Assert.Contains("1 inner step each", page, StringComparison.Ordinal);
        File.Delete(folder["again.npy"]);
        Command.Run("wave", "model", "--config", folder["report/config.json"]).MustSucceed();
        Assert.Equal(File.ReadAllBytes(data), File.ReadAllBytes(folder["again.npy"]));
    }

    private static double Dot(string left, string right)
    {
        using NdArray<double> x = ArrayFile.Read<double>(left);
        using NdArray<double> y = ArrayFile.Read<double>(right);
        double sum = 0;
        for (int k = 0; k < x.Count; k++) sum += x.AsReadOnlySpan()[k] * y.AsReadOnlySpan()[k];
        return sum;
    }
}
