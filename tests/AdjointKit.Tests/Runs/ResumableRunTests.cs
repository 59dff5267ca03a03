using AdjointKit.Arrays;
using AdjointKit.Runs;
using AdjointKit.TestKit;
using Xunit;

namespace AdjointKit.Tests.Runs;

public sealed class ResumableRunTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly NdArray<float> values = NdArray.From<float>(1, 2, 3);

    private string State => folder["G.run"];

    public void Dispose()
    {
        folder.Dispose();
        values.Dispose();
    }

    [Theory]
    [InlineData("G.npy", "G.run")]
    [InlineData("results/image.vp.npy", "results/image.vp.run")]
    [InlineData("plain", "plain.run")]
    public void The_state_lies_beside_the_output(string output, string expected) => Assert.Equal(expected, ResumableRun.FolderOf(output));

    [Fact]
    public void A_run_that_ends_well_leaves_nothing()
    {
        using (ResumableRun run = ResumableRun.Start(State, Manifest()))
        {
            run.Save(1, Arrays());
            run.Complete();
        }

        Assert.False(Directory.Exists(State));
    }

    [Fact]
    public void A_run_that_fails_before_its_first_save_leaves_nothing()
    {
        ResumableRun.Start(State, Manifest()).Dispose();
        Assert.False(Directory.Exists(State));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_run_killed_before_its_first_save_is_in_nobodys_way(bool resume)
    {
        using ResumableRun killed = ResumableRun.Start(State, Manifest());
        string image = KilledRun.CopyOf(State, folder["killed.run"]);
        using ResumableRun run = ResumableRun.Start(image, new RunManifest("rtm").WithParameter("nt", "1400"), resume);
        Assert.False(run.Resumed);
        run.Save(1, Arrays());
        run.Dispose();
        using ResumableRun next = ResumableRun.Start(image, new RunManifest("rtm").WithParameter("nt", "1400"), resume: true);
        Assert.True(next.Resumed);
    }

    [Fact]
    public void A_run_goes_on_with_its_state()
    {
        Interrupt(items: 5);
        using ResumableRun run = ResumableRun.Start(State, Manifest(), resume: true);
        Assert.True(run.Resumed);
        using NdArray<float> loaded = NdArray.Zeros<float>(3);
        Assert.Equal(5, run.Load(new ArrayRunState().Add(loaded)));
        Assert.Equal(values.AsReadOnlySpan().ToArray(), loaded.AsReadOnlySpan().ToArray());
    }

    [Fact]
    public void Resuming_where_nothing_is_starts_anew_and_says_so()
    {
        using ResumableRun run = ResumableRun.Start(State, Manifest(), resume: true);
        Assert.False(run.Resumed);
        Assert.Equal(0, run.Load(Arrays()));
    }

    [Fact]
    public void State_that_was_not_asked_for_is_refused_and_kept()
    {
        Interrupt(items: 5);
        var failure = Assert.Throws<RunStateException>(() => ResumableRun.Start(State, Manifest()));
        Assert.Equal(RunStateProblem.Exists, failure.Problem);
        Assert.Contains("--resume", failure.Message, StringComparison.Ordinal);
        using ResumableRun run = ResumableRun.Start(State, Manifest(), resume: true);
        Assert.True(run.Resumed);
    }

    [Fact]
    public void Changed_inputs_and_parameters_are_refused_by_name()
    {
        Interrupt(items: 5);
        values.AsWritableSpan()[1] = 2.5f;
        RunManifest changed = new RunManifest("rtm").WithParameter("nt", "1400").WithParameter("order", "8").WithArray("vp", values);
        var failure = Assert.Throws<RunStateException>(() => ResumableRun.Start(State, changed, resume: true));
        Assert.Equal(RunStateProblem.Changed, failure.Problem);
        Assert.Contains("the contents of the input vp, nt (was 1500, now 1400), order (was not given, now 8)", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_digest_of_an_array_covers_shape_and_bytes_but_not_layout()
    {
        using NdArray<float> matrix = NdArray.Fill<float>(2, 3, (i, k) => 3 * i + k);
        using NdArray<float> transposed = NdArray.Fill<float>(3, 2, (k, i) => 3 * i + k);
        string digest = Digest(matrix);
        Assert.Equal(digest, Digest(transposed.Transpose(1, 0)));
        Assert.NotEqual(digest, Digest(matrix.Reshape(3, 2)));
        Assert.NotEqual(digest, Digest(transposed));
    }

    [Fact]
    public void The_digest_of_a_file_covers_its_contents_wherever_it_lies()
    {
        File.WriteAllText(folder["a"], "contents");
        File.WriteAllText(folder["b"], "contents");
        File.WriteAllText(folder["c"], "Contents");
        string Of(string name) => new RunManifest("x").WithFile("data", folder[name]).Inputs["data"];
        Assert.Equal(Of("a"), Of("b"));
        Assert.NotEqual(Of("a"), Of("c"));
    }

    [Fact]
    public void A_second_run_into_the_same_place_is_refused_in_one_sentence()
    {
        using ResumableRun run = ResumableRun.Start(State, Manifest());
        foreach (bool resume in new[] { false, true })
        {
            var failure = Assert.Throws<RunStateException>(() => ResumableRun.Start(State, Manifest(), resume));
            Assert.Equal(RunStateProblem.Locked, failure.Problem);
            Assert.StartsWith("Another run is writing to ", failure.Message, StringComparison.Ordinal);
        }

        run.Save(1, Arrays());
    }

    [Fact]
    public void The_lock_file_of_a_dead_process_is_taken_over()
    {
        Interrupt(items: 5);
        File.WriteAllText(Path.Combine(State, "lock"), "");
        using ResumableRun run = ResumableRun.Start(State, Manifest(), resume: true);
        Assert.True(run.Resumed);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[1, 2]")]
    [InlineData("{\"format\": 1}")]
    [InlineData("{\"format\": \"one\"}")]
    [InlineData("{\"format\": 2, \"command\": \"rtm\"}")]
    [InlineData("{\"format\": 1, \"command\": \"\", \"parameters\": {}, \"inputs\": {}}")]
    [InlineData("{\"format\": 1, \"command\": \"rtm\", \"parameters\": {\"nt\": 4}, \"inputs\": {}}")]
    [InlineData("{\"format\": 1, \"command\": \"rtm\", \"parameters\": {\"a\": \"1\", \"a\": \"2\"}, \"inputs\": {}}")]
    public void A_damaged_manifest_is_refused(string text)
    {
        Interrupt(items: 5);
        File.WriteAllText(Path.Combine(State, "manifest.json"), text);
        var failure = Assert.Throws<RunStateException>(() => ResumableRun.Start(State, Manifest(), resume: true));
        Assert.Equal(RunStateProblem.Damaged, failure.Problem);
        Assert.Contains("delete its folder", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_state_is_refused_whatever_byte_it_is()
    {
        Interrupt(items: 5);
        string place = Path.Combine(State, "state");
        byte[] whole = File.ReadAllBytes(place);
        for (int at = 0; at < whole.Length; at++)
        {
            byte[] damaged = [.. whole];
            damaged[at] ^= 0x10;
            File.WriteAllBytes(place, damaged);
            RefusesTheState();
        }

        for (int length = 0; length < whole.Length; length += 5)
        {
            File.WriteAllBytes(place, whole[..length]);
            RefusesTheState();
        }
    }

    [Fact]
    public void A_partial_file_that_a_kill_left_is_no_state()
    {
        Directory.CreateDirectory(State);
        File.WriteAllText(Path.Combine(State, "manifest.json.partial"), "{");
        File.WriteAllText(Path.Combine(State, "state.partial"), "AKRUN");
        using ResumableRun run = ResumableRun.Start(State, Manifest());
        Assert.False(run.Resumed);
        Assert.Equal(0, run.Load(Arrays()));
    }

    [Fact]
    public void A_state_of_another_length_is_refused()
    {
        Interrupt(items: 5);
        using NdArray<float> shorter = NdArray.Zeros<float>(2);
        using ResumableRun run = ResumableRun.Start(State, Manifest(), resume: true);
        var failure = Assert.Throws<RunStateException>(() => run.Load(new ArrayRunState().Add(shorter)));
        Assert.Equal(RunStateProblem.Damaged, failure.Problem);
    }

    private static string Digest(NdArray<float> array) => new RunManifest("x").WithArray("a", array).Inputs["a"];

    private void RefusesTheState()
    {
        using ResumableRun run = ResumableRun.Start(State, Manifest(), resume: true);
        var failure = Assert.Throws<RunStateException>(() => run.Load(Arrays()));
        Assert.Equal(RunStateProblem.Damaged, failure.Problem);
    }

    private ArrayRunState Arrays() => new ArrayRunState().Add(values);

    private RunManifest Manifest() => new RunManifest("rtm").WithParameter("nt", "1500").WithArray("vp", values);

    private void Interrupt(long items)
    {
        using ResumableRun run = ResumableRun.Start(State, Manifest());
        run.Save(items, Arrays());
    }
}
