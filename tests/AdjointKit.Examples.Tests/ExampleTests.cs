using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using AdjointKit.TestKit;
using Xunit;

namespace AdjointKit.Examples.Tests;

/// <summary>Every example runs, prints what it is about, and draws its picture.</summary>
public sealed class ExampleTests
{
    private static readonly string examples = Path.Combine(Repository.Root, "examples");

    [Fact]
    public void Reverse_mode_prints_values_and_adjoints()
    {
        string text = Run("reverse-mode", ReverseMode.Run);
        double e2 = Math.Exp(2);

        // f = ln(x + e^(y/x)) at (1, 2): df/dx = (1 - 2 e^2) / (1 + e^2), df/dy = e^2 / (1 + e^2).
        Assert.Equal((1 - (2 * e2)) / (1 + e2), Numbers(text, "  x ")[1], 1e-6);
        Assert.Equal(e2 / (1 + e2), Numbers(text, "  y ")[1], 1e-6);
        Assert.Equal(Math.Log(1 + e2), Numbers(text, "  v4 ")[^2], 1e-6);
    }

    [Fact]
    public void Forward_and_reverse_mode_agree()
    {
        string text = Run("forward-against-reverse", (output, folder) => ForwardAgainstReverse.Run(output, folder, 100));
        Assert.True(Numbers(text, "the two gradients differ by")[0] < 1e-13, text);
        Assert.Equal([1, 10, 100], text.Split('\n').Select(line => Numbers(line, " ")).Where(numbers => numbers.Length == 5).Select(numbers => numbers[0]));
    }

    [Fact]
    public void Finite_differences_lose_half_of_the_digits_and_the_complex_step_none()
    {
        string text = Run("finite-differences", FiniteDifferences.Run);
        Assert.InRange(Numbers(text, "  float64  one-sided")[0], 1e-10, 1e-6);
        Assert.InRange(Numbers(text, "  float64  central")[0], 1e-13, 1e-8);
        Assert.InRange(Numbers(text, "  float64  complex step")[0], 0, 1e-15);
        Assert.InRange(Numbers(text, "  float64  adjoint")[0], 0, 1e-14);
        Assert.InRange(Numbers(text, "  float32  one-sided")[0], 1e-6, 1e-2);
        Assert.InRange(Numbers(text, "  float32  complex step")[0], 0, 1e-6);
        Assert.InRange(Numbers(text, "  float32  adjoint")[0], 0, 1e-6);
    }

    [Fact]
    public void The_derivative_swells_as_a_formula_and_the_tape_grows_by_three_ops()
    {
        string text = Run("expression-swell", (output, folder) => ExpressionSwell.Run(output, folder, 5));
        double[] last = Numbers(text, "     5 ");
        Assert.True(last[1] > 50 * last[2], text);
        Assert.Equal(15, last[2]);
        Assert.Equal(last[3], last[4], 1e-7);
    }

    [Fact]
    public void The_loop_gives_the_same_bits_in_every_budget()
    {
        string text = Run("memory-and-recomputation", (output, folder) => MemoryAndRecomputation.Run(output, folder, 2000));
        Assert.Contains("the same bits in every budget: True", text, StringComparison.Ordinal);
        double[] recomputed = [.. text.Split('\n').Where(line => line.StartsWith("plan:", StringComparison.Ordinal)).Select(line => Numbers(line, "plan:")[1])];
        Assert.True(recomputed.Length > 3, text);
        Assert.Equal(recomputed.Order(), recomputed);
        Assert.True(recomputed[^1] > 100, text);
    }

    [Fact]
    public void Adjoints_of_uses_add_up_and_a_program_with_state_and_branches_is_differentiated()
    {
        string text = Run("fan-out", (output, folder) => FanOut.Run(output, folder, 40));
        Assert.Equal(Math.Cos(0.5) + 1 + Math.Exp(0.5), Numbers(text, "  the adjoint of x is their sum:")[0], 1e-6);
        Assert.Contains("dF/dx = 3\n", text, StringComparison.Ordinal);
        Assert.True(Numbers(text, "a bouncing ball,")[1] < 1e-6, text);
    }

    [Fact]
    public void A_preconditioner_and_orthogonal_directions_beat_the_condition_number_and_the_normal_equations_lose_half_of_the_digits()
    {
        string text = Run("least-squares-five-ways", (output, folder) => LeastSquaresFiveWays.Run(output, folder, 110));
        Assert.InRange(Numbers(text, "CGLS")[^1], 0.1, 1);
        Assert.InRange(Numbers(text, "LSQR  ")[^1], 0.1, 1);
        Assert.InRange(Numbers(text, "LSMR, directions kept orthogonal")[^1], 0, 1e-7);
        Assert.InRange(Numbers(text, "LSQR, preconditioned")[0], 10, 50);
        Assert.InRange(Numbers(text, "LSQR, preconditioned")[^1], 0, 1e-6);
        Assert.InRange(Numbers(text, "normal equations, Cholesky")[^1], 1e-7, 1e-3);
    }

    [Fact]
    public void Total_variation_gains_most_at_a_weight_between_too_small_and_too_large()
    {
        string text = Run("denoising", (output, folder) => Denoising.Run(output, folder, 64));
        Assert.Equal(20, Numbers(text, "noisy image: PSNR")[0], 0.5);
        double[] gains = [.. text.Split('\n').Where(line => line.StartsWith("weight", StringComparison.Ordinal)).Select(line => Numbers(line, "weight")[1])];
        Assert.Equal(8, gains.Length);
        Assert.InRange(gains.Max() - 20, 5, 20);
        Assert.True(gains[0] < gains.Max() - 3 && gains[^1] < gains.Max() - 1, text);
    }

    [Fact]
    public void Total_variation_sees_from_few_angles_what_least_squares_and_filtered_back_projection_do_not()
    {
        string text = Run("tomography", (output, folder) => Tomography.Run(output, folder, 48, 16));
        double filtered = Numbers(text, "filtered back projection:")[^1];
        double leastSquares = Numbers(text, "least squares,")[^1];
        double sparse = Numbers(text, "total variation,")[^1];
        Assert.True(sparse < 0.6 * leastSquares && leastSquares < filtered && filtered < 1, text);
    }

    [Fact]
    public void Signals_are_recovered_below_the_curve_of_Donoho_and_Tanner()
    {
        string text = Run("phase-transition", (output, folder) => PhaseTransition.Run(output, folder, 200, 8, 10));
        double[][] rows = [.. text.Split('\n').Skip(1).Select(line => Numbers(line, " ")).Where(numbers => numbers.Length == 3)];
        Assert.Equal(8, rows.Length);

        // The curve passes 0.386 at half as many samples as unknowns, here between two rows.
        Assert.Equal(0.386, (rows[3][2] + rows[4][2]) / 2, 2e-3);
        Assert.All(rows[2..^1], row => Assert.InRange(row[1], row[2] - 0.12, row[2] + 0.06));
    }

    [Fact]
    public void The_weight_of_a_penalty_is_found_by_its_hyper_gradient()
    {
        string text = Run("regularization-weight", (output, folder) => RegularizationWeight.Run(output, folder, 60));
        double[] slopes = Numbers(text, "hyper-gradient at 0.3:");
        Assert.Equal(slopes[1], slopes[0], 1e-4);
        double[] found = Numbers(text, "weight");
        Assert.InRange(found[0] / found[4], 0.9, 1.1);
        Assert.True(found[1] < found[5] + 1e-3, text);
        Assert.True(Numbers(text, "two weights:")[2] < found[1], text);
    }

    [Fact]
    public void Learned_steps_are_better_than_those_of_Chebyshev()
    {
        string text = Run("learned-steps", (output, folder) => LearnedSteps.Run(output, folder, [2, 4, 8], 100));
        double[][] rows = [.. text.Split('\n').Skip(1).Select(line => Numbers(line, " ")).Where(numbers => numbers.Length == 5)];
        Assert.Equal(3, rows.Length);
        Assert.All(rows, row => Assert.True(row[3] < row[1] && row[1] < row[2] && row[4] < row[3], text));
    }

    /// <summary>At the sizes of the example: a thousand fresh problems, as far as it was trained.</summary>
    [Fact]
    [Trait("Category", "Slow")]
    public void Optimisers_that_were_learned_are_better_than_all_others()
    {
        string text = Run("learned-optimizer", (output, folder) => LearnedOptimizer.Run(output, folder, 3000, 1000, 500));
        foreach (string name in (string[])["LSTM:", "LSTM on momentum:"])
        {
            double[] learned = Numbers(text, name);
            foreach (string peer in (string[])["SGD:", "momentum:", "momentum, its coefficient tuned too:", "RMSProp:", "Adam:"])
            {
                double[] losses = Numbers(text, peer);
                for (int k = 0; k < 3; k++) Assert.True(learned[k] < losses[k], text);
            }
        }
    }

    [Fact]
    public void Fringes_behind_two_slits_have_their_formula_and_the_contrast_of_the_coherence()
    {
        string text = Run("double-slit", (output, folder) => DoubleSlit.Run(output, folder, 9));
        Assert.Equal(0.633, Numbers(text, "fringes")[0]);
        Assert.InRange(Numbers(text, "fringes")[1], 0, 1e-2);
        double[][] rows = [.. text.Split('\n').Select(line => Numbers(line, "source of")).Where(numbers => numbers.Length == 3)];
        Assert.Equal(7, rows.Length);
        Assert.All(rows, row => Assert.Equal(row[2], row[1], 0.02));
    }

    [Fact]
    public void A_grating_comes_back_behind_itself()
    {
        string text = Run("talbot-carpet", (output, folder) => TalbotCarpet.Run(output, folder, 60));
        Assert.Equal(5.054976, Numbers(text, "Talbot length")[0]);
        Assert.InRange(Numbers(text, "cosine grating: the image in the Talbot plane")[0], 0, 1e-11);
        Assert.InRange(Numbers(text, "cosine grating: half way,")[0], 0, 1e-11);
        Assert.InRange(Numbers(text, "bars:")[0], 0.01, 0.5);
    }

    [Fact]
    public void In_the_middle_of_the_shadow_of_a_disc_there_is_light()
    {
        string text = Run("arago-spot", (output, folder) => AragoSpot.Run(output, folder, 160));
        double[][] rows = [.. text.Split('\n').Where(line => line.Contains("m behind the disc", StringComparison.Ordinal)).Select(line => Numbers(line, ""))];
        Assert.Equal(7, rows.Length);
        Assert.All(rows[2..], row => Assert.Equal(row[2], row[1], 2e-2));
        Assert.InRange(Numbers(text, "the spot is")[2], 0, 0.05);
    }

    [Fact]
    public void The_gradient_of_a_hologram_is_better_than_projections()
    {
        string text = Run("phase-only-hologram", (output, folder) => PhaseOnlyHologram.Run(output, folder, 64));
        Assert.InRange(Numbers(text, "the gradient gains")[0], 3, 40);
    }

    [Fact]
    public void A_diffraction_pattern_gets_its_phase_back()
    {
        string text = Run("diffraction-imaging", (output, folder) => DiffractionImaging.Run(output, folder, 24, 300));
        Assert.Contains("hybrid input-output and error reduction, the best of 4 starts: error", text, StringComparison.Ordinal);
        Assert.True(Errors("hybrid") < 0.5 * Errors("error reduction,"), text);

        double Errors(string beginning) => double.Parse(text.Split('\n').Single(line => line.StartsWith(beginning, StringComparison.Ordinal)).Split("error ")[^1].Split(',')[0], CultureInfo.InvariantCulture);
    }

    [SkippableFact]
    [Trait("Category", "Slow")]
    public void A_measured_target_comes_into_focus()
    {
        string file = SharedData.Path("data/optics/offaxis_shampoo/USAF_test.tif");
        string text = Run("refocusing", (output, folder) => Refocusing.Run(output, folder, file, 9));
        Assert.InRange(Numbers(text, "the contrast is largest at")[0], 36.65, 36.85);
        Assert.InRange(Numbers(text, "group 8, element 4: three bars, of a contrast of")[0], 0.4, 1);
    }

    [SkippableFact]
    [Trait("Category", "Slow")]
    public void A_measured_sphere_is_found_in_three_dimensions()
    {
        string hologram = SharedData.Path("data/optics/inline_holopy/image01.jpg");
        string background = SharedData.Path("data/optics/inline_holopy/bg01.jpg");
        string text = Run("measured-particle", (output, folder) => MeasuredParticle.Run(output, folder, hologram, background, 31));
        double[] particle = Numbers(text, "x");
        Assert.Equal(0.07, particle[0], 0.1);
        Assert.Equal(2.42, particle[1], 0.1);

        // Its distance is known from elsewhere to be 17.0 to 17.5 um; its edge is sharpest within a fifth of the depth of focus d^2 / l, 2 um, of that. It is 1 um wide.
        Assert.Equal(17.25, particle[2], 0.4);
        Assert.Equal(1, particle[3], 0.15);
    }

    [SkippableFact]
    [Trait("Category", "Slow")]
    public void Handwritten_digits_are_told_apart()
    {
        string mnist = SharedData.Path("data/learning/mnist");
        string text = Run("mnist", (output, folder) => Mnist.Run(output, folder, mnist, 20));
        Assert.InRange(Numbers(text, "SGD with momentum:")[0], 95.5, 100);
        Assert.InRange(Numbers(text, "Adam:")[0], 95.5, 100);
        Assert.Equal(10000, Numbers(text, "Adam:")[1]);
    }

    [Fact]
    public void Of_deep_chains_the_one_that_He_initialised_keeps_its_gradient_and_the_others_are_named()
    {
        string text = Run("deep-chains", (output, folder) => DeepChains.Run(output, folder, 96));
        Assert.InRange(Numbers(text, "ReLU, He:")[0], 1, 10);
        Assert.DoesNotContain("Gradients", text.Split('\n')[0], StringComparison.Ordinal);
        foreach ((string name, string trouble) in new[] { ("ReLU, Xavier", "vanish"), ("ReLU, too large", "explode"), ("tanh, too small", "vanish"), ("tanh, too large", "explode") })
        {
            Assert.Contains(text.Split('\n'), line => line.StartsWith($"{name}: ", StringComparison.Ordinal) && line.Contains($"Gradients {trouble}: on the way back from layer 100", StringComparison.Ordinal));
        }

        Assert.InRange(Numbers(text, "ReLU: chi deep inside is within")[0], 0, 15);
        Assert.InRange(Numbers(text, "tanh: chi deep inside is within")[0], 0, 15);
    }

    [Fact]
    public void A_network_of_coordinates_learns_low_frequencies_and_one_of_Fourier_features_all()
    {
        string text = Run("coordinate-network", (output, folder) => CoordinateNetwork.Run(output, folder, 32, 200));
        double[] plain = Numbers(text, "coordinates, 200 steps: PSNR");
        double[] features = Numbers(text, "Fourier features, 200 steps: PSNR");
        Assert.True(features[0] > plain[0] + 5, text);
        Assert.True(plain[1] < 0.8 * plain[2] && features[2] < 0.5 * plain[2], text);
    }

    [SkippableFact]
    [Trait("Category", "Slow")]
    public void Splice_sites_are_found_about_as_well_as_by_naive_Bayes()
    {
        string file = SharedData.Path("data/learning/splice/splice.data");
        string text = Run("splice-sites", (output, folder) => SpliceSites.Run(output, folder, file, 25));
        double bayes = Numbers(text, "2190 windows to train with, 1000 to test; naive Bayes finds")[0];
        Assert.InRange(bayes, 92, 97);

        // A standard error of the share is 0.75 %.
        Assert.InRange(Numbers(text, "gradients through all steps:")[0], bayes - 1.5, 100);
        Assert.InRange(Numbers(text, "gradients through the last 12 steps:")[0], bayes - 1.5, 100);
        Assert.InRange(Numbers(text, "gradients through the last 3 steps:")[0], 60, bayes - 3);
    }

    [Fact]
    public void What_is_learned_beats_what_is_not()
    {
        string text = Run("learned-ista", (output, folder) => LearnedIsta.Run(output, folder, rows: 30, layers: 4, steps: 30));
        double ista = Numbers(text, "ISTA:")[0];
        double fista = Numbers(text, "FISTA:")[0];
        Assert.True(fista < ista, text);
        Assert.True(Numbers(text, "FISTA, 11 numbers learned:")[0] < fista - 1, text);
        Assert.True(Numbers(text, "LISTA-CPSS, 7204 numbers learned:")[0] < ista - 2, text);
        Assert.True(Numbers(text, "ALISTA, 8 numbers learned:")[0] < ista - 2, text);
    }

    [Fact]
    public void What_is_learned_stands_more_or_less_of_what_it_has_not_seen()
    {
        string text = Run("learned-transfer", (output, folder) => LearnedTransfer.Run(output, folder, rows: 30, layers: 4, steps: 500, samples: 300));
        foreach (string name in (string[])["lista-cp", "lista-cpss", "alista"])
        {
            Assert.True(Numbers(text, $"{name}:")[0] < -6, text);
            double[] densities = Numbers(text, $"Other densities, 0.05 to 0.2: {name}");
            double[] ratios = Numbers(text, $"Other noise, 10 to 60: {name}");
            double[] matrices = Numbers(text, $"Another matrix, 0 to 0.1: {name}");
            Assert.True(densities[0] < densities[1] - 1.5, text);
            Assert.True(ratios[1] < ratios[0] - 0.5, text);
            Assert.True(matrices[0] < matrices[1], text);
        }
    }

    [SkippableFact]
    [Trait("Category", "Slow")]
    public void Blocks_of_images_are_found_by_a_network_better_than_by_wavelets()
    {
        string set11 = SharedData.Path("data/learning/set11");
        string bsd68 = SharedData.Path("data/learning/bsd68");
        string text = Run("set11", (output, folder) => Set11.Run(output, folder, set11, bsd68, 1, 120, Timeout.InfiniteTimeSpan));
        Assert.Contains("learned in 120 steps", text, StringComparison.Ordinal);
        double[] means = Numbers(text, "mean over 1:");
        Assert.True(means[^1] > means[^3] + 1 && means[^2] > means[^3] + 1, text);
    }

    [SkippableFact]
    [Trait("Category", "Slow")]
    public void A_slice_is_found_from_a_fifth_of_its_coefficients()
    {
        string mri = SharedData.Path("data/learning/mri");
        string bsd68 = SharedData.Path("data/learning/bsd68");
        string text = Run("mri", (output, folder) => Mri.Run(output, folder, mri, bsd68, 90, Timeout.InfiniteTimeSpan, 40));
        Assert.Contains("learned in 90 steps", text, StringComparison.Ordinal);
        double[] slice = Numbers(text, "slice 1:");
        Assert.True(slice[^2] > slice[^3] + 0.5 && slice[^1] > slice[^3], text);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void An_example_runs_as_a_program_of_one_file()
    {
        using var folder = new TemporaryFolder();
        var start = new ProcessStartInfo("dotnet", ["run", "-c", "Release", Path.Combine(examples, "fan-out.cs"), folder.Path]) { UseShellExecute = false, RedirectStandardOutput = true, WorkingDirectory = Repository.Root };

        // Servers of the build that stay behind would hold the output open.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["UseSharedCompilation"] = "false";
        using Process program = Process.Start(start)!;
        string text = program.StandardOutput.ReadToEnd();
        program.WaitForExit();
        Assert.True(program.ExitCode == 0, text);
        Assert.Contains("dF/dx = 3", text, StringComparison.Ordinal);
        Assert.True(File.Exists(folder["fan-out.png"]));
    }

    [Fact]
    public void Every_example_has_a_short_text_the_same_head_a_picture_and_a_line_in_the_index()
    {
        string index = File.ReadAllText(Path.Combine(examples, "README.md"));
        string[] files = Directory.GetFiles(examples, "*.cs");
        Assert.Equal(28, files.Length);
        foreach (string file in files)
        {
            string name = Path.GetFileNameWithoutExtension(file);
            string[] lines = File.ReadAllLines(file);
            Assert.StartsWith("// ", lines[0], StringComparison.Ordinal);
            Assert.Equal("#:project ../src/AdjointKit/AdjointKit.csproj", lines[1]);
            Assert.Equal("#:project ../src/AdjointKit.Plotting/AdjointKit.Plotting.csproj", lines[2]);
            Assert.InRange(new FileInfo(Path.Combine(examples, "images", name + ".png")).Length, 1, 300 << 10);
            Assert.Contains($"({name}.cs)", index, StringComparison.Ordinal);
            Assert.Contains($"(images/{name}.png)", index, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_code_of_the_page_on_reverse_mode_is_that_of_an_example() => ReadmeExample.RequireCode("docs/README.md", "examples/reverse-mode.cs");

    /// <summary>Runs an example with a folder for its picture, which must be there afterwards.</summary>
    private static string Run(string name, Action<TextWriter, string> example)
    {
        using var folder = new TemporaryFolder();
        using var output = new StringWriter { NewLine = "\n" };
        example(output, folder.Path);
        Assert.True(new FileInfo(folder[name + ".png"]).Length > 1000);
        return output.ToString();
    }

    /// <summary>The numbers of the first line that begins so.</summary>
    private static double[] Numbers(string text, string beginning)
    {
        string? line = text.Split('\n').FirstOrDefault(line => line.StartsWith(beginning, StringComparison.Ordinal));
        return line is null ? [] : [.. Regex.Matches(line[beginning.Length..], @"(?<![\w.])-?\d+(\.\d+)?(e[+-]\d+)?", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Select(match => double.Parse(match.Value, CultureInfo.InvariantCulture))];
    }
}
